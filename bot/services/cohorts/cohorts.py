"""The life of a cohort, as moderators control it."""

from dataclasses import dataclass, replace
from datetime import date

from bot.domain.cohorts import cohorts as rules
from bot.domain.errors import DomainError
from bot.domain.ids import ActId, CohortId, UserId
from bot.domain.moderation.acts import ActFacts, ActKind
from bot.domain.moderation.cases import CaseKind, cohort_subject
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import WaitNews
from bot.domain.states import CohortState, EndReason
from bot.domain.times import zones as time_zones
from bot.domain.times.reader import Asker
from bot.services.cohorts.edits import free_name, read_day
from bot.services.matching import solver_process
from bot.services.moderation import acts
from bot.services.moderation.acts import ToConfirm
from bot.services.moderation.permissions import is_moderator, require_moderator
from bot.services.nudges.settings import rhythm_of
from bot.services.work import Work, reads, writes
from bot.services.youth import youth
from bot.storage import live_buttons, outbox
from bot.storage.cohorts import closings, cohorts, endings, enrolments
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.matching import waitlist
from bot.storage.moderation import acts as stored_acts
from bot.storage.moderation import cases, societies
from bot.storage.moderation.acts import Act
from bot.storage.pairs import endings as pair_endings
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair


@dataclass(frozen=True, slots=True)
class TypedPlan:
    """A cohort's plan as a moderator entered it; days are text, None means not set."""

    starts: str = ""
    ends: str = ""
    most_mentees: int | None = None
    most_mentors: int | None = None
    circles: bool = False
    match_words: tuple[str, ...] = ()
    sign_up_until: str = ""


OPEN_PLAN = TypedPlan()


@dataclass(frozen=True, slots=True)
class Created:
    """A draft was made; `earlier` is the new name of an ended cohort that had its name."""

    cohort: Cohort
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class CohortMoved:
    """A cohort went from one state to another; `facts` say who was touched by that.

    `passed` is the last day of sign-up that was over, and holds no longer.
    """

    cohort: Cohort
    before: CohortState
    facts: ActFacts = acts.NOTHING
    passed: date | None = None


