"""Goals and the steps of their progress."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, exists, insert

from bot.domain.ids import GoalId, GuildId, PairId, UserId
from bot.domain.states import GoalState, PairState
from bot.storage.counters import next_id
from bot.storage.records import Records
from bot.storage.tables import goal_steps, goals
from bot.storage.tables import pairs as pair_rows


@dataclass(frozen=True, slots=True)
class Goal:
    """What someone works toward; `percent` is their own estimate of the progress."""

    guild: GuildId
    id: GoalId
    pair: PairId
    owner: UserId
    words: str
    due_on: date
    percent: int
    state: GoalState
    set_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class GoalStep:
    """How far a goal was at some time, with its owner's note."""

    goal: GoalId
    percent: int
    note: str
    noted_at: datetime


_ROWS = Records(goals, Goal, goals.c.due_on, goals.c.id)
_STEPS = Records(goal_steps, GoalStep, goal_steps.c.id)


def add(
    connection: Connection,
    guild: GuildId,
    pair: PairId,
    owner: UserId,
    *,
    words: str,
    due_on: date,
    now: datetime,
) -> Goal:
    """Save a new goal."""
    number = GoalId(next_id(connection, guild, "goal"))
    goal = Goal(guild, number, pair, owner, words, due_on, 0, GoalState.OPEN, now, None)
    _ROWS.insert(connection, goal)
    return goal


def find(connection: Connection, guild: GuildId, goal: GoalId) -> Goal | None:
    """Return the goal, or None when this society has none of that id."""
    return _ROWS.find(connection, guild, goal)


def list_for_pair(connection: Connection, guild: GuildId, pair: PairId) -> list[Goal]:
    """Return every goal of a pair, soonest first."""
    return _ROWS.all(connection, goals.c.guild_id == guild, goals.c.pair_id == pair)


def open_of_pairs(connection: Connection, guild: GuildId, pairs: Sequence[PairId]) -> list[Goal]:
    """Return the open goals of these pairs, soonest first."""
    if not pairs:
        return []
    return _ROWS.all(
        connection,
        goals.c.guild_id == guild,
        goals.c.pair_id.in_(pairs),
        goals.c.state == GoalState.OPEN,
    )


def open_of_person(connection: Connection, guild: GuildId, owner: UserId) -> list[Goal]:
    """Return someone's open goals in all their pairs that have not ended, soonest first."""
    goes_on = exists().where(
        pair_rows.c.guild_id == goals.c.guild_id,
        pair_rows.c.id == goals.c.pair_id,
        pair_rows.c.state != PairState.ENDED,
    )
    return _ROWS.all(
        connection,
        goals.c.guild_id == guild,
        goals.c.owner_id == owner,
        goals.c.state == GoalState.OPEN,
        goes_on,
    )


def record_progress(
    connection: Connection, goal: Goal, percent: int, note: str, now: datetime
) -> None:
    """Save a goal's progress, and the step that led there."""
    step = next_id(connection, goal.guild, "goal-step")
    values = {"percent": percent, "note": note, "noted_at": now}
    connection.execute(
        insert(goal_steps), {"guild_id": goal.guild, "id": step, "goal_id": goal.id, **values}
    )
    _change(connection, goal, percent=percent)


def list_steps(
    connection: Connection, guild: GuildId, of_goals: Sequence[GoalId]
) -> list[GoalStep]:
    """Return each step of these goals as it was reported, oldest first."""
    return _STEPS.all(
        connection, goal_steps.c.guild_id == guild, goal_steps.c.goal_id.in_(of_goals)
    )


def end(connection: Connection, goal: Goal, state: GoalState, now: datetime) -> bool:
    """End an open goal; return False if it had ended before."""
    values: dict[str, Any] = {"state": state, "settled_at": now}
    if state is GoalState.DONE:
        values["percent"] = 100
    return _change(connection, goal, **values)


def _change(connection: Connection, goal: Goal, **values: Any) -> bool:
    key = (goal.guild, goal.id)
    return _ROWS.change(connection, key, goals.c.state == GoalState.OPEN, **values)
