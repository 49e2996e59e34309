"""Propose pairs, explain a proposal, change it, and replay it.

A run is stored whole and never changed: locking, forbidding, or swapping creates a new run. An act
always applies to the run that its moderator saw last, so two moderators can't overwrite each other.
Who is locked or kept apart is decided for the cohort, and holds in every run until it is lifted.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.app import App
from bot.domain.cohorts import cohorts as cohort_rules
from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, MatchRunId, UserId
from bot.domain.matching import (
    MatchInput,
    MatchResult,
    PairKey,
    Rule,
    Unmatched,
    broken_rules,
    check_swap,
)
from bot.domain.moderation.acts import ActFacts, ActKind
from bot.domain.states import CohortState, MatchRunState
from bot.services.actor import Actor
from bot.services.matching import people as match_people
from bot.services.matching import solver_process
from bot.services.moderation.acts import record
from bot.services.moderation.permissions import require_moderator
from bot.services.work import Work, reads, writes, writes_unrecorded
from bot.storage.cohorts import cohorts
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.matching import runs
from bot.storage.matching.runs import MatchRun
from bot.storage.moderation import acts
from bot.storage.moderation.acts import Act
from bot.storage.pairs import pairs

_MATCHABLE = (CohortState.ENROLLING, CohortState.MATCHING, CohortState.RUNNING)
_DECISIONS = (ActKind.LOCKED, ActKind.FORBADE)
NOT_A_MENTEE = Rule.NOT_A_MENTEE.value


@dataclass(frozen=True, slots=True)
class Decisions:
    """Who is locked together and who is kept apart in a cohort, until a moderator lifts it."""

    locked: tuple[PairKey, ...] = ()
    forbidden: tuple[PairKey, ...] = ()

    def without(self, *keys: PairKey, mentees: Collection[str] = ()) -> "Decisions":
        """Return those about other pairs; of `mentees`, no lock is left."""
        return Decisions(
            tuple(key for key in self.locked if key not in keys and key.mentee not in mentees),
            tuple(key for key in self.forbidden if key not in keys),
        )


# What a moderator changes, given the newest run and its input: the decisions, and the act to log.
Change = Callable[[Decisions, MatchInput, MatchRun], tuple[Decisions, ActKind, tuple[PairKey, ...]]]


@dataclass(frozen=True, slots=True)
class ProposedRun:
    """A run; `made` are the mentees whose pairs are already approved.

    `left_over` are those without a match in it who don't have one from an earlier round either.
    With `stale`, there is a newer run. `decisions` hold for the cohort, even where the run could
    not meet them.
    """

    cohort: Cohort
    run: MatchRun
    made: frozenset[str] = frozenset()
    left_over: tuple[Unmatched, ...] = ()
    stale: bool = False
    decisions: Decisions = Decisions()


@dataclass(frozen=True, slots=True)
class Replayed:
    """A run was solved again; `same` says whether the result is the same."""

    run: MatchRun
    same: bool


async def propose(app: App, actor: Actor, name: str) -> ProposedRun:
    """Match everyone who is unmatched, and save the run; moderators only.

    Who is locked or kept apart stays so, as far as it is possible now. Raises `DomainError`
    ``match.nobody`` and ``match.not_matchable``.
    """
    return await _solve_and_save(app, actor, await _newest_input(app, actor, name))


@dataclass(frozen=True, slots=True)
class _ToSolve:
    """What is solved outside the transaction, and what is saved with the result."""

    cohort: Cohort
    asked: MatchInput
    before: MatchRunId | None
    decisions: Decisions
    kind: ActKind = ActKind.PROPOSED
    keys: tuple[PairKey, ...] = ()


@reads
def _newest_input(work: Work, name: str) -> _ToSolve:
    require_moderator(work)
    cohort = matchable(work.connection, work.guild, name)
    before = runs.find_latest(work.connection, work.guild, cohort.id)
    decisions = decisions_of(work.connection, cohort)
    asked = _with(_ask(work.connection, cohort), decisions)
    return _ToSolve(cohort, asked, before.id if before else None, decisions)


@writes_unrecorded("to have seen a run twice is the same as once")
def review(work: Work, name: str) -> ProposedRun:
    """Return the cohort's newest run and record that its moderator has seen it; moderators only."""
    require_moderator(work)
    cohort = _cohort(work.connection, work.guild, name)
    run = runs.find_latest(work.connection, work.guild, cohort.id)
    if run is None:
        raise DomainError("match.none", cohort=cohort.name)
    runs.record_view(work.connection, work.guild, cohort.id, work.user, run.id)
    return _proposed(work.connection, cohort, run)


