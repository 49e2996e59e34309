"""Approve all or some pairs of a proposal, and undo an approval."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.errors import DomainError
from bot.domain.ids import ActId, MatchRunId, PairId, UserId
from bot.domain.matching import MatchedPair
from bot.domain.moderation.acts import UNDO_WITHIN, ActFacts, ActKind
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import WaitNews
from bot.domain.states import (
    CohortState,
    EndReason,
    EnrolmentState,
    MatchRunState,
    MeetingState,
    PairState,
    Role,
)
from bot.services.matching import people as match_people
from bot.services.matching.runs import (
    changed_since,
    made_of,
    matchable,
    require_matchable,
    require_proposed,
    require_shown,
)
from bot.services.moderation import acts
from bot.services.moderation.acts import ToConfirm
from bot.services.moderation.permissions import require_moderator
from bot.services.nudges.settings import rhythm_of
from bot.services.pairs.introductions import find_circle, find_undone, in_circles, introduce
from bot.services.work import Work, writes
from bot.storage import outbox, presence
from bot.storage.cohorts import cohorts, enrolments
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.cohorts.enrolments import Enrolment
from bot.storage.matching import runs, waitlist
from bot.storage.matching.runs import MatchRun
from bot.storage.meetings import meetings
from bot.storage.moderation import acts as stored_acts
from bot.storage.moderation.acts import Act
from bot.storage.pairs import circle_decisions, pairs
from bot.storage.pairs import endings as pair_endings
from bot.storage.pairs.pairs import Pair


@dataclass(frozen=True, slots=True)
class Approved:
    """Introductions are planned; `left` are still to be approved.

    `new` mentees are in a pair or circle that was made, and `joined` in a circle that was there.
    Those who go on `again` are in a pair whose earlier approval was undone.
    """

    cohort: Cohort
    new: int
    joined: int
    left: tuple[MatchedPair, ...]
    waitlisted: int
    again: int = 0


@dataclass(frozen=True, slots=True)
class Undone:
    """An approval was undone: how many pairs were cancelled, and how many ended with a goodbye.

    `left` newcomers are in the circle that they joined no longer.
    """

    cohort: Cohort
    unseen: int
    ended: int
    left: int = 0


@writes
def ask_for_shown(work: Work, name: str, numbers: Sequence[int] = ()) -> ToConfirm:
    """Show whom it would touch to approve the newest run, which the moderator must have seen.

    Numbers choose its pairs, counted from 1; none means all. See `ask`.
    """
    require_moderator(work)
    run = require_shown(work, matchable(work.connection, work.guild, name))
    return _ask(work, run, _chosen_by_number(run, numbers) if numbers else None)


@writes
def ask(work: Work, run_id: MatchRunId, mentees: Sequence[str] | None = None) -> ToConfirm:
    """Show whom it would touch to approve pairs of a run; moderators only.

    `mentees` choose some pairs; the others stay proposed. Raises `DomainError` as `approve`.
    """
    require_moderator(work)
    return _ask(work, runs.get(work.connection, work.guild, run_id), mentees)


def _ask(work: Work, run: MatchRun, mentees: Sequence[str] | None) -> ToConfirm:
    cohort = cohorts.get(work.connection, work.guild, run.cohort)
    open_ = _open_pairs(work, cohort, run)
    chosen = [pair for pair in open_ if mentees is None or pair.mentee in mentees]
    if mentees is not None and not chosen:
        raise DomainError("match.approved")
    facts = _facts(work, cohort, run, open_, chosen)
    return acts.show(work, cohort, ActKind.APPROVED, facts)


@writes
def approve(work: Work, act_id: ActId) -> Approved | ToConfirm:
    """Make the pairs that were shown and plan their introductions, all or nothing; moderators only.

    Everything is checked again in the same transaction; if others would get a message by now, it is
    shown anew. Sign-up stays open if it is. Raises `DomainError` ``match.approved``,
    ``match.superseded``, or ``match.changed`` when someone's sign-up has changed.
    """
    act, cohort = acts.require_shown(work, act_id, ActKind.APPROVED)
    run = runs.get(work.connection, work.guild, MatchRunId(act.facts.of))
    open_ = _open_pairs(work, cohort, run)
    shown = {str(mentee) for pair in act.facts.pairs for mentee in pair[1:]}
    chosen = [pair for pair in open_ if pair.mentee in shown]
    if shown and not chosen:
        raise DomainError("match.approved")
    facts = _facts(work, cohort, run, open_, chosen)
    if acts.is_stale(act, facts):
        return acts.show(work, cohort, ActKind.APPROVED, facts, since=act.facts)
    first = frozenset(
        enrolment
        for enrolment, wait in waitlist.list_for_cohort(
            work.connection, work.guild, cohort.id
        ).items()
        if wait.priority
    )
    made = tuple(
        _introduce(work, cohort, run.id, circle)
        for circle in in_circles(work.connection, cohort, chosen)
    )
    left = tuple(pair for pair in open_ if pair not in chosen)
    if not left:
        _waitlist(work, cohort, run, act_id)
        runs.set_state(work.connection, work.guild, run.id, MatchRunState.APPROVED)
    if cohort.state is not CohortState.ENROLLING:
        cohorts.set_state(work.connection, work.guild, cohort.id, CohortState.RUNNING)
    done = replace(facts, pair_ids=made, first=tuple(sorted(first)))
    acts.record_done(work, act, done)
    joined = len(facts.joins)
    new = facts.matches - joined - facts.number
    return Approved(cohort, new, joined, left, len(facts.waiting), again=facts.number)


def _open_pairs(work: Work, cohort: Cohort, run: MatchRun) -> list[MatchedPair]:
    require_proposed(run)
    require_matchable(cohort)
    return _still_open(work.connection, run)


def _facts(
    work: Work,
    cohort: Cohort,
    run: MatchRun,
    open_: Sequence[MatchedPair],
    chosen: list[MatchedPair],
) -> ActFacts:
    """Return who is introduced, and, if nothing of the run is left then, who is waitlisted.

    Whoever left the server reads nothing, and isn't named.
    """
    departed = presence.departed(work.connection, work.guild)
    _require_unchanged(work.connection, cohort, run, chosen)
    introduced = {pair.mentee for pair in chosen}
    waiting = _unmatched(work, cohort) if len(open_) == len(chosen) else []
    together: list[tuple[UserId, ...]] = []
    joins: list[tuple[PairId, UserId]] = []
    again = 0
    for circle in in_circles(work.connection, cohort, chosen):
        mentor = UserId(int(circle[0].mentor))
        mentees = tuple(UserId(int(pair.mentee)) for pair in circle)
        known = find_circle(work.connection, cohort, mentor, *mentees)
        together.append((mentor, *(known.mentees if known else ()), *mentees))
        joins += [(known.id, mentee) for mentee in mentees] if known else []
        undone = None if known else find_undone(work.connection, cohort, mentor, mentees)
        again += len(mentees) if undone else 0
    paired = [UserId(int(user)) for pair in chosen for user in (pair.mentor, pair.mentee)]
    places = enrolments.list_for_people(work.connection, work.guild, cohort.id, paired)
    return ActFacts(
        pairs=tuple(together),
        waiting=tuple(
            each.user
            for each in waiting
            if str(each.user) not in introduced and each.user not in departed
        ),
        of=run.id,
        number=again,
        before=cohort.state.value,
        joins=tuple(joins),
        cautions=match_people.unconfirmed(places),
    )


def _chosen_by_number(run: MatchRun, numbers: Sequence[int]) -> list[str]:
    most = len(run.result.pairs)
    for number in numbers:
        if not 1 <= number <= most:
            raise DomainError("match.no_such_pair", number=number, most=most)
    return [run.result.pairs[number - 1].mentee for number in numbers]


def _still_open(connection: Connection, run: MatchRun) -> list[MatchedPair]:
    made = made_of(connection, run)
    return [pair for pair in run.result.pairs if pair.mentee not in made]


def _require_unchanged(
    connection: Connection, cohort: Cohort, run: MatchRun, chosen: list[MatchedPair]
) -> None:
    """Refuse if anyone to be paired changed their answers, left, or may no longer be paired."""
    changed = changed_since(connection, cohort, run, chosen)
    if changed:
        raise DomainError("match.changed", changes=len(changed), people=sorted(changed))


def _introduce(work: Work, cohort: Cohort, run: MatchRunId, circle: list[MatchedPair]) -> PairId:
    """Create one pair or circle, or let its mentees join the mentor's, and plan what they read."""
    mentees = [UserId(int(pair.mentee)) for pair in circle]
    reasons = [reason for pair in circle for reason in pair.reasons]
    return introduce(work, cohort, UserId(int(circle[0].mentor)), mentees, reasons, run)


