"""What moderators do with one case, alone or among many: the step itself, and its log."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from bot.domain.errors import DomainError
from bot.domain.ids import CohortId
from bot.domain.moderation import cases as rules
from bot.domain.moderation.acts import CASE_ACTS, NO_COHORT, ActFacts, ActKind
from bot.domain.moderation.cases import CaseKind
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import CaseAction, EndReason, PairState
from bot.services.moderation import acts
from bot.services.work import Work
from bot.storage import outbox, retries
from bot.storage.moderation import cases
from bot.storage.moderation.case_cohorts import cohorts_of
from bot.storage.moderation.cases import Case
from bot.storage.pairs import endings as pair_endings
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair

ACT_OF = {
    CaseAction.TAKEN: ActKind.CASES_TAKEN,
    CaseAction.EXTENDED: ActKind.CASES_EXTENDED,
    CaseAction.WROTE: ActKind.CASES_WRITTEN,
    CaseAction.RETRIED: ActKind.CASES_RETRIED,
    CaseAction.RESOLVED: ActKind.CASES_RESOLVED,
    CaseAction.REMATCHED: ActKind.CASES_REMATCHED,
    CaseAction.HANDED: ActKind.CASES_HANDED,
    CaseAction.NOTED: ActKind.CASES_NOTED,
}
assert set(ACT_OF.values()) == CASE_ACTS, "each act on a case is logged"


def pair_about(connection: Connection, case: Case) -> Pair | None:
    """Return the pair that a case is about, unless it has ended."""
    wanted = rules.pair_of(case.subject)
    pair = pairs.find(connection, case.guild, wanted) if wanted else None
    return None if pair is None or pair.state is PairState.ENDED else pair


def pair_concerned(connection: Connection, case: Case) -> Pair | None:
    """Return the pair that a case, or the message it is about, concerns, unless it has ended."""
    wanted = rules.pair_in(case.subject, case.facts)
    pair = pairs.find(connection, case.guild, wanted) if wanted else None
    return None if pair is None or pair.state is PairState.ENDED else pair


def companions(work: Work, case: Case) -> list[Case]:
    """Return what else the bot has noticed about the same pair, which is decided with it."""
    pair = rules.pair_in(case.subject, case.facts)
    if pair is None:
        return []
    return [
        other
        for other in cases.open_in(work.connection, work.guild)
        if other.id != case.id
        and other.kind in rules.COMPANIONS
        and rules.pair_in(other.subject, other.facts) == pair
    ]


def take(work: Work, case: Case) -> None:
    """Assign a case to whoever acts."""
    cases.assign(work.connection, case.guild, case.id, work.user)
    _log(work, case, CaseAction.TAKEN)


def extend(work: Work, case: Case) -> None:
    """Snooze a case for two weeks."""
    cases.extend(work.connection, case.guild, case.id, work.now + rules.EXTENSION)
    _log(work, case, CaseAction.EXTENDED)


def ends_with(connection: Connection, case: Case) -> Pair | None:
    """Return the pair that ends when the case is resolved, because someone left it."""
    return pair_about(connection, case) if case.kind == CaseKind.SOMEBODY_LEFT else None


def resolve(work: Work, case: Case, note: str = "") -> None:
    """Close a case; if someone left its pair, that ends with a goodbye."""
    pair, ends = pair_about(work.connection, case), ends_with(work.connection, case)
    cases.resolve(work.connection, case.guild, case.id, work.now)
    _log(work, case, CaseAction.RESOLVED, note)
    if ends is not None:
        pair_endings.close(work.connection, ends, EndReason.LEFT, work.now)
    elif case.kind == CaseKind.THREAD_TROUBLE and pair is not None:
        _retry_in_thread(work, pair)


def retry(work: Work, case: Case) -> None:
    """Send once more what could not be delivered; the case closes once it has arrived."""
    noun, _, number = case.subject.partition(":")
    pair = pair_about(work.connection, case)
    if not can_be_retried(case):
        raise DomainError("case.no_retry")
    if noun == "pair" and pair is None:
        raise DomainError("pair.ended")
    if _is_introduced(case, pair):
        raise DomainError("introduction.done")
    if case.kind == CaseKind.THREAD_TROUBLE and pair is not None:
        _retry_in_thread(work, pair)
    elif number.isdecimal():
        retries.list_for_subject(work.connection, case.guild, noun, int(number), work.now)
    _log(work, case, CaseAction.RETRIED)


def can_be_retried(case: Case) -> bool:
    """Return whether a case is about something that Discord has certainly not taken."""
    return case.kind in (CaseKind.THREAD_TROUBLE, CaseKind.UNDELIVERABLE)


def _is_introduced(case: Case, pair: Pair | None) -> bool:
    """Return whether a case is about an introduction that isn't needed anymore."""
    is_about = case.facts.get("nudge") == NudgeKind.INTRODUCTION.value
    return is_about and pair is not None and pair.introduced_at is not None


def may_be_written_to(pair: Pair | None) -> bool:
    """Return whether a pair has a thread, or had one, in which a note can be posted."""
    return pair is not None and pair.introduced_at is not None


def write(work: Work, case: Case, note: str) -> None:
    """Send a note to the thread of the case's pair."""
    pair = pair_concerned(work.connection, case)
    if not may_be_written_to(pair):
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


def by_cohort(
    work: Work, about: Sequence[Case], touched: Sequence[Pair], note: str = ""
) -> dict[CohortId, ActFacts]:
    """Return what an act did in each cohort that it was about, and in none."""
    cohorts = cohorts_of(work.connection, work.guild, about)
    own: dict[CohortId, list[Case]] = defaultdict(list)
    for case in about:
        own[cohorts.get(case.id, NO_COHORT)].append(case)
    return {
        cohort: replace(
            facts_of([pair for pair in touched if (pair.cohort or NO_COHORT) == cohort]),
            cases=tuple(case.id for case in some),
            # What was noticed about one pair is one case to a moderator.
            number=len({rules.pair_in(case.subject, case.facts) or f"{case.id}" for case in some}),
            note=note,
        )
        for cohort, some in own.items()
    }


def log_act(
    work: Work,
    action: CaseAction,
    about: Sequence[Case],
    touched: Sequence[Pair] = (),
    note: str = "",
) -> None:
    """Add an act to the log of each cohort that it was about, or to the society's."""
    for cohort, facts in by_cohort(work, about, touched, note).items():
        acts.record(work, cohort, ACT_OF[action], facts)


def facts_of(touched: Sequence[Pair]) -> ActFacts:
    """Return the pairs that an act touches."""
    return ActFacts(
        pairs=tuple((pair.mentor, *pair.mentees) for pair in touched),
        pair_ids=tuple(pair.id for pair in touched),
    )


def _retry_in_thread(work: Work, pair: Pair) -> None:
    if pair.thread is None:
        retries.list_for_subject(work.connection, pair.guild, "pair", pair.id, work.now)
    else:
        retries.in_thread(work.connection, pair.guild, pair.thread, work.now)


def _log(work: Work, case: Case, action: CaseAction, note: str = "") -> None:
    cases.add_step(work.connection, work.guild, case.id, action, work.user, work.now, note)