@reads
def find(work: Work, run_id: MatchRunId) -> ProposedRun:
    """Return a run with its cohort; moderators only."""
    require_moderator(work)
    run = runs.get(work.connection, work.guild, run_id)
    return _proposed(work.connection, cohorts.get(work.connection, work.guild, run.cohort), run)


async def lock(
    app: App, actor: Actor, name: str, key: PairKey, *, release: bool = False
) -> ProposedRun:
    """Lock two people together, or release them, and run the matching again; moderators only.

    Raises `DomainError` ``match.stale``, ``match.not_decided``, and the ``matching.*`` codes of a
    lock that is impossible.
    """

    def change(
        decisions: Decisions, asked: MatchInput, _: MatchRun
    ) -> tuple[Decisions, ActKind, tuple[PairKey, ...]]:
        if release:
            _require_decided(decisions.locked, key)
            return decisions.without(key), ActKind.RELEASED, (key,)
        _require_known(asked, key)
        others = decisions.without(key, mentees=(key.mentee,))
        return replace(others, locked=(*others.locked, key)), ActKind.LOCKED, (key,)

    return await _change(app, actor, name, change)


async def forbid(
    app: App, actor: Actor, name: str, key: PairKey, *, release: bool = False
) -> ProposedRun:
    """Forbid two people to be paired, or allow it again, and run the matching again.

    Moderators only.
    """

    def change(
        decisions: Decisions, asked: MatchInput, _: MatchRun
    ) -> tuple[Decisions, ActKind, tuple[PairKey, ...]]:
        if release:
            _require_decided(decisions.forbidden, key)
            return decisions.without(key), ActKind.ALLOWED, (key,)
        _require_known(asked, key)
        others = decisions.without(key)
        return replace(others, forbidden=(*others.forbidden, key)), ActKind.FORBADE, (key,)

    return await _change(app, actor, name, change)


async def swap(app: App, actor: Actor, name: str, user: UserId, other: UserId) -> ProposedRun:
    """Exchange the mentors of two mentees, lock both, and run the matching again; moderators only.

    Raises `DomainError` ``match.stale``, ``matching.swap_refused``, ``matching.same_mentor``.
    """

    def change(
        decisions: Decisions, _: MatchInput, shown: MatchRun
    ) -> tuple[Decisions, ActKind, tuple[PairKey, ...]]:
        exchanged = tuple(check_swap(shown.result, shown.asked, str(user), str(other)))
        others = decisions.without(mentees=[key.mentee for key in exchanged])
        return replace(others, locked=(*others.locked, *exchanged)), ActKind.SWAPPED, exchanged

    return await _change(app, actor, name, change)


async def replay(app: App, actor: Actor, run_id: MatchRunId) -> Replayed:
    """Solve a stored run again and compare; nothing is saved. Moderators only."""
    run = (await find(app, actor, run_id)).run
    again = await solver_process.solve(run.asked)
    return Replayed(run, same=again == run.result)


async def _change(app: App, actor: Actor, name: str, change: Change) -> ProposedRun:
    return await _solve_and_save(app, actor, await _changed_input(app, actor, name, change))


@reads
def _changed_input(work: Work, name: str, change: Change) -> _ToSolve:
    require_moderator(work)
    cohort = matchable(work.connection, work.guild, name)
    shown = require_shown(work, cohort)
    before, waiting = decisions_of(work.connection, cohort), _ask(work.connection, cohort)
    decisions, kind, keys = change(before, waiting, shown)
    new = keys if kind in (ActKind.LOCKED, ActKind.SWAPPED) else ()
    return _ToSolve(cohort, _with(waiting, decisions, new), shown.id, decisions, kind, keys)


async def _solve_and_save(app: App, actor: Actor, to_solve: _ToSolve) -> ProposedRun:
    """Solve outside any transaction, then save the run unless there is another by then."""
    return await _save(app, actor, to_solve, await solver_process.solve(to_solve.asked))


