"""Check-ins: the first day, whose turn it is, and the count of unanswered ones."""

from datetime import UTC, date, datetime

from bot.domain.ids import UserId
from bot.domain.progress.check_ins import (
    PastCheckIn,
    first_date,
    next_owner,
    unanswered_in_a_row,
)
from bot.domain.states import CheckInState, Role

MENTOR, FIRST, SECOND = UserId(1), UserId(2), UserId(3)
PAIR = [(MENTOR, Role.MENTOR), (FIRST, Role.MENTEE)]
CIRCLE = [*PAIR, (SECOND, Role.MENTEE)]


def test_the_first_check_in_is_the_first_such_weekday_a_week_after_the_introduction() -> None:
    wednesday = datetime(2026, 9, 2, 12, tzinfo=UTC)
    assert first_date(wednesday, "UTC", weekday=1) == date(2026, 9, 15)
    assert first_date(wednesday, "UTC", weekday=2) == date(2026, 9, 9)
    # It is still Tuesday evening in California: Tuesday week counts from there.
    early = datetime(2026, 9, 2, 3, tzinfo=UTC)
    assert first_date(early, "America/Los_Angeles", weekday=1) == date(2026, 9, 8)


def test_the_mentee_begins_and_an_answer_passes_the_turn_on() -> None:
    assert next_owner(PAIR, []) == FIRST
    assert next_owner(PAIR, [PastCheckIn(FIRST, CheckInState.ANSWERED)]) == MENTOR
    assert next_owner(CIRCLE, [PastCheckIn(FIRST, CheckInState.ANSWERED)]) == SECOND
    assert next_owner(CIRCLE, [PastCheckIn(MENTOR, CheckInState.ANSWERED)]) == FIRST


def test_an_unanswered_turn_stays_where_it_was() -> None:
    assert next_owner(PAIR, [PastCheckIn(FIRST, CheckInState.UNANSWERED)]) == FIRST
    cancelled = PastCheckIn(MENTOR, CheckInState.CANCELLED)
    assert next_owner(PAIR, [PastCheckIn(FIRST, CheckInState.ANSWERED), cancelled]) == MENTOR


def test_in_a_circle_someone_who_does_not_answer_keeps_no_one_else_from_being_asked() -> None:
    assert next_owner(CIRCLE, [PastCheckIn(FIRST, CheckInState.UNANSWERED)]) == SECOND


def test_a_turn_never_goes_to_somebody_who_left() -> None:
    assert next_owner(PAIR, [PastCheckIn(SECOND, CheckInState.UNANSWERED)]) == FIRST


def test_an_answer_ends_the_count_of_unanswered_ones() -> None:
    silent, spoken = (
        PastCheckIn(FIRST, CheckInState.UNANSWERED),
        PastCheckIn(FIRST, CheckInState.ANSWERED),
    )
    assert unanswered_in_a_row([silent, spoken, silent, silent]) == 2
    assert unanswered_in_a_row([silent, spoken]) == 0
