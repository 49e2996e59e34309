"""Propose pairs, and approve them."""

import secrets
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.app import App
from bot.domain import cohorts as cohort_rules
from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, MatchRunId, PairId, UserId
from bot.domain.matching import MatchedPair, MatchInput
from bot.domain.states import CohortState, EnrolmentState, MatchRunState, NudgeKind, Role
from bot.services import match_people, solving
from bot.services.actor import Actor, require_moderator
from bot.storage import cohorts, enrolments, interactions, match_runs, outbox, pairs
from bot.storage.cohorts import Cohort
from bot.storage.match_runs import MatchRun
from bot.storage.pairs import Member

_MATCHABLE = (CohortState.ENROLLING, CohortState.MATCHING, CohortState.RUNNING)
# Letters and digits that nobody confuses when reading a thread's name aloud.
_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_CODE_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Proposed:
    """A run was made and kept; nothing is decided yet."""

    cohort: Cohort
    run: MatchRun


@dataclass(frozen=True, slots=True)
class Approved:
    """Pairs were made; their introductions are on the way."""

    cohort: Cohort
    pairs: tuple[PairId, ...]
    waitlisted: int


async def propose(app: App, actor: Actor, name: str) -> Proposed:
    """Match everybody who waits, and keep the run; moderators only.

    Raises `DomainError` ``match.nobody`` and ``match.not_matchable``.
    """
    cohort, asked = await app.database.read(_ask, actor, name)
    result = await solving.solve(asked)

    def keep(connection: Connection) -> Proposed:
        now = app.clock.now()
        require_moderator(connection, actor)
        interactions.record(connection, actor.interaction, actor.guild, now)
        run = match_runs.add(
            connection,
            actor.guild,
            cohort.id,
            asked=asked,
            result=result,
            created_by=actor.user,
            now=now,
        )
        return Proposed(cohort, run)

    return await app.database.write(keep)


def _ask(connection: Connection, actor: Actor, name: str) -> tuple[Cohort, MatchInput]:
    require_moderator(connection, actor)
    cohort = _matchable(connection, actor.guild, name)
    people = match_people.waiting(connection, cohort)
    mentees = sum(person.is_mentee for person in people)
    mentors = sum(person.is_mentor and person.capacity > 0 for person in people)
    if not mentees or not mentors:
        raise DomainError("match.nobody", cohort=cohort.name, mentees=mentees, mentors=mentors)
    return cohort, MatchInput.of(people, solving.settings_for(cohort.created_at))


async def find(app: App, actor: Actor, run: MatchRunId) -> Proposed:
    """Return a run with its cohort; moderators only."""

    def look(connection: Connection) -> Proposed:
        require_moderator(connection, actor)
        found = match_runs.get(connection, actor.guild, run)
        return Proposed(cohorts.get(connection, actor.guild, found.cohort), found)

    return await app.database.read(look)


async def approve_latest(app: App, actor: Actor, name: str) -> Approved:
    """Approve the cohort's newest run; see `approve`."""

    def find(connection: Connection) -> MatchRunId:
        require_moderator(connection, actor)
        cohort = _matchable(connection, actor.guild, name)
        run = match_runs.find_latest(connection, actor.guild, cohort.id)
        if run is None:
            raise DomainError("match.none", cohort=cohort.name)
        return run.id

    return await approve(app, actor, await app.database.read(find))


async def approve(app: App, actor: Actor, run: MatchRunId) -> Approved:
    """Make the pairs of a run and plan their introductions, all or nothing; moderators only.

    Everything is checked again in the same transaction. Raises `DomainError` ``match.approved``,
    ``match.superseded``, or ``match.changed`` when somebody's sign-up is not what it was.
    """
    return await app.database.write(_approve, app, actor, run)


