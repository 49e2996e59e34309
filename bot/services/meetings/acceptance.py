"""Answer proposed times: accept one, or say that none works."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from bot.domain.errors import DomainError
from bot.domain.ids import MeetingId, MeetingTimeId, UserId
from bot.domain.meetings import consent
from bot.domain.meetings import meetings as rules
from bot.domain.meetings.nudges import MeetingProposed
from bot.domain.meetings.suggestions import NextBest
from bot.domain.states import MeetingState
from bot.domain.times.civil import Interval
from bot.services.meetings import availability
from bot.services.meetings.clashes import Clash, clashes
from bot.services.nudges.settings import NO_ZONE, rhythm_of
from bot.services.pairs.permissions import about, require_own
from bot.services.work import Work, writes
from bot.storage import drafts
from bot.storage.meetings import arrangements, meetings, nudges, proposals, votes
from bot.storage.meetings import series as meeting_series
from bot.storage.meetings.meetings import Absences, Meeting, MeetingTime
from bot.storage.meetings.series import Series
from bot.storage.pairs.pairs import Pair


@dataclass(frozen=True, slots=True)
class TimeAccepted:
    """A meeting is confirmed or moved; `crossed` says that both had proposed this very time.

    One `moved_alone` belongs to a series, which stays as it is. `clashes` are those of whoever
    accepted it.
    """

    pair: Pair
    meeting: Meeting
    interval: Interval | None
    crossed: bool
    absences: Absences
    moved_alone: bool
    clashes: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeVoted:
    """One of a circle, `by`, can make a time, or with `time` None none of them; others decide too.

    `proposal` is what the thread's message says now. `next_best` suits everyone's availability.
    """

    pair: Pair
    meeting: Meeting
    by: UserId
    time: MeetingTime | None
    proposal: MeetingProposed
    next_best: NextBest | None = None
    clashes: tuple[Clash, ...] = ()


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
) -> TimeAccepted | TimeVoted | SeriesInTheWay:
    """Say yes to one of the proposed times; the last yes that it needs sets it.

    In a pair that is the other's; in a circle everyone's, until the deadline that the proposer may
    have chosen. A time that would end another series is accepted only if the person confirmed that
    it `ends_series`.

    Raises `DomainError` ``meeting.unknown``, ``meeting.taken`` when one was accepted before,
    ``meeting.times_passed``, ``meeting.times_back``, ``meeting.times_replaced``,
    ``meeting.own_times``, ``meeting.time_over``, ``meeting.arranged``, and as `begin` does.
    """
    chosen = meetings.find_time(work.connection, work.guild, time_id)
    if chosen is None:
        raise DomainError("meeting.unknown")
    meeting = meetings.get(work.connection, work.guild, chosen.meeting)
    pair = require_own(work, meeting.pair)
    with about(pair):
        proposer = require_proposer(work, meeting)
        if chosen.round != meeting.round:
            raise DomainError("meeting.times_replaced")
        if proposer == work.user:
            raise DomainError("meeting.own_times")
        if chosen.starts_at <= work.now:
            raise DomainError("meeting.time_over", starts_at=chosen.starts_at)
        if meetings.is_taken(work.connection, pair.guild, pair.id, chosen.time, meeting.id):
            raise DomainError("meeting.arranged", starts_at=chosen.starts_at)
    series = meeting_series.ended_by(work.connection, pair, [chosen])
    if series is not None and not ends_series:
        coming = arrangements.coming_of_series(work.connection, pair, series, work.now)
        return SeriesInTheWay(pair, chosen, series, len(coming))
    votes.record(work.connection, work.guild, [chosen.id], work.user, work.now, can=True)
    return _decide(work, pair, meeting) or _voted(work, pair, meeting, chosen)


@writes
def decline_times(work: Work, meeting_id: MeetingId, round_: int) -> TimeAccepted | TimeVoted:
    """Say that none of the times of a round works, and get the next best one to propose.

    In place of what the person said before. Raises as `accept_time` does.
    """
    meeting = meetings.get(work.connection, work.guild, meeting_id)
    pair = require_own(work, meeting.pair)
    with about(pair):
        proposer = require_proposer(work, meeting)
        # Buttons of earlier versions don't say which times they stood under.
        if round_ not in (0, meeting.round):
            raise DomainError("meeting.times_replaced")
        if proposer == work.user:
            raise DomainError("meeting.own_times")
    times = [time.id for time in meetings.times_of(work.connection, meeting)]
    votes.record(work.connection, work.guild, times, work.user, work.now, can=False)
    return _decide(work, pair, meeting) or _voted(work, pair, meeting, None)


def _decide(work: Work, pair: Pair, meeting: Meeting) -> TimeAccepted | None:
    """Set the time that everyone can make or, after the deadline, a quorum, if there is one.

    Once everyone has answered, or no answer could set a time anymore, the proposer is told.
    """
    tallies = votes.tallies(work.connection, pair, meeting, work.now)
    chosen = consent.unanimous(tallies)
    if chosen is not None:
        return take_it(work, pair, meeting, chosen.time, by=work.user)
    needed = votes.needed(pair) if meeting.decide_at is not None else None
    by_quorum = consent.carried(tallies, pair.mentor, needed) if needed is not None else None
    if by_quorum is not None and meeting.decide_at is not None and meeting.decide_at <= work.now:
        # Nobody's doing but the deadline's: the message names who has not said yes.
        return take_it(work, pair, meeting, by_quorum.time, by=None)
    is_open = consent.can_be_set(tallies, pair.mentor, needed)
    if not is_open or (by_quorum is None and not consent.unanswered(tallies)):
        nudges.plan_none_fits(work.connection, meeting, work.now)
    return None


def _voted(work: Work, pair: Pair, meeting: Meeting, time: MeetingTime | None) -> TimeVoted:
    occurrence = f"interaction:{work.actor.interaction}"
    nudges.show_answers(work.connection, meeting, work.now, occurrence)
    proposal = proposals.facts(work.connection, pair, meeting, NO_ZONE, work.now)
    if proposal is None:
        raise DomainError("meeting.times_passed")
    next_best = None
    if time is None:
        next_best = availability.next_best_for(work, pair, meeting)
        if next_best is not None:
            plain = {
                "time": str(next_best.time),
                "meeting": meeting.id,
                "round": meeting.round,
                "decide_in": _days_left(meeting, next_best, work.now),
            }
            name = next_best_name(meeting)
            drafts.save(work.connection, work.guild, work.user, name, plain, work.now)
    also = clashes(work, pair, [time.starts_at]) if time is not None else ()
    return TimeVoted(pair, meeting, work.user, time, proposal, next_best, also)


def _days_left(meeting: Meeting, next_best: NextBest, now: datetime) -> int | None:
    """Return in how many days a deadline falls, if it leaves time to decide about another time."""
    if meeting.decide_at is None:
        return None
    days = max(1, ceil((meeting.decide_at - now) / timedelta(days=1)))
    is_early = now + timedelta(days=days) <= next_best.time.instant - rules.DECIDED_BEFORE
    return days if is_early else None


def next_best_name(meeting: Meeting) -> str:
    """Return the name of the draft that holds the time offered to someone who can't come."""
    return f"next-best:{meeting.id}"


