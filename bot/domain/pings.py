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