def _unmatched(work: Work, cohort: Cohort) -> list[Enrolment]:
    return [
        enrolment
        for enrolment in enrolments.list_for_cohort(work.connection, cohort.guild, cohort.id)
        if enrolment.role is Role.MENTEE and enrolment.state is not EnrolmentState.PLACED
    ]


def _waitlist(work: Work, cohort: Cohort, run: MatchRun, act: ActId) -> None:
    """Waitlist the mentees who were not matched, and plan the message that tells them."""
    next_round = work.now + timedelta(days=work.app.settings.matching.next_round_days)
    departed = presence.departed(work.connection, work.guild)
    for enrolment in _unmatched(work, cohort):
        enrolments.set_state(work.connection, enrolment, EnrolmentState.WAITLISTED)
        reason = run.reason_for(enrolment.user)
        waitlist.explain(work.connection, cohort.guild, enrolment.id, reason, next_round)
        if enrolment.user not in departed:
            _tell(work, cohort, enrolment.user, act)


def _tell(work: Work, cohort: Cohort, user: UserId, act: ActId) -> None:
    news = WaitNews.ROUND
    waitlist.plan_news(work.connection, work.guild, cohort.id, user, news, str(act), work.now)


def _pair(work: Work, pair: PairId) -> Pair:
    return pairs.get(work.connection, work.guild, pair)


