"""Who was paired with whom before, in any cohort of the society."""

from sqlalchemy import Connection, select

from bot.domain.ids import GuildId, UserId
from bot.domain.states import EndReason
from bot.storage.tables import pair_members, pairs


def list_for_society(connection: Connection, guild: GuildId) -> dict[UserId, frozenset[UserId]]:
    """Return everyone's partners so far, of pairs that were introduced.

    A pair whose introduction was never sent, or was cancelled, does not count as an earlier pair.
    """
    own, other = pair_members.alias("one"), pair_members.alias("other")
    statement = (
        select(own.c.user_id, other.c.user_id.label("partner_id"))
        .join(
            other,
            (other.c.guild_id == own.c.guild_id)
            & (other.c.pair_id == own.c.pair_id)
            # Two mentees of one circle are not partners.
            & (other.c.role != own.c.role),
        )
        .join(pairs, (pairs.c.guild_id == own.c.guild_id) & (pairs.c.id == own.c.pair_id))
        .where(own.c.guild_id == guild, pairs.c.introduced_at.is_not(None))
        .where(pairs.c.end_reason.is_distinct_from(EndReason.UNDONE))
    )
    partners: dict[UserId, set[UserId]] = {}
    for row in connection.execute(statement):
        partners.setdefault(row.user_id, set()).add(row.partner_id)
    return {user: frozenset(users) for user, users in partners.items()}
