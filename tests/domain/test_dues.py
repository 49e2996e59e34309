"""When a promise is due, and how a sentence is taken apart into what and when."""

from datetime import UTC, datetime

import pytest

from bot.domain import commitments, dues
from bot.domain.commitments import Load, TypedCommitment
from bot.domain.errors import DomainError

CHICAGO = "America/Chicago"
NOW = datetime(2026, 9, 2, 12, tzinfo=UTC)  # a Wednesday, 7:00 in Chicago


@pytest.mark.parametrize(
    ("typed", "what", "when"),
    [
        ("draft personal statement by Sunday 7pm", "draft personal statement", "2026-09-06 19:00"),
        ("email the dean tomorrow noon", "email the dean", "2026-09-03 12:00"),
        ("stand by the door by noon", "stand by the door", "2026-09-02 12:00"),
        ("finish the essay by Oct 3", "finish the essay", "2026-10-03 20:00"),
        ("finish the essay on Friday", "finish the essay", "2026-09-04 20:00"),
        ("read 12 pages in 2 weeks", "read 12 pages", "2026-09-16 20:00"),
        ("read chapter 7 tomorrow", "read chapter 7", "2026-09-03 20:00"),
        ("write by tomorrow evening", "write", "2026-09-03 20:00"),
        ("send it by Friday at 19:30", "send it", "2026-09-04 19:30"),
        ("send it by the end of the day", "send it", "2026-09-02 20:00"),
        ("send it by 5pm", "send it", "2026-09-02 17:00"),
        ("call by 5", "call", "2026-09-02 17:00"),
        ("send it by 6am", "send it", "2026-09-03 06:00"),
    ],
)
def test_a_sentence_is_taken_apart(typed: str, what: str, when: str) -> None:
    words, due = commitments.split(typed, NOW, CHICAGO)
    assert (words, f"{due.day} {due.at:%H:%M}", due.zone) == (what, when, CHICAGO)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("finish it by yesterday", "commitment.past"),
        ("finish it by 2026-08-01", "commitment.past"),
        ("finish it by 31 Feb", "due.unreadable"),
        ("finish it by Friday at 9", "due.unclear"),
        ("read chapter 7", "commitment.when_missing"),
        ("finish it some day", "commitment.when_missing"),
        ("", "commitment.empty"),
    ],
)
def test_what_can_not_be_meant_is_refused_by_name(typed: str, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        commitments.split(typed, NOW, CHICAGO)
    assert refusal.value.code == code


def test_a_civil_time_stays_what_it_was_through_a_clock_change() -> None:
    # The clocks go back on 1 November 2026: 18:00 there is an hour later in UTC afterwards.
    before = dues.parse("Oct 31 6pm", NOW, CHICAGO)
    after = dues.parse("Nov 1 6pm", NOW, CHICAGO)
    assert (before.instant.hour, after.instant.hour) == (23, 0)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (TypedCommitment("x" * 301, "tomorrow"), "commitment.long"),
        (TypedCommitment("x" * 4000), "commitment.long"),
        (TypedCommitment("write", "tomorrow", plan_b="x" * 301), "commitment.long"),
        (TypedCommitment("  ", "tomorrow"), "commitment.empty"),
        (TypedCommitment("write", "whenever"), "due.unreadable"),
    ],
)
def test_what_can_not_be_kept_is_refused(typed: TypedCommitment, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        commitments.check(typed, NOW, CHICAGO)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("open_", "kept", "heavy"), [(1, 0, False), (2, 0, False), (3, 0, True), (3, 3, False)]
)
def test_more_than_was_finished_lately_is_a_lot(open_: int, kept: int, heavy: bool) -> None:
    assert Load(open_, kept).is_heavy is heavy
