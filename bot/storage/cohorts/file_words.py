"""What a society's moderators said that the headings and words of their files mean."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from bot.domain.cohorts.people_words import WordKind, word_key
from bot.domain.ids import GuildId
from bot.storage.tables import file_words
from bot.storage.upserts import put

Word = tuple[WordKind, str, str]
"""A kind, a word as it was typed, and its meaning; "" if it is left out."""


def list_for_society(connection: Connection, guild: GuildId) -> dict[WordKind, dict[str, str]]:
    """Return what was decided, by kind and by the word's key."""
    statement = select(file_words).where(file_words.c.guild_id == guild)
    words: dict[WordKind, dict[str, str]] = {}
    for row in connection.execute(statement):
        words.setdefault(row.kind, {})[row.typed] = row.meaning
    return words


def save(connection: Connection, guild: GuildId, words: Iterable[Word]) -> None:
    """Save what words mean from now on, replacing what was decided before."""
    for kind, typed, meaning in words:
        keys = {"guild_id": guild, "kind": kind, "typed": word_key(typed)}
        put(connection, file_words, keys | {"meaning": meaning}, *keys)
