"""What moderators noted about a pair, for each other alone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete

from bot.domain.ids import GuildId, PairId, PairNoteId, UserId
from bot.storage.counters import next_id
from bot.storage.records import Records
from bot.storage.tables import pair_notes


@dataclass(frozen=True, slots=True)
class PairNote:
    """One moderator's note about a pair."""

    guild: GuildId
    id: PairNoteId
    pair: PairId
    author: UserId
    words: str
    written_at: datetime


_ROWS = Records(pair_notes, PairNote, pair_notes.c.id.desc())


def add(
    connection: Connection,
    guild: GuildId,
    pair: PairId,
    author: UserId,
    words: str,
    now: datetime,
) -> PairNote:
    """Save a note."""
    number = PairNoteId(next_id(connection, guild, "pair-note"))
    note = PairNote(guild, number, pair, author, words, now)
    _ROWS.insert(connection, note)
    return note


def find(connection: Connection, guild: GuildId, note: PairNoteId) -> PairNote | None:
    """Return the note, or None if it was deleted."""
    return _ROWS.find(connection, guild, note)


def list_for_pairs(
    connection: Connection, guild: GuildId, pairs: Collection[PairId]
) -> list[PairNote]:
    """Return the notes about these pairs, newest first."""
    if not pairs:
        return []
    return _ROWS.all(connection, pair_notes.c.guild_id == guild, pair_notes.c.pair_id.in_(pairs))


def remove(connection: Connection, note: PairNote) -> None:
    """Delete a note."""
    connection.execute(
        delete(pair_notes).where(pair_notes.c.guild_id == note.guild, pair_notes.c.id == note.id)
    )
