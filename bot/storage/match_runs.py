"""Match runs and their proposals: kept whole, so that a run can be explained and replayed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.domain.errors import DomainError
from bot.domain.ids import CohortId, GuildId, MatchRunId, UserId
from bot.domain.states import MatchRunState
from bot.storage.counters import next_id
from bot.storage.tables import match_runs, proposals


@dataclass(frozen=True, slots=True)
class Proposal:
    """One pair that a run proposes; `score` from 0 to 1."""

    number: int
    mentor: UserId
    mentee: UserId
    score: float
    reasons: tuple[str, ...]
    caution: str | None


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Somebody whom a run found no partner for, and why."""

    user: UserId
    role: str
    reason: str
    fix: str | None


@dataclass(frozen=True, slots=True)
class MatchRun:
    """One run of the matching for a cohort."""

    guild: GuildId
    id: MatchRunId
    cohort: CohortId
    state: MatchRunState
    seed: int
    asked: Any
    created_at: datetime
    proposals: tuple[Proposal, ...]
    unmatched: tuple[Unmatched, ...]


def add(
    connection: Connection,
    guild: GuildId,
    cohort: CohortId,
    *,
    seed: int,
    asked: Any,
    proposed: tuple[Proposal, ...],
    unmatched: tuple[Unmatched, ...],
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
            seed=seed,
            asked=asked,
            unmatched=[[one.user, one.role, one.reason, one.fix] for one in unmatched],
            created_by=created_by,
            created_at=now,
        )
    )
    if proposed:
        connection.execute(
            insert(proposals), [_proposal_row(guild, run, proposal) for proposal in proposed]
        )
    return get(connection, guild, run)


def get(connection: Connection, guild: GuildId, run: MatchRunId) -> MatchRun:
    """Return the run; raise `DomainError` ``match.unknown``."""
    row = connection.execute(
        select(match_runs).where(match_runs.c.guild_id == guild, match_runs.c.id == run)
    ).one_or_none()
    if row is None:
        raise DomainError("match.unknown", run=run)
    return _from_row(connection, row)


def find_latest(connection: Connection, guild: GuildId, cohort: CohortId) -> MatchRun | None:
    """Return the cohort's newest run, or None before the first."""
    row = connection.execute(
        select(match_runs)
        .where(match_runs.c.guild_id == guild, match_runs.c.cohort_id == cohort)
        .order_by(match_runs.c.id.desc())
        .limit(1)
    ).one_or_none()
    return _from_row(connection, row) if row else None


def set_state(
    connection: Connection, guild: GuildId, run: MatchRunId, state: MatchRunState
) -> None:
    """Move a run to `state`."""
    connection.execute(
        update(match_runs)
        .where(match_runs.c.guild_id == guild, match_runs.c.id == run)
        .values(state=state)
    )


def _proposal_row(guild: GuildId, run: MatchRunId, proposal: Proposal) -> dict[str, Any]:
    return {
        "guild_id": guild,
        "run_id": run,
        "number": proposal.number,
        "mentor_id": proposal.mentor,
        "mentee_id": proposal.mentee,
        "score": round(proposal.score * 1000),
        "reasons": list(proposal.reasons),
        "caution": proposal.caution,
    }


def _from_row(connection: Connection, row: Row[Any]) -> MatchRun:
    found = connection.execute(
        select(proposals)
        .where(proposals.c.guild_id == row.guild_id, proposals.c.run_id == row.id)
        .order_by(proposals.c.number)
    )
    return MatchRun(
        guild=row.guild_id,
        id=row.id,
        cohort=row.cohort_id,
        state=row.state,
        seed=row.seed,
        asked=row.asked,
        created_at=row.created_at,
        proposals=tuple(
            Proposal(
                number=one.number,
                mentor=one.mentor_id,
                mentee=one.mentee_id,
                score=one.score / 1000,
                reasons=tuple(one.reasons),
                caution=one.caution,
            )
            for one in found
        ),
        unmatched=tuple(Unmatched(*one) for one in row.unmatched),
    )
