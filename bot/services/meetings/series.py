"""A series of meetings: carry it on, and end it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import MeetingSeriesId, PairId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import Manners
from bot.domain.states import MeetingState
from bot.services.actor import Actor
from bot.services.progress.updates import require_own
from bot.storage import interactions
from bot.storage.meetings import meetings
from bot.storage.meetings import nudges as meeting_nudges
from bot.storage.meetings import series as meeting_series
from bot.storage.meetings.meetings import Meeting
from bot.storage.meetings.nudges import Rhythm
from bot.storage.meetings.series import Series
from bot.storage.pairs.pairs import Pair

NO_ZONE = "UTC"


def rhythm_of(app: App) -> Rhythm:
    """Return when meetings are spoken of, as the society has set it."""
    nudges, chosen = app.settings.nudges, app.settings.meetings
    return Rhythm(
        before=tuple(timedelta(hours=hours) for hours in chosen.reminders_hours),
        after=timedelta(hours=chosen.ask_after_hours),
        default=Manners(NO_ZONE, nudges.quiet_from, nudges.quiet_until, nudges.weekly_limit),
    )


def extend(
    connection: Connection, app: App, pair: Pair, series: MeetingSeriesId, now: datetime
) -> None:
    """Make the meetings of a new series, with what is sent around each."""
    found = meeting_series.get(connection, pair.guild, series)
    made, _ = meeting_series.extend(connection, found, pair, now)
    for one in made:
        meeting_nudges.plan_around(connection, one, pair, rhythm_of(app), now)


@dataclass(frozen=True, slots=True)
class SeriesToEnd:
    """A series that would end, and how many of its meetings would be called off."""

    pair: Pair
    series: Series
    coming: int


async def to_end(app: App, actor: Actor, pair: PairId) -> SeriesToEnd:
    """Return the series that `end` would end; raise `DomainError` ``meeting.no_series``."""

    def look(connection: Connection) -> SeriesToEnd:
        found = require_own(connection, actor, pair)
        series = meeting_series.of_pair(connection, found.guild, found.id)
        if series is None:
            raise DomainError("meeting.no_series", guild=found.guild, pair=found.id)
        coming = coming_of(connection, found, series, app.clock.now())
        return SeriesToEnd(found, series, len(coming))

    return await app.database.read(look)


async def end(app: App, actor: Actor, pair: PairId) -> tuple[Pair, int]:
    """End the pair's series and call its coming meetings off; return how many that were.

    Raises `DomainError` ``meeting.no_series``.
    """

    def end_it(connection: Connection) -> tuple[Pair, int]:
        now = app.clock.now()
        interactions.record(connection, actor.interaction, actor.guild, now)
        found = require_own(connection, actor, pair)
        gone = call_off(connection, actor, found, now)
        if gone is None:
            raise DomainError("meeting.no_series", guild=found.guild, pair=found.id)
        return found, gone

    return await app.database.write(end_it)


def call_off(connection: Connection, actor: Actor, pair: Pair, now: datetime) -> int | None:
    """End the pair's series with its coming meetings; None when it has none.

    One message says it for all of them, with one calendar file.
    """
    series = meeting_series.of_pair(connection, pair.guild, pair.id)
    if series is None:
        return None
    meeting_series.end_of_pair(connection, pair.guild, pair.id, now)
    coming = coming_of(connection, pair, series, now)
    for number, one in enumerate(coming):
        reason = "the series has ended"
        gone = meeting_nudges.call_off(connection, one, actor.user, reason, now)
        if number == 0:
            kind = NudgeKind.MEETING_CANCELLED
            meeting_nudges.plan_now(connection, kind, gone, gone.sequence, now)
    if not coming:
        # Nobody would have come to it, but calendars have the series and must hear of its end.
        ahead = [
            one
            for one in meetings.of_series(connection, pair.guild, series.id)
            if one.state is MeetingState.CANCELLED and one.starts_at and one.starts_at > now
        ]
        for one in ahead[:1]:
            gone = meetings.cancel(connection, one, actor.user, now)
            kind = NudgeKind.MEETING_CANCELLED
            meeting_nudges.plan_now(connection, kind, gone, gone.sequence, now)
    return len(coming)


def coming_of(connection: Connection, pair: Pair, series: Series, now: datetime) -> list[Meeting]:
    """Return the meetings of a series that are still to come, as far as they are made."""
    return [
        one
        for one in meetings.open_of_pairs(connection, pair.guild, [pair.id])
        if one.series == series.id and one.starts_at is not None and one.starts_at > now
    ]


def end_with_pair(connection: Connection, pair: Pair, reason: str, now: datetime) -> None:
    """Call off whatever a pair that ends had ahead of it, arranged or proposed, and its series.

    Nobody's name is kept with it, and no message is planned: the farewell speaks of them all.
    """
    meeting_series.end_of_pair(connection, pair.guild, pair.id, now)
    for one in meetings.open_of_pairs(connection, pair.guild, [pair.id]):
        if one.starts_at is None or one.starts_at > now:
            meeting_nudges.call_off(connection, one, None, reason, now)
