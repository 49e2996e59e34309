"""What moderators do with a cohort: the acts that are logged, and whom each touches.

An act that ends, undoes, or messages many people is shown first. What it would touch is saved with
it, and it happens only while it would still touch exactly that.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from enum import StrEnum
from typing import Any

from bot.domain.ids import CaseId, CohortId, EnrolmentId, PairId, UserId

# Until when an approval can be undone, if no one of it has met, and an ending taken back.
UNDO_WITHIN = timedelta(hours=24)
RESTORE_WITHIN = timedelta(days=7)

# The caution that someone was signed up by a moderator and hasn't confirmed; their IDs follow it.
UNCONFIRMED = "unconfirmed"

# Who ended a cohort on its last day, or closed sign-up on its own.
BY_ITSELF = UserId(0)


class ActKind(StrEnum):
    """What a moderator did."""

    CREATED = "created"
    CHANGED = "changed"
    OPENED = "opened"
    CLOSED = "closed"
    ENDED = "ended"
    RESTORED = "restored"
    IMPORTED = "imported"
    PROPOSED = "proposed"
    LOCKED = "locked"
    RELEASED = "released"
    FORBADE = "forbade"
    ALLOWED = "allowed"
    SWAPPED = "swapped"
    DELETED = "deleted"
    ANNOUNCED = "announced"
    REMINDED = "reminded"
    APPROVED = "approved"
    UNDID = "undid"
    ADDED = "added"
    REMOVED = "removed"
    ADJUSTED = "adjusted"
    REVISED = "revised"
    WROTE = "wrote"
    NOTED = "noted"
    CASES_TAKEN = "cases-taken"
    CASES_EXTENDED = "cases-extended"
    CASES_WRITTEN = "cases-written"
    CASES_RETRIED = "cases-retried"
    CASES_RESOLVED = "cases-resolved"
    CASES_REMATCHED = "cases-rematched"
    CASES_HANDED = "cases-handed"
    CASES_NOTED = "cases-noted"
    PAIRED = "paired"
    MOVED = "moved"
    ENDED_PAIR = "ended-pair"
    RESTORED_PAIR = "restored-pair"


# Acts on cases, which may be of several cohorts or of none. Those of one case need no confirmation
# of their own; those of many are shown first.
CASE_ACTS = frozenset(
    {
        ActKind.CASES_TAKEN,
        ActKind.CASES_EXTENDED,
        ActKind.CASES_WRITTEN,
        ActKind.CASES_RETRIED,
        ActKind.CASES_RESOLVED,
        ActKind.CASES_REMATCHED,
        ActKind.CASES_HANDED,
        ActKind.CASES_NOTED,
    }
)
# What an import changed for each person whom it told: the log has the import.
UNLISTED = (ActKind.REVISED,)
# The log of a society has what was done with cases of no cohort.
NO_COHORT = CohortId(0)

People = tuple[UserId, ...]
Edit = tuple[str, Any, Any]


@dataclass(frozen=True, slots=True)
class ActFacts:
    """What an act is about.

    `pairs` are the people of each pair it makes, ends, or is about, the mentor first, and
    `pair_ids` those pairs, as far as they exist. `waiting` are others who get a message. `of` is
    the act that it undoes, or the match run that it is about, and `before` the cohort's state until
    then. `paused` says until when each ended pair was paused, in seconds, or 0 for one on hold;
    `first` is who was to come first in the round that was approved. `role` and `number` are what
    someone becomes and their places. `number` counts otherwise: in an approval, the pairs whose
    approval was undone and that go on; in an undoing, who hears of it.
    `cases` are those it is about, or that it closes. `note` is what a moderator wrote, which the
    log shows only of cases. `joins` and
    `leaves` are the mentees who come to a circle that goes on, or leave one. `cautions` say what
    speaks against it, as codes, `reason` how a pair ends, and `why` is a moderator's reason, for
    the log.
    `edits` are what changes, in the cohort's settings or in someone's answers: its part, what it
    was, and what it will be, as `bot.domain.cohorts.edits` and `bot.domain.cohorts.answer_changes`
    write them. `words` are announced, to the audience `to`.
    """

    pairs: tuple[People, ...] = ()
    pair_ids: tuple[PairId, ...] = ()
    waiting: People = ()
    of: int = 0
    number: int = 0
    before: str = ""
    paused: tuple[tuple[PairId, int], ...] = ()
    first: tuple[EnrolmentId, ...] = ()
    role: str = ""
    cases: tuple[CaseId, ...] = ()
    joins: tuple[tuple[PairId, UserId], ...] = ()
    leaves: tuple[tuple[PairId, UserId], ...] = ()
    cautions: tuple[str, ...] = ()
    reason: str = ""
    why: str = ""
    note: str = ""
    edits: tuple[Edit, ...] = ()
    words: str = ""
    to: str = ""

    @property
    def people(self) -> frozenset[UserId]:
        """Everyone who gets a message."""
        return frozenset(user for pair in self.pairs for user in pair) | frozenset(self.waiting)

    @property
    def matches(self) -> int:
        """How many mentees are paired with a mentor: in a circle that goes on, who comes or goes.

        Proposals count pairs so, whether or not a mentor's mentees meet together.
        """
        moving = {user for _, user in (*self.joins, *self.leaves)}
        mentees = (set(members[1:]) for members in self.pairs)
        return sum(len(circle & moving or circle) for circle in mentees)

    def to_json(self) -> dict[str, Any]:
        """Return plain values; what is empty is left out."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "ActFacts":
        """Read what `to_json` returned."""
        return cls(**{name: _frozen(value) for name, value in plain.items()})


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
