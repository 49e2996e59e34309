"""The open cases as moderators read them: by cause, with each pair once, in pages."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.cohorts.cohorts import name_key
from bot.domain.ids import CaseId, CohortId, GuildId
from bot.domain.moderation import case_lists as rules
from bot.domain.moderation.case_lists import CaseEntry, CaseFilter, Cause, ListedCase
from bot.domain.moderation.cases import Weighed, is_waiting
from bot.services.moderation.permissions import require_moderator
from bot.services.work import Work, reads
from bot.storage.cohorts import cohorts
from bot.storage.moderation import cases
from bot.storage.moderation.case_cohorts import cohorts_of, names
from bot.storage.moderation.cases import Case


@dataclass(frozen=True, slots=True)
class CaseList:
    """The causes of what waits, as far as `wanted`; `cohorts` are those with any open case.

    `snoozed` counts the cases that come back later, and `cohort_of` names the cohort of each case.
    The day of those in `put_off` is the bot's: their pair was paused, and has time until then.
    """

    wanted: CaseFilter
    causes: tuple[Cause, ...]
    cohorts: dict[CohortId, str]
    cohort_of: dict[CaseId, str]
    by_id: dict[CaseId, Case]
    snoozed: int
    now: datetime
    put_off: frozenset[CaseId] = frozenset()

    @property
    def entries(self) -> tuple[CaseEntry, ...]:
        """Return every line."""
        return tuple(entry for cause in self.causes for entry in cause.entries)


@dataclass(frozen=True, slots=True)
class CauseShown:
    """The lines of one cause; `like` is a case of it, by which it is found again."""

    listed: CaseList
    like: Case
    cause: Cause | None


@reads
def narrow(work: Work, kind: str, cohort: str, days: int) -> CaseFilter:
    """Return what a list is narrowed to, from what a moderator chose; moderators only.

    Raises `DomainError` ``cohort.unknown``.
    """
    require_moderator(work)
    wanted = CaseFilter(days=days, kind=kind)
    if not cohort.strip():
        return wanted
    key = name_key(cohort)
    return replace(wanted, cohort=cohorts.get_by_name(work.connection, work.guild, cohort, key).id)


@reads
def list_open(work: Work, wanted: CaseFilter) -> CaseList:
    """Return the open cases by cause; moderators only."""
    return listed(work, wanted)


@reads
def list_cause(work: Work, like: CaseId, wanted: CaseFilter, *, own: bool) -> CauseShown:
    """Return the open cases that have the cause of a case, open or not; moderators only.

    With `own`, only those of its cohort.
    """
    require_moderator(work)
    return cause_shown(work, like, wanted, own=own)


def cause_shown(work: Work, like: CaseId, wanted: CaseFilter, *, own: bool) -> CauseShown:
    """Return the open cases that have the cause of a case, inside a transaction."""
    case = cases.get(work.connection, work.guild, like)
    if own:
        of_case = cohorts_of(work.connection, work.guild, [case])
        wanted = replace(wanted, cohort=of_case.get(like))
    found = listed(work, wanted)
    return CauseShown(found, case, cause_like(found, case))


def cause_like(found: CaseList, case: Case) -> Cause | None:
    """Return the cause of a case, if anything of it is listed."""
    kind, reason = rules.cause_of(case.kind, case.facts)
    same = (each for each in found.causes if (each.kind, each.reason) == (kind, reason))
    return next(same, None)


def listed(work: Work, wanted: CaseFilter) -> CaseList:
    """Return the open cases by cause; moderators only."""
    require_moderator(work)
    now = work.now
    open_cases = cases.open_in(work.connection, work.guild)
    known = list_of(work.connection, work.guild, open_cases)
    cohort_names = names(work.connection, work.guild)
    counts = Counter(case.cohort for case in known if case.cohort is not None)
    return CaseList(
        wanted,
        tuple(rules.causes([case for case in known if rules.fits(case, wanted, now)], now)),
        {cohort: cohort_names[cohort] for cohort in sorted(counts) if cohort in cohort_names},
        {case.id: cohort_names.get(case.cohort, "") for case in known if case.cohort},
        {case.id: case for case in open_cases},
        len(rules.entries((case for case in known if not is_waiting(case.weighed, now)), now)),
        now,
        _put_off(work, open_cases),
    )


def _put_off(work: Work, open_cases: Sequence[Case]) -> frozenset[CaseId]:
    later = [
        case.id for case in open_cases if case.extended_until and case.extended_until > work.now
    ]
    return cases.put_off_by_bot(work.connection, work.guild, later)


def list_of(connection: Connection, guild: GuildId, some: Sequence[Case]) -> list[ListedCase]:
    """Return cases with what lists need to know of them."""
    cohorts = cohorts_of(connection, guild, some)
    return [
        ListedCase(
            Weighed(case.id, case.kind, case.opened_at, case.extended_until),
            case.subject,
            case.facts,
            cohorts.get(case.id),
        )
        for case in some
    ]
