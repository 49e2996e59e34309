"""Propose pairs, explain a proposal, change it, and replay it.

A run is stored whole and never changed: locking, forbidding, or swapping creates a new run. An act
always applies to the run that its moderator saw last, so two moderators can't overwrite each other.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.app import App
from bot.domain.cohorts import cohorts as cohort_rules
from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, MatchRunId, UserId
from bot.domain.matching import MatchInput, MatchResult, PairKey, Rule, check_swap
from bot.domain.states import CohortState, MatchRunState
from bot.services.actor import Actor
from bot.services.matching import people as match_people
from bot.services.matching import solver_process
from bot.services.moderation.permissions import require_moderator
from bot.services.work import Work, reads, writes, writes_unrecorded
from bot.storage.cohorts import cohorts
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.matching import runs
from bot.storage.matching.runs import MatchRun
from bot.storage.pairs import pairs

_MATCHABLE = (CohortState.ENROLLING, CohortState.MATCHING, CohortState.RUNNING)
NOT_A_MENTEE = Rule.NOT_A_MENTEE.value
Change = Callable[[MatchInput, MatchRun], MatchInput]


@dataclass(frozen=True, slots=True)
class ProposedRun:
    """A run; `made` are the mentees whose pairs are already approved.

    With `stale`, there is a newer run.
    """

    cohort: Cohort
    run: MatchRun
    made: frozenset[str] = frozenset()
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Replayed:
    """A run was solved again; `same` says whether the result is the same."""

    run: MatchRun
    same: bool


async def propose(app: App, actor: Actor, name: str) -> ProposedRun:
    """Match everyone who is unmatched, and save the run; moderators only.

    Locks of the previous run are kept while it is still a proposal; forbidden pairs stay forbidden.
    Raises `DomainError` ``match.nobody`` and ``match.not_matchable``.
    """
    return await _solve_and_save(app, actor, *await _newest_input(app, actor, name))


@reads
def _newest_input(work: Work, name: str) -> tuple[Cohort, MatchInput, MatchRunId | None]:
    require_moderator(work)
    cohort = matchable(work.connection, work.guild, name)
    before = runs.find_latest(work.connection, work.guild, cohort.id)
    return cohort, _ask(work.connection, cohort, before), before.id if before else None


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

    Raises `DomainError` ``match.stale`` and the ``matching.*`` codes of a lock that is impossible.
    """

    def change(asked: MatchInput, _: MatchRun) -> MatchInput:
        _require_known(asked, key)
        others = [pair_key for pair_key in asked.locked if pair_key.mentee != key.mentee]
        forbidden = [pair_key for pair_key in asked.forbidden if pair_key != key]
        locked = others if release else [*others, key]
        return _with(asked, locked, forbidden)

    return await _change(app, actor, name, change)


async def forbid(
    app: App, actor: Actor, name: str, key: PairKey, *, release: bool = False
) -> ProposedRun:
    """Forbid two people to be paired, or allow it again, and run the matching again.

    Moderators only.
    """

    def change(asked: MatchInput, _: MatchRun) -> MatchInput:
        _require_known(asked, key)
        others = [pair_key for pair_key in asked.forbidden if pair_key != key]
        locked = [pair_key for pair_key in asked.locked if pair_key != key]
        return _with(asked, locked, others if release else [*others, key])

    return await _change(app, actor, name, change)


async def swap(app: App, actor: Actor, name: str, user: UserId, other: UserId) -> ProposedRun:
    """Exchange the mentors of two mentees, lock both, and run the matching again; moderators only.

    Raises `DomainError` ``match.stale``, ``matching.swap_refused``, ``matching.same_mentor``.
    """

    def change(asked: MatchInput, shown: MatchRun) -> MatchInput:
        exchanged = check_swap(shown.result, shown.asked, str(user), str(other))
        moved = {key.mentee for key in exchanged}
        locked = [key for key in asked.locked if key.mentee not in moved]
        return _with(asked, [*locked, *exchanged], list(asked.forbidden))

    return await _change(app, actor, name, change)


async def replay(app: App, actor: Actor, run_id: MatchRunId) -> Replayed:
    """Solve a stored run again and compare; nothing is saved. Moderators only."""
    run = (await find(app, actor, run_id)).run
    again = await solver_process.solve(run.asked)
    return Replayed(run, same=again == run.result)


async def _change(app: App, actor: Actor, name: str, change: Change) -> ProposedRun:
    return await _solve_and_save(app, actor, *await _changed_input(app, actor, name, change))


@reads
def _changed_input(work: Work, name: str, change: Change) -> tuple[Cohort, MatchInput, MatchRunId]:
    require_moderator(work)
    cohort = matchable(work.connection, work.guild, name)
    shown = require_shown(work, cohort)
    return cohort, change(_ask(work.connection, cohort, shown), shown), shown.id


async def _solve_and_save(
    app: App, actor: Actor, cohort: Cohort, asked: MatchInput, before: MatchRunId | None
) -> ProposedRun:
    """Solve outside any transaction, then save the run unless there is another by then."""
    result = await solver_process.solve(asked)
    return await _save(app, actor, cohort, asked, result, before)


@writes
def _save(
    work: Work, cohort: Cohort, asked: MatchInput, result: MatchResult, before: MatchRunId | None
) -> ProposedRun:
    require_moderator(work)
    newest = runs.find_latest(work.connection, work.guild, cohort.id)
    if newest is not None and newest.id != before:
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
    return ProposedRun(cohort, run)


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


def _ask(connection: Connection, cohort: Cohort, before: MatchRun | None) -> MatchInput:
    """Build the input: who is unmatched now, with the earlier decisions that are still possible."""
    people = match_people.waiting(connection, cohort)
    mentees = sum(person.is_mentee and person.present for person in people)
    mentors = sum(person.is_mentor and person.present and person.capacity > 0 for person in people)
    if not mentees or not mentors:
        raise DomainError("match.nobody", cohort=cohort.name, mentees=mentees, mentors=mentors)
    asked = MatchInput.of(people, match_people.settings_of(connection, cohort))
    if before is None:
        return asked
    proposed = before.state is MatchRunState.PROPOSED
    return _with(asked, list(before.asked.locked) if proposed else [], list(before.asked.forbidden))


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


def _with(asked: MatchInput, locked: list[PairKey], forbidden: list[PairKey]) -> MatchInput:
    """Return the input with these decisions, without those about people who are not in it."""
    here = {person.id for person in asked.people if person.present}
    waiting = {person.id for person in asked.people if person.is_mentee}
    return MatchInput.of(
        asked.people,
        asked.settings,
        locked=[key for key in locked if key.mentee in here & waiting and key.mentor in here],
        forbidden=[key for key in forbidden if {key.mentee, key.mentor} <= here],
        seed=asked.seed,
    )


def _proposed(connection: Connection, cohort: Cohort, run: MatchRun) -> ProposedRun:
    made = pairs.list_for_run(connection, cohort.guild, run.id)
    newest = runs.find_latest(connection, cohort.guild, cohort.id)
    return ProposedRun(
        cohort,
        run,
        made=frozenset(str(mentee) for pair in made for mentee in pair.mentees),
        stale=newest is not None and newest.id != run.id,
    )


def _cohort(connection: Connection, guild: GuildId, name: str) -> Cohort:
    return cohorts.get_by_name(connection, guild, name, cohort_rules.name_key(name))


def _stale(newest: MatchRun) -> DomainError:
    return DomainError("match.stale", run=newest.id, by=newest.created_by)