@writes
def ask_to_undo(work: Work, name: str) -> ToConfirm:
    """Show whom it would touch to undo the cohort's last approval; moderators only.

    Raises `DomainError` ``match.nothing_to_undo``, ``match.undo_late``, and ``match.undo_met``.
    """
    require_moderator(work)
    cohort = matchable(work.connection, work.guild, name)
    _, facts = _last_approval(work, cohort)
    return acts.show(work, cohort, ActKind.UNDID, facts)


@writes
def undo(work: Work, act_id: ActId) -> Undone | ToConfirm:
    """Undo the approval that was shown, if it is still the last one; moderators only.

    An introduction that was not sent is cancelled and no one hears of it; a pair that was
    introduced ends with a goodbye. Raises `DomainError` as `ask_to_undo`.
    """
    act, cohort = acts.require_shown(work, act_id, ActKind.UNDID)
    require_matchable(cohort)
    approval, facts = _last_approval(work, cohort)
    if acts.is_stale(act, facts):
        return acts.show(work, cohort, ActKind.UNDID, facts, since=act.facts)
    closed = [
        pair_endings.close(work.connection, _pair(work, pair), EndReason.UNDONE, work.now)
        for pair in facts.pair_ids
    ]
    for pair, mentee in facts.leaves:
        _take_back(work, cohort, pair, mentee)
    for enrolment in approval.facts.first:
        waitlist.put_first(work.connection, work.guild, enrolment, None)
    run = MatchRunId(approval.facts.of)
    runs.set_state(work.connection, work.guild, run, MatchRunState.UNDONE)
    why, kind = "the approval was undone", NudgeKind.WAITLISTED
    outbox.cancel(work.connection, work.guild, "cohort", cohort.id, why, work.now, kind=kind)
    stored_acts.end(work.connection, approval, work.now)
    acts.record_done(work, act, facts)
    is_open = cohort.state is CohortState.ENROLLING
    if not is_open and not pairs.has_begun(work.connection, work.guild, cohort.id):
        cohorts.set_state(work.connection, work.guild, cohort.id, CohortState.MATCHING)
    unseen, ended = closed.count(False), closed.count(True)
    return Undone(cohort, unseen, ended, left=len(facts.leaves))


