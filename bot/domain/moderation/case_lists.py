"""Cases in lists: those of one cause together, and each pair once, however many cases it has."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.ids import CaseId, CohortId
from bot.domain.moderation.cases import (
    COMPANIONS,
    CaseKind,
    Weighed,
    is_waiting,
    pair_in,
    weight,
)

# How many days old a case has to be to be listed: the ages one can choose.
AGES = (0, 7, 14, 28)
CAUSES_A_PAGE = 8
LINES_A_PAGE = 15

# The kinds that a list can be narrowed to. A button names one by its place, so new ones come last.
KINDS = (
    CaseKind.HELP_ASKED,
    CaseKind.SOMEBODY_LEFT,
    CaseKind.THREAD_TROUBLE,
    CaseKind.UNCERTAIN,
    CaseKind.REQUEST_UNANSWERED,
    CaseKind.NO_FIRST_MEETING,
    CaseKind.CHECK_INS_UNANSWERED,
    CaseKind.ONE_SIDED,
    CaseKind.MENTOR_OVER_LOAD,
    CaseKind.CIRCLE_SMALLER,
    CaseKind.CIRCLE_CHANGE,
    CaseKind.CIRCLE_ENDED,
    CaseKind.YOUTH,
)

# What was not delivered has one cause, whether it was a thread or an introduction that failed.
_FAILED = (CaseKind.THREAD_TROUBLE, CaseKind.UNDELIVERABLE)
_BY_REASON = (*_FAILED, CaseKind.UNCERTAIN)


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases are listed: of a kind, of a cohort, at least so old, and waiting or snoozed."""

    cohort: CohortId | None = None
    days: int = 0
    snoozed: bool = False
    kind: str = ""


EVERY = CaseFilter()


@dataclass(frozen=True, slots=True)
class ListedCase:
    """What a list needs to know of a case: its weight, its cohort, and what it is about."""

    weighed: Weighed
    subject: str
    facts: Mapping[str, str]
    cohort: CohortId | None

    @property
    def id(self) -> CaseId:
        """Return the number of the case."""
        return self.weighed.id


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """One line: a case, and what else waits about the same pair."""

    first: ListedCase
    others: tuple[ListedCase, ...] = ()

    @property
    def cases(self) -> tuple[CaseId, ...]:
        """Return every case of the line."""
        return (self.first.id, *(other.id for other in self.others))


@dataclass(frozen=True, slots=True)
class Cause:
    """All lines of one cause, most important first; `reason` tells causes of a kind apart."""

    kind: str
    reason: str
    entries: tuple[CaseEntry, ...]

    @property
    def since(self) -> datetime:
        """Return when the first of them was opened."""
        return min(entry.first.weighed.opened_at for entry in self.entries)


def cause_of(kind: str, facts: Mapping[str, str]) -> tuple[str, str]:
    """Return what a case has in common with others of one cause: a kind, and a reason."""
    reason = facts.get("reason", "") if kind in _BY_REASON else ""
    return (CaseKind.THREAD_TROUBLE if kind in _FAILED else kind, reason)


def fits(case: ListedCase, wanted: CaseFilter, now: datetime) -> bool:
    """Return whether a case is to be listed."""
    if wanted.cohort is not None and case.cohort != wanted.cohort:
        return False
    if wanted.kind and cause_of(case.weighed.kind, case.facts)[0] != wanted.kind:
        return False
    if now - case.weighed.opened_at < timedelta(days=wanted.days):
        return False
    return is_waiting(case.weighed, now) is not wanted.snoozed


def entries(cases: Iterable[ListedCase], now: datetime) -> list[CaseEntry]:
    """Return a line for each pair and for whatever is about no pair, most important first.

    What a person asked for, or what ends a pair, keeps a line of its own.
    """
    by_subject: dict[str, list[ListedCase]] = defaultdict(list)
    for case in cases:
        pair = pair_in(case.subject, case.facts)
        by_subject[f"pair:{pair}" if pair else f"case:{case.id}"].append(case)
    lines = []
    for about in by_subject.values():
        first, *others = sorted(about, key=lambda case: _rank(case, now))
        beside = tuple(case for case in others if case.weighed.kind in COMPANIONS)
        lines.append(CaseEntry(first, beside))
        lines += [CaseEntry(case) for case in others if case.weighed.kind not in COMPANIONS]
    return sorted(lines, key=lambda entry: _rank(entry.first, now))


def causes(cases: Iterable[ListedCase], now: datetime) -> list[Cause]:
    """Return the lines by cause, the cause of the most important line first."""
    by_cause: dict[tuple[str, str], list[CaseEntry]] = defaultdict(list)
    for entry in entries(cases, now):
        by_cause[cause_of(entry.first.weighed.kind, entry.first.facts)].append(entry)
    return [Cause(kind, reason, tuple(lines)) for (kind, reason), lines in by_cause.items()]


def page_of(number: int, length: int, per_page: int) -> tuple[int, int]:
    """Return the page that is nearest to `number`, and how many there are, at least one."""
    pages = max(1, -(-length // per_page))
    return min(max(number, 0), pages - 1), pages


def numbers(lines: Sequence[CaseEntry]) -> tuple[CaseId, ...]:
    """Return every case of these lines."""
    return tuple(case for entry in lines for case in entry.cases)


def _rank(case: ListedCase, now: datetime) -> tuple[float, int]:
    return -weight(case.weighed, now), case.id
