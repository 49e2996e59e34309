"""Change a cohort's settings: what each change means for those who are in it, and who hears of it.

A change of dates tells everyone who is in, and one of the check-ins' rhythm moves those of pairs;
either is shown first. Everything else is saved right away.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.cohorts import cohorts as rules
from bot.domain.cohorts import edits as rules_of_edits
from bot.domain.cohorts.cohorts import LONGEST_NAME
from bot.domain.cohorts.edits import DATES, ON_PANEL, RHYTHM, CohortSettings, Part
from bot.domain.errors import DomainError
from bot.domain.ids import ActId, CohortId, UserId
from bot.domain.moderation.acts import ActFacts, ActKind, Edit
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.progress.check_ins import due_between
from bot.domain.states import CheckInState, CohortState, PairState, Role
from bot.domain.times import reader
from bot.domain.times.reader import Asker
from bot.services.matching import solver_process
from bot.services.moderation import acts
from bot.services.moderation.acts import ToConfirm
from bot.services.moderation.permissions import require_moderator
from bot.services.pairs.agreements import move_review
from bot.services.work import Work, reads, writes
from bot.storage import live_buttons, outbox
from bot.storage.cohorts import cohorts, endings, enrolments
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.moderation import acts as stored_acts
from bot.storage.moderation import societies
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair
from bot.storage.progress import check_ins

# What clears a day when it is an option of a command, where nothing typed leaves it as it is.
_NO_DAY = frozenset(("none", "no", "never", "-", "clear", "remove"))


@dataclass(frozen=True, slots=True)
class TypedEdit:
    """What a moderator entered. None leaves a part as it is; an empty day or a 0 clears it."""

    name: str | None = None
    circles: bool | None = None
    starts: str | None = None
    ends: str | None = None
    sign_up_until: str | None = None
    check_in_days: int | None = None
    check_in_weekday: int | None = None
    check_in_time: str | None = None
    most_mentees: int | None = None
    most_mentors: int | None = None
    match_words: tuple[str, ...] | None = None

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was entered."""
        return self == TypedEdit()


@dataclass(frozen=True, slots=True)
class Edited:
    """Settings were changed; `followed` pairs have the new rhythm, and `told` people hear.

    `own_rhythm` pairs keep the rhythm that they have to themselves. `signed_up` counts people by
    role, and `earlier` is the new name of an ended cohort whose name this one took. A new last day
    is `days_left` away.
    """

    cohort: Cohort
    edits: tuple[Edit, ...]
    followed: int = 0
    own_rhythm: int = 0
    told: int = 0
    signed_up: tuple[tuple[Role, int], ...] = ()
    earlier: str = ""
    days_left: int = 0


@reads
def find(work: Work, name: str) -> Cohort:
    """Return the cohort called `name`, if it can be changed; moderators only."""
    require_moderator(work)
    return _open(work, cohorts.get_by_name(work.connection, work.guild, name, rules.name_key(name)))


@reads
def find_by_id(work: Work, cohort_id: CohortId) -> Cohort:
    """Return a cohort that can be changed; moderators only. Raises ``cohort.ended``."""
    require_moderator(work)
    return _open(work, cohorts.get(work.connection, work.guild, cohort_id))


@writes
def edit(work: Work, cohort_id: CohortId, typed: TypedEdit) -> Edited | ToConfirm:
    """Change a cohort's settings, or show first whom that touches; moderators only.

    Raises `DomainError` ``day.*``, ``cohort.name_*``, ``cohort.check_in_time``,
    ``cohort.kind_fixed``, ``cohort.ends_*``, ``cohort.until_*``, ``cohort.limit``,
    ``cohort.ended``, ``matching.unknown_word``.
    """
    require_moderator(work)
    cohort = _open(work, cohorts.get(work.connection, work.guild, cohort_id))
    before = settings_of(cohort)
    after = _read(work, before, typed)
    changed = rules_of_edits.edits(before, after)
    facts = _facts(work, cohort, after, changed)
    if facts.pairs or facts.waiting:
        return acts.show(work, cohort, ActKind.CHANGED, facts)
    if changed:
        acts.record(work, cohort.id, ActKind.CHANGED, facts)
    return _apply(work, cohort, after, facts, None)


@writes
def edit_shown(work: Work, act_id: ActId) -> Edited | ToConfirm:
    """Change a cohort's settings as it was shown, and tell those it concerns; moderators only.

    Raises `DomainError` ``cohort.ends_*`` and ``cohort.until_*`` for days that no longer fit.
    """
    act, cohort = acts.require_shown(work, act_id, ActKind.CHANGED)
    before = settings_of(_open(work, cohort))
    after = before.with_edits(act.facts.edits)
    changed = rules_of_edits.edits(before, after)
    if not changed:
        raise DomainError("act.done")
    zone = societies.get(work.connection, work.guild).time_zone
    today = Asker(work.now, zone, work.actor.language).today
    rules.check_plan(after.plan, today, before.plan)
    facts = _facts(work, cohort, after, changed)
    if acts.is_stale(act, facts):
        return acts.show(work, cohort, ActKind.CHANGED, facts, since=act.facts)
    acts.record_done(work, act, facts)
    return _apply(work, cohort, after, facts, act_id)


