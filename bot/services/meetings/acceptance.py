"""Accept a proposed time."""

from dataclasses import dataclass

from bot.domain.errors import DomainError
from bot.domain.ids import MeetingTimeId, UserId
from bot.domain.meetings import meetings as rules
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import CheckInAnswer, MeetingState
from bot.services.meetings.series import call_off, coming_of, extend, rhythm_of
from bot.services.pairs.permissions import about, require_own
from bot.services.progress.check_ins import clear_for_all
from bot.services.work import Work, writes
from bot.storage import outbox
from bot.storage.meetings import meetings, nudges
from bot.storage.meetings import series as meeting_series
from bot.storage.meetings.meetings import Absences, Meeting, MeetingTime
from bot.storage.meetings.nudges import SUBJECT
from bot.storage.meetings.series import Series
from bot.storage.pairs.pairs import Pair


@dataclass(frozen=True, slots=True)
class TimeAccepted:
    """A meeting is confirmed or moved; `crossed` says that both had proposed this very time."""

    pair: Pair
    meeting: Meeting
    every_days: int | None
    crossed: bool
    cleared: bool
    absences: Absences


@dataclass(frozen=True, slots=True)
class SeriesInTheWay:
    """Accepting this time would start a series and end the present one; ask first."""

    pair: Pair
    time: MeetingTime
    series: Series
    coming: int


@writes
def accept_time(
    work: Work, time_id: MeetingTimeId, *, ends_series: bool = False
) -> TimeAccepted | SeriesInTheWay:
    """Accept one of the proposed times, which makes the others void.

    A time that would end another series is accepted only if the person confirmed that it
    `ends_series`.

    Raises `DomainError` ``meeting.unknown``, ``meeting.taken`` when one was accepted before,
    ``meeting.times_passed``, ``meeting.times_back``, ``meeting.times_replaced``,
    ``meeting.own_times``, ``meeting.not_your_turn``, ``meeting.time_over``, and as `begin` does.
    """
    chosen = meetings.find_time(work.connection, work.guild, time_id)
    if chosen is None:
        raise DomainError("meeting.unknown")
    meeting = meetings.get(work.connection, work.guild, chosen.meeting)
    pair = require_own(work, meeting.pair)
    with about(pair):
        asker = _asker(work, meeting)
        if chosen.round != meeting.round:
            raise DomainError("meeting.times_replaced")
        if asker == work.user:
            raise DomainError("meeting.own_times")
        if not rules.may_take(work.user, asker, pair.mentor):
            raise DomainError("meeting.not_your_turn", mentor=pair.mentor)
        if chosen.starts_at <= work.now:
            raise DomainError("meeting.time_over", starts_at=chosen.starts_at)
    series = meeting_series.ended_by(work.connection, pair, [chosen])
    if series is not None and not ends_series:
        coming = coming_of(work, pair, series)
        return SeriesInTheWay(pair, chosen, series, len(coming))
    return take_it(work, pair, meeting, chosen, crossed=False)


def _asker(work: Work, meeting: Meeting) -> UserId:
    """Return who waits for an answer to this meeting's times, or raise what happened to them."""
    if meeting.state is MeetingState.CANCELLED and meeting.starts_at is None:
        taken_back = meeting.changed_by is not None
        raise DomainError("meeting.times_back" if taken_back else "meeting.times_passed")
    rules.require_open(meeting.state, meeting.starts_at, work.now)
    if meeting.asked_by is not None:
        return meeting.asked_by
    times = meetings.times_of(work.connection, meeting)
    if meeting.starts_at in {time.starts_at for time in times}:
        raise DomainError("meeting.taken", starts_at=meeting.starts_at)
    over = all(time.starts_at <= work.now for time in times)
    code = "meeting.times_passed" if over else "meeting.times_back"
    raise DomainError(code, stands=meeting.starts_at)


def take_it(
    work: Work, pair: Pair, meeting: Meeting, chosen: MeetingTime, *, crossed: bool
) -> TimeAccepted:
    """Confirm the meeting at the chosen time, within the caller's transaction."""
    every_days, series = chosen.time.every_days, None
    if every_days:
        call_off(work, pair)
        series = meeting_series.begin(work.connection, work.guild, pair.id, chosen.time, work.now)
    taken = meetings.confirm(work.connection, meeting, chosen.time, work.user, work.now, series)
    if series is not None:
        extend(work, pair, series)
    meetings.attach_agenda(work.connection, work.guild, pair.id, taken.id)
    # Reminders of an earlier time, and a proposal that was not sent yet.
    outbox.cancel(
        work.connection, work.guild, SUBJECT, taken.id, "another time was taken", work.now
    )
    confirmed = NudgeKind.MEETING_CONFIRMED
    nudges.plan_now(work.connection, confirmed, taken, taken.sequence, work.now)
    nudges.plan_around(work.connection, taken, pair, rhythm_of(work.app), work.now)
    cleared = clear_check_in(work, pair)
    absences = meetings.absences_of(work.connection, pair, work.now)
    return TimeAccepted(pair, taken, every_days, crossed, cleared, absences)


def clear_check_in(work: Work, pair: Pair) -> bool:
    """Answer the open or unanswered check-in, whoever it was sent to.

    Return whether there was one.
    """
    return clear_for_all(work, pair, CheckInAnswer.MEETING_CONFIRMED)
