"""Propose pairs, explain a proposal, change it, and replay it.

A run is stored whole and never changed: locking, forbidding, or swapping creates a new run. An act
always applies to the run that its moderator saw last, so two moderators can't overwrite each other.
Who is locked or kept apart is decided for the cohort, and holds in every run until it is lifted.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.app import App
from bot.domain.cohorts import cohorts as cohort_rules
from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, MatchRunId, UserId
from bot.domain.matching import (
    MatchedPair,
    MatchInput,
    MatchPerson,
    MatchResult,
    PairKey,
    Rule,
    Unmatched,
    broken_rules,
    check_swap,
)
from bot.domain.moderation.acts import ActKind
from bot.domain.states import CohortState, MatchRunState, Role
from bot.services.actor import Actor
from bot.services.matching import decisions, solver_process
from bot.services.matching import people as match_people
from bot.services.matching.decisions import Decided, Decisions, decisions_of
from bot.services.moderation.permissions import require_moderator
from bot.services.pairs.introductions import find_circle, in_circles
from bot.services.work import Work, reads, writes, writes_unrecorded
from bot.storage import presence
from bot.storage.cohorts import cohorts, enrolments
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.matching import runs
from bot.storage.matching.runs import MatchRun
from bot.storage.nudges import away
from bot.storage.nudges.away import Away
from bot.storage.pairs import pairs

MATCHABLE = (CohortState.ENROLLING, CohortState.MATCHING, CohortState.RUNNING)
# Someone who is away then is proposed only with that said.
FIRST_WEEKS = timedelta(weeks=4)
NOT_A_MENTEE = Rule.NOT_A_MENTEE.value


# What a moderator changes, given the newest run and its input: the decisions, and the act to log.
Change = Callable[[Decisions, MatchInput, MatchRun], tuple[Decisions, ActKind, tuple[PairKey, ...]]]


@dataclass(frozen=True, slots=True)
class Rematched:
    """A mentee whose mentor is another one than in the proposal before; None is no mentor."""

    mentee: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class ProposedRun:
    """A run; `made` are the mentees whose pairs are already approved.

    `left_over` are those without a match in it who don't have one from an earlier round either.
    With `stale`, there is a newer run. `decisions` hold for the cohort, even where the run could
    not meet them. Of a mentee, `joins` are the mentees in the circle that they would join, and
    `together` those who come to it with them. Of a mentor, `places` are all that they offer.
    `aways` are who is away now or in the first weeks.
    `unsaid` are the mentors who haven't said how many mentees they can take. `changed` counts the
    people of an open run who can't be matched as proposed anymore, and `gone` is who is known to
    have left the server. Of a lock, a forbid, or a swap, `rematched` are the others whom it moved.
    """

    cohort: Cohort
    run: MatchRun
    made: frozenset[str] = frozenset()
    left_over: tuple[Unmatched, ...] = ()
    stale: bool = False
    decisions: Decisions = field(default_factory=Decisions)
    joins: Mapping[str, tuple[UserId, ...]] = field(default_factory=dict)
    together: Mapping[str, tuple[UserId, ...]] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    aways: Mapping[str, Away] = field(default_factory=dict)
    unsaid: tuple[UserId, ...] = ()
    changed: int = 0
    gone: frozenset[UserId] = frozenset()
    rematched: tuple[Rematched, ...] | None = None

    @property
    def to_approve(self) -> tuple[MatchedPair, ...]:
        """The pairs that aren't approved yet."""
        return tuple(pair for pair in self.run.result.pairs if pair.mentee not in self.made)


@dataclass(frozen=True, slots=True)
class Replayed:
    """A run was solved again; `same` says whether the result is the same."""

    run: MatchRun
    same: bool


async def propose(app: App, actor: Actor, name: str) -> ProposedRun:
    """Match everyone who is unmatched, and save the run; moderators only.

    Who is locked or kept apart stays so, as far as it is possible now. Raises `DomainError`
    ``match.nobody``, ``match.not_matchable``, and ``match.decided_meanwhile``.
    """
    return await _solve_and_save(app, actor, await _newest_input(app, actor, name))


@dataclass(frozen=True, slots=True)
class _ToSolve:
    """What is solved outside the transaction, and what is saved with the result.

    `before` is the newest run that was read, and `decided` are the decisions that held then.
    """

    cohort: Cohort
    asked: MatchInput
    before: MatchRunId | None
    decided: Decisions
    decisions: Decisions
    kind: ActKind = ActKind.PROPOSED
    keys: tuple[PairKey, ...] = ()


