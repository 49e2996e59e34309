"""Who may be brought together, wherever a pair is made or grows."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.ids import GuildId, UserId
from bot.domain.youth import youth as rules
from bot.storage.youth import youth


def require(connection: Connection, guild: GuildId, users: Iterable[UserId], now: datetime) -> None:
    """Refuse a pair with someone under 18 unless every rule of youth mode holds.

    Raises `DomainError` as `bot.domain.youth.youth.require_together` does.
    """
    members = youth.members(connection, guild, users)
    rules.require_together(youth.standing(connection, guild, now), members, now)


def apart(
    connection: Connection, guild: GuildId, users: Iterable[UserId], now: datetime
) -> tuple[frozenset[UserId], dict[UserId, frozenset[UserId]]]:
    """Return who of these can't be matched at all yet, and whom each of the others can't meet.

    Someone under 18 waits for a permission, and for youth mode to be ready. They meet no adult who
    isn't cleared. In youth mode, whoever hasn't said their age waits, too.
    """
    members = youth.members(connection, guild, users)
    standing = youth.standing(connection, guild, now)
    young = [member for member in members if member.is_minor]
    waiting = {m.user for m in young if not (standing.is_ready and m.has_consent)}
    if standing.is_on:
        waiting |= {member.user for member in members if member.band is None}
    free = frozenset(member.user for member in young) - waiting
    uncleared = frozenset(
        m.user for m in members if not m.is_minor and not rules.is_cleared(m, now)
    )
    if not free:
        return frozenset(waiting), {}
    apart = {**dict.fromkeys(free, uncleared), **dict.fromkeys(uncleared, free)}
    return frozenset(waiting), apart
