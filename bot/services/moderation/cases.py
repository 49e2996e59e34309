"""Cases: ask for help, view, take, act, resolve. Each step is added to the case's log."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.domain.errors import DomainError
from bot.domain.ids import CaseId, CheckInId, UserId
from bot.domain.moderation import cases as rules
from bot.domain.moderation.cases import CaseKind, Weighed
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.requests import transitions as request_steps
from bot.domain.states import CaseAction, CaseState, EndReason, PairState
from bot.services.moderation.help_requests import HelpAsked, ask_about
from bot.services.moderation.permissions import require_moderator
from bot.services.progress.check_ins import record_help, require_member
from bot.services.requests import transitions as request_transitions
from bot.services.work import Work, reads, writes
from bot.storage import outbox, retries
from bot.storage.moderation import case_evidence, cases
from bot.storage.moderation.cases import Case, CaseStep
from bot.storage.pairs import endings as pair_endings
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair
from bot.storage.requests import requests


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A case with its log, and its pair if that has not ended."""

    case: Case
    trail: tuple[CaseStep, ...]
    pair: Pair | None


@dataclass(frozen=True, slots=True)
class CaseMoved:
    """A moderator acted on a case; with `already`, it had been resolved before."""

    case: Case
    action: CaseAction
    already: bool = False


@writes
def ask_for_help(work: Work, check_in_id: CheckInId) -> HelpAsked:
    """Open a case for the pair of a check-in, ended or not, at the request of one of it."""
    check_in, pair = require_member(work, check_in_id)
    record_help(work, check_in, pair)
    return ask_about(work, pair, rules.CaseKind.HELP_ASKED)


@reads
def open_cases(work: Work) -> list[Case]:
    """Return the open cases, most important first and snoozed ones last; moderators only."""
    require_moderator(work)
    by_id = {case.id: case for case in cases.open_in(work.connection, work.guild)}
    weighed = [
        Weighed(case.id, case.kind, case.opened_at, case.extended_until) for case in by_id.values()
    ]
    waiting = [by_id.pop(case) for case in rules.ranked(weighed, work.now)]
    return [*waiting, *by_id.values()]


@reads
def show(work: Work, case_id: CaseId) -> CaseShown:
    """Return a case with its log; moderators only. Raises ``case.unknown``."""
    require_moderator(work)
    case = cases.get(work.connection, work.guild, case_id)
    trail = cases.trail(work.connection, work.guild, case_id)
    pair = _pair_of(work.connection, case)
    if pair is not None and case.kind == CaseKind.NO_FIRST_MEETING:
        # What was tried since the case was opened counts too.
        tried = case_evidence.meetings_that_failed(work.connection, work.guild, pair.id)
        case = replace(case, facts=case.facts | tried)
    return CaseShown(case, tuple(trail), pair)


@writes
def take_case(work: Work, case_id: CaseId) -> CaseMoved:
    """Assign a case to oneself, so that two moderators don't do the same; moderators only."""

    def act(case: Case) -> None:
        cases.assign(work.connection, case.guild, case.id, work.user)

    return _act(work, case_id, CaseAction.TAKEN, act)


@writes
def extend(work: Work, case_id: CaseId) -> CaseMoved:
    """Snooze a case for two weeks; moderators only."""

    def act(case: Case) -> None:
        cases.extend(work.connection, case.guild, case.id, work.now + rules.EXTENSION)

    return _act(work, case_id, CaseAction.EXTENDED, act)


@writes
def resolve(work: Work, case_id: CaseId) -> CaseMoved:
    """Close a case; one that is already closed stays so. Moderators only.

    If someone left the pair, it ends with its case, with a goodbye.
    """

    def act(case: Case) -> None:
        pair = _pair_of(work.connection, case)
        if case.kind == rules.CaseKind.SOMEBODY_LEFT and pair is not None:
            pair_endings.close(work.connection, pair, EndReason.LEFT, work.now)
        if case.kind == rules.CaseKind.THREAD_TROUBLE and pair is not None:
            _try_again(work, pair)
        cases.resolve(work.connection, case.guild, case.id, work.now)

    return _act(work, case_id, CaseAction.RESOLVED, act)


