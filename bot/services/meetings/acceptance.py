"""Say yes to a proposed time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, MeetingTimeId, UserId
from bot.domain.meetings import meetings as rules
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import CheckInAnswer, MeetingState
from bot.services.actor import Actor
from bot.services.meetings.series import call_off, coming_of, extend, rhythm_of
from bot.services.pairs.error_context import about
from bot.services.progress.check_ins import clear_for_all
from bot.services.progress.updates import require_own
from bot.storage import interactions, outbox
from bot.storage.meetings import absences as meeting_absences
from bot.storage.meetings import agenda_items, meetings, nudges
from bot.storage.meetings import series as meeting_series
from bot.storage.meetings import times as meeting_times
from bot.storage.meetings.absences import Absences
from bot.storage.meetings.meetings import Meeting
from bot.storage.meetings.nudges import SUBJECT
from bot.storage.meetings.series import Series
from bot.storage.meetings.times import MeetingTime
from bot.storage.pairs.pairs import Pair


@dataclass(frozen=True, slots=True)
class TimeTaken:
    """A meeting is arranged, or moved; `crossed` says that both had proposed this very time."""

    pair: Pair
    meeting: Meeting
    every_days: int | None
    crossed: bool
    cleared: bool
    absences: Absences


@dataclass(frozen=True, slots=True)
class SeriesInTheWay:
    """The time begins a series, and to take it would end the one there is: that is asked first."""

    pair: Pair
    time: MeetingTime
    series: Series
    coming: int


async def take(
    app: App, actor: Actor, time: MeetingTimeId, *, ends_series: bool = False
) -> TimeTaken | SeriesInTheWay:
    """Say yes to one of the proposed times; the others are void with that.

    One that would end another series is only taken where the person knows that it `ends_series`.

    Raises `DomainError` ``meeting.unknown``, ``meeting.taken`` when one was taken before,
    ``meeting.times_passed``, ``meeting.times_back``, ``meeting.times_replaced``,
    ``meeting.own_times``, ``meeting.not_your_turn``, ``meeting.time_over``, and as `begin` does.
    """
    return await app.database.write(_take_clicked, app, actor, time, ends_series)


def _take_clicked(
    connection: Connection, app: App, actor: Actor, time: MeetingTimeId, ends_series: bool
) -> TimeTaken | SeriesInTheWay:
    now = app.clock.now()
    interactions.record(connection, actor.interaction, actor.guild, now)
    chosen = meeting_times.find_time(connection, actor.guild, time)
    if chosen is None:
        raise DomainError("meeting.unknown")
    meeting = meetings.get(connection, actor.guild, chosen.meeting)
    pair = require_own(connection, actor, meeting.pair)
    with about(pair):
        asker = _asker(connection, meeting, now)
        if chosen.round != meeting.round:
            raise DomainError("meeting.times_replaced")
        if asker == actor.user:
            raise DomainError("meeting.own_times")
        if not rules.may_take(actor.user, asker, pair.mentor):
            raise DomainError("meeting.not_your_turn", mentor=pair.mentor)
        if chosen.starts_at <= now:
            raise DomainError("meeting.time_over", starts_at=chosen.starts_at)
    series = meeting_series.ended_by(connection, pair, [chosen])
    if series is not None and not ends_series:
        coming = coming_of(connection, pair, series, now)
        return SeriesInTheWay(pair, chosen, series, len(coming))
    return take_it(connection, app, actor, pair, meeting, chosen, now, crossed=False)


def _asker(connection: Connection, meeting: Meeting, now: datetime) -> UserId:
    """Return who waits for an answer to this meeting's times, or raise what became of them."""
    if meeting.state is MeetingState.CANCELLED and meeting.starts_at is None:
        taken_back = meeting.changed_by is not None
        raise DomainError("meeting.times_back" if taken_back else "meeting.times_passed")
    rules.require_open(meeting.state, meeting.starts_at, now)
    if meeting.asked_by is not None:
        return meeting.asked_by
    times = meeting_times.times_of(connection, meeting)
    if meeting.starts_at in {one.starts_at for one in times}:
        raise DomainError("meeting.taken", starts_at=meeting.starts_at)
    over = all(one.starts_at <= now for one in times)
    code = "meeting.times_passed" if over else "meeting.times_back"
    raise DomainError(code, stands=meeting.starts_at)


def take_it(
    connection: Connection,
    app: App,
    actor: Actor,
    pair: Pair,
    meeting: Meeting,
    chosen: MeetingTime,
    now: datetime,
    *,
    crossed: bool,
) -> TimeTaken:
    """Settle the meeting for a time that was chosen, within the caller's transaction."""
    every_days, series = chosen.time.every_days, None
    if every_days:
        call_off(connection, actor, pair, now)
        series = meeting_series.begin(connection, actor.guild, pair.id, chosen.time, now)
    taken = meetings.confirm(connection, meeting, chosen.time, actor.user, now, series)
    if series is not None:
        extend(connection, app, pair, series, now)
    agenda_items.attach(connection, actor.guild, pair.id, taken.id)
    # Reminders of an earlier time, and a proposal that has not left yet.
    outbox.cancel(connection, actor.guild, SUBJECT, taken.id, "another time was taken", now)
    kind = NudgeKind.MEETING_CONFIRMED
    nudges.plan_now(connection, kind, taken, taken.sequence, now)
    nudges.plan_around(connection, taken, pair, rhythm_of(app), now)
    cleared = clear_check_in(connection, actor.guild, pair, now)
    absences = meeting_absences.of_pair(connection, pair, now)
    return TimeTaken(pair, taken, every_days, crossed, cleared, absences)


def clear_check_in(connection: Connection, guild: GuildId, pair: Pair, now: datetime) -> bool:
    """Answer the check-in that waits, or was left waiting, whoever it asked; return whether so."""
    return clear_for_all(connection, pair, CheckInAnswer.MEETING_CONFIRMED, now)