def settings_of(cohort: Cohort) -> CohortSettings:
    """Return what can be changed about a cohort."""
    return CohortSettings(
        cohort.name,
        cohort.check_in_days,
        cohort.check_in_weekday,
        cohort.check_in_time,
        cohort.plan,
    )


def _open(work: Work, cohort: Cohort) -> Cohort:
    if cohort.state is CohortState.ENDED:
        raise acts.is_over(work, cohort)
    return cohort


# --- what was typed -------------------------------------------------------------------------------


def _read(work: Work, before: CohortSettings, typed: TypedEdit) -> CohortSettings:
    """Return the settings with everything that was typed."""
    zone = societies.get(work.connection, work.guild).time_zone
    who = Asker(work.now, zone, work.actor.language)
    plan = before.plan
    if typed.match_words is not None:
        solver_process.settings_for(who.today, typed.match_words)
        plan = replace(plan, match_words=typed.match_words)
    if typed.circles is not None:
        plan = replace(plan, circles=typed.circles)
    plan = replace(
        plan,
        starts_on=read_day(typed.starts, plan.starts_on, who),
        ends_on=read_day(typed.ends, plan.ends_on, who),
        sign_up_until=read_day(typed.sign_up_until, plan.sign_up_until, who),
        most_mentees=_limit(typed.most_mentees, plan.most_mentees),
        most_mentors=_limit(typed.most_mentors, plan.most_mentors),
    )
    at = (typed.check_in_time or "").strip()
    return CohortSettings(
        name=before.name if typed.name is None else rules.clean_name(typed.name),
        check_in_days=typed.check_in_days or before.check_in_days,
        check_in_weekday=(
            before.check_in_weekday if typed.check_in_weekday is None else typed.check_in_weekday
        ),
        check_in_time=rules.read_check_in_time(at) if at else before.check_in_time,
        plan=rules.check_plan(plan, who.today, before.plan),
    )


def read_day(typed: str | None, before: date | None, who: Asker) -> date | None:
    """Return a day as typed; one that was saved `before` may be past by now."""
    if typed is None:
        return before
    words = typed.strip()
    if not words or words.casefold() in _NO_DAY:
        return None
    if before is not None and words == before.isoformat():
        return before
    return reader.day(typed, who)


def _limit(typed: int | None, before: int | None) -> int | None:
    return before if typed is None else typed or None


# --- whom it touches ------------------------------------------------------------------------------


def _facts(work: Work, cohort: Cohort, after: CohortSettings, changed: Sequence[Edit]) -> ActFacts:
    """Return the edits, and whom they touch: all who are in by dates, some pairs by a rhythm."""
    parts = rules_of_edits.parts_of(changed)
    if Part.CIRCLES in parts and pairs.has_begun(work.connection, work.guild, cohort.id):
        raise DomainError("cohort.kind_fixed", cohort=cohort.name)
    if Part.NAME in parts:
        _require_name(work, cohort.id, after.name)
    tells = bool(parts & DATES) and cohort.state is not CohortState.DRAFT
    live = _live(work, cohort)
    touched = live if tells else [pair for pair in live if _follows(pair, cohort)]
    if not (tells or parts & RHYTHM):
        touched = []
    return ActFacts(
        pairs=tuple((pair.mentor, *pair.mentees) for pair in touched),
        pair_ids=tuple(pair.id for pair in touched),
        waiting=endings.waiting(work.connection, cohort) if tells else (),
        number=_days_left(work, after) if Part.ENDS_ON in parts else 0,
        edits=tuple(changed),
    )


def _days_left(work: Work, after: CohortSettings) -> int:
    """Return how many days are left until the last day; 0 without one."""
    last_day = after.plan.ends_on
    zone = societies.get(work.connection, work.guild).time_zone
    today = Asker(work.now, zone, work.actor.language).today
    return (last_day - today).days if last_day else 0


def _live(work: Work, cohort: Cohort) -> list[Pair]:
    every = pairs.list_for_cohort(work.connection, work.guild, cohort.id)
    return [pair for pair in every if pair.state is not PairState.ENDED]


def _follows(pair: Pair, cohort: Cohort) -> bool:
    """Return whether a pair's check-ins come when the cohort's do: they were not moved for it."""
    return (pair.check_in_days, pair.check_in_weekday, pair.check_in_time) == (
        cohort.check_in_days,
        cohort.check_in_weekday,
        cohort.check_in_time,
    )


# --- what follows ---------------------------------------------------------------------------------


