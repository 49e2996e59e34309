"""Plan what meetings need over time: series, first-meeting reminders, closing unanswered ones.

Planning is idempotent, so it may run at any time and be interrupted anywhere.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection

from bot.delivery.meetings import first_meetings
from bot.domain.ids import UserId
from bot.domain.meetings import meetings as rules
from bot.domain.meetings.consent import carried, unanimous
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import NotificationPolicy, Stretch
from bot.domain.states import MeetingState, PairState
from bot.domain.times.reader import MOST_AHEAD_OF_MEETING
from bot.settings import Settings
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.meetings import arrangements, cards, meetings, votes
from bot.storage.meetings import nudges as meeting_nudges
from bot.storage.meetings import series as meeting_series
from bot.storage.meetings.meetings import Meeting
from bot.storage.meetings.nudges import Rhythm
from bot.storage.meetings.series import Series
from bot.storage.pairs import circle_decisions, circle_questions, pairs, pauses
from bot.storage.pairs.circle_questions import CircleQuestion
from bot.storage.pairs.pairs import Pair

T = TypeVar("T")
# A series creates dozens of rows; so few at a time occupy the writer for tens of milliseconds.
AT_ONCE = 10
# A first-meeting reminder that could not be sent by then is left out; the next one comes.
USEFUL_FOR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class MeetingRules:
    """When to remind of meetings, and on which days after the introduction of a first one."""

    rhythm: Rhythm
    first_on_days: tuple[int, ...]

    @classmethod
    def of(cls, settings: Settings) -> "MeetingRules":
        """Read them from the settings."""
        nudges, chosen = settings.nudges, settings.meetings
        default = NotificationPolicy(
            "UTC", nudges.quiet_from, nudges.quiet_until, nudges.weekly_limit
        )
        rhythm = Rhythm(
            before=tuple(timedelta(hours=hours) for hours in chosen.reminders_hours),
            after=timedelta(hours=chosen.ask_after_hours),
            default=default,
        )
        return cls(rhythm, settings.first_meeting.nudge_on_days)


async def plan_meetings(
    database: Database, now: datetime, horizon: timedelta, chosen: MeetingRules
) -> int:
    """Extend series, follow zone changes and pauses, close unanswered meetings; count new rows.

    Later changes to quiet hours are considered when a reminder is claimed.
    """
    planned = 0

    async def each(rows: Sequence[T], plan: Callable[..., int], *more: object) -> int:
        counts = [await database.write(_all, plan, some, now, *more) for some in _few(rows)]
        return sum(counts)

    short = await database.read(meeting_series.to_extend, now)
    planned += await each(short, _extend, chosen.rhythm)
    planned += await each(await database.read(meetings.list_during_pauses, now), _leave_out)
    planned += await each(await database.read(_shifted, now), _follow, chosen.rhythm)
    planned += await each(await database.read(meetings.stale_proposals, now), _let_lapse)
    await each(await database.read(meetings.unsettled, now - rules.ANSWER_WITHIN), _mark_unknown)
    due = await database.read(meetings.due_for_decision, now)
    planned += await each(due, _decide, chosen.rhythm)
    planned += await each(
        await database.read(circle_questions.due, now), _decide_question, chosen.rhythm
    )
    planned += await each(await database.read(_unplanned, now, horizon, chosen), _plan_first)
    return planned


def _few(many: Sequence[T]) -> Iterator[Sequence[T]]:
    """Return small batches, so that no one waits for a long transaction."""
    for start in range(0, len(many), AT_ONCE):
        yield many[start : start + AT_ONCE]


def _all(
    connection: Connection,
    plan: Callable[..., int],
    some: Sequence[object],
    now: datetime,
    *more: object,
) -> int:
    return sum(plan(connection, row, now, *more) for row in some)


def _extend(connection: Connection, series: Series, now: datetime, rhythm: Rhythm) -> int:
    """Create the meetings of the coming weeks; end the series of pairs that ended."""
    pair = pairs.get(connection, series.guild, series.pair)
    if pair.ended_at is not None:
        meeting_series.end_of_pair(connection, series.guild, series.pair, now)
        return 0
    made, left_out = meeting_series.extend(connection, series, pair, now)
    for latest in left_out:
        meeting_nudges.tell_left_out(connection, latest, now)
    return sum(
        meeting_nudges.plan_around(connection, meeting, pair, rhythm, now) for meeting in made
    )


def _shifted(connection: Connection, now: datetime) -> list[Meeting]:
    """Return the meetings whose local time is a different instant under the current zone rules.

    There may be many, so this runs inside the read, off the event loop.
    """
    ahead = meetings.coming(connection, now, now + MOST_AHEAD_OF_MEETING)
    return [
        meeting
        for meeting in ahead
        if meeting.time is not None and meeting.time.instant != meeting.starts_at
    ]


def _follow(connection: Connection, current: Meeting, now: datetime, rhythm: Rhythm) -> int:
    """Apply a changed time zone database: the local time stays, and its reminders move with it."""
    meeting = meetings.get(connection, current.guild, current.id)
    pair = pairs.get(connection, meeting.guild, meeting.pair)
    if meeting.state is not MeetingState.CONFIRMED or meeting.time is None or pair.ended_at:
        return 0
    if meeting.time.instant != meeting.starts_at:
        meeting = meetings.follow_zone(connection, meeting, meeting.time.instant)
    return meeting_nudges.plan_around(connection, meeting, pair, rhythm, now)


def _leave_out(connection: Connection, current: Meeting, now: datetime) -> int:
    """Cancel a meeting of a series while someone is away or the pair is paused."""
    meeting = meetings.get(connection, current.guild, current.id)
    if meeting.state is not MeetingState.CONFIRMED:
        return 0
    reason = "somebody is away, or the pair is paused"
    cancelled = meeting_nudges.call_off(connection, meeting, None, reason, now)
    meeting_nudges.tell_left_out(connection, cancelled, now)
    return 1


def _mark_unknown(connection: Connection, current: Meeting, now: datetime) -> int:
    """Mark a meeting that no one reported on as unknown, not missed."""
    meeting = meetings.get(connection, current.guild, current.id)
    if meeting.state is MeetingState.CONFIRMED:
        meeting = meetings.record_outcome(connection, meeting, MeetingState.UNKNOWN, now)
        cards.refresh(connection, meeting, now, "unknown")
    return 0


def _decide(connection: Connection, known: Meeting, now: datetime, rhythm: Rhythm) -> int:
    """Set the time that all of a circle or, after the deadline, a quorum can make, or say so.

    After the deadline, a later yes may still complete the quorum.
    """
    meeting = meetings.get(connection, known.guild, known.id)
    pair = pairs.get(connection, meeting.guild, meeting.pair)
    is_due = meeting.decide_at is not None and meeting.decide_at <= now
    if meeting.asked_by is None or pair.ended_at is not None:
        return 0
    if pair.state is PairState.PAUSED:
        return 0  # all of it agreed to the pause, or someone has left
    tallies = votes.tallies(connection, pair, meeting, now)
    chosen = unanimous(tallies) or (
        carried(tallies, pair.mentor, votes.needed(pair)) if is_due else None
    )
    if chosen is None and not is_due:
        return 0
    if chosen is None:
        return int(meeting_nudges.plan_none_fits(connection, meeting, now))
    arrangements.arrange(connection, pair, meeting, chosen.time, None, rhythm, now)
    return 1


def _decide_question(
    connection: Connection, question: CircleQuestion, now: datetime, rhythm: Rhythm
) -> int:
    """Decide what a circle was asked once the deadline has passed."""
    pair = pairs.get(connection, question.guild, question.pair)
    known = circle_questions.get(connection, question.guild, question.id)
    decided = circle_decisions.decide(connection, known, pair, rhythm, now)
    return int(decided.closed_at is not None)


def _let_lapse(connection: Connection, current: Meeting, now: datetime) -> int:
    """Close a proposal once all its times have passed, or the meeting it would move has begun."""
    meeting = meetings.get(connection, current.guild, current.id)
    if meeting.asked_by is not None and meeting.round == current.round:
        meeting_nudges.let_pass(connection, meeting, now)
        return 1
    return 0


@dataclass(frozen=True, slots=True)
class _FirstMeeting:
    """A first-meeting reminder to plan; `later` is the number of days that pauses added."""

    pair: Pair
    days: int
    due: datetime
    later: int


def _unplanned(
    connection: Connection, now: datetime, horizon: timedelta, chosen: MeetingRules
) -> list[_FirstMeeting]:
    """Return first-meeting reminders that are due soon and not planned for that moment."""
    planned = meeting_nudges.planned_first_meetings(connection, now - USEFUL_FOR)
    young = now - first_meetings.YOUNG
    pauses_by_pair = pauses.list_for_recent_pairs(connection, young)
    met = meetings.met_since(connection, young)
    return [
        first_meeting
        for pair in pairs.active(connection, [(young, now)])
        if (pair.guild, pair.id) not in met
        for first_meeting in _first_dues(
            pair, pauses_by_pair.get((pair.guild, pair.id), ()), now, horizon, chosen
        )
        if (pair.guild, pair.id, first_meeting.days, first_meeting.due) not in planned
    ]


def _first_dues(
    pair: Pair,
    pauses_of_pair: Sequence[Stretch],
    now: datetime,
    horizon: timedelta,
    chosen: MeetingRules,
) -> Iterator[_FirstMeeting]:
    if pair.introduced_at is None or pair.introduced_at <= now - first_meetings.YOUNG:
        return
    for days in chosen.first_on_days:
        if pair.introduced_at + timedelta(days=days - 1) > now + horizon:
            continue
        due, later = first_meetings.due(pair, days, pauses_of_pair)
        if now - USEFUL_FOR < due <= now + horizon:
            yield _FirstMeeting(pair, days, due, later)


def coming_first_reminders(
    connection: Connection,
    pair: Pair,
    person: UserId,
    now: datetime,
    until: datetime,
    chosen: MeetingRules,
) -> list[datetime]:
    """Return when this person will be reminded of a first meeting, as far as it isn't planned yet.

    The mentee proposes a time; nothing is foretold while a meeting is proposed or arranged.
    """
    is_theirs = person == pair.mentees[0]
    if not is_theirs or meetings.counts_as_met(connection, pair.guild, pair.id):
        return []
    if meetings.open_of_pairs(connection, pair.guild, [pair.id]):
        return []
    planned = {
        row.due_at
        for row in outbox.list_for_subject(connection, pair.guild, "pair", pair.id)
        if row.kind is NudgeKind.FIRST_MEETING
    }
    stretches = pauses.list_for_pair(connection, pair.guild, pair.id)
    return [
        reminder.due
        for reminder in _first_dues(pair, stretches, now, until - now, chosen)
        if reminder.due > now and reminder.due not in planned
    ]


def _plan_first(connection: Connection, first_meeting: _FirstMeeting, now: datetime) -> int:
    """Plan a row for everyone who may have the turn by then; only its holder's is sent."""
    pair = first_meeting.pair
    if meetings.counts_as_met(connection, pair.guild, pair.id):
        return 0
    put_off = f":+{first_meeting.later}" if first_meeting.later else ""
    return sum(
        outbox.plan(
            connection,
            guild=pair.guild,
            kind=NudgeKind.FIRST_MEETING,
            subject_type="pair",
            subject_id=pair.id,
            subject_version=first_meeting.days,
            recipient=member.user,
            due_at=first_meeting.due,
            expires_at=first_meeting.due + USEFUL_FOR,
            now=now,
            key=f"pair:{pair.id}:{first_meeting.days}:{member.user}{put_off}",
        )
        for member in pair.members
    )
