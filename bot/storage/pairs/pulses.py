"""Pulses: the private question whether to continue."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, PairId, PulseId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import PulseAnswer, PulseState
from bot.storage import leases, live_buttons, outbox
from bot.storage.counters import next_id
from bot.storage.outbox import Nudge
from bot.storage.records import Records
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import pulses


@dataclass(frozen=True, slots=True)
class Pulse:
    """One question to one person, `week` weeks after their pair was introduced."""

    guild: GuildId
    id: PulseId
    pair: PairId
    user: UserId
    week: int
    state: PulseState
    due_at: datetime
    asked_at: datetime | None
    answer: PulseAnswer | None
    answered_at: datetime | None


_ROWS = Records(pulses, Pulse, pulses.c.week, pulses.c.user_id)
# What an outbox row about a question is about.
SUBJECT = "pulse"


def add(
    connection: Connection,
    guild: GuildId,
    pair: PairId,
    user: UserId,
    week: int,
    due_at: datetime,
) -> PulseId:
    """Save a planned question; each person has one a week."""
    pulse = PulseId(next_id(connection, guild, "pulse"))
    planned = PulseState.PLANNED
    _ROWS.insert(
        connection, Pulse(guild, pulse, pair, user, week, planned, due_at, None, None, None)
    )
    return pulse


def find(connection: Connection, guild: GuildId, pulse: PulseId) -> Pulse | None:
    """Return the question, or None when this society has none of that id."""
    return _ROWS.find(connection, guild, pulse)


def get(connection: Connection, guild: GuildId, pulse: PulseId) -> Pulse:
    """Return the question; raise `DomainError` ``pulse.unknown``."""
    row = find(connection, guild, pulse)
    if row is None:
        raise DomainError("pulse.unknown")
    return row


def list_for_pair(connection: Connection, guild: GuildId, pair: PairId) -> list[Pulse]:
    """Return a pair's questions, by week and person."""
    return _ROWS.all(connection, pulses.c.guild_id == guild, pulses.c.pair_id == pair)


def due_since(
    connection: Connection, since: datetime
) -> frozenset[tuple[GuildId, PairId, UserId, int]]:
    """Return whose questions, and of which week, are due after `since`, in all societies."""
    statement = select(pulses.c.guild_id, pulses.c.pair_id, pulses.c.user_id, pulses.c.week).where(
        IN_EVERY_SOCIETY, pulses.c.due_at > since
    )
    return frozenset((row[0], row[1], row[2], row[3]) for row in connection.execute(statement))


def record_asked(connection: Connection, pulse: Pulse, now: datetime) -> None:
    """Record that the question reached its person; an answer given in the meantime stays."""
    _change(connection, pulse, PulseState.PLANNED, state=PulseState.ASKED, asked_at=now)


def replace_older(connection: Connection, asked: Pulse) -> list[PulseId]:
    """Let this question replace the same person's earlier ones in the pair; return those."""
    older = [
        pulse
        for pulse in list_for_pair(connection, asked.guild, asked.pair)
        if (pulse.user, pulse.state) == (asked.user, PulseState.ASKED) and pulse.week < asked.week
    ]
    for pulse in older:
        _change(connection, pulse, PulseState.ASKED, state=PulseState.CANCELLED)
    return [pulse.id for pulse in older]


def take_buttons(connection: Connection, guild: GuildId, pulse: PulseId, now: datetime) -> None:
    """Take the buttons from a question's message, once no one is asked in it anymore.

    In a circle one message asks several, and each answers for themselves. Several pairs' questions
    in one message have a button each.
    """
    answered = find(connection, guild, pulse)
    rows = outbox.list_for_subject(connection, guild, SUBJECT, pulse)
    carriers = {row.merged_into or row.id for row in rows}
    for carrier in sorted(carriers):
        sent = outbox.find(connection, carrier)
        if sent is None:
            continue
        together = []
        for row in (sent, *leases.merged_into(connection, sent)):
            one = find(connection, guild, PulseId(row.subject_id)) if _asks(row) else None
            if one is not None and answered is not None and one.pair == answered.pair:
                together.append((row, one))
        if any(one.state is PulseState.ASKED for _, one in together):
            continue
        live_buttons.take(connection, [row for row, _ in together if row in (*rows, sent)], now)


def _asks(row: Nudge) -> bool:
    return row.kind is NudgeKind.PULSE


def record_answer(connection: Connection, pulse: Pulse, answer: PulseAnswer, now: datetime) -> None:
    """Save the answer; a later one to the same question replaces it."""
    _change(connection, pulse, None, state=PulseState.ANSWERED, answer=answer, answered_at=now)


def cancel(connection: Connection, pulse: Pulse) -> None:
    """Record that a planned question will not be asked."""
    _change(connection, pulse, PulseState.PLANNED, state=PulseState.CANCELLED)


def _change(connection: Connection, pulse: Pulse, within: PulseState | None, **values: Any) -> None:
    conditions = () if within is None else (pulses.c.state == within,)
    _ROWS.change(connection, (pulse.guild, pulse.id), *conditions, **values)
