"""Match runs: kept whole, so that a run can be explained, changed, and played again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.errors import DomainError
from bot.domain.ids import CohortId, GuildId, MatchRunId, UserId
from bot.domain.matching import MatchInput, MatchResult
from bot.domain.matching.result import Note
from bot.domain.states import MatchRunState
from bot.storage.counters import next_id
from bot.storage.tables import match_run_views, match_runs


@dataclass(frozen=True, slots=True)
class MatchRun:
    """One run of the matching for a cohort: what it was asked, and what it proposes."""

    guild: GuildId
    id: MatchRunId
    cohort: CohortId
    state: MatchRunState
    asked: MatchInput
    result: MatchResult
    created_by: UserId
    created_at: datetime

    def reason_for(self, user: UserId) -> Note | None:
        """Return why nobody was found for `user`, or None when somebody was."""
        found = (one.reason for one in self.result.unmatched if one.user == str(user))
        return next(found, None)


def add(
    connection: Connection,
    guild: GuildId,
    cohort: CohortId,
    *,
    asked: MatchInput,
    result: MatchResult,
    created_by: UserId,
    now: datetime,
) -> MatchRun:
    """Keep a run; the cohort's earlier proposed run is set aside."""
    connection.execute(
        update(match_runs)
        .where(
            match_runs.c.guild_id == guild,
            match_runs.c.cohort_id == cohort,
            match_runs.c.state == MatchRunState.PROPOSED,
        )
        .values(state=MatchRunState.SUPERSEDED)
    )
    run = MatchRunId(next_id(connection, guild, "match-run"))
    connection.execute(
        insert(match_runs).values(
            guild_id=guild,
            id=run,
            cohort_id=cohort,
            state=MatchRunState.PROPOSED,
            asked=asked.to_json(),
            result=result.to_json(),
            created_by=created_by,
            created_at=now,
        )
    )
    return get(connection, guild, run)


def get(connection: Connection, guild: GuildId, run: MatchRunId) -> MatchRun:
    """Return the run; raise `DomainError` ``match.unknown``."""
    row = connection.execute(
        select(match_runs).where(match_runs.c.guild_id == guild, match_runs.c.id == run)
    ).one_or_none()
    if row is None:
        raise DomainError("match.unknown", run=run)
    return _from_row(row)


def find_latest(connection: Connection, guild: GuildId, cohort: CohortId) -> MatchRun | None:
    """Return the cohort's newest run, or None before the first."""
    row = connection.execute(
        select(match_runs)
        .where(match_runs.c.guild_id == guild, match_runs.c.cohort_id == cohort)
        .order_by(match_runs.c.id.desc())
        .limit(1)
    ).one_or_none()
    return _from_row(row) if row else None


def record_view(
    connection: Connection, guild: GuildId, cohort: CohortId, user: UserId, run: MatchRunId
) -> None:
    """Note that this moderator has `run` before them now."""
    insert_ = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    connection.execute(
        insert_(match_run_views)
        .values(guild_id=guild, cohort_id=cohort, user_id=user, run_id=run)
        .on_conflict_do_update(
            index_elements=["guild_id", "cohort_id", "user_id"], set_={"run_id": run}
        )
    )


def find_viewed(
    connection: Connection, guild: GuildId, cohort: CohortId, user: UserId
) -> MatchRunId | None:
    """Return the run that this moderator saw last, or None when they saw none."""
    viewed = match_run_views.c
    return connection.execute(
        select(viewed.run_id).where(
            viewed.guild_id == guild, viewed.cohort_id == cohort, viewed.user_id == user
        )
    ).scalar_one_or_none()


def set_state(
    connection: Connection, guild: GuildId, run: MatchRunId, state: MatchRunState
) -> None:
    """Move a run to `state`."""
    connection.execute(
        update(match_runs)
        .where(match_runs.c.guild_id == guild, match_runs.c.id == run)
        .values(state=state)
    )


def _from_row(row: Row[Any]) -> MatchRun:
    return MatchRun(
        guild=row.guild_id,
        id=row.id,
        cohort=row.cohort_id,
        state=row.state,
        asked=MatchInput.from_json(row.asked),
        result=MatchResult.from_json(row.result),
        created_by=row.created_by,
        created_at=row.created_at,
    )
