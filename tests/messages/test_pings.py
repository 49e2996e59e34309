"""Who is notified is who is spoken to: every kind of facts says it of itself."""

from typing import Any

import pytest

from bot.domain.ids import UserId
from bot.domain.nudges.nudges import CaseOpened, SavedProgramDue
from bot.domain.outreach.outreach import OutreachFollowUp
from bot.domain.pings import NOBODY
from bot.domain.requests.notices import RequestTold
from bot.domain.states import RequestNews
from bot.language.say import ENGLISH
from bot.messages.nudges.nudges import render
from tests.messages.facts import kinds_of_facts, sample

# Only ever sent by direct message, where no one needs to be called by name.
IN_DIRECT_MESSAGES = (SavedProgramDue, OutreachFollowUp)


@pytest.mark.parametrize("kind", kinds_of_facts())
def test_whoever_is_notified_is_named_in_the_message(kind: type[Any]) -> None:
    facts = sample(kind)
    content = render(ENGLISH, facts, "ref").content
    if not isinstance(facts, IN_DIRECT_MESSAGES):
        assert [one for one in facts.pings.people if f"<@{one}>" not in content] == []
    assert [one for one in facts.pings.roles if f"<@&{one}>" not in content] == []


@pytest.mark.parametrize("kind", kinds_of_facts())
def test_nobody_is_notified_twice_by_one_message(kind: type[Any]) -> None:
    pings = sample(kind).pings
    assert len(set(pings.people)) == len(pings.people)


def test_nobody_is_notified_that_nothing_is_left_to_do() -> None:
    assert sample(RequestTold, news=RequestNews.WITHDRAWN).pings == NOBODY
    assert sample(RequestTold, news=RequestNews.QUESTION, person=UserId(1)).pings.people == (1,)


def test_a_society_without_a_moderators_role_has_nobody_notified_of_a_case() -> None:
    quiet = sample(CaseOpened, moderators=None, people=(), owner=None, closed=None)
    assert quiet.pings == NOBODY


def test_of_an_open_case_everyone_notified_is_named_and_of_a_closed_one_no_one_is() -> None:
    opened = sample(CaseOpened, owner=None, closed=None)
    assert opened.pings.people
    assert all(f"<@{one}>" in render(ENGLISH, opened, "ref").content for one in opened.pings.people)
    assert all(f"<@&{one}>" in render(ENGLISH, opened, "ref").content for one in opened.pings.roles)
    assert sample(CaseOpened).pings == NOBODY