@reads
def _newest_input(work: Work, name: str) -> _ToSolve:
    require_moderator(work)
    cohort = matchable(work.connection, work.guild, name)
    before = runs.find_latest(work.connection, work.guild, cohort.id)
    decided = decisions_of(work.connection, cohort)
    asked = _with(_ask(work, cohort), decided)
    return _ToSolve(cohort, asked, before.id if before else None, decided, decided)


@writes_unrecorded("to have seen a run twice is the same as once")
def review(work: Work, name: str) -> ProposedRun:
    """Return the cohort's newest run and record that its moderator has seen it; moderators only."""
    require_moderator(work)
    cohort = _cohort(work.connection, work.guild, name)
    run = runs.find_latest(work.connection, work.guild, cohort.id)
    if run is None:
        raise DomainError("match.none", cohort=cohort.name)
    runs.record_view(work.connection, work.guild, cohort.id, work.user, run.id)
    return _proposed(work.connection, cohort, run, work.now)


@reads
def find(work: Work, run_id: MatchRunId) -> ProposedRun:
    """Return a run with its cohort; moderators only."""
    require_moderator(work)
    run = runs.get(work.connection, work.guild, run_id)
    cohort = cohorts.get(work.connection, work.guild, run.cohort)
    return _proposed(work.connection, cohort, run, work.now)


async def lock(
    app: App, actor: Actor, name: str, key: PairKey, *, release: bool = False
) -> ProposedRun | Decided:
    """Lock two people together, or release them, and run the matching again; moderators only.

    With no proposal open, a release is only saved. Raises `DomainError` ``match.stale``,
    ``match.not_decided``, and the ``matching.*`` codes of a lock that is impossible.
    """
    if release and not await _can_run(app, actor, name):
        return await decisions.decide(app, actor, name, ActKind.RELEASED, key)

    def change(
        decided: Decisions, asked: MatchInput, _: MatchRun
    ) -> tuple[Decisions, ActKind, tuple[PairKey, ...]]:
        if release:
            decided.require(ActKind.RELEASED, key)
            return decided.without(key), ActKind.RELEASED, (key,)
        _require_known(asked, key)
        others = decided.without(key, mentees=(key.mentee,))
        return replace(others, locked=(*others.locked, key)), ActKind.LOCKED, (key,)

    return await _change(app, actor, name, change, () if release else (key.mentee, key.mentor))


async def forbid(
    app: App, actor: Actor, name: str, key: PairKey, *, release: bool = False
) -> ProposedRun | Decided:
    """Forbid two people to be paired, or allow it again, and run the matching again.

    With no proposal open, it is only saved, and holds from the next one on. Moderators only.
    """
    if not await _can_run(app, actor, name):
        kind = ActKind.ALLOWED if release else ActKind.FORBADE
        return await decisions.decide(app, actor, name, kind, key)

    def change(
        decided: Decisions, asked: MatchInput, _: MatchRun
    ) -> tuple[Decisions, ActKind, tuple[PairKey, ...]]:
        if release:
            decided.require(ActKind.ALLOWED, key)
            return decided.without(key), ActKind.ALLOWED, (key,)
        _require_known(asked, key)
        others = decided.without(key)
        return replace(others, forbidden=(*others.forbidden, key)), ActKind.FORBADE, (key,)

    return await _change(app, actor, name, change, () if release else (key.mentee, key.mentor))


async def swap(app: App, actor: Actor, name: str, user: UserId, other: UserId) -> ProposedRun:
    """Exchange the mentors of two mentees, lock both, and run the matching again; moderators only.

    Raises `DomainError` ``match.stale``, ``matching.swap_refused``, ``matching.same_mentor``.
    """

    def change(
        decided: Decisions, _: MatchInput, shown: MatchRun
    ) -> tuple[Decisions, ActKind, tuple[PairKey, ...]]:
        exchanged = tuple(check_swap(shown.result, shown.asked, str(user), str(other)))
        others = decided.without(mentees=tuple(key.mentee for key in exchanged))
        return replace(others, locked=(*others.locked, *exchanged)), ActKind.SWAPPED, exchanged

    return await _change(app, actor, name, change, (str(user), str(other)))


async def replay(app: App, actor: Actor, run_id: MatchRunId) -> Replayed:
    """Solve a stored run again and compare; nothing is saved. Moderators only."""
    run = (await find(app, actor, run_id)).run
    again = await solver_process.solve(run.asked)
    return Replayed(run, same=again == run.result)


async def _change(
    app: App, actor: Actor, name: str, change: Change, about: tuple[str, ...]
) -> ProposedRun:
    to_solve = await _changed_input(app, actor, name, change, about)
    return await _solve_and_save(app, actor, to_solve)


