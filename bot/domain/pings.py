"""Whom a message notifies: every kind of facts declares it in `pings`.

It is read when a message is sent, so that no one else is notified whatever its text mentions, and
when the policy is applied, so that no one is notified in their quiet hours.
"""

from dataclasses import dataclass

from bot.domain.ids import RoleId, UserId, is_erased


@dataclass(frozen=True, slots=True)
class Pings:
    """The people and the roles whom a message notifies; someone who was erased is no one."""

    people: tuple[UserId, ...] = ()
    roles: tuple[RoleId, ...] = ()

    def __post_init__(self) -> None:
        if any(map(is_erased, self.people)):
            kept = tuple(user for user in self.people if not is_erased(user))
            object.__setattr__(self, "people", kept)


NOBODY = Pings()


class PingsNobody:
    """Facts of a message that notifies no one."""

    __slots__ = ()

    @property
    def pings(self) -> Pings:
        """Notify no one."""
        return NOBODY


class PingsPerson:
    """Facts of a message for one `person`."""

    __slots__ = ()
    person: UserId

    @property
    def pings(self) -> Pings:
        """Notify that person."""
        return Pings((self.person,))


class PingsOwner:
    """Facts of a message for the `owner` of the next step."""

    __slots__ = ()
    owner: UserId

    @property
    def pings(self) -> Pings:
        """Notify the owner."""
        return Pings((self.owner,))


class PingsPeople:
    """Facts of a message for several `people`."""

    __slots__ = ()
    people: tuple[UserId, ...]

    @property
    def pings(self) -> Pings:
        """Notify those people."""
        return Pings(self.people)
