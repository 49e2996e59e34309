"""A series of meetings: extend it, and end it."""

from dataclasses import dataclass
from datetime import timedelta

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import MeetingSeriesId, PairId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import MeetingState
from bot.services.nudges.settings import default_policy
from bot.services.pairs.permissions import require_own
from bot.services.work import Work, reads, writes
from bot.storage.meetings import meetings
from bot.storage.meetings import nudges as meeting_nudges
from bot.storage.meetings import series as meeting_series
from bot.storage.meetings.meetings import Meeting
from bot.storage.meetings.nudges import Rhythm
from bot.storage.meetings.series import Series
from bot.storage.pairs.pairs import Pair


def rhythm_of(app: App) -> Rhythm:
    """Return when messages about meetings are sent, from the society's settings."""
    chosen = app.settings.meetings
    return Rhythm(
        before=tuple(timedelta(hours=hours) for hours in chosen.reminders_hours),
        after=timedelta(hours=chosen.ask_after_hours),
        default=default_policy(app),
    )


def extend(work: Work, pair: Pair, series_id: MeetingSeriesId) -> None:
    """Create the meetings of a new series, with the messages around each."""
    series = meeting_series.get(work.connection, pair.guild, series_id)
    made, _ = meeting_series.extend(work.connection, series, pair, work.now)
    for meeting in made:
        meeting_nudges.plan_around(work.connection, meeting, pair, rhythm_of(work.app), work.now)


@dataclass(frozen=True, slots=True)
class SeriesToEnd:
    """A series that would end, and how many of its meetings would be cancelled."""

    pair: Pair
    series: Series
    coming: int


@reads
def to_end(work: Work, pair_id: PairId) -> SeriesToEnd:
    """Return the series that `end` would end; raise `DomainError` ``meeting.no_series``."""
    pair = require_own(work, pair_id)
    series = meeting_series.find_for_pair(work.connection, pair.guild, pair.id)
    if series is None:
        raise DomainError("meeting.no_series", guild=pair.guild, pair=pair.id)
    coming = coming_of(work, pair, series)
    return SeriesToEnd(pair, series, len(coming))


@writes
def end(work: Work, pair_id: PairId) -> tuple[Pair, int]:
    """End the pair's series and cancel its coming meetings; return how many were cancelled.

    Raises `DomainError` ``meeting.no_series``.
    """
    pair = require_own(work, pair_id)
    cancelled = call_off(work, pair)
    if cancelled is None:
        raise DomainError("meeting.no_series", guild=pair.guild, pair=pair.id)
    return pair, cancelled


def call_off(work: Work, pair: Pair) -> int | None:
    """End the pair's series and its coming meetings; None if it has none.

    One message with one calendar file announces all of it.
    """
    series = meeting_series.find_for_pair(work.connection, pair.guild, pair.id)
    if series is None:
        return None
    meeting_series.end_of_pair(work.connection, pair.guild, pair.id, work.now)
    coming = coming_of(work, pair, series)
    for number, meeting in enumerate(coming):
        reason = "the series has ended"
        gone = meeting_nudges.call_off(work.connection, meeting, work.user, reason, work.now)
        if number == 0:
            _tell_cancelled(work, gone)
    if not coming:
        # No one would have come to this one, but calendars contain the series and must be told of
        # its end.
        ahead = [
            meeting
            for meeting in meetings.list_for_series(work.connection, pair.guild, series.id)
            if meeting.state is MeetingState.CANCELLED
            and meeting.starts_at
            and meeting.starts_at > work.now
        ]
        for meeting in ahead[:1]:
            _tell_cancelled(work, meetings.cancel(work.connection, meeting, work.user, work.now))
    return len(coming)


def _tell_cancelled(work: Work, gone: Meeting) -> None:
    kind = NudgeKind.MEETING_CANCELLED
    meeting_nudges.plan_now(work.connection, kind, gone, gone.sequence, work.now)


def coming_of(work: Work, pair: Pair, series: Series) -> list[Meeting]:
    """Return the meetings of a series that are still ahead, as far as they were created."""
    return [
        meeting
        for meeting in meetings.open_of_pairs(work.connection, pair.guild, [pair.id])
        if meeting.series == series.id
        and meeting.starts_at is not None
        and meeting.starts_at > work.now
    ]


def end_with_pair(work: Work, pair: Pair, reason: str) -> None:
    """Cancel everything that a pair that ends had ahead: meetings, proposals, and its series.

    No one's name is saved with it, and no message is planned: the goodbye lists all of it.
    """
    meeting_series.end_of_pair(work.connection, pair.guild, pair.id, work.now)
    for meeting in meetings.open_of_pairs(work.connection, pair.guild, [pair.id]):
        if meeting.starts_at is None or meeting.starts_at > work.now:
            meeting_nudges.call_off(work.connection, meeting, None, reason, work.now)