@reads
def _can_run(work: Work, name: str) -> bool:
    """Return whether a proposal is open, and someone waits for another one."""
    require_moderator(work)
    cohort = matchable(work.connection, work.guild, name)
    newest = runs.find_latest(work.connection, work.guild, cohort.id)
    if newest is None or newest.state is not MatchRunState.PROPOSED:
        return False
    return all(_sides(match_people.waiting(work.connection, cohort, work.now)))


@reads
def _changed_input(work: Work, name: str, change: Change, about: tuple[str, ...]) -> _ToSolve:
    require_moderator(work)
    cohort = matchable(work.connection, work.guild, name)
    shown = require_shown(work, cohort)
    _require_signed_up(work, cohort, about)
    before, waiting = decisions_of(work.connection, cohort), _ask(work, cohort)
    after, kind, keys = change(before, waiting, shown)
    new = keys if kind in (ActKind.LOCKED, ActKind.SWAPPED) else ()
    return _ToSolve(cohort, _with(waiting, after, new), shown.id, before, after, kind, keys)


async def _solve_and_save(app: App, actor: Actor, to_solve: _ToSolve) -> ProposedRun:
    """Solve outside any transaction, then save the run.

    If there is another run by then, or something else is decided, it is refused: saving it would
    lift what another moderator decided meanwhile.
    """
    return await _save(app, actor, to_solve, await solver_process.solve(to_solve.asked))


@writes
def _save(work: Work, to_solve: _ToSolve, result: MatchResult) -> ProposedRun:
    require_moderator(work)
    cohort, asked = to_solve.cohort, to_solve.asked
    newest = runs.find_latest(work.connection, work.guild, cohort.id)
    if newest is not None and newest.id != to_solve.before:
        raise _stale(newest)
    if decisions_of(work.connection, cohort) != to_solve.decided:
        raise DomainError("match.decided_meanwhile")
    run = runs.add(
        work.connection,
        work.guild,
        cohort.id,
        asked=asked,
        result=result,
        created_by=work.user,
        now=work.now,
    )
    runs.record_view(work.connection, work.guild, cohort.id, work.user, run.id)
    decided = (to_solve.decisions, to_solve.kind, to_solve.keys)
    decisions.save(work, cohort, *decided, run)
    proposed = _proposed(work.connection, cohort, run, work.now)
    if newest is None or to_solve.kind is ActKind.PROPOSED:
        return proposed
    known = made_of(work.connection, newest) | {key.mentee for key in to_solve.keys}
    return replace(proposed, rematched=_rematched(newest.result, result, known))


def _rematched(
    before: MatchResult, after: MatchResult, without: Collection[str]
) -> tuple[Rematched, ...]:
    """Return whose mentor differs between two results, apart from some mentees."""
    had = {pair.mentee: pair.mentor for pair in before.pairs}
    has = {pair.mentee: pair.mentor for pair in after.pairs}
    return tuple(
        Rematched(mentee, had.get(mentee), has.get(mentee))
        for mentee in {**had, **has}
        if mentee not in without and had.get(mentee) != has.get(mentee)
    )


def require_shown(work: Work, cohort: Cohort) -> MatchRun:
    """Return the newest run if the asker has seen it and it is still a proposal.

    Raises `DomainError` ``match.none``, ``match.stale``, ``match.approved``.
    """
    newest = runs.find_latest(work.connection, work.guild, cohort.id)
    if newest is None:
        raise DomainError("match.none", cohort=cohort.name)
    if newest.id != runs.find_viewed(work.connection, work.guild, cohort.id, work.user):
        raise _stale(newest)
    require_proposed(newest)
    return newest


def require_proposed(run: MatchRun) -> None:
    """Refuse a run that is approved, undone, or replaced by a newer one."""
    match run.state:
        case MatchRunState.PROPOSED:
            return
        case MatchRunState.APPROVED:
            raise DomainError("match.approved")
        case MatchRunState.UNDONE | MatchRunState.SUPERSEDED:
            raise DomainError("match.superseded")


def matchable(connection: Connection, guild: GuildId, name: str) -> Cohort:
    """Return the cohort called `name` if it is in a state for matching.

    Raise ``match.not_matchable``.
    """
    cohort = _cohort(connection, guild, name)
    require_matchable(cohort)
    return cohort


def require_matchable(cohort: Cohort) -> None:
    """Refuse a cohort in a state in which no pairs are made."""
    if cohort.state not in MATCHABLE:
        raise DomainError("match.not_matchable", cohort=cohort.name, state=cohort.state)