@writes
def create(
    work: Work,
    typed_name: str,
    plan: TypedPlan = OPEN_PLAN,
    *,
    check_in_days: int | None = None,
    check_in_weekday: int | None = None,
    check_in_time: str | None = None,
) -> Created:
    """Create a draft cohort; moderators only. It may have the name of one that has ended.

    Check-in values that are None come from the settings; `check_in_time` is as typed. Raises
    `DomainError` ``cohort.name_*``, ``cohort.check_in_time``, ``society.not_set_up``, and what
    `bot.services.cohorts.edits.edit` raises about the plan.
    """
    require_moderator(work)
    societies.get(work.connection, work.guild)
    name = rules.clean_name(typed_name)
    defaults = work.app.settings.check_ins
    at = (check_in_time or "").strip()
    earlier = free_name(work, name)
    cohort = cohorts.add(
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
    acts.record(work, cohort.id, ActKind.CREATED)
    return Created(cohort, earlier)


@reads
def find(work: Work, cohort_id: CohortId) -> Cohort:
    """Return a cohort; moderators only."""
    require_moderator(work)
    return cohorts.get(work.connection, work.guild, cohort_id)


def _checked(work: Work, typed: TypedPlan) -> rules.Plan:
    zone = societies.get(work.connection, work.guild).time_zone
    who = Asker(work.now, zone, work.actor.language)
    solver_process.settings_for(who.today, typed.match_words)
    plan = rules.Plan(
        starts_on=read_day(typed.starts, None, who),
        ends_on=read_day(typed.ends, None, who),
        sign_up_until=read_day(typed.sign_up_until, None, who),
        most_mentees=typed.most_mentees,
        most_mentors=typed.most_mentors,
        circles=typed.circles,
        match_words=tuple(typed.match_words),
    )
    return rules.check_plan(plan, who.today)


@writes
def open_(work: Work, name: str, until: str = "") -> CohortMoved | ToConfirm:
    """Open a cohort for sign-up and plan its panel in the mentoring channel; moderators only.

    `until` is the last day of sign-up, as typed. One that the cohort had and that is over doesn't
    hold anymore: late sign-ups are wanted. For a cohort that is open already, the panel is posted
    again. For one that ended a few days ago, ask first whether to restore it and its pairs. Raises
    `DomainError` ``cohort.over``, ``cohort.wrong_state``, ``day.*``, ``cohort.until_*``, and
    ``youth.not_ready`` if people under 18 may join and something of its rules is missing.
    """
    cohort = _named(work, name)
    youth.require_ready(work)
    if cohort.state is CohortState.ENDED:
        return acts.show(work, cohort, ActKind.RESTORED, _facts_of_restoring(work, cohort))
    if cohort.state is CohortState.ENROLLING and not until.strip():
        return _post_again(work, cohort)
    moved = _move(work, cohort, CohortState.ENROLLING)
    zone = societies.get(work.connection, work.guild).time_zone
    who = Asker(work.now, zone, work.actor.language)
    plan, passed = _without_passed_until(work, cohort.plan, zone)
    if until.strip():
        plan = replace(plan, sign_up_until=read_day(until, None, who))
        plan, passed = rules.check_plan(plan, who.today, cohort.plan), None
    cohorts.set_plan(work.connection, work.guild, cohort.id, plan)
    acts.record(work, cohort.id, ActKind.OPENED)
    _plan_panel(work, cohort)
    return replace(moved, cohort=replace(moved.cohort, plan=plan), passed=passed)


def _without_passed_until(
    work: Work, plan: rules.Plan, zone: str
) -> tuple[rules.Plan, date | None]:
    """Return the plan without a last day of sign-up that is over, and that day."""
    until = plan.sign_up_until
    if until is None or work.now < rules.closes_at(until, zone):
        return plan, None
    return replace(plan, sign_up_until=None), until


@writes
def post_panel(work: Work, cohort_id: CohortId) -> CohortMoved:
    """Post the sign-up panel of an open cohort once more; moderators only.

    Raises `DomainError` ``cohort.not_open`` if sign-up is closed.
    """
    require_moderator(work)
    return _post_again(work, cohorts.get(work.connection, work.guild, cohort_id))


def _post_again(work: Work, cohort: Cohort) -> CohortMoved:
    if cohort.state is not CohortState.ENROLLING:
        raise DomainError("cohort.not_open", cohort=cohort.name)
    live_buttons.take_of_cohort(work.connection, work.guild, cohort.id, work.now)
    _plan_panel(work, cohort)
    acts.record(work, cohort.id, ActKind.OPENED, ActFacts(before=cohort.state.value))
    subject = cohort_subject(cohort.id)
    case = cases.find_open(work.connection, work.guild, CaseKind.PANEL_GONE, subject)
    if case is not None:
        cases.resolve_by_bot(work.connection, case, work.now)
    return CohortMoved(cohort, before=cohort.state)


def _plan_panel(work: Work, cohort: Cohort) -> None:
    outbox.plan(
        work.connection,
        guild=work.guild,
        kind=NudgeKind.SIGN_UP_PANEL,
        subject_type="cohort",
        subject_id=cohort.id,
        recipient=None,
        due_at=work.now,
        now=work.now,
        # Each opening gets a panel of its own.
        occurrence=f"interaction:{work.actor.interaction}",
    )


@writes
def close(work: Work, name: str) -> CohortMoved | ToConfirm:
    """Close sign-up; moderators only. Without pairs, the cohort is to be matched next.

    If someone has begun to sign up and not finished, they are to hear of it, so ask first.
    """
    cohort = _named(work, name)
    rules.require_move(cohort.state, CohortState.MATCHING)
    facts = closings.facts_of_closing(work.connection, cohort)
    if facts.waiting:
        return acts.show(work, cohort, ActKind.CLOSED, facts)
    acts.record(work, cohort.id, ActKind.CLOSED, facts)
    return _close(work, cohort)


@writes
def close_shown(work: Work, act_id: ActId) -> CohortMoved | ToConfirm:
    """Close sign-up as it was shown, and tell those who had begun; moderators only."""
    act, cohort = acts.require_shown(work, act_id, ActKind.CLOSED)
    rules.require_move(cohort.state, CohortState.MATCHING)
    facts = closings.facts_of_closing(work.connection, cohort)
    if acts.is_stale(act, facts):
        return acts.show(work, cohort, ActKind.CLOSED, facts, since=act.facts)
    closings.tell_closed(work.connection, cohort, facts, str(act.id), work.now)
    acts.record_done(work, act, facts)
    return _close(work, cohort)


def _close(work: Work, cohort: Cohort) -> CohortMoved:
    closings.close(work.connection, cohort, work.now)
    return CohortMoved(cohorts.get(work.connection, work.guild, cohort.id), before=cohort.state)


@writes
def ask_to_delete(work: Work, name: str) -> ToConfirm:
    """Show what it means to delete a cohort that no one ever joined; moderators only.

    Raises `DomainError` ``cohort.not_deletable`` for one that someone joined, even if they left.
    """
    cohort = _named(work, name)
    return acts.show(work, cohort, ActKind.DELETED, _facts_of_deleting(work, cohort))


@writes
def delete(work: Work, act_id: ActId) -> CohortMoved | ToConfirm:
    """Delete a cohort as it was shown; moderators only. Who began to sign up hears of it."""
    act, cohort = acts.require_shown(work, act_id, ActKind.DELETED)
    facts = _facts_of_deleting(work, cohort)
    if acts.is_stale(act, facts):
        return acts.show(work, cohort, ActKind.DELETED, facts, since=act.facts)
    if cohort.state is CohortState.ENROLLING:
        closings.close(work.connection, cohort, work.now)
        closings.tell_closed(work.connection, cohort, facts, str(act.id), work.now)
    cohorts.delete(work.connection, work.guild, cohort.id, work.now)
    acts.record_done(work, act, facts)
    return CohortMoved(cohort, before=cohort.state, facts=facts)


def _facts_of_deleting(work: Work, cohort: Cohort) -> ActFacts:
    if cohort.deleted_at is not None:
        raise DomainError("act.done")
    joined = enrolments.count_ever(work.connection, work.guild, cohort.id)
    if joined or pairs.list_for_cohort(work.connection, work.guild, cohort.id):
        raise DomainError("cohort.not_deletable", cohort=cohort.name, people=joined)
    if cohort.state is CohortState.ENROLLING:
        return closings.facts_of_closing(work.connection, cohort)
    return ActFacts(before=cohort.state.value)


@writes
def ask_to_end(work: Work, name: str) -> ToConfirm:
    """Show whom the end of a cohort would touch; moderators only."""
    cohort = _named(work, name)
    rules.require_move(cohort.state, CohortState.ENDED)
    return acts.show(work, cohort, ActKind.ENDED, endings.facts_of_end(work.connection, cohort))


@writes
def end(work: Work, act_id: ActId) -> CohortMoved | ToConfirm:
    """End a cohort and its pairs, each with a goodbye message, as it was shown; moderators only.

    Whoever waits hears that it has ended. If it would touch others by now, it is shown anew.
    """
    act, cohort = acts.require_shown(work, act_id, ActKind.ENDED)
    rules.require_move(cohort.state, CohortState.ENDED)
    facts = endings.facts_of_end(work.connection, cohort)
    if acts.is_stale(act, facts):
        return acts.show(work, cohort, ActKind.ENDED, facts, since=act.facts)
    endings.end(work.connection, cohort, facts, act.id, work.now)
    acts.record_done(work, act, facts)
    ended = cohorts.get(work.connection, work.guild, cohort.id)
    return CohortMoved(ended, before=cohort.state, facts=facts)


@writes
def ask_to_restore(work: Work, cohort_id: CohortId) -> ToConfirm:
    """Show whom it would touch to restore an ended cohort and its pairs; moderators only."""
    require_moderator(work)
    cohort = cohorts.get(work.connection, work.guild, cohort_id)
    return acts.show(work, cohort, ActKind.RESTORED, _facts_of_restoring(work, cohort))


@writes
def restore(work: Work, act_id: ActId) -> CohortMoved | ToConfirm:
    """Restore a cohort with the pairs that ended with it, as it was shown; moderators only.

    Their threads and meetings go on; contact details were deleted and stay so. Raises
    `DomainError` ``cohort.over`` when it ended too long ago.
    """
    act, cohort = acts.require_shown(work, act_id, ActKind.RESTORED)
    facts = _facts_of_restoring(work, cohort)
    if acts.is_stale(act, facts):
        return acts.show(work, cohort, ActKind.RESTORED, facts, since=act.facts)
    ending = acts.find_ending(work, cohort.id)
    assert ending is not None, "the facts name it"
    cohorts.set_state(work.connection, work.guild, cohort.id, CohortState(facts.before))
    zone = societies.get(work.connection, work.guild).time_zone
    today = work.now.astimezone(time_zones.zone(zone)).date()
    plan, _ = _without_passed_until(work, cohort.plan, zone)
    if plan.ends_on is not None and plan.ends_on <= today:
        # It would end again within the hour.
        plan = replace(plan, ends_on=None)
    cohorts.set_plan(work.connection, work.guild, cohort.id, plan)
    if facts.before == CohortState.ENROLLING:
        _plan_panel(work, cohort)
    for user in facts.waiting:
        _tell(work, cohort, user, WaitNews.RESTORED, act)
    paused = dict(ending.facts.paused)
    for pair_id in facts.pair_ids:
        pair = pairs.get(work.connection, work.guild, pair_id)
        rhythm = rhythm_of(work.app)
        pair_endings.restore(work.connection, pair, paused.get(pair_id), rhythm, work.now)
    for case in ending.facts.cases:
        cases.reopen(work.connection, work.guild, case, work.now)
    stored_acts.end(work.connection, ending, work.now)
    acts.record_done(work, act, facts)
    restored = cohorts.get(work.connection, work.guild, cohort.id)
    return CohortMoved(restored, before=CohortState.ENDED, facts=facts)


def _facts_of_restoring(work: Work, cohort: Cohort) -> ActFacts:
    """Return the pairs that the cohort's end ended; raise ``cohort.over`` when that is too old."""
    ending = acts.find_ending(work, cohort.id)
    if ending is None or cohort.state is not CohortState.ENDED:
        raise DomainError("cohort.over", cohort=cohort.name)
    ended = [pairs.get(work.connection, work.guild, pair) for pair in ending.facts.pair_ids]
    again = [pair for pair in ended if pair.end_reason is EndReason.COHORT_ENDED]
    return ActFacts(
        pairs=tuple(map(people_of, again)),
        pair_ids=tuple(pair.id for pair in again),
        waiting=endings.waiting(work.connection, cohort),
        of=ending.id,
        before=ending.facts.before,
    )


def people_of(pair: Pair) -> tuple[UserId, ...]:
    """Return everyone in a pair, the mentor first."""
    return (pair.mentor, *pair.mentees)


def _tell(work: Work, cohort: Cohort, user: UserId, news: WaitNews, act: Act) -> None:
    waitlist.plan_news(work.connection, work.guild, cohort.id, user, news, str(act.id), work.now)


def _named(work: Work, name: str) -> Cohort:
    require_moderator(work)
    return cohorts.get_by_name(work.connection, work.guild, name, rules.name_key(name))


def _move(work: Work, cohort: Cohort, wanted: CohortState) -> CohortMoved:
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