def _apply(
    work: Work, cohort: Cohort, after: CohortSettings, facts: ActFacts, act: ActId | None
) -> Edited:
    parts = rules_of_edits.parts_of(facts.edits)
    earlier = ""
    if Part.NAME in parts:
        earlier = free_name(work, after.name, cohort.id)
    cohorts.change(
        work.connection,
        work.guild,
        cohort.id,
        name=after.name,
        name_key=rules.name_key(after.name),
        plan=after.plan,
        check_in_days=after.check_in_days,
        check_in_weekday=after.check_in_weekday,
        check_in_time=after.check_in_time,
    )
    live = _live(work, cohort)
    following = [pair for pair in live if _follows(pair, cohort)] if parts & RHYTHM else []
    for pair in following:
        _give_rhythm(work, pair, after)
    if Part.ENDS_ON in parts:
        for pair in live:
            move_review(work, pair)
    if parts & ON_PANEL:
        what = f"interaction:{work.actor.interaction}"
        live_buttons.renew_panels(work.connection, work.guild, cohort.id, what, work.now)
    told = _told(cohort, facts)
    if act is not None:
        for user in told:
            plan_news(work, act, user)
    there = enrolments.list_for_cohort(work.connection, work.guild, cohort.id)
    return Edited(
        cohorts.get(work.connection, work.guild, cohort.id),
        facts.edits,
        followed=len(following),
        own_rhythm=len(live) - len(following) if parts & RHYTHM else 0,
        told=len(told),
        signed_up=tuple((role, sum(each.role is role for each in there)) for role in Role),
        earlier=earlier,
        days_left=facts.number,
    )


def _told(cohort: Cohort, facts: ActFacts) -> list[UserId]:
    """Return who hears of the edits: everyone in the cohort, when its dates move."""
    tells = rules_of_edits.parts_of(facts.edits) & DATES and cohort.state is not CohortState.DRAFT
    return sorted(facts.people) if tells else []


def plan_news(work: Work, act: ActId, user: UserId) -> None:
    """Plan the message by which someone hears of a moderator's act, once."""
    outbox.plan(
        work.connection,
        guild=work.guild,
        kind=NudgeKind.COHORT_NEWS,
        subject_type="act",
        subject_id=act,
        recipient=user,
        due_at=work.now,
        expires_at=work.now + rules.NEWS_USEFUL_FOR,
    )


def _give_rhythm(work: Work, pair: Pair, after: CohortSettings) -> None:
    """Give a pair another rhythm, and drop the check-ins that are planned and not part of it."""
    pairs.set_rhythm(
        work.connection,
        work.guild,
        pair.id,
        after.check_in_days,
        after.check_in_weekday,
        after.check_in_time,
    )
    planned = [
        check_in
        for check_in in check_ins.list_for_pair(work.connection, work.guild, pair.id)
        if check_in.state is CheckInState.PLANNED
    ]
    if not planned:
        return
    changed = pairs.get(work.connection, work.guild, pair.id)
    last = max(check_in.due_at for check_in in planned) + rules.A_DAY
    days = {each.local_date for each in due_between(changed, work.now - rules.A_DAY, last)}
    for check_in in planned:
        if check_in.local_date not in days:
            check_ins.cancel(work.connection, work.guild, check_in.id)


# --- names ----------------------------------------------------------------------------------------


def _require_name(work: Work, cohort_id: CohortId | None, name: str) -> Cohort | None:
    """Return the ended cohort that has the name, if any; raise ``cohort.name_taken``."""
    holder = cohorts.find_by_name(work.connection, work.guild, rules.name_key(name))
    if holder is None or holder.id == cohort_id:
        return None
    if holder.state is not CohortState.ENDED:
        raise DomainError("cohort.name_taken", name=name)
    return holder


def free_name(work: Work, name: str, cohort_id: CohortId | None = None) -> str:
    """Let a name be used again: an ended cohort that has it gets the day of its end behind it.

    So a name never means two cohorts. Returns the ended one's new name, or "". Raises `DomainError`
    ``cohort.name_taken`` while the one that has the name goes on.
    """
    holder = _require_name(work, cohort_id, name)
    if holder is None:
        return ""
    endings_of = stored_acts.holding(work.connection, work.guild, holder.id, ActKind.ENDED)
    ended_at = next((act.done_at for act in endings_of if act.done_at), holder.created_at)
    zone = societies.get(work.connection, work.guild).time_zone
    new = rules.ended_name(holder.name[:LONGEST_NAME], ended_at, zone)
    if cohorts.find_by_name(work.connection, work.guild, rules.name_key(new)):
        new = f"{new} #{holder.id}"
    cohorts.rename(work.connection, work.guild, holder.id, new, rules.name_key(new))
    renamed = ActFacts(edits=((Part.NAME.value, holder.name, new),))
    acts.record(work, holder.id, ActKind.CHANGED, renamed)
    return new
