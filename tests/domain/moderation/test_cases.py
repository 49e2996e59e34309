"""Cases: what comes first, what can wait for the digest, and what is one-sided."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.errors import DomainError
from bot.domain.ids import CaseId, PairId, UserId
from bot.domain.moderation import cases
from bot.domain.moderation.cases import CaseKind, Weighed

NOW = datetime(2026, 9, 2, 12, tzinfo=UTC)


def weighed(number: int, kind: str, days: int = 0, rests: int | None = None) -> Weighed:
    """Return a case that has been open for some days and is snoozed for some more."""
    until = None if rests is None else NOW + timedelta(days=rests)
    return Weighed(CaseId(number), kind, NOW - timedelta(days=days), until)


def test_the_weightiest_comes_first_and_waiting_counts_a_little() -> None:
    found = [
        weighed(1, CaseKind.ONE_SIDED, days=28),
        weighed(2, CaseKind.CHECK_INS_UNANSWERED),
        weighed(3, CaseKind.NO_FIRST_MEETING),
        weighed(4, CaseKind.CONCERN),
        weighed(5, CaseKind.CHECK_INS_UNANSWERED, days=7),
        weighed(6, CaseKind.CHECK_INS_UNANSWERED),
    ]
    assert cases.ranked(found, NOW) == [4, 3, 5, 2, 6, 1]


def test_an_extended_case_rests_until_its_day() -> None:
    found = [
        weighed(1, CaseKind.CONCERN, rests=1),
        weighed(2, CaseKind.ONE_SIDED, rests=-1),
    ]
    assert cases.ranked(found, NOW) == [2]


@pytest.mark.parametrize(
    ("kind", "urgent"),
    [("concern", True), ("undeliverable", True), ("help-asked", True), ("one-sided", False)],
)
def test_only_what_can_wait_waits_for_the_digest(kind: str, urgent: bool) -> None:
    assert cases.is_urgent(kind) is urgent


def test_one_sided_is_much_from_one_and_nothing_from_any_other() -> None:
    ada, ben, cyd = UserId(1), UserId(2), UserId(3)
    assert cases.is_one_sided({ada: 3}, [ada, ben])
    assert not cases.is_one_sided({ada: 2}, [ada, ben])
    assert not cases.is_one_sided({ada: 9, ben: 1}, [ada, ben])
    assert cases.is_one_sided({ada: 3}, [ada, ben, cyd])


def test_a_case_knows_its_pair_by_its_subject() -> None:
    assert cases.pair_of(cases.pair_subject(PairId(12))) == 12
    assert cases.pair_of("program:emra") is None
    assert cases.pair_of("pair:x") is None


@pytest.mark.parametrize(
    ("typed", "code"), [(" ", "case.note_empty"), ("x" * 1001, "case.note_long")]
)
def test_a_note_is_short_and_says_something(typed: str, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        cases.check_note(typed)
    assert refusal.value.code == code
