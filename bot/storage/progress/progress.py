"""What a pair did so far: when things happened, for its chart, and how many.

Read from states and instants alone, never from what people wrote.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Label,
    ScalarSelect,
    Table,
    bindparam,
    func,
    or_,
    select,
)

from bot.domain.ids import GuildId, PairId
from bot.domain.progress.check_ins import Activity, ActivityKind
from bot.domain.progress.pair_stats import PairStats
from bot.domain.states import (
    CheckInState,
    CommitmentState,
    GoalState,
    MeetingState,
)
from bot.storage.statements.prepared import Prepared
from bot.storage.tables import (
    agreement_answers,
    check_ins,
    commitments,
    goals,
    meetings,
    updates,
    wins,
)
from bot.storage.types import Instant

MET = (MeetingState.CONFIRMED, MeetingState.HAPPENED, MeetingState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Progress:
    """A pair's progress from `since` to `until`, each a list of instants in order."""

    since: datetime
    until: datetime
    meetings: tuple[datetime, ...]
    updates: tuple[datetime, ...]
    commitments: tuple[datetime, ...]
    moved: int
    wins: tuple[datetime, ...]


def progress_of_pair(
    connection: Connection, guild: GuildId, pair: PairId, since: datetime, until: datetime
) -> Progress:
    """Return what a pair did. A commitment that only its owner sees is in no one's chart."""

    def instants(
        table: Table, at: ColumnElement[datetime], *conditions: ColumnElement[bool]
    ) -> tuple[datetime, ...]:
        statement = (
            select(at)
            .where(table.c.guild_id == guild, table.c.pair_id == pair, at <= until, *conditions)
            .order_by(at)
        )
        return tuple(connection.execute(statement).scalars())

    # A flag is 1 or 0: PostgreSQL accepts no `IS true` of a number.
    seen = commitments.c.shown == 1
    settled = commitments.c.settled_at
    return Progress(
        since=since,
        until=until,
        meetings=instants(
            meetings, meetings.c.starts_at, meetings.c.state == MeetingState.HAPPENED
        ),
        updates=instants(updates, updates.c.logged_at),
        commitments=instants(
            commitments, settled, commitments.c.state == CommitmentState.DONE, seen
        ),
        moved=len(
            instants(commitments, settled, commitments.c.state == CommitmentState.MOVED, seen)
        ),
        wins=instants(wins, wins.c.told_at),
    )


def pair_stats(connection: Connection, guild: GuildId, pair: PairId) -> PairStats:
    """Return the pair's totals, in one statement."""

    def number(table: Table, *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
        statement = select(func.count()).select_from(table)
        mine = (table.c.guild_id == guild, table.c.pair_id == pair)
        return statement.where(*mine, *conditions).scalar_subquery()

    is_done = (commitments.c.state == CommitmentState.DONE, commitments.c.shown == 1)
    row = connection.execute(
        select(
            number(meetings, meetings.c.state == MeetingState.HAPPENED).label("meetings"),
            number(goals, goals.c.state == GoalState.DONE).label("goals"),
            number(commitments, *is_done).label("commitments"),
            number(wins).label("wins"),
            number(updates).label("updates"),
            number(check_ins, check_ins.c.state == CheckInState.ANSWERED).label("check_ins"),
        )
    ).one()
    return PairStats(**row._mapping)


def latest_activity(
    connection: Connection, guild: GuildId, pair: PairId, now: datetime
) -> Activity | None:
    """Return what a pair last did together: met, wrote, or agreed on something; in one statement.

    A meeting counts unless someone said that it did not happen. A commitment that only its owner
    sees does not.
    """
    [found] = _LATEST.rows(connection, guild=guild, pair=pair, now=now)
    instants = zip(_LATEST_KINDS, found, strict=True)
    activities = [Activity(kind, at) for kind, at in instants if at is not None]
    return max(activities, key=lambda activity: activity.at, default=None)


def _latest(
    table: Table, at: ColumnElement[datetime], *conditions: ColumnElement[bool]
) -> ScalarSelect[datetime]:
    return (
        select(func.max(at, type_=Instant))
        .where(
            table.c.guild_id == bindparam("guild"),
            table.c.pair_id == bindparam("pair"),
            at <= bindparam("now"),
            *conditions,
        )
        .scalar_subquery()
    )


_LATEST_OF = {
    ActivityKind.MET: _latest(
        meetings, meetings.c.starts_at, or_(*(meetings.c.state == state for state in MET))
    ),
    ActivityKind.UPDATE: _latest(updates, updates.c.logged_at),
    ActivityKind.COMMITMENT: _latest(commitments, commitments.c.made_at, commitments.c.shown == 1),
    ActivityKind.AGREEMENT: _latest(agreement_answers, agreement_answers.c.agreed_at),
}
_LATEST_KINDS = tuple(_LATEST_OF)
_LATEST_COLUMNS: list[Label[Any]] = [one.label(kind.value) for kind, one in _LATEST_OF.items()]
# Written once: it takes SQLAlchemy longer than the database takes to answer.
_LATEST = Prepared(select(*_LATEST_COLUMNS))
