"""When things happened in a pair: instants alone, for its picture."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, select

from bot.domain.ids import GuildId, PairId
from bot.domain.states import CommitmentState, MeetingState
from bot.storage.tables import commitments, meetings, updates, wins


@dataclass(frozen=True, slots=True)
class Progress:
    """A pair's way from `since` to `until`, each a list of instants in order."""

    since: datetime
    until: datetime
    meetings: tuple[datetime, ...]
    updates: tuple[datetime, ...]
    kept: tuple[datetime, ...]
    moved: int
    wins: tuple[datetime, ...]


def of_pair(
    connection: Connection, guild: GuildId, pair: PairId, since: datetime, until: datetime
) -> Progress:
    """Return what a pair did. A promise that only its owner sees counts for nobody's picture."""

    def instants(
        table: Table, at: ColumnElement[datetime], *conditions: ColumnElement[bool]
    ) -> tuple[datetime, ...]:
        statement = (
            select(at)
            .where(table.c.guild_id == guild, table.c.pair_id == pair, at <= until, *conditions)
            .order_by(at)
        )
        return tuple(connection.execute(statement).scalars())

    # A flag is 1 or 0: PostgreSQL takes no `IS true` of a number.
    seen = commitments.c.shown == 1
    settled = commitments.c.settled_at
    return Progress(
        since=since,
        until=until,
        meetings=instants(
            meetings, meetings.c.starts_at, meetings.c.state == MeetingState.HAPPENED
        ),
        updates=instants(updates, updates.c.logged_at),
        kept=instants(commitments, settled, commitments.c.state == CommitmentState.KEPT, seen),
        moved=len(
            instants(commitments, settled, commitments.c.state == CommitmentState.MOVED, seen)
        ),
        wins=instants(wins, wins.c.told_at),
    )
