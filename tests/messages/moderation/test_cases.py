"""What moderators read about a case pings no one and hides no link."""

import re

import pytest

from bot.domain.ids import ChannelId, UserId
from bot.domain.moderation.cases import CaseKind, pair_facts
from bot.domain.nudges.failures import Failure
from bot.domain.nudges.kinds import NudgeKind
from bot.language.say import ENGLISH
from bot.messages.moderation import case_texts, failures
from bot.messages.nudges import nudges


def test_what_somebody_typed_is_shown_harmlessly_and_people_stay_named() -> None:
    facts = {
        "cohort": "<@123> [Spring](https://example.org) @everyone",
        "asked_by": "<@456>",
        "mentees": "<@7>, <@8>",
    }
    shown = case_texts.body(ENGLISH, "round-due", facts)
    assert "<@123>" not in shown
    assert "](https://" not in shown
    assert "@everyone" not in shown
    assert "<@456>" in shown
    assert "<@7>, <@8>" in shown


PAIR = pair_facts(UserId(7), (UserId(8),), ChannelId(9))
REFUSED = {"reason": Failure.REFUSED.value}
# What each kind is opened with, next to its pair.
MORE = {
    "help-asked": {"asked_by": "<@8>", "asked_on": "2026-09-02"},
    "circle-change": {"asked_by": "<@8>", "asked_on": "2026-09-02"},
    "check-ins-unanswered": {"check_ins_unanswered": "3", "since": "2026-09-02"},
    "somebody-left": {"left": "<@8>", "noticed": "2026-09-02"},
    "circle-smaller": {"left": "<@8>", "noticed": "2026-09-02"},
    "thread-trouble": {"reason": "the thread is locked", "since": "2026-09-02"},
    "no-first-meeting": {"introduced": "2026-09-02"},
    "one-sided": {"steps": "3"},
    "meeting-accounts-differ": {"meeting": "2026-09-02"},
    "undeliverable": {
        "nudge": "check-in",
        "subject": "pair:1",
        "person": "8",
        "reason": "Discord refused it",
    },
    "uncertain": {
        "nudge": "check-in",
        "subject": "pair:1",
        "person": "8",
        "reason": "Discord refused it",
    },
}


@pytest.mark.parametrize("kind", sorted(MORE))
def test_a_case_about_a_pair_is_one_sentence_with_names_and_their_thread(kind: str) -> None:
    known = case_texts.case_reason(ENGLISH, kind, PAIR | MORE[kind])
    assert "\n" not in known
    assert known.endswith(".")
    for name in PAIR.values():
        assert name in known
    # Nothing that only the database knows: no bare ids, no names of fields.
    bare = re.sub(r"<[@#]\d+>", "", known)
    assert not re.search(r"pair:\d|nudge:|subject|asked by:|\b8\b", bare)
    assert len(case_texts.body(ENGLISH, kind, PAIR | MORE[kind])) > len(known)


def test_a_case_about_someone_silent_says_that_most_messages_have_stopped_not_all() -> None:
    silence = {"quiet": "<@8>", "since": "2026-09-02"}
    known = case_texts.case_reason(ENGLISH, "check-ins-unanswered", PAIR | silence)
    assert "<@8> hasn’t answered since Wed, Sep 2" in known
    assert "most messages" in known
    known = case_texts.case_reason(ENGLISH, "check-ins-unanswered", PAIR | {"quiet": "<@8>"})
    assert "<@8> hasn’t answered yet" in known


@pytest.mark.parametrize("kind", NudgeKind)
def test_every_message_that_did_not_arrive_has_a_name(kind: NudgeKind) -> None:
    known = case_texts.case_reason(
        ENGLISH, "undeliverable", {"nudge": kind.value, "reason": "the thread is locked"}
    )
    assert known.endswith("The thread is locked.")
    assert "“”" not in known
    assert nudges.WORDED_IN, "each is named where it is worded"


@pytest.mark.parametrize("failure", Failure)
def test_every_failure_is_said_as_a_sentence_of_its_own(failure: Failure) -> None:
    said = failures.reason(ENGLISH, failure.value)
    assert said.endswith(".")
    assert said[0].isupper()
    assert failure is Failure.REFUSED or said != failures.reason(ENGLISH, Failure.REFUSED)


def test_an_introduction_that_someone_cannot_see_says_which_permission_helps() -> None:
    facts = PAIR | {"nudge": "introduction", "reason": Failure.HIDDEN.value}
    assert "View Channel" in case_texts.detail(ENGLISH, "undeliverable", facts)


def test_a_case_from_before_days_were_stored_as_dates_names_its_day_as_it_did() -> None:
    known = case_texts.case_reason(ENGLISH, "no-first-meeting", PAIR | {"introduced": "Sep 2"})
    assert "introduced Sep 2" in known


def test_several_who_asked_are_listed_with_their_days() -> None:
    facts = PAIR | {"asked_by": "<@8> <@7>", "asked_on": "2026-09-02 2026-09-03"}
    known = case_texts.case_reason(ENGLISH, "help-asked", facts)
    assert known.startswith("<@8> and <@7> asked for a moderator on Wed, Sep 2 and Thu, Sep 3.")


def test_every_kind_of_case_has_a_title_and_says_what_would_help() -> None:
    # A concern has a way of its own.
    for kind in set(CaseKind) - {CaseKind.CONCERN}:
        assert case_texts.title(ENGLISH, kind) != case_texts.title(ENGLISH, "unheard of")
        assert case_texts.body(ENGLISH, kind, {})
