"""The turn ledger: who owes the next step, and by when.

Turns are derived from rows whenever someone asks and are stored nowhere, so they can't disagree
with what happened.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from bot.domain.ids import PairId, UserId
from bot.domain.matching.result import Note

# Who owns what the moderators have to answer; no one has this ID.
MODERATORS = UserId(-1)
# The name of a question to the moderators whose day has passed.
LATE = "late"
# The name of proposed times that everyone has answered and none of which is set.
UNDECIDED = "undecided"
_NEVER = datetime.max.replace(tzinfo=UTC)


class TurnKind(StrEnum):
    """What is waited for."""

    CHECK_IN = "check-in"
    MEETING_TIMES = "meeting-times"
    MEETING = "meeting"
    MET = "met"
    NEW_TIME = "new-time"
    FIRST_MEETING = "first-meeting"
    CIRCLE_QUESTION = "circle-question"
    HELP = "help"
    INTRODUCTION = "introduction"
    SIGN_UP = "sign-up"
    MATCHING = "matching"
    COMMITMENT = "commitment"
    GOAL = "goal"
    SAVED_PROGRAM = "saved-program"
    AGREEMENT = "agreement"
    PULSE = "pulse"
    REQUEST = "request"
    CONTACT = "contact"
    OUTREACH = "outreach"
    CONCERN = "concern"


class Turn(NamedTuple):
    """One item that waits for one person until `due_at`; without an owner it waits for no one here.

    A waitlisted person may know the `reason`, and whether they have priority (`first`); of a
    commitment, `first` says that it is overdue, of a meeting, that the person can't come, and of a
    concern, that it wasn't acknowledged yet. A
    named tuple, because a ledger may hold hundreds, created again at every look.
    """

    kind: TurnKind
    owner: UserId | None
    due_at: datetime | None
    pair: PairId | None = None
    what: int = 0
    name: str = ""
    reason: Note | None = None
    first: bool = False


@dataclass(frozen=True, slots=True)
class Reminded:
    """Someone was reminded of their turn, and the next reminder comes automatically then."""

    turn: Turn
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that concerns one person, by who has the turn."""

    mine: Sequence[Turn]
    others: Sequence[Turn]
    nobody: Sequence[Turn]


def ledger_of(person: UserId, turns: list[Turn]) -> Ledger:
    """Sort `turns` into what waits on `person`, on others, and on no one; soonest first."""
    ordered = sorted(turns, key=_urgency)
    return Ledger(
        mine=tuple(turn for turn in ordered if turn.owner == person),
        others=tuple(turn for turn in ordered if turn.owner not in (None, person)),
        nobody=tuple(turn for turn in ordered if turn.owner is None),
    )


def _urgency(turn: Turn) -> tuple[datetime, TurnKind, int, int]:
    return (turn.due_at or _NEVER, turn.kind, turn.what, turn.owner or 0)
