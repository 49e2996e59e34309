"""Who was paired with whom before, in any cohort of the society."""

from sqlalchemy import Connection, select

from bot.domain.ids import GuildId, UserId
from bot.domain.states import CircleTopic, EndReason, Role
from bot.storage.tables import circle_questions, pair_members, pairs


def list_for_society(connection: Connection, guild: GuildId) -> dict[UserId, frozenset[UserId]]:
    """Return everyone's partners so far, of pairs that were introduced.

    A mentee who left a circle counts too. A pair whose introduction was never sent, or was
    cancelled, does not count as an earlier pair.
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
    left = (
        select(circle_questions.c.asked_by, pair_members.c.user_id)
        .join(
            pair_members,
            (pair_members.c.guild_id == circle_questions.c.guild_id)
            & (pair_members.c.pair_id == circle_questions.c.pair_id),
        )
        .where(circle_questions.c.guild_id == guild)
        .where(circle_questions.c.topic == CircleTopic.LEAVE)
        # None: an approval that brought them there was undone.
        .where(circle_questions.c.agreed.is_not(None))
        .where(pair_members.c.role == Role.MENTOR)
    )
    for mentee, mentor in connection.execute(left):
        partners.setdefault(mentee, set()).add(mentor)
        partners.setdefault(mentor, set()).add(mentee)
    return {user: frozenset(users) for user, users in partners.items()}
