"""One act on many cases: shown first with whom it touches, done once confirmed, and logged."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.errors import DomainError
from bot.domain.ids import ActId, CaseId
from bot.domain.moderation import cases as rules
from bot.domain.moderation.acts import CASE_ACTS, NO_COHORT, ActFacts, ActKind
from bot.domain.moderation.case_lists import CaseFilter, numbers
from bot.domain.states import CaseAction, CaseState
from bot.services.moderation import case_lists, case_steps
from bot.services.moderation.acts import gone_of
from bot.services.moderation.permissions import require_moderator
from bot.services.work import Work, reads, writes
from bot.storage.moderation import acts, cases
from bot.storage.moderation.acts import Act
from bot.storage.moderation.cases import Case
from bot.storage.pairs.pairs import Pair

# What can be done with many cases at once.
IN_BULK = {
    ActKind.CASES_EXTENDED: CaseAction.EXTENDED,
    ActKind.CASES_WRITTEN: CaseAction.WROTE,
    ActKind.CASES_RETRIED: CaseAction.RETRIED,
    ActKind.CASES_RESOLVED: CaseAction.RESOLVED,
}


@dataclass(frozen=True, slots=True)
class CasesToConfirm:
    """An act on many cases that waits for a moderator's word.

    `about` are the cases, `left_out` counts those that the act can't be done with, and with `anew`
    it was confirmed, but would have touched others by then. Of those whom it would tell, `gone`
    left the server.
    """

    act: Act
    about: tuple[Case, ...]
    left_out: int = 0
    anew: bool = False
    gone: int = 0

    @property
    def lines(self) -> list[tuple[Case, ...]]:
        """Return the cases as they are listed: those about one pair together."""
        return _lines(self.about)


@dataclass(frozen=True, slots=True)
class CasesMoved:
    """An act on many cases was done; `about` are the cases, and `facts` whom it touched."""

    kind: ActKind
    about: tuple[Case, ...]
    facts: ActFacts

    @property
    def lines(self) -> list[tuple[Case, ...]]:
        """Return the cases as they are listed: those about one pair together."""
        return _lines(self.about)


@writes
def ask(
    work: Work,
    kind: ActKind,
    wanted: CaseFilter,
    like: CaseId | None = None,
    typed: str = "",
    *,
    own: bool = False,
) -> CasesToConfirm:
    """Show what an act on all listed cases, or on those with the cause of `like`, would touch.

    Moderators only. With `own`, only those of the cohort of `like`. `typed` is the message, or the
    note. Raises `DomainError` ``case.none_left``, ``case.note_empty``, ``case.note_long``.
    """
    require_moderator(work)
    if kind is ActKind.CASES_WRITTEN or typed.strip():
        typed = rules.check_note(typed)
    if like is None:
        found = case_lists.listed(work, wanted)
        lines = found.entries
    else:
        shown = case_lists.cause_shown(work, like, wanted, own=own)
        found, lines = shown.listed, shown.cause.entries if shown.cause else ()
    every = [found.by_id[case] for case in numbers(lines)]
    fit = [case for case in every if _fits(work, kind, case)]
    if kind is ActKind.CASES_WRITTEN:
        # A pair reads it once, however many cases it has.
        pairs = [rules.pair_in(case.subject, case.facts) for case in fit]
        fit = [case for place, case in enumerate(fit) if pairs[place] not in pairs[:place]]
    if not fit:
        raise DomainError("case.none_left")
    return _show(work, kind, fit, typed, len(lines) - len(_lines(fit)))


@writes
def ask_one(work: Work, case_id: CaseId, typed_note: str = "") -> CasesToConfirm:
    """Show what it would touch to resolve one case whose pair ends with it; moderators only.

    Raises `DomainError` ``case.none_left`` for one that was resolved, and ``case.note_long``.
    """
    require_moderator(work)
    note = rules.check_note(typed_note) if typed_note.strip() else ""
    case = cases.get(work.connection, work.guild, case_id)
    if case.state is not CaseState.OPEN:
        raise DomainError("case.none_left")
    beside = case_steps.companions(work, case)
    return _show(work, ActKind.CASES_RESOLVED, [case, *beside], note, 0)


@reads
def find(work: Work, act_id: ActId) -> CasesToConfirm:
    """Return an act on many cases that waits for a moderator's word; moderators only."""
    act = _require_shown(work, act_id)
    about = tuple(cases.get(work.connection, work.guild, case) for case in act.facts.cases)
    return CasesToConfirm(act, about, act.facts.number, gone=gone_of(work, act.facts))