def _take_back(work: Work, cohort: Cohort, pair_id: PairId, mentee: UserId) -> None:
    """Let a newcomer out of a circle again; its people hear of it if they heard of the joining."""
    pair, rhythm = _pair(work, pair_id), rhythm_of(work.app)
    enrolment = enrolments.find(work.connection, work.guild, cohort.id, mentee, Role.MENTEE)
    if enrolment is not None and enrolment.state is EnrolmentState.PLACED:
        enrolments.set_state(work.connection, enrolment, EnrolmentState.APPLIED)
    circle_decisions.take_back_joining(work.connection, pair, mentee, rhythm, work.now)


def _last_approval(work: Work, cohort: Cohort) -> tuple[Act, ActFacts]:
    """Return the last approval that holds, and whom it would touch to undo it.

    Mentees whom it brought to a circle leave that again; the circle goes on.
    """
    approvals = stored_acts.holding(work.connection, work.guild, cohort.id, ActKind.APPROVED)
    for approval in approvals:
        joined = {pair for pair, _ in approval.facts.joins}
        made = [_pair(work, pair) for pair in approval.facts.pair_ids if pair not in joined]
        live = [pair for pair in made if pair.state is not PairState.ENDED]
        grown = {pair: _pair(work, pair) for pair in joined}
        leaves = tuple(
            (pair, mentee)
            for pair, mentee in approval.facts.joins
            if grown[pair].has(mentee) and grown[pair].state is not PairState.ENDED
        )
        if live or leaves:
            break
    else:
        raise DomainError("match.nothing_to_undo", cohort=cohort.name)
    done_at = approval.done_at
    assert done_at is not None, "it holds"
    live += [grown[pair] for pair in dict.fromkeys(pair for pair, _ in leaves)]
    if work.now - done_at > UNDO_WITHIN:
        raise DomainError("match.undo_late", at=done_at, pairs=len(live))
    met = sum(_has_met(work, pair, done_at) for pair in live)
    if met:
        raise DomainError("match.undo_met", pairs=met)
    return approval, ActFacts(
        pairs=tuple((pair.mentor, *pair.mentees) for pair in live),
        pair_ids=tuple(pair.id for pair in live if pair.id not in grown),
        of=approval.id,
        leaves=leaves,
        number=len(_who_hear(work, live, leaves)),
    )


def _who_hear(
    work: Work, live: Sequence[Pair], leaves: Sequence[tuple[PairId, UserId]]
) -> set[UserId]:
    """Return who reads that the approval is undone: those who read that they were matched."""
    hear: set[UserId] = set()
    for pair in live:
        everyone = {member.user for member in pair.members}
        left = {mentee for of, mentee in leaves if of == pair.id}
        told = {
            mentee for mentee in left if circle_decisions.was_told(work.connection, pair, mentee)
        }
        if left:
            hear |= everyone - left | told if told else set()
        elif pair_endings.was_introduced(work.connection, pair):
            hear |= everyone
    return hear


def _has_met(work: Work, pair: Pair, since: datetime) -> bool:
    """Return whether a pair met after the approval; a circle may have, before it grew."""
    return any(
        meeting.starts_at is not None
        and since <= meeting.starts_at
        and (
            meeting.state is MeetingState.HAPPENED
            or (meeting.state is MeetingState.CONFIRMED and meeting.starts_at <= work.now)
        )
        for meeting in meetings.list_for_pair(work.connection, work.guild, pair.id)
    )
