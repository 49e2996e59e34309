"""An imported file between its preview and the moderator's decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete

from bot.domain.errors import DomainError
from bot.domain.ids import CatalogueDraftId, GuildId, UserId
from bot.storage.counters import next_id
from bot.storage.records import Records
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import catalogue_drafts

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CatalogueDraft:
    """Valid entries of an imported file; none of them is in effect yet."""

    guild: GuildId
    id: CatalogueDraftId
    made_by: UserId
    entries: tuple[Mapping[str, Any], ...]


_ROWS = Records(catalogue_drafts, CatalogueDraft)


def add(
    connection: Connection,
    guild: GuildId,
    by: UserId,
    entries: Sequence[Mapping[str, Any]],
    now: datetime,
) -> CatalogueDraftId:
    """Save a draft; drafts older than a day are deleted."""
    connection.execute(
        delete(catalogue_drafts).where(
            IN_EVERY_SOCIETY, catalogue_drafts.c.made_at < now - KEPT_FOR
        )
    )
    draft = CatalogueDraftId(next_id(connection, guild, "catalogue draft"))
    made = CatalogueDraft(guild, draft, by, tuple(entries))
    _ROWS.insert(connection, made, made_at=now)
    return draft


def get(connection: Connection, guild: GuildId, draft: CatalogueDraftId) -> CatalogueDraft:
    """Return the draft; raise `DomainError` ``catalogue.draft_gone``."""
    catalogue_draft = _ROWS.find(connection, guild, draft)
    if catalogue_draft is None:
        raise DomainError("catalogue.draft_gone")
    return catalogue_draft


def remove(connection: Connection, draft: CatalogueDraft) -> None:
    """Delete a draft, used or not."""
    connection.execute(
        delete(catalogue_drafts).where(
            catalogue_drafts.c.guild_id == draft.guild, catalogue_drafts.c.id == draft.id
        )
    )
