"""Match runs: stored whole, so that a run can be explained, changed, and replayed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.domain.errors import DomainError
from bot.domain.ids import CohortId, GuildId, MatchRunId, UserId
from bot.domain.matching import MatchInput, MatchResult
from bot.domain.matching.result import Note
from bot.domain.states import MatchRunState
from bot.storage.counters import next_id
from bot.storage.records import Records
from bot.storage.tables import match_run_views, match_runs
from bot.storage.upserts import put


@dataclass(frozen=True, slots=True)
class MatchRun:
    """One run of the matching for a cohort: its input, and the proposed pairs."""

    guild: GuildId
    id: MatchRunId
    cohort: CohortId
    state: MatchRunState
    asked: MatchInput
    result: MatchResult
    created_by: UserId
    created_at: datetime

    def reason_for(self, user: UserId) -> Note | None:
        """Return why `user` was not matched, or None if they were."""
        reasons = (
            unmatched.reason for unmatched in self.result.unmatched if unmatched.user == str(user)
        )
        return next(reasons, None)


_ROWS = Records(match_runs, MatchRun, match_runs.c.id.desc())


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
    """Save a run; the cohort's earlier proposed run is superseded."""
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
    _ROWS.add(
        connection,
        guild=guild,
        id=run,
        cohort=cohort,
        state=MatchRunState.PROPOSED,
        asked=asked,
        result=result,
        created_by=created_by,
        created_at=now,
    )
    return get(connection, guild, run)


def get(connection: Connection, guild: GuildId, run: MatchRunId) -> MatchRun:
    """Return the run; raise `DomainError` ``match.unknown``."""
    match_run = _ROWS.find(connection, guild, run)
    if match_run is None:
        raise DomainError("match.unknown", run=run)
    return match_run


def find_latest(connection: Connection, guild: GuildId, cohort: CohortId) -> MatchRun | None:
    """Return the cohort's newest run, or None before the first."""
    return _ROWS.first(connection, match_runs.c.guild_id == guild, match_runs.c.cohort_id == cohort)


def record_view(
    connection: Connection, guild: GuildId, cohort: CohortId, user: UserId, run: MatchRunId
) -> None:
    """Record that this moderator saw `run` last."""
    keys = {"guild_id": guild, "cohort_id": cohort, "user_id": user}
    put(connection, match_run_views, {**keys, "run_id": run}, *keys)


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
    _ROWS.change(connection, (guild, run), state=state)
