"""A cohort's life, as moderators steer it."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from bot.app import App
from bot.domain import cohorts as rules
from bot.domain.ids import CohortId
from bot.domain.states import (
    CohortState,
    EndReason,
    EnrolmentState,
    NudgeKind,
    PairState,
    Role,
)
from bot.services.actor import Actor, is_moderator, require_moderator
from bot.storage import cohorts, enrolments, interactions, outbox, pairs, societies
from bot.storage.cohorts import Cohort


@dataclass(frozen=True, slots=True)
class CohortStatus:
    """Counts that say how a cohort stands: mentees by state, room, and pairs by state."""

    cohort: Cohort
    mentors: int
    mentees: int
    room: int
    waiting: int
    pairs: dict[PairState, int]


@dataclass(frozen=True, slots=True)
class CohortMoved:
    """A cohort went from one state to another."""

    cohort: Cohort
    before: CohortState


async def create(app: App, actor: Actor, typed_name: str, **cadence: Any) -> Cohort:
    """Make a draft cohort; moderators only.

    `cadence` may hold `check_in_days`, `check_in_weekday` and `check_in_time`; the settings say
    the rest. Raises `DomainError` ``cohort.name_*`` and ``society.not_set_up``.
    """
    return await app.database.write(_create, app, actor, typed_name, cadence)


def _create(
    connection: Connection, app: App, actor: Actor, typed_name: str, cadence: dict[str, Any]
) -> Cohort:
    require_moderator(connection, actor)
    societies.get(connection, actor.guild)
    now = app.clock.now()
    interactions.record(connection, actor.interaction, actor.guild, now)
    name = rules.clean_name(typed_name)
    defaults = app.settings.check_ins
    return cohorts.add(
        connection,
        actor.guild,
        name=name,
        name_key=rules.name_key(name),
        check_in_days=cadence.get("check_in_days") or defaults.every_days,
        check_in_weekday=cadence.get("check_in_weekday", defaults.weekday),
        check_in_time=cadence.get("check_in_time") or defaults.at,
        created_by=actor.user,
        now=now,
    )


async def open_(app: App, actor: Actor, name: str) -> CohortMoved:
    """Open a cohort for sign-up: its panel goes to the mentoring channel; moderators only."""
    return await app.database.write(_open, app, actor, name)


def _open(connection: Connection, app: App, actor: Actor, name: str) -> CohortMoved:
    moved = _move(connection, app, actor, name, CohortState.ENROLLING)
    now = app.clock.now()
    outbox.plan(
        connection,
        guild=actor.guild,
        kind=NudgeKind.SIGN_UP_PANEL,
        subject_type="cohort",
        subject_id=moved.cohort.id,
        recipient=None,
        due_at=now,
        now=now,
        # Each opening has a panel of its own.
        occurrence=f"interaction:{actor.interaction}",
    )
    return moved


async def close(app: App, actor: Actor, name: str) -> CohortMoved:
    """Close sign-up, so that matching can begin; moderators only."""
    return await app.database.write(_move, app, actor, name, CohortState.MATCHING)


async def end(app: App, actor: Actor, name: str) -> CohortMoved:
    """End a cohort and its pairs kindly; moderators only."""
    return await app.database.write(_end, app, actor, name)


def _end(connection: Connection, app: App, actor: Actor, name: str) -> CohortMoved:
    moved = _move(connection, app, actor, name, CohortState.ENDED)
    for pair in pairs.of_cohort(connection, actor.guild, moved.cohort.id):
        if pair.state is not PairState.ENDED:
            pairs.end(
                connection, actor.guild, pair.id, EndReason.COHORT_ENDED, app.clock.now()
            )
    return moved


def _move(
    connection: Connection, app: App, actor: Actor, name: str, wanted: CohortState
) -> CohortMoved:
    require_moderator(connection, actor)
    interactions.record(connection, actor.interaction, actor.guild, app.clock.now())
    cohort = cohorts.get_by_name(connection, actor.guild, name, rules.name_key(name))
    rules.require_move(cohort.state, wanted)
    cohorts.set_state(connection, actor.guild, cohort.id, wanted)
    return CohortMoved(cohorts.get(connection, actor.guild, cohort.id), before=cohort.state)


async def status(app: App, actor: Actor, name: str) -> CohortStatus:
    """Return counts of a cohort; moderators only."""

    def look(connection: Connection) -> CohortStatus:
        require_moderator(connection, actor)
        cohort = cohorts.get_by_name(connection, actor.guild, name, rules.name_key(name))
        return count(connection, cohort)

    return await app.database.read(look)


def count(connection: Connection, cohort: Cohort) -> CohortStatus:
    """Count who signed up and how the pairs stand."""
    people = enrolments.of_cohort(connection, cohort.guild, cohort.id)
    mentors = [one for one in people if one.role is Role.MENTOR]
    mentees = [one for one in people if one.role is Role.MENTEE]
    states = Counter(pair.state for pair in pairs.of_cohort(connection, cohort.guild, cohort.id))
    return CohortStatus(
        cohort=cohort,
        mentors=len(mentors),
        mentees=len(mentees),
        room=sum(one.answers.capacity for one in mentors),
        waiting=sum(one.state is not EnrolmentState.PLACED for one in mentees),
        pairs=dict(states),
    )


async def names(app: App, actor: Actor, typed: str, *states: CohortState) -> list[str]:
    """Return up to 25 names of cohorts that begin with, or contain, what was typed.

    Members see cohorts they can join; a moderator those in any of `states`, or all.
    """
    key = rules.name_key(typed)

    def look(connection: Connection) -> list[str]:
        wanted = set(states)
        if not is_moderator(connection, actor):
            wanted = {CohortState.ENROLLING}
        found = [
            cohort.name
            for cohort in cohorts.of_society(connection, actor.guild)
            if (not wanted or cohort.state in wanted) and key in rules.name_key(cohort.name)
        ]
        return sorted(found, key=lambda name: not rules.name_key(name).startswith(key))[:25]

    return await app.database.read(look)


async def name_of(app: App, actor: Actor, cohort: CohortId) -> str:
    """Return a cohort's name."""
    found = await app.database.read(cohorts.get, actor.guild, cohort)
    return found.name