def _approve(connection: Connection, app: App, actor: Actor, run_id: MatchRunId) -> Approved:
    now = app.clock.now()
    require_moderator(connection, actor)
    interactions.record(connection, actor.interaction, actor.guild, now)
    run = match_runs.get(connection, actor.guild, run_id)
    if run.state is not MatchRunState.PROPOSED:
        approved = run.state is MatchRunState.APPROVED
        raise DomainError("match.approved" if approved else "match.superseded")
    cohort = cohorts.get(connection, actor.guild, run.cohort)
    _require_matchable(cohort)
    _require_unchanged(connection, cohort, run)
    made = tuple(_introduce(connection, app, cohort, pair) for pair in run.result.pairs)
    waitlisted = _waitlist(connection, app, cohort)
    match_runs.set_state(connection, actor.guild, run.id, MatchRunState.APPROVED)
    cohorts.set_state(connection, actor.guild, cohort.id, CohortState.RUNNING)
    return Approved(cohort, made, waitlisted)


def _require_unchanged(connection: Connection, cohort: Cohort, run: MatchRun) -> None:
    """Refuse when anybody who would be paired has changed their answers or left."""
    now = {person.id: person for person in match_people.waiting(connection, cohort)}
    then = {person.id: person for person in run.asked.people}
    involved = {user for pair in run.result.pairs for user in (pair.mentor, pair.mentee)}
    changes = sum(now.get(user) != then[user] for user in involved)
    if changes:
        raise DomainError("match.changed", changes=changes)


def _introduce(connection: Connection, app: App, cohort: Cohort, matched: MatchedPair) -> PairId:
    """Make one pair, mark both as placed, and plan the introduction."""
    now = app.clock.now()
    mentor, mentee = UserId(int(matched.mentor)), UserId(int(matched.mentee))
    found = enrolments.find(connection, cohort.guild, cohort.id, mentee, Role.MENTEE)
    assert found is not None, "an unchanged run holds enrolled people only"
    pair = pairs.add(
        connection,
        cohort.guild,
        cohort=cohort.id,
        code=_new_code(connection, cohort.guild),
        members=(Member(mentor, Role.MENTOR), Member(mentee, Role.MENTEE)),
        reasons=matched.reasons,
        check_in_days=cohort.check_in_days,
        check_in_weekday=cohort.check_in_weekday,
        check_in_time=cohort.check_in_time,
        time_zone=found.answers.time_zone,
        now=now,
    )
    enrolments.set_state(connection, found, EnrolmentState.PLACED)
    offered = enrolments.find(connection, cohort.guild, cohort.id, mentor, Role.MENTOR)
    assert offered is not None, "an unchanged run holds enrolled people only"
    enrolments.set_state(connection, offered, EnrolmentState.PLACED)
    outbox.plan(
        connection,
        guild=cohort.guild,
        kind=NudgeKind.INTRODUCTION,
        subject_type="pair",
        subject_id=pair,
        due_at=now,
    )
    return pair


def _waitlist(connection: Connection, app: App, cohort: Cohort) -> int:
    """Put mentees nobody was found for on the list for the next round, and tell them."""
    now = app.clock.now()
    waiting = [
        enrolment
        for enrolment in enrolments.of_cohort(connection, cohort.guild, cohort.id)
        if enrolment.role is Role.MENTEE and enrolment.state is not EnrolmentState.PLACED
    ]
    for enrolment in waiting:
        enrolments.set_state(connection, enrolment, EnrolmentState.WAITLISTED)
        outbox.plan(
            connection,
            guild=cohort.guild,
            kind=NudgeKind.WAITLISTED,
            subject_type="cohort",
            subject_id=cohort.id,
            recipient=enrolment.user,
            occurrence=now.date().isoformat(),
            due_at=now,
        )
    return len(waiting)


def _matchable(connection: Connection, guild: GuildId, name: str) -> Cohort:
    cohort = cohorts.get_by_name(connection, guild, name, cohort_rules.name_key(name))
    _require_matchable(cohort)
    return cohort


def _require_matchable(cohort: Cohort) -> None:
    if cohort.state not in _MATCHABLE:
        raise DomainError("match.not_matchable", cohort=cohort.name, state=cohort.state)


def _new_code(connection: Connection, guild: GuildId) -> str:
    while True:
        code = "".join(secrets.choice(_CODE_ALPHABET) for _ in range(_CODE_LENGTH))
        if not pairs.has_code(connection, guild, code):
            return code
