"""When somebody of a pair is away or the pair is paused, as far as its meetings mind."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.ids import UserId
from bot.domain.meetings.meetings import Rest
from bot.storage.nudges import away
from bot.storage.nudges.away import Away
from bot.storage.pairs.pairs import Pair


@dataclass(frozen=True, slots=True)
class Absences:
    """The stretches of a pair's people, and until when it is paused."""

    stretches: tuple[Away, ...] = ()
    paused_until: datetime | None = None

    def away_at(self, instant: datetime) -> tuple[UserId, ...]:
        """Return who is away at an instant."""
        found = (one.user for one in self.stretches if one.stretch.holds(instant))
        return tuple(dict.fromkeys(found))

    def is_paused_at(self, instant: datetime) -> bool:
        """Whether the pair is paused at an instant that is ahead."""
        return self.paused_until is not None and instant < self.paused_until

    def rests(self, now: datetime) -> tuple[Rest, ...]:
        """Return every stretch from now on in which they can't all be asked to meet."""
        found = [(one.begins_at, one.ends_at) for one in self.stretches]
        if self.paused_until is not None:
            found.append((now, self.paused_until))
        return tuple(found)


def of_pair(connection: Connection, pair: Pair, now: datetime) -> Absences:
    """Return the pair's absences that are not over."""
    people = [member.user for member in pair.members]
    coming = away.coming(connection, pair.guild, people, now)
    return Absences(tuple(coming), pair.paused_until)
