"""What a pair wants to talk about: items for one meeting, or for whichever comes next."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from bot.domain.ids import AgendaItemId, GuildId, MeetingId, PairId, UserId
from bot.storage.counters import next_id
from bot.storage.tables import agenda_items


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item, in its author's words."""

    id: AgendaItemId
    author: UserId
    text: str


def add(
    connection: Connection,
    guild: GuildId,
    pair: PairId,
    meeting: MeetingId | None,
    author: UserId,
    text: str,
    now: datetime,
) -> None:
    """Keep an item; without a meeting it waits for the next one."""
    connection.execute(
        insert(agenda_items).values(
            guild_id=guild,
            id=next_id(connection, guild, "agenda-item"),
            pair_id=pair,
            meeting_id=meeting,
            author_id=author,
            text=text,
            added_at=now,
        )
    )


def of_meeting(
    connection: Connection, guild: GuildId, pair: PairId, meeting: MeetingId | None
) -> tuple[AgendaItem, ...]:
    """Return the items of a meeting, or those that wait for one, in the order they came."""
    statement = (
        select(agenda_items)
        .where(
            agenda_items.c.guild_id == guild,
            agenda_items.c.pair_id == pair,
            agenda_items.c.meeting_id.is_(None)
            if meeting is None
            else agenda_items.c.meeting_id == meeting,
        )
        .order_by(agenda_items.c.id)
    )
    return tuple(
        AgendaItem(row.id, row.author_id, row.text) for row in connection.execute(statement)
    )


def attach(connection: Connection, guild: GuildId, pair: PairId, meeting: MeetingId) -> None:
    """Put the items that wait onto a meeting's agenda."""
    connection.execute(
        update(agenda_items)
        .where(
            agenda_items.c.guild_id == guild,
            agenda_items.c.pair_id == pair,
            agenda_items.c.meeting_id.is_(None),
        )
        .values(meeting_id=meeting)
    )


def detach(connection: Connection, guild: GuildId, meeting: MeetingId) -> None:
    """Let the items of a meeting that did not take place wait for the next one."""
    connection.execute(
        update(agenda_items)
        .where(agenda_items.c.guild_id == guild, agenda_items.c.meeting_id == meeting)
        .values(meeting_id=None)
    )
