"""The turn ledger: who owes the next move, and by when.

Turns are derived from rows whenever somebody asks and are stored nowhere, so they can't disagree
with what happened.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from bot.domain.ids import PairId, UserId
from bot.domain.matching.result import Note

_NEVER = datetime.max.replace(tzinfo=UTC)


class TurnKind(StrEnum):
    """What is waited for."""

    CHECK_IN = "check-in"
    MEETING_TIMES = "meeting-times"
    MEETING = "meeting"
    NEW_TIME = "new-time"
    INTRODUCTION = "introduction"
    MATCHING = "matching"
    COMMITMENT = "commitment"
    GOAL = "goal"
    SAVED_PROGRAM = "saved-program"
    AGREEMENT = "agreement"
    PULSE = "pulse"
    REQUEST = "request"
    CONTACT = "contact"
    OUTREACH = "outreach"


class Turn(NamedTuple):
    """One thing that waits for one person until `due_at`; no owner: it waits for nobody here.

    Somebody who waits for a partner may know the `reason`, and whether they come `first`. A named
    tuple, since a ledger may hold hundreds, made anew whenever somebody looks.
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
    """Somebody was reminded of a turn of theirs, and the next step comes by itself then."""

    turn: Turn
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that concerns one person, by whose move it is."""

    mine: Sequence[Turn]
    others: Sequence[Turn]
    nobody: Sequence[Turn]


def ledger_of(person: UserId, turns: list[Turn]) -> Ledger:
    """Sort `turns` into what waits on `person`, on others and on nobody; soonest first."""
    ordered = sorted(turns, key=_urgency)
    return Ledger(
        mine=tuple(turn for turn in ordered if turn.owner == person),
        others=tuple(turn for turn in ordered if turn.owner not in (None, person)),
        nobody=tuple(turn for turn in ordered if turn.owner is None),
    )


def _urgency(turn: Turn) -> tuple[datetime, TurnKind, int, int]:
    return (turn.due_at or _NEVER, turn.kind, turn.what, turn.owner or 0)
