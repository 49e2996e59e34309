"""Who asked whom for a way to reach them, and the answers.

Only `value_of` reads the value itself, so that it reaches no one but the person who may see it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, or_, select, update

from bot.domain.ids import ContactId, GuildId, PairId, UserId
from bot.domain.states import ContactChannel, ContactState
from bot.storage.counters import next_id
from bot.storage.records import Records
from bot.storage.tables import contacts

_OPEN = (ContactState.ASKED, ContactState.SHARED)


@dataclass(frozen=True, slots=True)
class Contact:
    """A question from `asker` for a way to reach `owner`, and its state."""

    guild: GuildId
    id: ContactId
    pair: PairId
    asker: UserId
    owner: UserId
    channel: ContactChannel
    state: ContactState
    asked_at: datetime
    shared_at: datetime | None
    settled_at: datetime | None


_ROWS = Records(contacts, Contact, contacts.c.id)


def ask(
    connection: Connection,
    guild: GuildId,
    pair: PairId,
    asker: UserId,
    owner: UserId,
    channel: ContactChannel,
    now: datetime,
) -> Contact:
    """Save a question."""
    number, asked = ContactId(next_id(connection, guild, "contact")), ContactState.ASKED
    contact = Contact(guild, number, pair, asker, owner, channel, asked, now, None, None)
    _ROWS.insert(connection, contact)
    return contact


def find(connection: Connection, guild: GuildId, contact: ContactId) -> Contact | None:
    """Return the question, or None when this society has none of that id."""
    return _ROWS.find(connection, guild, contact)


def between(connection: Connection, guild: GuildId, pair: PairId, person: UserId) -> list[Contact]:
    """Return what one person of a pair asked or was asked, oldest first."""
    return _ROWS.all(
        connection,
        contacts.c.guild_id == guild,
        contacts.c.pair_id == pair,
        or_(contacts.c.asker_id == person, contacts.c.owner_id == person),
    )


def value_of(connection: Connection, contact: Contact) -> str | None:
    """Return the address or number, or None when it is not shared."""
    statement = select(contacts.c.value).where(
        contacts.c.guild_id == contact.guild,
        contacts.c.id == contact.id,
        contacts.c.state == ContactState.SHARED,
    )
    return connection.execute(statement).scalar_one_or_none()


def share(connection: Connection, contact: Contact, value: str, now: datetime) -> bool:
    """Answer a question with a value; return False if it was answered before."""
    return _change(
        connection,
        contact,
        ContactState.ASKED,
        state=ContactState.SHARED,
        value=value,
        shared_at=now,
    )


def decline(connection: Connection, contact: Contact, now: datetime) -> bool:
    """Answer a question with "not now"; return False if it was answered before."""
    declined = ContactState.DECLINED
    return _change(connection, contact, ContactState.ASKED, state=declined, settled_at=now)


def revoke(connection: Connection, contact: Contact, now: datetime) -> bool:
    """Withdraw a value and delete it; return False if it was no longer shared."""
    return _change(
        connection,
        contact,
        ContactState.SHARED,
        state=ContactState.REVOKED,
        value=None,
        settled_at=now,
    )


def delete_for_pair(
    connection: Connection,
    guild: GuildId,
    pair: PairId,
    now: datetime,
    person: UserId | None = None,
) -> None:
    """Delete every value of a pair that ends, and close its open questions.

    With `person`, only what they asked or were asked: they leave the others.
    """
    of_whom = (
        []
        if person is None
        else [or_(contacts.c.asker_id == person, contacts.c.owner_id == person)]
    )
    connection.execute(
        update(contacts)
        .where(
            contacts.c.guild_id == guild,
            contacts.c.pair_id == pair,
            contacts.c.state.in_(_OPEN),
            *of_whom,
        )
        .values(state=ContactState.OVER, value=None, settled_at=now)
    )


def _change(connection: Connection, contact: Contact, before: ContactState, **values: Any) -> bool:
    key = (contact.guild, contact.id)
    return _ROWS.change(connection, key, contacts.c.state == before, **values)
