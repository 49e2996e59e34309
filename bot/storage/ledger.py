"""Which parts of somebody's turn ledger hold anything at all, asked in one statement.

Most people have something in two or three of a dozen tables; reading the others would cost /status
more than all the rest of it.
"""

from sqlalchemy import ColumnElement, Connection, Table, bindparam, select

from bot.domain.ids import GuildId, UserId
from bot.domain.states import (
    CheckInState,
    CommitmentState,
    ContactState,
    GoalState,
    MeetingState,
    PulseState,
)
from bot.domain.turns import TurnKind
from bot.storage.tables import (
    agreements,
    check_ins,
    commitments,
    contacts,
    enrolments,
    goals,
    meetings,
    outreach,
    pair_members,
    pulses,
    request_offers,
    requests,
    saved_programs,
)

_MINE = select(pair_members.c.pair_id).where(
    pair_members.c.guild_id == bindparam("guild"), pair_members.c.user_id == bindparam("user")
)


def kinds_held(connection: Connection, guild: GuildId, user: UserId) -> frozenset[TurnKind]:
    """Return the kinds of turns that may have rows for `user`; a kind left out has none."""
    row = connection.execute(_HELD, {"guild": guild, "user": user}).one()
    return frozenset(kind for kind, held in zip(_SOURCES, row, strict=True) if held)


def _of_pairs(table: Table, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return _any(table, table.c.pair_id.in_(_MINE), *conditions)


def _own(table: Table, column: str, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return _any(table, table.c[column] == bindparam("user"), *conditions)


def _any(table: Table, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(table).where(table.c.guild_id == bindparam("guild"), *conditions).exists()


_SOURCES: dict[TurnKind, ColumnElement[bool]] = {
    TurnKind.CHECK_IN: _of_pairs(check_ins, check_ins.c.state == CheckInState.ASKED),
    TurnKind.MEETING: _of_pairs(
        meetings, meetings.c.state.in_((MeetingState.PROPOSED, MeetingState.CONFIRMED))
    ),
    TurnKind.AGREEMENT: _of_pairs(agreements, agreements.c.agreed_at.is_(None)),
    TurnKind.PULSE: _own(pulses, "user_id", pulses.c.state == PulseState.ASKED),
    TurnKind.REQUEST: _own(requests, "asker_id") | _own(request_offers, "mentor_id"),
    TurnKind.COMMITMENT: _of_pairs(commitments, commitments.c.state == CommitmentState.OPEN),
    TurnKind.GOAL: _of_pairs(goals, goals.c.state == GoalState.OPEN),
    TurnKind.CONTACT: _of_pairs(contacts, contacts.c.state == ContactState.ASKED),
    TurnKind.OUTREACH: _own(outreach, "user_id", outreach.c.due_at.is_not(None)),
    TurnKind.MATCHING: _own(enrolments, "user_id"),
    TurnKind.SAVED_PROGRAM: _own(
        saved_programs, "user_id", saved_programs.c.remind_at.is_not(None)
    ),
}
_HELD = select(*(held.label(kind.name.lower()) for kind, held in _SOURCES.items()))