@writes
def rematch(work: Work, case_id: CaseId) -> CaseMoved:
    """End the pair of a case without giving a reason, so that each can be matched again.

    Moderators only. Raises `DomainError` ``case.no_pair`` if it is not about an active pair.
    """

    def act(case: Case) -> None:
        pair = _require_pair(work.connection, case)
        pair_endings.close(work.connection, pair, EndReason.REMATCH, work.now)
        cases.resolve(work.connection, case.guild, case.id, work.now)

    return _act(work, case_id, CaseAction.REMATCHED, act)


@writes
def hand_to(work: Work, case_id: CaseId, mentor: UserId) -> CaseMoved:
    """Send the request of a case to a mentor, who is asked like any other; moderators only.

    Raises `DomainError` ``case.no_request``, and as `request_steps.hand_to` does.
    """

    def act(case: Case) -> None:
        request_id = rules.request_of(case.subject)
        request = requests.find(work.connection, case.guild, request_id) if request_id else None
        if request is None:
            raise DomainError("case.no_request")
        ahead = request_transitions.ahead(work.connection, request, work.now)
        moved = request_steps.assign_to(request, mentor, ahead)
        cases.resolve(work.connection, case.guild, case.id, work.now)
        request_transitions.save(work.connection, request, moved, work.now)

    return _act(work, case_id, CaseAction.HANDED, act)


@writes
def write(work: Work, case_id: CaseId, typed: str) -> CaseMoved:
    """Send a moderator's note to the thread of the case's pair; moderators only.

    Raises `DomainError` ``case.no_pair``, ``case.note_empty``, ``case.note_long``.
    """
    note = rules.check_note(typed)

    def act(case: Case) -> None:
        pair = _require_pair(work.connection, case)
        if pair.introduced_at is None:
            raise DomainError("case.no_pair")
        step = cases.add_step(
            work.connection, case.guild, case.id, CaseAction.WROTE, work.user, work.now, note
        )
        outbox.plan(
            work.connection,
            guild=case.guild,
            kind=NudgeKind.CASE_NOTE,
            subject_type="case",
            subject_id=case.id,
            subject_version=step,
            due_at=work.now,
            occurrence=str(step),
        )

    return _act(work, case_id, CaseAction.WROTE, act)


def _act(work: Work, case_id: CaseId, action: CaseAction, act: Callable[[Case], None]) -> CaseMoved:
    """Act on an open case and add it to the log; a closed one is left as it is."""
    require_moderator(work)
    case = cases.get(work.connection, work.guild, case_id)
    if case.state is not CaseState.OPEN:
        return CaseMoved(case, action, already=True)
    act(case)
    if action is not CaseAction.WROTE:
        cases.add_step(work.connection, work.guild, case_id, action, work.user, work.now)
    return CaseMoved(cases.get(work.connection, work.guild, case_id), action)


def _try_again(work: Work, pair: Pair) -> None:
    """Retry right away what the pair's thread had refused; another refusal opens a new case."""
    if pair.thread is None:
        retries.list_for_subject(work.connection, pair.guild, "pair", pair.id, work.now)
    else:
        retries.in_thread(work.connection, pair.guild, pair.thread, work.now)


def _require_pair(connection: Connection, case: Case) -> Pair:
    pair = _pair_of(connection, case)
    if pair is None:
        raise DomainError("case.no_pair")
    return pair


def _pair_of(connection: Connection, case: Case) -> Pair | None:
    wanted = rules.pair_of(case.subject)
    pair = pairs.find(connection, case.guild, wanted) if wanted else None
    return None if pair is None or pair.state is PairState.ENDED else pair
