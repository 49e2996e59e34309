"""What a proposal of times shows: its times, who can make each, and what became of it."""

from datetime import datetime

from sqlalchemy import Connection

from bot.domain.ids import UserId
from bot.domain.meetings.consent import unanswered
from bot.domain.meetings.nudges import (
    CircleProposal,
    MeetingProposed,
    ProposalClosed,
    ProposalOutcome,
    ProposedTime,
)
from bot.domain.states import MeetingState
from bot.storage.meetings import meetings, votes
from bot.storage.meetings import series as meeting_series
from bot.storage.meetings.meetings import Absences, Meeting, MeetingTime
from bot.storage.nudges import settings as nudge_settings
from bot.storage.pairs.pairs import Pair


def zones_of(
    connection: Connection, pair: Pair, people: tuple[UserId, ...], default: str
) -> tuple[str, ...]:
    """Return the pair's time zones, those of `people` first, without duplicates."""
    users = (*people, *(member.user for member in pair.members))
    zones = (nudge_settings.zone_of(connection, pair.guild, user) or default for user in users)
    return tuple(dict.fromkeys(zones))


def shown(
    times: tuple[MeetingTime, ...], now: datetime, absences: Absences
) -> tuple[ProposedTime, ...]:
    """Return the times that can still be accepted, with who is away at each."""
    return tuple(_shown(time, absences) for time in times if time.starts_at > now)


def _shown(
    time: MeetingTime,
    absences: Absences,
    yes: tuple[UserId, ...] = (),
    no: tuple[UserId, ...] = (),
) -> ProposedTime:
    return ProposedTime(
        time.id,
        time.starts_at,
        time.time.interval,
        absences.away_at(time.starts_at),
        absences.is_paused_at(time.starts_at),
        yes,
        no,
    )


def facts(
    connection: Connection, pair: Pair, meeting: Meeting, default_zone: str, now: datetime
) -> MeetingProposed | None:
    """Return what the message of open times says; None if none can be accepted anymore."""
    tallies = votes.tallies(connection, pair, meeting, now)
    if meeting.asked_by is None or not tallies:
        return None
    absences = meetings.absences_of(connection, pair, now)
    is_circle = len(pair.members) > 2
    times = tuple(
        _shown(tally.time, absences, tally.yes, tally.no)
        if is_circle
        else _shown(tally.time, absences)
        for tally in tallies
    )
    asked = pair.partners_of(meeting.asked_by)
    ends = meeting_series.ended_by(connection, pair, [tally.time for tally in tallies])
    circle = None
    if is_circle:
        needed = votes.needed(pair)
        circle = CircleProposal(pair.mentor, unanswered(tallies), meeting.decide_at, needed)
    return MeetingProposed(
        guild=pair.guild,
        pair=pair.id,
        meeting=meeting.id,
        round=meeting.round,
        proposer=meeting.asked_by,
        people=asked,
        times=times,
        zones=zones_of(connection, pair, asked, default_zone),
        agenda=tuple(
            item.text for item in meetings.agenda_of(connection, pair.guild, pair.id, meeting.id)
        ),
        instead_of=meeting.starts_at,
        ends_interval=ends.interval if ends else None,
        circle=circle,
        moves_alone=meeting.series is not None
        and meeting.starts_at is not None
        and all(tally.time.time.interval is None for tally in tallies),
    )


def closed(connection: Connection, meeting: Meeting, round_: int, now: datetime) -> ProposalClosed:
    """Return what became of the times of a round that can't be accepted anymore."""
    outcome = _outcome(connection, meeting, round_, now)
    is_off = meeting.state is MeetingState.CANCELLED
    starts_at = None if is_off and outcome is not ProposalOutcome.CANCELLED else meeting.starts_at
    return ProposalClosed(meeting.guild, meeting.pair, meeting.id, outcome, starts_at)


def over(meeting: Meeting, *, is_current: bool) -> ProposalClosed:
    """Return what a message about a meeting becomes that isn't ahead, at the time it names."""
    match meeting.state:
        case MeetingState.CANCELLED:
            outcome = ProposalOutcome.CANCELLED
        case _ if not is_current:
            outcome = ProposalOutcome.MOVED
        case MeetingState.HAPPENED:
            outcome = ProposalOutcome.HELD
        case _:
            outcome = ProposalOutcome.OVER
    return ProposalClosed(meeting.guild, meeting.pair, meeting.id, outcome, meeting.starts_at)


def _outcome(
    connection: Connection, meeting: Meeting, round_: int, now: datetime
) -> ProposalOutcome:
    if round_ != meeting.round:
        return ProposalOutcome.REPLACED
    times = meetings.times_of(connection, meeting)
    is_off = meeting.state is MeetingState.CANCELLED
    if meeting.starts_at in {time.starts_at for time in times}:
        return ProposalOutcome.CANCELLED if is_off else ProposalOutcome.ACCEPTED
    if not is_off and meeting.starts_at is not None and meeting.starts_at <= now:
        return ProposalOutcome.BEGUN
    if all(time.starts_at <= now for time in times):
        return ProposalOutcome.PASSED
    return ProposalOutcome.WITHDRAWN