@writes
def _save(work: Work, to_solve: _ToSolve, result: MatchResult) -> ProposedRun:
    require_moderator(work)
    cohort, asked = to_solve.cohort, to_solve.asked
    newest = runs.find_latest(work.connection, work.guild, cohort.id)
    if newest is not None and newest.id != to_solve.before:
        raise _stale(newest)
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
    _record(work, to_solve, run)
    return _proposed(work.connection, cohort, run)


def _record(work: Work, to_solve: _ToSolve, run: MatchRun) -> None:
    """Log what the moderator did, and let the decisions that it replaces hold no longer."""
    cohort, kept = to_solve.cohort, to_solve.decisions
    people = tuple((UserId(int(key.mentor)), UserId(int(key.mentee))) for key in to_solve.keys)
    holding = acts.holding(work.connection, work.guild, cohort.id, *_DECISIONS)
    for act in holding:
        keys = kept.locked if act.kind is ActKind.LOCKED else kept.forbidden
        if _key_of(act) not in keys:
            acts.end(work.connection, act, work.now)
    number = len(run.result.pairs)
    if to_solve.kind not in _DECISIONS:
        record(work, cohort.id, to_solve.kind, ActFacts(people, of=run.id, number=number))
    if to_solve.kind in (ActKind.LOCKED, ActKind.SWAPPED, ActKind.FORBADE):
        decided = ActKind.FORBADE if to_solve.kind is ActKind.FORBADE else ActKind.LOCKED
        held = {(act.kind, _key_of(act)) for act in holding}
        for key, pair in zip(to_solve.keys, people, strict=True):
            if (decided, key) not in held:
                record(work, cohort.id, decided, ActFacts((pair,), of=run.id))


def decisions_of(connection: Connection, cohort: Cohort) -> Decisions:
    """Return who is locked together and who is kept apart, in the order in which it was decided."""
    holding = acts.holding(connection, cohort.guild, cohort.id, *_DECISIONS)[::-1]
    return Decisions(
        tuple(_key_of(act) for act in holding if act.kind is ActKind.LOCKED),
        tuple(_key_of(act) for act in holding if act.kind is ActKind.FORBADE),
    )


def _key_of(act: Act) -> PairKey:
    [(mentor, mentee)] = act.facts.pairs
    return PairKey(str(mentee), str(mentor))


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
    if cohort.state not in _MATCHABLE:
        raise DomainError("match.not_matchable", cohort=cohort.name, state=cohort.state)


def _ask(connection: Connection, cohort: Cohort) -> MatchInput:
    """Build the input: who is unmatched now."""
    people = match_people.waiting(connection, cohort)
    mentees = sum(person.is_mentee and person.present for person in people)
    mentors = sum(person.is_mentor and person.present and person.capacity > 0 for person in people)
    if not mentees or not mentors:
        raise DomainError("match.nobody", cohort=cohort.name, mentees=mentees, mentors=mentors)
    return MatchInput.of(people, match_people.settings_of(connection, cohort))


def _require_decided(keys: Collection[PairKey], key: PairKey) -> None:
    if key not in keys:
        raise DomainError("match.not_decided", mentee=key.mentee, mentor=key.mentor)


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


def _with(asked: MatchInput, decisions: Decisions, new: Collection[PairKey] = ()) -> MatchInput:
    """Return the input with the decisions that can be met now; those in `new` are to be refused.

    The others may be about people who have a match, or who left, and hold again in a later run.
    """
    people = {person.id: person for person in asked.people}
    forbidden = [key for key in decisions.forbidden if {key.mentee, key.mentor} <= people.keys()]
    room = {person.id: person.capacity for person in asked.people}
    locked: list[PairKey] = []
    for key in sorted(decisions.locked, key=lambda key: key in new):
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


def made_of(connection: Connection, run: MatchRun) -> frozenset[str]:
    """Return the mentees whose pairs were made as a run proposed."""
    return frozenset(mentee for _, mentee in made_in(connection, run))


def _proposed(connection: Connection, cohort: Cohort, run: MatchRun) -> ProposedRun:
    newest = runs.find_latest(connection, cohort.guild, cohort.id)
    return ProposedRun(
        cohort,
        run,
        made=made_of(connection, run),
        left_over=_left_over(connection, run),
        stale=newest is not None and newest.id != run.id,
        decisions=decisions_of(connection, cohort),
    )


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
