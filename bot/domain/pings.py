"""Who is notified by a message: every kind of facts says it of itself, in `pings`.

It is asked where a message is sent, so that nobody else is notified whatever its words name, and
where the policy is held to, so that nobody is notified at an hour of theirs that is quiet.
"""

from dataclasses import dataclass

from bot.domain.ids import RoleId, UserId


@dataclass(frozen=True, slots=True)
class Pings:
    """The people and the roles whom a message notifies."""

    people: tuple[UserId, ...] = ()
    roles: tuple[RoleId, ...] = ()


NOBODY = Pings()


class PingsNobody:
    """Facts of a message that waits for whoever comes by."""

    __slots__ = ()

    @property
    def pings(self) -> Pings:
        """Notify nobody."""
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


class PingsPartners:
    """Facts of a message from one of a pair for the `partners`."""

    __slots__ = ()
    partners: tuple[UserId, ...]

    @property
    def pings(self) -> Pings:
        """Notify the partners."""
        return Pings(self.partners)
