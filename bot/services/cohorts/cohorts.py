"""A cohort's life, as moderators steer it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection

from bot.app import App
from bot.domain import days, time_zones
from bot.domain.cohorts import cohorts as rules
from bot.domain.errors import DomainError
from bot.domain.ids import CohortId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import CohortState, EndReason, PairState
from bot.services.actor import Actor, is_moderator, require_moderator
from bot.services.matching import solver_process
from bot.services.pairs import endings as pair_endings
from bot.storage import interactions, outbox
from bot.storage.cohorts import cohorts
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.moderation import societies
from bot.storage.pairs import pairs


@dataclass(frozen=True, slots=True)
class TypedPlan:
    """A cohort's plan as a moderator gave it; days are words, None leaves open."""

    starts: str = ""
    ends: str = ""
    most_mentees: int | None = None
    most_mentors: int | None = None
    circles: bool = False
    match_words: tuple[str, ...] = ()


OPEN_PLAN = TypedPlan()


@dataclass(frozen=True, slots=True)
class CohortMoved:
    """A cohort went from one state to another."""

    cohort: Cohort
    before: CohortState


async def create(
    app: App, actor: Actor, typed_name: str, plan: TypedPlan = OPEN_PLAN, **cadence: Any
) -> Cohort:
    """Make a draft cohort; moderators only.

    `cadence` may hold `check_in_days`, `check_in_weekday` and `check_in_time` as it was typed; the
    settings say the rest. Raises `DomainError` ``cohort.name_*``, ``cohort.check_in_time``,
    ``society.not_set_up``, and what `change` does about the plan.
    """
    return await app.database.write(_create, app, actor, typed_name, plan, cadence)


def _create(
    connection: Connection,
    app: App,
    actor: Actor,
    typed_name: str,
    plan: TypedPlan,
    cadence: dict[str, Any],
) -> Cohort:
    require_moderator(connection, actor)
    societies.get(connection, actor.guild)
    now = app.clock.now()
    interactions.record(connection, actor.interaction, actor.guild, now)
    name = rules.clean_name(typed_name)
    given = {key: value for key, value in cadence.items() if value is not None}
    defaults = app.settings.check_ins
    at = given.get("check_in_time", "").strip()
    return cohorts.add(
        connection,
        actor.guild,
        name=name,
        name_key=rules.name_key(name),
        check_in_days=given.get("check_in_days", defaults.every_days),
        check_in_weekday=given.get("check_in_weekday", defaults.weekday),
        check_in_time=rules.read_check_in_time(at) if at else defaults.at,
        created_by=actor.user,
        now=now,
        plan=_checked(connection, app, actor, plan),
    )


async def find(app: App, actor: Actor, cohort: CohortId) -> Cohort:
    """Return a cohort; moderators only."""

    def look(connection: Connection) -> Cohort:
        require_moderator(connection, actor)
        return cohorts.get(connection, actor.guild, cohort)

    return await app.database.read(look)


async def change(app: App, actor: Actor, cohort: CohortId, plan: TypedPlan) -> Cohort:
    """Keep another plan for a cohort that is not over; moderators only.

    Raises `DomainError` ``day.*``, ``cohort.ends_first``, ``cohort.ends_past``, ``cohort.limit``,
    ``cohort.over``, ``matching.unknown_word``.
    """

    def keep(connection: Connection) -> Cohort:
        require_moderator(connection, actor)
        interactions.record(connection, actor.interaction, actor.guild, app.clock.now())
        found = cohorts.get(connection, actor.guild, cohort)
        if found.state is CohortState.ENDED:
            raise DomainError("cohort.over", cohort=found.name)
        # How its threads are made can't change under people who have one.
        kept = replace(plan, circles=found.plan.circles)
        checked = _checked(connection, app, actor, kept, found.plan.starts_on)
        cohorts.set_plan(connection, actor.guild, cohort, checked)
        return cohorts.get(connection, actor.guild, cohort)

    return await app.database.write(keep)


def _checked(
    connection: Connection, app: App, actor: Actor, typed: TypedPlan, started: date | None = None
) -> rules.Plan:
    zone = time_zones.zone(societies.get(connection, actor.guild).time_zone)
    today = app.clock.now().astimezone(zone).date()
    solver_process.settings_for(today, typed.match_words)
    # A first day that was kept already may have passed since.
    same = started is not None and typed.starts.strip() == started.isoformat()
    starts = started if same else _day(typed.starts, today)
    plan = rules.Plan(
        starts_on=starts,
        ends_on=_day(typed.ends, today),
        most_mentees=typed.most_mentees,
        most_mentors=typed.most_mentors,
        circles=typed.circles,
        match_words=tuple(typed.match_words),
    )
    return rules.check_plan(plan, today)


def _day(typed: str, today: date) -> date | None:
    return days.parse(typed, today) if typed.strip() else None


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
            pair_endings.close(connection, pair, EndReason.COHORT_ENDED, app.clock.now())
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
