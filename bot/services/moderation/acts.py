"""Moderators' acts: show whom one would touch before it is done, and keep the log."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.cohorts import cohorts as cohort_rules
from bot.domain.errors import DomainError
from bot.domain.ids import ActId, CohortId
from bot.domain.moderation.acts import (
    NO_COHORT,
    RESTORE_WITHIN,
    UNCONFIRMED,
    ActFacts,
    ActKind,
)
from bot.services.moderation.permissions import require_moderator
from bot.services.work import Work, reads
from bot.storage import presence
from bot.storage.cohorts import cohorts
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.moderation import acts
from bot.storage.moderation.acts import Act

PER_PAGE = 10
NOTHING = ActFacts()


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """An act that waits for a moderator's word; with `anew` it was confirmed, but had changed.

    `since` is what was shown before that. Of those whom it would tell, `gone` left the server.
    """

    cohort: Cohort
    act: Act
    anew: bool = False
    since: ActFacts | None = None
    gone: int = 0


@dataclass(frozen=True, slots=True)
class ActLog:
    """One page of the acts in a cohort, newest first; `ending` can still be taken back.

    Without a cohort they are those of the whole society, and `names` are its cohorts'.
    """

    cohort: Cohort | None
    acts: tuple[Act, ...]
    page: int
    total: int
    ending: Act | None
    names: dict[CohortId, str] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PER_PAGE))


def record(work: Work, cohort: CohortId, kind: ActKind, facts: ActFacts = NOTHING) -> Act:
    """Log an act that was done, in its own transaction."""
    return acts.add(
        work.connection, work.guild, cohort, kind, work.user, facts, work.now, is_done=True
    )


def show(
    work: Work,
    cohort: Cohort,
    kind: ActKind,
    facts: ActFacts,
    *,
    anew: bool = False,
    since: ActFacts | None = None,
) -> ToConfirm:
    """Save what an act would touch, for its moderator to confirm.

    `anew` if it had been confirmed and touches others by now than was shown, which was `since`.
    """
    act = acts.add(
        work.connection, work.guild, cohort.id, kind, work.user, facts, work.now, is_done=False
    )
    return ToConfirm(cohort, act, anew or since is not None, since, gone_of(work, facts))


def gone_of(work: Work, facts: ActFacts) -> int:
    """Return how many of those an act would tell aren't in the server anymore."""
    return len(facts.people & presence.departed(work.connection, work.guild))


def require_shown(work: Work, act_id: ActId, *kinds: ActKind) -> tuple[Act, Cohort]:
    """Return an act that was shown and not done yet, with its cohort; moderators only.

    Raises `DomainError` ``act.done`` and ``act.unknown``.
    """
    require_moderator(work)
    act = acts.get(work.connection, work.guild, act_id)
    if act.kind not in kinds:
        raise DomainError("act.unknown")
    if act.done_at is not None:
        raise DomainError("act.done")
    return act, cohorts.get(work.connection, work.guild, act.cohort)


def is_stale(act: Act, facts: ActFacts) -> bool:
    """Return whether the act would touch others by now than its moderator was shown."""
    return _named(act.facts) != _named(facts)


def _named(facts: ActFacts) -> tuple[object, ...]:
    # Someone who confirms their sign-up in between gives no reason to ask again.
    cautions = [code for code in facts.cautions if code.partition(":")[0] != UNCONFIRMED]
    named = (facts.pairs, facts.pair_ids, facts.waiting, facts.of)
    return (*named, facts.joins, facts.leaves, cautions, facts.edits)


def record_done(work: Work, act: Act, facts: ActFacts) -> Act:
    """Log that an act that was shown is done, by whoever confirmed it; return it as it is now."""
    acts.record_done(work.connection, act, work.user, facts, work.now)
    return acts.get(work.connection, work.guild, act.id)


def cohort_of(work: Work, cohort: CohortId | str) -> Cohort:
    """Return a cohort by its ID, or by its name as a moderator typed or chose it."""
    if isinstance(cohort, str):
        key = cohort_rules.name_key(cohort)
        return cohorts.get_by_name(work.connection, work.guild, cohort, key)
    return cohorts.get(work.connection, work.guild, cohort)


def find_ending(work: Work, cohort: CohortId) -> Act | None:
    """Return how the cohort was ended, while it can still be taken back."""
    endings = acts.holding(work.connection, work.guild, cohort, ActKind.ENDED)
    recent = (act for act in endings if act.done_at and _is_recent(act.done_at, work.now))
    return next(recent, None)


def is_over(work: Work, cohort: Cohort) -> DomainError:
    """Return the refusal for a cohort that is over: ``cohort.ended`` while it can be restored.

    Once that is too late, it is ``cohort.over``.
    """
    can_be_restored = find_ending(work, cohort.id) is not None
    return DomainError("cohort.ended" if can_be_restored else "cohort.over", cohort=cohort.name)


def _is_recent(done_at: datetime, now: datetime) -> bool:
    return now - done_at <= RESTORE_WITHIN


@reads
def find(work: Work, act_id: ActId) -> ToConfirm:
    """Return an act that waits for a moderator's word; moderators only.

    Raises `DomainError` ``act.done`` and ``act.unknown``.
    """
    require_moderator(work)
    act = acts.get(work.connection, work.guild, act_id)
    if act.done_at is not None:
        raise DomainError("act.done")
    cohort = cohorts.get(work.connection, work.guild, act.cohort)
    return ToConfirm(cohort, act, gone=gone_of(work, act.facts))


@reads
def kind_of(work: Work, act_id: ActId) -> ActKind:
    """Return what an act is; moderators only. Raises `DomainError` ``act.unknown``."""
    require_moderator(work)
    return acts.get(work.connection, work.guild, act_id).kind


@reads
def log(work: Work, name: str = "") -> ActLog:
    """Return the newest acts in the cohort called `name`, or in all of them; moderators only."""
    require_moderator(work)
    if not name.strip():
        return _page(work, None, 0)
    return _page(work, cohort_of(work, name), 0)


@reads
def log_page(work: Work, cohort: CohortId, page: int) -> ActLog:
    """Return one page of a cohort's acts, or of the society's; moderators only."""
    require_moderator(work)
    if cohort == NO_COHORT:
        return _page(work, None, page)
    return _page(work, cohorts.get(work.connection, work.guild, cohort), page)


def _page(work: Work, cohort: Cohort | None, page: int) -> ActLog:
    wanted = cohort.id if cohort else None
    rows, total = acts.log(work.connection, work.guild, wanted, page, PER_PAGE)
    ending = find_ending(work, cohort.id) if cohort else None
    every = cohorts.list_for_society(work.connection, work.guild)
    every += cohorts.list_deleted(work.connection, work.guild)
    names = {each.id: each.name for each in every}
    return ActLog(cohort, tuple(rows), page, total, ending, names)