def require_proposer(work: Work, meeting: Meeting) -> UserId:
    """Return who waits for an answer to this meeting's times, or raise what happened to them."""
    times = meetings.times_of(work.connection, meeting)
    over = all(time.starts_at <= work.now for time in times)
    if meeting.state is MeetingState.CANCELLED and meeting.starts_at is None:
        taken_back = meeting.changed_by is not None or not over
        raise DomainError("meeting.times_back" if taken_back else "meeting.times_passed")
    rules.require_open(meeting.state, meeting.starts_at, work.now)
    if meeting.asked_by is not None:
        return meeting.asked_by
    if meeting.starts_at in {time.starts_at for time in times}:
        raise DomainError("meeting.taken", starts_at=meeting.starts_at)
    code = "meeting.times_passed" if over else "meeting.times_back"
    raise DomainError(code, stands=meeting.starts_at)


def take_it(
    work: Work,
    pair: Pair,
    meeting: Meeting,
    chosen: MeetingTime,
    *,
    by: UserId | None,
    crossed: bool = False,
) -> TimeAccepted:
    """Confirm the meeting at the time chosen `by` someone, within the caller's transaction."""
    arranged = arrangements.arrange(
        work.connection, pair, meeting, chosen, by, rhythm_of(work.app), work.now
    )
    absences = meetings.absences_of(work.connection, pair, work.now)
    alone = meeting_series.is_moved_alone(work.connection, arranged)
    # By the deadline's doing no one is told in private.
    also = clashes(work, pair, [chosen.starts_at]) if by is not None else ()
    return TimeAccepted(pair, arranged, chosen.time.interval, crossed, absences, alone, also)