def _ask(work: Work, cohort: Cohort) -> MatchInput:
    """Build the input: who is unmatched now."""
    people = match_people.waiting(work.connection, cohort, work.now)
    mentees, mentors = _sides(people)
    if not mentees or not mentors:
        raise DomainError("match.nobody", cohort=cohort.name, mentees=mentees, mentors=mentors)
    return MatchInput.of(people, match_people.settings_of(work.connection, cohort))


def _sides(people: Collection[MatchPerson]) -> tuple[int, int]:
    """Return how many mentees wait, and how many mentors have a place."""
    mentees = sum(person.is_mentee and person.present for person in people)
    mentors = sum(person.is_mentor and person.present and person.capacity > 0 for person in people)
    return mentees, mentors


def _require_signed_up(work: Work, cohort: Cohort, users: tuple[str, ...]) -> None:
    """Refuse a decision about someone who isn't in the cohort at all: ``match.not_signed_up``."""
    for user in users:
        if not user.isdecimal() or not enrolments.is_in(
            work.connection, work.guild, cohort.id, UserId(int(user))
        ):
            raise DomainError("match.not_signed_up", user=user, cohort=cohort.name)


def _require_known(asked: MatchInput, key: PairKey) -> None:
    """Refuse a decision about someone who is not waiting, or who is not a mentee."""
    present = {person.id: person for person in asked.people if person.present}
    for user in (key.mentee, key.mentor):
        if user not in present:
            raise DomainError("matching.unknown_person", user=user)
    if not present[key.mentee].is_mentee:
        raise DomainError(
            "matching.lock_refused", mentee=key.mentee, mentor=key.mentor, rules=[NOT_A_MENTEE]
        )


def _with(asked: MatchInput, decided: Decisions, new: Collection[PairKey] = ()) -> MatchInput:
    """Return the input with the decisions that can be met now; those in `new` are to be refused.

    The others may be about people who have a match, or who left, and hold again in a later run.
    """
    people = {person.id: person for person in asked.people}
    forbidden = [key for key in decided.forbidden if {key.mentee, key.mentor} <= people.keys()]
    room = {person.id: person.capacity for person in asked.people}
    locked: list[PairKey] = []
    for key in sorted(decided.locked, key=lambda key: key in new):
        mentee, mentor = people.get(key.mentee), people.get(key.mentor)
        if key not in new:
            if mentee is None or mentor is None or not room[mentor.id]:
                continue
            if broken_rules(mentee, mentor, asked.settings, frozenset(forbidden)):
                continue
            room[mentor.id] -= 1
        locked.append(key)
    return MatchInput.of(
        asked.people, asked.settings, locked=locked, forbidden=forbidden, seed=asked.seed
    )


def made_in(connection: Connection, run: MatchRun) -> frozenset[tuple[str, str]]:
    """Return mentor and mentee of each pair that was made as a run proposed, or by hand since.

    In circles, and by hand, they are in a pair that comes from no run, or from an earlier one.
    """
    proposed = {(pair.mentor, pair.mentee) for pair in run.result.pairs}
    own = pairs.list_for_run(connection, run.guild, run.id)
    live = [
        pair
        for pair in pairs.list_for_cohort(connection, run.guild, run.cohort)
        if pair.ended_at is None
    ]
    made = {(str(pair.mentor), str(user)) for pair in (*own, *live) for user in pair.mentees}
    return frozenset(made & proposed)


def changed_since(
    connection: Connection, cohort: Cohort, run: MatchRun, chosen: Collection[MatchedPair]
) -> set[str]:
    """Return who of these pairs of a run can't be matched like that anymore.

    They changed their answers, left, or have a partner by now, or a rule forbids the pair since.
    """
    made = made_in(connection, run)
    # A clearance that ran out since the run is noticed when the pair is made.
    waiting = match_people.waiting(connection, cohort, run.created_at, made)
    now = {person.id: person for person in waiting}
    then = {person.id: person for person in run.asked.people}
    involved = {user for pair in chosen for user in (pair.mentor, pair.mentee)}
    changed = {user for user in involved if not _same(now.get(user), then[user])}
    forbidden = frozenset(run.asked.forbidden)
    for pair in chosen:
        if not {pair.mentee, pair.mentor} & changed and broken_rules(
            now[pair.mentee], now[pair.mentor], run.asked.settings, forbidden
        ):
            changed.add(pair.mentee)
    return changed


