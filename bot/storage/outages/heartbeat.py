"""Prove that the database can be written, and see who waits for what is in it."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.domain.states import NudgeState
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import meta, outbox, societies

# More than one page of either database, so that a full disk is noticed.
_SIZE = 20_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """Where a society's moderators hear of an outage, and when its next message is due."""

    channel: ChannelId
    role: RoleId | None
    due_at: datetime | None


def beat(connection: Connection) -> None:
    """Write a row and delete it again: only its pages are left, and those have to be saved."""
    key = f"beat-{secrets.token_hex(8)}"
    connection.execute(insert(meta).values(key=key, value="0" * _SIZE))
    connection.execute(delete(meta).where(meta.c.key == key))


def waiting(connection: Connection) -> Mapping[GuildId, Waiting]:
    """Return every society that has a channel for moderators, with what it waits for."""
    due = (
        select(outbox.c.guild_id, func.min(outbox.c.next_attempt_at).label("due_at"))
        .where(IN_EVERY_SOCIETY, outbox.c.state.in_((NudgeState.DUE, NudgeState.LEASED)))
        .group_by(outbox.c.guild_id)
        .subquery()
    )
    rows = connection.execute(
        select(
            societies.c.guild_id,
            societies.c.moderator_channel_id,
            societies.c.moderator_role_id,
            due.c.due_at,
        )
        .select_from(societies)
        .join(due, due.c.guild_id == societies.c.guild_id, isouter=True)
        .where(IN_EVERY_SOCIETY, societies.c.moderator_channel_id.is_not(None))
    )
    return {row.guild_id: Waiting(*row[1:]) for row in rows}
