"""What moderators read about a case pings no one and hides no link."""

import re

import pytest

from bot.domain.ids import ChannelId, UserId
from bot.domain.moderation.cases import CaseKind, pair_facts
from bot.domain.nudges.kinds import NudgeKind
from bot.messages.moderation import cases as words
from bot.messages.nudges import nudges


def test_what_somebody_typed_is_shown_harmlessly_and_people_stay_named() -> None:
    facts = {
        "cohort": "<@123> [Spring](https://example.org) @everyone",
        "asked_by": "<@456>",
        "mentees": "<@7>, <@8>",
    }
    shown = words.body("round-due", facts)
    assert "<@123>" not in shown
    assert "](https://" not in shown
    assert "@everyone" not in shown
    assert "<@456>" in shown
    assert "<@7>, <@8>" in shown


PAIR = pair_facts(UserId(7), (UserId(8),), ChannelId(9))
# What each kind is opened with, next to its pair.
MORE = {
    "help-asked": {"asked_by": "<@8>", "asked_on": "02 September 2026"},
    "circle-change": {"asked_by": "<@8>", "asked_on": "02 September 2026"},
    "check-ins-unanswered": {"check_ins_unanswered": "3", "since": "02 September 2026"},
    "somebody-left": {"left": "<@8>", "noticed": "02 September 2026"},
    "circle-smaller": {"left": "<@8>", "noticed": "02 September 2026"},
    "thread-trouble": {"reason": "the thread is locked", "since": "02 September 2026"},
    "no-first-meeting": {"introduced": "02 September 2026"},
    "one-sided": {"steps": "3"},
    "meeting-accounts-differ": {"meeting": "02 September 2026"},
    "undeliverable": {"nudge": "check-in", "subject": "pair:1", "person": "8", "reason": "why"},
    "uncertain": {"nudge": "check-in", "subject": "pair:1", "person": "8", "reason": "why"},
}


@pytest.mark.parametrize("kind", sorted(MORE))
def test_a_case_about_a_pair_is_one_sentence_with_names_and_their_thread(kind: str) -> None:
    known = words.case_reason(kind, PAIR | MORE[kind])
    assert "\n" not in known
    assert known.endswith(".")
    for name in PAIR.values():
        assert name in known
    # Nothing that only the database knows: no bare ids, no names of fields.
    bare = re.sub(r"<[@#]\d+>", "", known)
    assert not re.search(r"pair:\d|nudge:|subject|asked by:|\b8\b", bare)
    assert len(words.body(kind, PAIR | MORE[kind])) > len(known)


def test_a_case_about_someone_silent_says_that_most_messages_have_stopped_not_all() -> None:
    silence = {"quiet": "<@8>", "since": "02 September 2026"}
    known = words.case_reason("check-ins-unanswered", PAIR | silence)
    assert "<@8> hasn’t answered since 02 September 2026" in known
    assert "most messages" in known
    known = words.case_reason("check-ins-unanswered", PAIR | {"quiet": "<@8>"})
    assert "<@8> hasn’t answered yet" in known


@pytest.mark.parametrize("kind", NudgeKind)
def test_every_message_that_did_not_arrive_has_a_name(kind: NudgeKind) -> None:
    known = words.case_reason("undeliverable", {"nudge": kind.value, "reason": "it is locked"})
    assert known.endswith("Reason: it is locked.")
    assert "“”" not in known
    assert nudges.WORDED_IN, "each is named where it is worded"


def test_every_kind_of_case_has_a_title_and_says_what_would_help() -> None:
    # A concern has a way of its own.
    for kind in set(CaseKind) - {CaseKind.CONCERN}:
        assert words.title(kind) != words.title("unheard of")
        assert words.body(kind, {})
