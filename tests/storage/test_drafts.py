"""Drafts are found by how their names begin, letter by letter."""

from datetime import UTC, datetime

from sqlalchemy import Connection

from bot.domain.ids import GuildId, UserId
from bot.storage import drafts
from bot.storage.database import Database

GUILD, USER = GuildId(1), UserId(10)
NOW = datetime(2027, 5, 3, 18, tzinfo=UTC)


async def test_the_beginning_of_a_name_stands_for_itself_only(database: Database) -> None:
    def saved(connection: Connection) -> tuple[list[str], str | None, list[str]]:
        for what in ("axb:1", "a_b:2"):
            drafts.save(connection, GUILD, USER, what, {}, NOW)
        listed = [name for name, _, _ in drafts.list_beginning(connection, GUILD, USER, "a_b:")]
        first = drafts.first_beginning(connection, GUILD, USER, "a_b:")
        drafts.drop_beginning(connection, GUILD, USER, "a_b:")
        left = [name for name, _, _ in drafts.list_beginning(connection, GUILD, USER, "a")]
        return listed, first and first[0], left

    assert await database.write(saved) == (["a_b:2"], "a_b:2", ["axb:1"])
