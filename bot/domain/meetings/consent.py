"""Who has said yes to a proposed time, and when that is enough.

A time is set when everyone it concerns can make it. Whoever proposes times to a circle may choose a
deadline instead: after it, the yes of a quorum with the mentor in it is enough.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.domain.ids import UserId

T = TypeVar("T")

DEADLINES = (1, 2, 3)
"""Days after which a circle's times may be decided by a quorum."""


@dataclass(frozen=True, slots=True)
class Tally(Generic[T]):
    """What everyone said to one `time`; whoever proposed it said yes with that."""

    time: T
    yes: tuple[UserId, ...]
    no: tuple[UserId, ...]
    waiting: tuple[UserId, ...]

    @property
    def is_unanimous(self) -> bool:
        """Whether everyone can make it."""
        return not self.no and not self.waiting


def quorum(concerned: int) -> int:
    """Return how many of so many people have to say yes once a deadline has passed."""
    return concerned // 2 + 1


def count(
    time: T, concerned: Sequence[UserId], proposer: UserId, votes: Mapping[UserId, bool]
) -> Tally[T]:
    """Return what the people concerned have said; a proposer who has not taken it back, agrees."""
    answers = {proposer: True, **votes}
    return Tally(
        time,
        yes=tuple(user for user in concerned if answers.get(user) is True),
        no=tuple(user for user in concerned if answers.get(user) is False),
        waiting=tuple(user for user in concerned if user not in answers),
    )


def unanimous(tallies: Sequence[Tally[T]]) -> Tally[T] | None:
    """Return the first time that everyone can make, or None."""
    return next((tally for tally in tallies if tally.is_unanimous), None)


def carried(tallies: Sequence[Tally[T]], mentor: UserId, needed: int) -> Tally[T] | None:
    """Return the time that most can make, the mentor and so many in all among them, or None.

    The first of those with as many.
    """
    enough = [tally for tally in tallies if mentor in tally.yes and len(tally.yes) >= needed]
    return max(enough, key=lambda tally: len(tally.yes), default=None)


def can_be_set(tallies: Sequence[Tally[T]], mentor: UserId, needed: int | None) -> bool:
    """Return whether those who have said nothing yet could still get one of the times set.

    `needed` is how many are enough after a deadline, or None without one.
    """
    for tally in tallies:
        if not tally.no:
            return True
        possible = len(tally.yes) + len(tally.waiting)
        if needed is not None and mentor not in tally.no and possible >= needed:
            return True
    return False


def unanswered(tallies: Sequence[Tally[T]]) -> tuple[UserId, ...]:
    """Return everyone who has said nothing to any of the times."""
    if not tallies:
        return ()
    return tuple(
        user for user in tallies[0].waiting if all(user in tally.waiting for tally in tallies)
    )
