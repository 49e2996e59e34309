"""The life of a cohort, as moderators control it."""

from dataclasses import dataclass, replace
from datetime import date

from bot.domain.cohorts import cohorts as rules
from bot.domain.errors import DomainError
from bot.domain.ids import CohortId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import CohortState, EndReason, PairState
from bot.domain.times import reader
from bot.domain.times.reader import Asker
from bot.services.matching import solver_process
from bot.services.moderation.permissions import is_moderator, require_moderator
from bot.services.work import Work, reads, writes
from bot.storage import outbox
from bot.storage.cohorts import cohorts
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.moderation import societies
from bot.storage.pairs import endings as pair_endings
from bot.storage.pairs import pairs


@dataclass(frozen=True, slots=True)
class TypedPlan:
    """A cohort's plan as a moderator entered it; days are text, None means not set."""

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


@writes
def create(
    work: Work,
    typed_name: str,
    plan: TypedPlan = OPEN_PLAN,
    *,
    check_in_days: int | None = None,
    check_in_weekday: int | None = None,
    check_in_time: str | None = None,
) -> Cohort:
    """Create a draft cohort; moderators only.

    Check-in values that are None come from the settings; `check_in_time` is as typed. Raises
    `DomainError` ``cohort.name_*``, ``cohort.check_in_time``, ``society.not_set_up``, and what
    `change` raises about the plan.
    """
    require_moderator(work)
    societies.get(work.connection, work.guild)
    name = rules.clean_name(typed_name)
    defaults = work.app.settings.check_ins
    at = (check_in_time or "").strip()
    return cohorts.add(
        work.connection,
        work.guild,
        name=name,
        name_key=rules.name_key(name),
        check_in_days=defaults.every_days if check_in_days is None else check_in_days,
        check_in_weekday=defaults.weekday if check_in_weekday is None else check_in_weekday,
        check_in_time=rules.read_check_in_time(at) if at else defaults.at,
        created_by=work.user,
        now=work.now,
        plan=_checked(work, plan),
    )


@reads
def find(work: Work, cohort_id: CohortId) -> Cohort:
    """Return a cohort; moderators only."""
    require_moderator(work)
    return cohorts.get(work.connection, work.guild, cohort_id)


@writes
def change(work: Work, cohort_id: CohortId, plan: TypedPlan) -> Cohort:
    """Save another plan for a cohort that is not over; moderators only.

    Raises `DomainError` ``day.*``, ``cohort.ends_first``, ``cohort.ends_past``, ``cohort.limit``,
    ``cohort.over``, ``matching.unknown_word``.
    """
    require_moderator(work)
    cohort = cohorts.get(work.connection, work.guild, cohort_id)
    if cohort.state is CohortState.ENDED:
        raise DomainError("cohort.over", cohort=cohort.name)
    # How threads are created can't change for a cohort that has some.
    changed = replace(plan, circles=cohort.plan.circles)
    checked = _checked(work, changed, cohort.plan.starts_on)
    cohorts.set_plan(work.connection, work.guild, cohort_id, checked)
    return cohorts.get(work.connection, work.guild, cohort_id)


def _checked(work: Work, typed: TypedPlan, started: date | None = None) -> rules.Plan:
    zone = societies.get(work.connection, work.guild).time_zone
    who = Asker(work.now, zone, work.actor.language)
    solver_process.settings_for(who.today, typed.match_words)
    # A first day that was saved earlier may be in the past by now.
    same = started is not None and typed.starts.strip() == started.isoformat()
    starts = started if same else _day(typed.starts, who)
    plan = rules.Plan(
        starts_on=starts,
        ends_on=_day(typed.ends, who),
        most_mentees=typed.most_mentees,
        most_mentors=typed.most_mentors,
        circles=typed.circles,
        match_words=tuple(typed.match_words),
    )
    return rules.check_plan(plan, who.today)


def _day(typed: str, asker: Asker) -> date | None:
    return reader.day(typed, asker) if typed.strip() else None


@writes
def open_(work: Work, name: str) -> CohortMoved:
    """Open a cohort for sign-up and plan its panel in the mentoring channel; moderators only."""
    moved = _move(work, name, CohortState.ENROLLING)
    outbox.plan(
        work.connection,
        guild=work.guild,
        kind=NudgeKind.SIGN_UP_PANEL,
        subject_type="cohort",
        subject_id=moved.cohort.id,
        recipient=None,
        due_at=work.now,
        now=work.now,
        # Each opening gets a panel of its own.
        occurrence=f"interaction:{work.actor.interaction}",
    )
    return moved


@writes
def close(work: Work, name: str) -> CohortMoved:
    """Close sign-up, so that matching can begin; moderators only."""
    return _move(work, name, CohortState.MATCHING)


@writes
def end(work: Work, name: str) -> CohortMoved:
    """End a cohort and its pairs, each with a goodbye message; moderators only."""
    moved = _move(work, name, CohortState.ENDED)
    for pair in pairs.list_for_cohort(work.connection, work.guild, moved.cohort.id):
        if pair.state is not PairState.ENDED:
            pair_endings.close(work.connection, pair, EndReason.COHORT_ENDED, work.now)
    return moved


def _move(work: Work, name: str, wanted: CohortState) -> CohortMoved:
    require_moderator(work)
    cohort = cohorts.get_by_name(work.connection, work.guild, name, rules.name_key(name))
    rules.require_move(cohort.state, wanted)
    cohorts.set_state(work.connection, work.guild, cohort.id, wanted)
    return CohortMoved(cohorts.get(work.connection, work.guild, cohort.id), before=cohort.state)


@reads
def names(work: Work, typed: str, *states: CohortState) -> list[str]:
    """Return up to 25 names of cohorts that begin with, or contain, what was typed.

    Members see cohorts they can join; a moderator sees those in any of `states`, or all.
    """
    key = rules.name_key(typed)
    wanted = set(states) if is_moderator(work) else {CohortState.ENROLLING}
    offered = [
        cohort.name
        for cohort in cohorts.list_for_society(work.connection, work.guild)
        if (not wanted or cohort.state in wanted) and key in rules.name_key(cohort.name)
    ]
    return sorted(offered, key=lambda name: not rules.name_key(name).startswith(key))[:25]
