"""Who is locked together and who is kept apart in a cohort, until a moderator lifts it.

A decision is an act in the log that holds. It belongs to the cohort, not to a proposal: it can be
listed, made, and lifted while no proposal is open, too.
"""

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.domain.errors import DomainError
from bot.domain.ids import CohortId, UserId
from bot.domain.matching import PairKey
from bot.domain.moderation.acts import ActFacts, ActKind
from bot.domain.states import EnrolmentState, Role
from bot.services.moderation.acts import cohort_of, record
from bot.services.moderation.permissions import require_moderator
from bot.services.work import Work, reads, writes
from bot.storage.cohorts import enrolments
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.matching.runs import MatchRun
from bot.storage.moderation import acts
from bot.storage.moderation.acts import Act

_DECISIONS = (ActKind.LOCKED, ActKind.FORBADE)


@dataclass(frozen=True, slots=True)
class Decisions:
    """Who is locked together and who is kept apart, in the order in which it was decided."""

    locked: tuple[PairKey, ...] = ()
    forbidden: tuple[PairKey, ...] = ()

    def without(self, *keys: PairKey, mentees: tuple[str, ...] = ()) -> "Decisions":
        """Return those about other pairs; of `mentees`, no lock is left."""
        return Decisions(
            tuple(key for key in self.locked if key not in keys and key.mentee not in mentees),
            tuple(key for key in self.forbidden if key not in keys),
        )

    def require(self, kind: ActKind, key: PairKey) -> None:
        """Refuse to lift what isn't decided: ``match.not_decided``."""
        held = self.locked if kind is ActKind.RELEASED else self.forbidden
        if key not in held:
            raise DomainError("match.not_decided", mentee=key.mentee, mentor=key.mentor)


@dataclass(frozen=True, slots=True)
class Decided:
    """What is decided in a cohort; `kind` and `key` are what was decided just now, if anything."""

    cohort: Cohort
    decisions: Decisions
    kind: ActKind | None = None
    key: PairKey | None = None


def decisions_of(connection: Connection, cohort: Cohort) -> Decisions:
    """Return what is decided in the cohort and holds."""
    holding = acts.holding(connection, cohort.guild, cohort.id, *_DECISIONS)[::-1]
    return Decisions(
        tuple(_key_of(act) for act in holding if act.kind is ActKind.LOCKED),
        tuple(_key_of(act) for act in holding if act.kind is ActKind.FORBADE),
    )


def _key_of(act: Act) -> PairKey:
    [(mentor, mentee)] = act.facts.pairs
    return PairKey(str(mentee), str(mentor))


@reads
def show(work: Work, cohort: CohortId | str) -> Decided:
    """Return what is decided in a cohort, given by ID or name; moderators only."""
    require_moderator(work)
    wanted = cohort_of(work, cohort)
    return Decided(wanted, decisions_of(work.connection, wanted))


@writes
def decide(work: Work, cohort: CohortId | str, kind: ActKind, key: PairKey) -> Decided:
    """Forbid two people, or lift a decision about them, with no proposal open; moderators only.

    It holds from the next proposal on. Raises `DomainError` ``match.not_decided`` and
    ``match.not_signed_up``.
    """
    require_moderator(work)
    wanted = cohort_of(work, cohort)
    before = decisions_of(work.connection, wanted)
    after = before.without(key)
    if kind is ActKind.FORBADE:
        _require_enrolled(work, wanted, key.mentee, Role.MENTEE)
        _require_enrolled(work, wanted, key.mentor, Role.MENTOR)
        after = replace(after, forbidden=(*after.forbidden, key))
    else:
        before.require(kind, key)
    save(work, wanted, after, kind, (key,))
    return Decided(wanted, after, kind, key)


def _require_enrolled(work: Work, cohort: Cohort, user: str, role: Role) -> None:
    found = None
    if user.isdecimal():
        found = enrolments.find(work.connection, work.guild, cohort.id, UserId(int(user)), role)
    if found is None or found.state is EnrolmentState.LEFT:
        facts = {"cohort": cohort.name, "role": role.value}
        raise DomainError("match.not_signed_up", user=user, **facts)


def save(
    work: Work,
    cohort: Cohort,
    kept: Decisions,
    kind: ActKind,
    keys: tuple[PairKey, ...],
    run: MatchRun | None = None,
) -> None:
    """Log what the moderator did, and let the decisions that it replaces hold no longer.

    `kept` are those that hold from now on, and `run` is the proposal that was made with them.
    """
    people = tuple((UserId(int(key.mentor)), UserId(int(key.mentee))) for key in keys)
    holding = acts.holding(work.connection, work.guild, cohort.id, *_DECISIONS)
    for act in holding:
        held = kept.locked if act.kind is ActKind.LOCKED else kept.forbidden
        if _key_of(act) not in held:
            acts.end(work.connection, act, work.now)
    of, number = (run.id, len(run.result.pairs)) if run else (0, 0)
    if kind not in _DECISIONS:
        record(work, cohort.id, kind, ActFacts(people, of=of, number=number))
    if kind in (ActKind.LOCKED, ActKind.SWAPPED, ActKind.FORBADE):
        decided = ActKind.FORBADE if kind is ActKind.FORBADE else ActKind.LOCKED
        known = {(act.kind, _key_of(act)) for act in holding}
        for key, pair in zip(keys, people, strict=True):
            if (decided, key) not in known:
                record(work, cohort.id, decided, ActFacts((pair,), of=of))