def _same(now: MatchPerson | None, then: MatchPerson) -> bool:
    # Partners matched by this very run count as earlier ones by now, so check the rules again.
    return (
        now is not None
        and now.present
        and replace(now, prior_partners=then.prior_partners, would_repeat=then.would_repeat) == then
    )


def made_of(connection: Connection, run: MatchRun) -> frozenset[str]:
    """Return the mentees whose pairs were made as a run proposed."""
    return frozenset(mentee for _, mentee in made_in(connection, run))


def _proposed(connection: Connection, cohort: Cohort, run: MatchRun, now: datetime) -> ProposedRun:
    newest = runs.find_latest(connection, cohort.guild, cohort.id)
    everyone = enrolments.list_for_cohort(connection, cohort.guild, cohort.id)
    mentors = [each for each in everyone if each.role is Role.MENTOR]
    made = made_of(connection, run)
    joins, together = _circles(connection, cohort, run, made)
    return ProposedRun(
        cohort,
        run,
        made=made,
        left_over=_left_over(connection, run),
        stale=newest is not None and newest.id != run.id,
        decisions=decisions_of(connection, cohort),
        joins=joins,
        together=together,
        places={str(each.user): each.answers.capacity for each in mentors},
        unsaid=tuple(each.user for each in mentors if each.answers.wishes.places_unsaid),
        aways=_aways(connection, cohort, run, now),
        changed=len(outdated_in(connection, cohort, run)),
        gone=presence.departed(connection, cohort.guild),
    )


def outdated_in(connection: Connection, cohort: Cohort, run: MatchRun) -> set[str]:
    """Return who of the pairs that wait for approval can't be matched as proposed anymore."""
    if run.state is not MatchRunState.PROPOSED:
        return set()
    made = made_of(connection, run)
    waiting = [pair for pair in run.result.pairs if pair.mentee not in made]
    return changed_since(connection, cohort, run, waiting)


def _circles(
    connection: Connection, cohort: Cohort, run: MatchRun, made: frozenset[str]
) -> tuple[dict[str, tuple[UserId, ...]], dict[str, tuple[UserId, ...]]]:
    """Return whose circle each mentee would join, and with whom; approved pairs are in theirs."""
    joins: dict[str, tuple[UserId, ...]] = {}
    together: dict[str, tuple[UserId, ...]] = {}
    if not cohort.circles:
        return joins, together
    waiting = [pair for pair in run.result.pairs if pair.mentee not in made]
    for circle in in_circles(connection, cohort, waiting):
        mentees = [UserId(int(pair.mentee)) for pair in circle]
        known = find_circle(connection, cohort, UserId(int(circle[0].mentor)), *mentees)
        for mentee in mentees:
            if known is not None:
                joins[str(mentee)] = known.mentees
            together[str(mentee)] = tuple(other for other in mentees if other != mentee)
    in_one = {
        mentee: pair.mentees
        for pair in pairs.list_for_cohort(connection, cohort.guild, cohort.id)
        if pair.ended_at is None
        for mentee in pair.mentees
    }
    for text in made:
        mentee = UserId(int(text))
        together[text] = tuple(other for other in in_one.get(mentee, ()) if other != mentee)
    return joins, together


def _aways(connection: Connection, cohort: Cohort, run: MatchRun, now: datetime) -> dict[str, Away]:
    """Return who of the proposed pairs is away now, or in the first weeks of the cohort."""
    users = {user for pair in run.result.pairs for user in (pair.mentee, pair.mentor)}
    numbers = sorted(UserId(int(user)) for user in users)
    starts = cohort.plan.starts_on or now.date()
    until = max(starts, now.date()) + FIRST_WEEKS
    coming = away.coming(connection, cohort.guild, numbers, now)
    # The first one, if someone has several: they come soonest first.
    return {str(each.user): each for each in reversed(coming) if each.first_day <= until}


def _left_over(connection: Connection, run: MatchRun) -> tuple[Unmatched, ...]:
    """Return who the run leaves without a match, without those who have one already."""
    every = pairs.list_for_cohort(connection, run.guild, run.cohort)
    matched = {
        (str(member.user), member.role.value)
        for pair in every
        if pair.ended_at is None
        for member in pair.members
    }
    return tuple(
        unmatched
        for unmatched in run.result.unmatched
        if (unmatched.user, unmatched.role.value) not in matched
    )


def _cohort(connection: Connection, guild: GuildId, name: str) -> Cohort:
    return cohorts.get_by_name(connection, guild, name, cohort_rules.name_key(name))


def _stale(newest: MatchRun) -> DomainError:
    return DomainError("match.stale", run=newest.id, by=newest.created_by)