@writes
def annotate(work: Work, act_id: ActId, typed: str) -> CasesToConfirm:
    """Show an act anew with a note that will be kept with each case; moderators only."""
    act = _require_shown(work, act_id)
    note = rules.check_note(typed)
    return _show(work, act.kind, _still_open(work, act), note, act.facts.number)


@writes
def confirm(work: Work, act_id: ActId) -> CasesMoved | CasesToConfirm:
    """Do what was shown with those cases that are still open; moderators only.

    If it would touch pairs that were not shown, it is shown anew.
    """
    act = _require_shown(work, act_id)
    about = _still_open(work, act)
    touched = _touched(work, act.kind, about)
    if not set(case_steps.facts_of(touched).pairs) <= set(act.facts.pairs):
        return _show(work, act.kind, about, act.facts.note, act.facts.number, anew=True)
    note, kind = act.facts.note, act.kind
    for case in about:
        match kind:
            case ActKind.CASES_EXTENDED:
                case_steps.extend(work, case)
            case ActKind.CASES_WRITTEN:
                case_steps.write(work, case, note)
            case ActKind.CASES_RETRIED:
                case_steps.retry(work, case)
            case _:
                case_steps.resolve(work, case, note)
    # What was written to people is theirs; the log says that it was.
    said = "" if kind is ActKind.CASES_WRITTEN else note
    parts = case_steps.by_cohort(work, about, touched, said)
    (cohort, facts), *others = parts.items() or [(NO_COHORT, ActFacts())]
    acts.record_done(work.connection, act, work.user, facts, work.now, cohort=cohort)
    for other, its_facts in others:
        acts.add(
            work.connection, work.guild, other, kind, work.user, its_facts, work.now, is_done=True
        )
    done = replace(case_steps.facts_of(touched), cases=tuple(case.id for case in about))
    return CasesMoved(kind, tuple(about), done)


def _require_shown(work: Work, act_id: ActId) -> Act:
    require_moderator(work)
    act = acts.get(work.connection, work.guild, act_id)
    if act.kind not in CASE_ACTS:
        raise DomainError("act.unknown")
    if act.done_at is not None:
        raise DomainError("act.done")
    return act


def _show(
    work: Work,
    kind: ActKind,
    about: Sequence[Case],
    note: str,
    left_out: int,
    *,
    anew: bool = False,
) -> CasesToConfirm:
    facts = replace(
        case_steps.facts_of(_touched(work, kind, about)),
        cases=tuple(case.id for case in about),
        note=note,
        number=left_out,
    )
    act = acts.add(
        work.connection, work.guild, NO_COHORT, kind, work.user, facts, work.now, is_done=False
    )
    return CasesToConfirm(act, tuple(about), left_out, anew, gone_of(work, facts))


def _still_open(work: Work, act: Act) -> list[Case]:
    every = (cases.get(work.connection, work.guild, case) for case in act.facts.cases)
    return [case for case in every if case.state is CaseState.OPEN and _fits(work, act.kind, case)]


def _fits(work: Work, kind: ActKind, case: Case) -> bool:
    """Return whether an act can be done with a case."""
    match kind:
        case ActKind.CASES_WRITTEN:
            pair = case_steps.pair_concerned(work.connection, case)
            return case_steps.may_be_written_to(pair)
        case ActKind.CASES_RETRIED:
            return case_steps.can_be_retried(case) and not _is_over(work, case)
        case _:
            return True


def _is_over(work: Work, case: Case) -> bool:
    is_of_pair = rules.pair_of(case.subject) is not None
    return is_of_pair and case_steps.pair_about(work.connection, case) is None


def _touched(work: Work, kind: ActKind, about: Sequence[Case]) -> list[Pair]:
    """Return the pairs that an act ends, or that get a message by it, each once."""
    found: dict[int, Pair] = {}
    for case in about:
        if kind is ActKind.CASES_RESOLVED:
            pair = case_steps.ends_with(work.connection, case)
        elif kind is ActKind.CASES_EXTENDED:
            pair = None
        else:
            pair = case_steps.pair_concerned(work.connection, case)
        if pair is not None:
            found[pair.id] = pair
    return list(found.values())


def _lines(about: Sequence[Case]) -> list[tuple[Case, ...]]:
    by_line: dict[str, list[Case]] = defaultdict(list)
    for case in about:
        pair = rules.pair_in(case.subject, case.facts)
        by_line[f"pair:{pair}" if pair else f"case:{case.id}"].append(case)
    return [tuple(some) for some in by_line.values()]
