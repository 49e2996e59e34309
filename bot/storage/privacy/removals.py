"""Servers that removed the bot: since when, and whether their owners were told what follows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from bot.domain.ids import GuildId, UserId
from bot.storage.privacy.erasing import ERASED_KEY, STAYS_OF_A_SOCIETY
from bot.storage.records import Records
from bot.storage.schema import metadata
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import outbox, removals
from bot.storage.upserts import insert_unless_known


@dataclass(frozen=True, slots=True)
class Removal:
    """A server that removed the bot; `owner` is known until they are told."""

    guild: GuildId
    name: str
    owner: UserId | None
    removed_at: datetime
    told_at: datetime | None
    is_refused: bool

    @property
    def is_to_be_told(self) -> bool:
        """Whether the owner is known and was not told yet."""
        known = self.owner is not None and self.owner > 0
        return known and self.told_at is None and not self.is_refused


_GUILDS = select(removals.c.guild_id).where(IN_EVERY_SOCIETY)
_ROWS = Records(removals, Removal, removals.c.removed_at, removals.c.guild_id)


def record(
    connection: Connection, guild: GuildId, name: str, owner: UserId | None, now: datetime
) -> bool:
    """Record that a server removed the bot, unless that is known; return whether it was new."""
    found = Removal(guild, name, owner, now, None, is_refused=False)
    return insert_unless_known(connection, removals, _ROWS.values(found), "guild_id")


def record_told(
    connection: Connection, guild: GuildId, now: datetime, *, is_refused: bool = False
) -> None:
    """Record that the owner was told, or can't be; who it was isn't kept any longer."""
    told = None if is_refused else now
    connection.execute(
        update(removals)
        .where(removals.c.guild_id == guild)
        .values(told_at=told, is_refused=is_refused, owner_id=None)
    )


def forget(connection: Connection, guild: GuildId) -> None:
    """Record that the bot is back in a server."""
    connection.execute(delete(removals).where(removals.c.guild_id == guild))


def guilds(connection: Connection) -> frozenset[GuildId]:
    """Return every server that removed the bot and isn't erased."""
    return frozenset(connection.execute(_GUILDS).scalars())


def list_all(connection: Connection) -> list[Removal]:
    """Return every server that removed the bot and isn't erased, the longest ago first."""
    return _ROWS.all(connection, IN_EVERY_SOCIETY)


def societies_kept(connection: Connection) -> list[GuildId]:
    """Return every society of which anything is kept, by ID."""
    found: set[int] = set()
    for table in metadata.sorted_tables:
        if "guild_id" in table.c and table.name not in STAYS_OF_A_SOCIETY:
            guilds = select(table.c.guild_id).where(IN_EVERY_SOCIETY).distinct()
            if table is outbox:
                guilds = guilds.where(~outbox.c.occurrence_key.startswith(ERASED_KEY))
            found.update(connection.execute(guilds).scalars())
    return sorted(map(GuildId, found))
