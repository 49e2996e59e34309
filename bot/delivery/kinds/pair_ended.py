"""A pair's farewell, in its own thread."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.delivery.meetings.facts import entry
from bot.delivery.verdict import (
    InChannel,
    Later,
    Never,
    Ready,
    Receipt,
    Verdict,
)
from bot.domain.ids import PairId
from bot.domain.meetings.nudges import CalendarEntry
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import PairEnded
from bot.domain.nudges.policy import Manners
from bot.domain.states import EndReason, MeetingState, NudgeState, PairState
from bot.storage import outbox
from bot.storage.meetings import meetings
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair
from bot.storage.progress import pair_stats

WEEK = timedelta(days=7)
_ON_ITS_WAY = timedelta(minutes=1)
_WAITING = (NudgeState.DUE, NudgeState.LEASED)


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Say it once, whatever the hour: whoever comes to the thread must know how things stand."""
    pair = pairs.find(connection, nudge.guild, PairId(nudge.subject_id))
    if pair is None or pair.state is not PairState.ENDED:
        return Never("the pair goes on")
    if pair.thread is None:
        if _is_being_introduced(connection, pair):
            return Later(now + _ON_ITS_WAY, "the introduction is on its way")
        return Never("nobody was introduced")
    return Ready(_facts(connection, pair, now), InChannel(pair.thread))


def _is_being_introduced(connection: Connection, pair: Pair) -> bool:
    return any(
        one.kind is NudgeKind.INTRODUCTION and one.state in _WAITING
        for one in outbox.of_subject(connection, pair.guild, "pair", pair.id)
    )


def _facts(connection: Connection, pair: Pair, now: datetime) -> PairEnded:
    lasted = (pair.ended_at or now) - (pair.introduced_at or now)
    return PairEnded(
        guild=pair.guild,
        pair=pair.id,
        members=tuple(member.user for member in pair.members),
        reason=pair.end_reason or EndReason.TOGETHER,
        weeks=lasted // WEEK,
        reached=pair_stats.of_pair(connection, pair.guild, pair.id),
        called_off=_called_off(connection, pair),
        written_at=now,
    )


def _called_off(connection: Connection, pair: Pair) -> tuple[CalendarEntry, ...]:
    """Return the meetings that ended with the pair, for the file that calendars read."""
    return tuple(
        entry(connection, one)
        for one in meetings.of_pair(connection, pair.guild, pair.id)
        if one.state is MeetingState.CANCELLED
        and one.starts_at is not None
        and (one.changed_by, one.settled_at) == (None, pair.ended_at)
    )


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Nothing follows: the pair had ended before."""


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: /status shows no such pair any more."""
