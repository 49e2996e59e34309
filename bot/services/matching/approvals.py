"""Approve all or some pairs of a proposal, and undo an approval."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import Connection

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import MatchRunId, PairId, UserId
from bot.domain.matching import MatchedPair, MatchPerson, broken_rules
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import CohortState, EndReason, EnrolmentState, MatchRunState, PairState, Role
from bot.services.actor import Actor
from bot.services.matching import people as match_people
from bot.services.matching.runs import (
    matchable,
    require_matchable,
    require_proposed,
    require_shown,
)
from bot.services.moderation.permissions import require_moderator
from bot.services.pairs.introductions import plan_introduction
from bot.services.pairs.pairs import new_code
from bot.services.work import Work, reads, writes
from bot.storage import outbox
from bot.storage.cohorts import cohorts, enrolments
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.cohorts.enrolments import Enrolment
from bot.storage.matching import runs, waitlist
from bot.storage.matching.runs import MatchRun
from bot.storage.pairs import endings as pair_endings
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Member

_REASONS = 3


@dataclass(frozen=True, slots=True)
class Approved:
    """Pairs were made, and their introductions are planned; `left` are still to be approved."""

    cohort: Cohort
    pairs: tuple[PairId, ...]
    left: int
    waitlisted: int


@dataclass(frozen=True, slots=True)
class Undone:
    """An approval was undone: how many pairs were cancelled, and how many ended with a goodbye."""

    cohort: Cohort
    unseen: int
    ended: int


async def approve_shown(app: App, actor: Actor, name: str, numbers: Sequence[int] = ()) -> Approved:
    """Approve the cohort's newest run, which the asker must have seen; `numbers` choose its pairs.

    Numbers count the run's pairs from 1; none means all. See `approve`.
    """
    run = await _shown(app, actor, name)
    wanted = _chosen_by_number(run, numbers) if numbers else None
    return await approve(app, actor, run.id, wanted)


@reads
def _shown(work: Work, name: str) -> MatchRun:
    require_moderator(work)
    return require_shown(work, matchable(work.connection, work.guild, name))


@writes
def approve(work: Work, run_id: MatchRunId, mentees: Sequence[str] | None = None) -> Approved:
    """Make pairs of a run and plan their introductions, all or nothing; moderators only.

    `mentees` choose some pairs; the others stay proposed. Everything is checked again in the same
    transaction. Raises `DomainError` ``match.approved``, ``match.superseded``, or ``match.changed``
    when someone's sign-up has changed.
    """
    require_moderator(work)
    run = runs.get(work.connection, work.guild, run_id)
    require_proposed(run)
    cohort = cohorts.get(work.connection, work.guild, run.cohort)
    require_matchable(cohort)
    open_ = _still_open(work.connection, run)
    chosen = [pair for pair in open_ if mentees is None or pair.mentee in mentees]
    if mentees is not None and not chosen:
        raise DomainError("match.approved")
    _require_unchanged(work.connection, cohort, run, chosen)
    made = tuple(
        _introduce(work, cohort, run.id, circle)
        for circle in _circles(chosen, together=cohort.circles)
    )
    waitlisted, left = 0, len(open_) - len(chosen)
    if not left:
        waitlisted = _waitlist(work, cohort, run)
        runs.set_state(work.connection, work.guild, run.id, MatchRunState.APPROVED)
    cohorts.set_state(work.connection, work.guild, cohort.id, CohortState.RUNNING)
    return Approved(cohort, made, left, waitlisted)


def _chosen_by_number(run: MatchRun, numbers: Sequence[int]) -> list[str]:
    most = len(run.result.pairs)
    for number in numbers:
        if not 1 <= number <= most:
            raise DomainError("match.no_such_pair", number=number, most=most)
    return [run.result.pairs[number - 1].mentee for number in numbers]


def _still_open(connection: Connection, run: MatchRun) -> list[MatchedPair]:
    made = {
        str(mentee)
        for pair in pairs.list_for_run(connection, run.guild, run.id)
        for mentee in pair.mentees
    }
    return [pair for pair in run.result.pairs if pair.mentee not in made]


def _require_unchanged(
    connection: Connection, cohort: Cohort, run: MatchRun, chosen: list[MatchedPair]
) -> None:
    """Refuse if anyone to be paired changed their answers, left, or may no longer be paired."""
    now = {person.id: person for person in match_people.waiting(connection, cohort, without=run.id)}
    then = {person.id: person for person in run.asked.people}
    involved = {user for pair in chosen for user in (pair.mentor, pair.mentee)}
    changed = {user for user in involved if not _same(now.get(user), then[user])}
    for pair in chosen:
        if not {pair.mentee, pair.mentor} & changed:
            forbidden = frozenset(run.asked.forbidden)
            settings = run.asked.settings
            if broken_rules(now[pair.mentee], now[pair.mentor], settings, forbidden):
                changed.add(pair.mentee)
    if changed:
        raise DomainError("match.changed", changes=len(changed), people=sorted(changed))


def _same(now: MatchPerson | None, then: MatchPerson) -> bool:
    # Partners matched by this very run count as earlier ones by now, so check the rules again.
    return (
        now is not None
        and now.present
        and replace(now, prior_partners=then.prior_partners, would_repeat=then.would_repeat) == then
    )


def _circles(chosen: list[MatchedPair], *, together: bool) -> list[list[MatchedPair]]:
    """Return who shares a thread: each pair alone, or all mentees of one mentor."""
    if not together:
        return [[pair] for pair in chosen]
    by_mentor: dict[str, list[MatchedPair]] = defaultdict(list)
    for pair in chosen:
        by_mentor[pair.mentor].append(pair)
    return list(by_mentor.values())


def _introduce(work: Work, cohort: Cohort, run: MatchRunId, circle: list[MatchedPair]) -> PairId:
    """Create one pair or circle, mark everyone as placed, and plan the introduction."""
    mentor = UserId(int(circle[0].mentor))
    mentees = [UserId(int(pair.mentee)) for pair in circle]
    host = _enrolled(work.connection, cohort, mentor, Role.MENTOR)
    guests = [_enrolled(work.connection, cohort, mentee, Role.MENTEE) for mentee in mentees]
    # A pair uses the mentee's time zone; a circle has several mentees, so it uses the mentor's.
    clock = host if len(guests) > 1 else guests[0]
    reasons = [reason for pair in circle for reason in pair.reasons]
    pair = pairs.add(
        work.connection,
        cohort.guild,
        cohort=cohort.id,
        match_run=run,
        code=new_code(work.connection, cohort.guild),
        members=(
            Member(mentor, Role.MENTOR),
            *(Member(mentee, Role.MENTEE) for mentee in mentees),
        ),
        reasons=tuple(note for at, note in enumerate(reasons) if note not in reasons[:at])[
            :_REASONS
        ],
        check_in_days=cohort.check_in_days,
        check_in_weekday=cohort.check_in_weekday,
        check_in_time=cohort.check_in_time,
        time_zone=clock.answers.time_zone,
        now=work.now,
    )
    for enrolment in (host, *guests):
        enrolments.set_state(work.connection, enrolment, EnrolmentState.PLACED)
        waitlist.over(work.connection, cohort.guild, enrolment.id)
    plan_introduction(work.connection, cohort.guild, pair, work.now)
    return pair


def _enrolled(connection: Connection, cohort: Cohort, user: UserId, role: Role) -> Enrolment:
    enrolment = enrolments.find(connection, cohort.guild, cohort.id, user, role)
    assert enrolment is not None, "an unchanged run holds enrolled people only"
    return enrolment


def _waitlist(work: Work, cohort: Cohort, run: MatchRun) -> int:
    """Waitlist the mentees who were not matched, and plan the message that tells them."""
    next_round = work.now + timedelta(days=work.app.settings.matching.next_round_days)
    waiting = [
        enrolment
        for enrolment in enrolments.list_for_cohort(work.connection, cohort.guild, cohort.id)
        if enrolment.role is Role.MENTEE and enrolment.state is not EnrolmentState.PLACED
    ]
    for enrolment in waiting:
        enrolments.set_state(work.connection, enrolment, EnrolmentState.WAITLISTED)
        reason = run.reason_for(enrolment.user)
        waitlist.explain(work.connection, cohort.guild, enrolment.id, reason, next_round)
        outbox.plan(
            work.connection,
            guild=cohort.guild,
            kind=NudgeKind.WAITLISTED,
            subject_type="cohort",
            subject_id=cohort.id,
            recipient=enrolment.user,
            occurrence=f"run:{run.id}",
            due_at=work.now,
        )
    return len(waiting)


@writes
def undo_approval(work: Work, name: str) -> Undone:
    """Undo the cohort's newest approval; moderators only.

    An introduction that was not sent is cancelled and no one hears of it; a pair that was
    introduced ends with a goodbye. Raises `DomainError` ``match.nothing_to_undo``.
    """
    require_moderator(work)
    cohort = matchable(work.connection, work.guild, name)
    live = [
        pair
        for pair in pairs.list_for_cohort(work.connection, work.guild, cohort.id)
        if pair.state is not PairState.ENDED and pair.match_run is not None
    ]
    if not live:
        raise DomainError("match.nothing_to_undo", cohort=cohort.name)
    newest = max(pair.match_run for pair in live if pair.match_run is not None)
    taken_back = [pair for pair in live if pair.match_run == newest]
    closed = [
        pair_endings.close(work.connection, pair, EndReason.UNDONE, work.now) for pair in taken_back
    ]
    runs.set_state(work.connection, work.guild, newest, MatchRunState.UNDONE)
    outbox.cancel(
        work.connection,
        work.guild,
        "cohort",
        cohort.id,
        "the approval was taken back",
        work.now,
        kind=NudgeKind.WAITLISTED,
    )
    if len(taken_back) == len(live):
        cohorts.set_state(work.connection, work.guild, cohort.id, CohortState.MATCHING)
    return Undone(cohort, unseen=closed.count(False), ended=closed.count(True))
