"""Work with cases: list, take, extend, write, try again, rematch, hand on, and resolve.

Each step is added to the case's log, and each act of a moderator to that of its cohort.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.domain.errors import DomainError
from bot.domain.ids import CaseId, CheckInId, UserId
from bot.domain.moderation import cases as rules
from bot.domain.moderation.cases import CaseClosed, CaseKind, Weighed
from bot.domain.requests import transitions as request_steps
from bot.domain.states import CaseAction, CaseState, EndReason, Look
from bot.services.moderation import case_steps
from bot.services.moderation.help_requests import HelpAsked, ask_about
from bot.services.moderation.permissions import require_moderator
from bot.services.progress.check_ins import record_help, require_member
from bot.services.requests import transitions as request_transitions
from bot.services.work import Work, reads, writes, writes_unrecorded
from bot.storage.moderation import case_evidence, cases
from bot.storage.moderation.case_cohorts import cohorts_of, names
from bot.storage.moderation.cases import Case, CaseStep
from bot.storage.pairs import endings as pair_endings
from bot.storage.pairs.pairs import Pair
from bot.storage.requests import requests
from bot.storage.safety import looks


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A case with its log, its pair if that has not ended, and the name of its cohort.

    `beside` is what else the bot has noticed about the pair, and `retries` says whether what it is
    about can be tried again. It is `closed` once it is resolved. With `put_off`, the day on which
    it comes back is the bot's: the pair was paused, and has time until then.
    """

    case: Case
    trail: tuple[CaseStep, ...]
    pair: Pair | None
    cohort: str = ""
    beside: tuple[Case, ...] = ()
    retries: bool = False
    closed: CaseClosed | None = None
    put_off: bool = False


@dataclass(frozen=True, slots=True)
class CaseMoved:
    """A moderator acted on a case, and on what was noticed `beside` it about the same pair.

    With `already`, it had been resolved before. A note was `noted` if it says so.
    """

    case: Case
    action: CaseAction
    already: bool = False
    beside: tuple[Case, ...] = ()
    noted: bool = False


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


@writes_unrecorded("only the day is kept: twice is the same as once")
def show(work: Work, case_id: CaseId) -> CaseShown:
    """Return a case with its log; moderators only. Raises ``case.unknown``.

    Its people see on which day it was opened, unless someone asked for it: that would tell the
    others.
    """
    require_moderator(work)
    case = cases.get(work.connection, work.guild, case_id)
    trail = cases.trail(work.connection, work.guild, case_id)
    pair = case_steps.pair_about(work.connection, case)
    if pair is not None and case.kind == CaseKind.NO_FIRST_MEETING:
        # What was tried since the case was opened counts too.
        tried = case_evidence.meetings_that_failed(work.connection, work.guild, pair.id)
        case = replace(case, facts=case.facts | tried)
    if pair is not None and not rules.askers(case.facts, case.opened_at):
        members = [member.user for member in pair.members]
        looks.record(work.connection, work.guild, work.user, members, Look.CASE, work.now)
    of_case = cohorts_of(work.connection, work.guild, [case]).get(case_id)
    return CaseShown(
        case,
        tuple(trail),
        pair,
        names(work.connection, work.guild)[of_case] if of_case else "",
        tuple(case_steps.companions(work, case)),
        case_steps.can_be_retried(case),
        cases.closed(case, trail),
        bool(cases.put_off_by_bot(work.connection, work.guild, [case_id])),
    )


@writes
def take_case(work: Work, case_id: CaseId) -> CaseMoved:
    """Assign a case to oneself, so that two moderators don't do the same; moderators only."""
    return _act(work, case_id, CaseAction.TAKEN, lambda case: case_steps.take(work, case))


@writes
def extend(work: Work, case_id: CaseId) -> CaseMoved:
    """Snooze a case, and what was noticed beside it, for two weeks; moderators only."""

    def act(case: Case) -> None:
        case_steps.extend(work, case)

    return _act(work, case_id, CaseAction.EXTENDED, act, beside=True)


