"""What people said about their pair at its end."""

from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.ids import GuildId, PairId, UserId
from bot.domain.states import Worth
from bot.storage.tables import pair_feedback


def save(
    connection: Connection, guild: GuildId, pair: PairId, user: UserId, worth: Worth, now: datetime
) -> None:
    """Keep what somebody said; saying it again replaces it."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    said = {"worth": worth, "given_at": now}
    connection.execute(
        insert(pair_feedback)
        .values(guild_id=guild, pair_id=pair, user_id=user, **said)
        .on_conflict_do_update(index_elements=["guild_id", "pair_id", "user_id"], set_=said)
    )


def of_society(connection: Connection, guild: GuildId) -> dict[tuple[PairId, UserId], Worth]:
    """Return everything said in a society, by pair and person."""
    statement = select(pair_feedback).where(pair_feedback.c.guild_id == guild)
    return {(row.pair_id, row.user_id): row.worth for row in connection.execute(statement)}
