"""An imported file between its preview and the moderator's decision."""

import base64
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from bot.domain.errors import DomainError
from bot.domain.ids import CatalogueDraftId, GuildId, UserId
from bot.storage.counters import next_id
from bot.storage.tables import catalogue_drafts

KEPT_FOR = timedelta(days=1)
PIECE = 20


@dataclass(frozen=True, slots=True)
class CatalogueDraft:
    """Entries that were read and found good; nothing of them is in force yet."""

    guild: GuildId
    id: CatalogueDraftId
    made_by: UserId
    entries: tuple[Mapping[str, Any], ...]


def add(
    connection: Connection,
    guild: GuildId,
    by: UserId,
    entries: Sequence[Mapping[str, Any]],
    now: datetime,
) -> CatalogueDraftId:
    """Keep a draft; yesterday's go."""
    connection.execute(delete(catalogue_drafts).where(catalogue_drafts.c.made_at < now - KEPT_FOR))
    draft = CatalogueDraftId(next_id(connection, guild, "catalogue draft"))
    connection.execute(
        insert(catalogue_drafts).values(
            guild_id=guild, id=draft, made_by=by, entries=_packed(entries), made_at=now
        )
    )
    return draft


def get(connection: Connection, guild: GuildId, draft: CatalogueDraftId) -> CatalogueDraft:
    """Return the draft; raise `DomainError` ``catalogue.draft_gone``."""
    row = connection.execute(
        select(catalogue_drafts).where(
            catalogue_drafts.c.guild_id == guild, catalogue_drafts.c.id == draft
        )
    ).one_or_none()
    if row is None:
        raise DomainError("catalogue.draft_gone")
    return CatalogueDraft(row.guild_id, row.id, row.made_by, tuple(_unpacked(row.entries)))


def remove(connection: Connection, draft: CatalogueDraft) -> None:
    """Throw a draft away, used or not."""
    connection.execute(
        delete(catalogue_drafts).where(
            catalogue_drafts.c.guild_id == draft.guild, catalogue_drafts.c.id == draft.id
        )
    )


def _packed(entries: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the entries in small compressed pieces.

    Writing or reading megabytes of JSON in one go would hold the interpreter for a tenth of a
    second, and everybody else would wait.
    """
    return [
        base64.b85encode(zlib.compress(json.dumps(entries[start : start + PIECE]).encode())).decode(
            "ascii"
        )
        for start in range(0, len(entries), PIECE)
    ]


def _unpacked(pieces: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    for piece in pieces:
        yield from json.loads(zlib.decompress(base64.b85decode(piece)))