@writes
def retry(work: Work, case_id: CaseId) -> CaseMoved:
    """Send once more what could not be delivered; moderators only.

    The case closes once it has arrived. Raises ``case.no_retry`` and ``pair.ended``.
    """
    return _act(work, case_id, CaseAction.RETRIED, lambda case: case_steps.retry(work, case))


@writes
def resolve(work: Work, case_id: CaseId, typed_note: str = "") -> CaseMoved:
    """Close a case, and what was noticed beside it, with a note if one is given; moderators only.

    One that is already closed stays so. If someone left the pair, it ends with its case, with a
    goodbye. Raises `DomainError` ``case.note_long``.
    """
    note = rules.check_note(typed_note) if typed_note.strip() else ""

    def act(case: Case) -> None:
        case_steps.resolve(work, case, note)

    return _act(work, case_id, CaseAction.RESOLVED, act, beside=True, note=note)


@writes
def note(work: Work, case_id: CaseId, typed: str) -> CaseMoved:
    """Add a moderator's note to a case, open or resolved; only moderators read it.

    Raises `DomainError` ``case.note_empty`` and ``case.note_long``.
    """
    require_moderator(work)
    words = rules.check_note(typed)
    case = cases.get(work.connection, work.guild, case_id)
    action = CaseAction.NOTED
    cases.add_step(work.connection, work.guild, case_id, action, work.user, work.now, words)
    case_steps.log_act(work, action, [case], note=words)
    return CaseMoved(case, action)


@writes
def rematch(work: Work, case_id: CaseId) -> CaseMoved:
    """End the pair of a case without giving a reason, so that each can be matched again.

    Moderators only. Raises `DomainError` ``case.no_pair`` if it is not about an active pair.
    """

    def act(case: Case) -> None:
        pair = _require_pair(work, case)
        cases.resolve(work.connection, case.guild, case.id, work.now)
        cases.add_step(
            work.connection, work.guild, case_id, CaseAction.REMATCHED, work.user, work.now
        )
        pair_endings.close(work.connection, pair, EndReason.REMATCH, work.now)

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
        cases.add_step(work.connection, work.guild, case_id, CaseAction.HANDED, work.user, work.now)
        request_transitions.save(work.connection, request, moved, work.now)

    return _act(work, case_id, CaseAction.HANDED, act)


@writes
def write(work: Work, case_id: CaseId, typed: str) -> CaseMoved:
    """Send a moderator's note to the thread of the case's pair; moderators only.

    Raises `DomainError` ``case.no_pair``, ``case.note_empty``, ``case.note_long``.
    """
    words = rules.check_note(typed)
    return _act(work, case_id, CaseAction.WROTE, lambda case: case_steps.write(work, case, words))


def _act(
    work: Work,
    case_id: CaseId,
    action: CaseAction,
    act: Callable[[Case], None],
    *,
    beside: bool = False,
    note: str = "",
) -> CaseMoved:
    """Act on an open case, and if wanted on what is `beside` it; a closed one is left as it is."""
    require_moderator(work)
    case = cases.get(work.connection, work.guild, case_id)
    if case.state is not CaseState.OPEN:
        return CaseMoved(case, action, already=True)
    others = case_steps.companions(work, case) if beside else []
    touched = _touched(work, action, case)
    for each in (case, *others):
        act(each)
    case_steps.log_act(work, action, [case, *others], touched, note)
    now = cases.get(work.connection, work.guild, case_id)
    return CaseMoved(now, action, beside=tuple(others), noted=bool(note))


def _touched(work: Work, action: CaseAction, case: Case) -> Sequence[Pair]:
    """Return the pair that an act on a case ends or writes to, if it does."""
    match action:
        case CaseAction.WROTE | CaseAction.REMATCHED:
            pair = case_steps.pair_concerned(work.connection, case)
        case CaseAction.RESOLVED:
            pair = case_steps.ends_with(work.connection, case)
        case _:
            pair = None
    return [pair] if pair is not None else []


def _require_pair(work: Work, case: Case) -> Pair:
    pair = case_steps.pair_about(work.connection, case)
    if pair is None:
        raise DomainError("case.no_pair")
    return pair
