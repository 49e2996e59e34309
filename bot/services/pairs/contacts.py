"""Ask for a way to reach a partner, share one's own, say not now, take it back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import ContactId, PairId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.pairs import contacts as rules
from bot.domain.states import ContactChannel, ContactState
from bot.services.actor import Actor
from bot.services.progress.updates import require_own
from bot.storage import interactions, outbox
from bot.storage.pairs import contacts
from bot.storage.pairs.contacts import Contact
from bot.storage.pairs.pairs import Pair

_OPEN = (ContactState.ASKED, ContactState.SHARED)


@dataclass(frozen=True, slots=True)
class ContactBook:
    """What one of a pair asked or was asked, without any value."""

    pair: Pair
    viewer: UserId
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class ContactShown:
    """A value, for the eyes of the one who asked for it; it is in no representation of this."""

    contact: Contact
    value: str = field(repr=False)


async def look(app: App, actor: Actor, pair: PairId) -> ContactBook:
    """Return what `actor` asked or was asked in a pair; raises as `require_own` does."""

    def read(connection: Connection) -> ContactBook:
        return _book(connection, actor, require_own(connection, actor, pair))

    return await app.database.read(read)


async def look_from(app: App, actor: Actor, contact: ContactId) -> ContactBook:
    """Return the same from one question that concerns `actor`; raise ``contact.unknown``."""

    def read(connection: Connection) -> ContactBook:
        pair, _ = _require(connection, actor, contact)
        return _book(connection, actor, pair)

    return await app.database.read(read)


async def ask(app: App, actor: Actor, pair: PairId, channel: ContactChannel) -> ContactBook:
    """Ask the partner, in a circle each mentee, for one way to reach them.

    Raises `DomainError` ``contact.asked_already``, ``contact.asked_lately`` and as `require_own`.
    """

    def keep(connection: Connection) -> ContactBook:
        now = app.clock.now()
        interactions.record(connection, actor.interaction, actor.guild, now)
        found = require_own(connection, actor, pair)
        owners = found.mentees if actor.user == found.mentor else (found.mentor,)
        earlier = contacts.between(connection, actor.guild, pair, actor.user)
        for owner in _may_be_asked(earlier, actor.user, owners, channel, now):
            asked = contacts.ask(connection, actor.guild, pair, actor.user, owner, channel, now)
            _tell(connection, asked, owner, now)
        return _book(connection, actor, found)

    return await app.database.write(keep)


def _may_be_asked(
    earlier: Sequence[Contact],
    asker: UserId,
    owners: Sequence[UserId],
    channel: ContactChannel,
    now: datetime,
) -> list[UserId]:
    same = [one for one in earlier if one.asker == asker and one.channel is channel]
    open_ = {one.owner for one in same if one.state in _OPEN}
    resting = {one.owner for one in same if _rests(one, now)}
    free = [owner for owner in owners if owner not in open_ | resting]
    if free:
        return free
    if resting:
        raise DomainError("contact.asked_lately", channel=channel)
    raise DomainError("contact.asked_already", channel=channel)


def _rests(contact: Contact, now: datetime) -> bool:
    declined = contact.state is ContactState.DECLINED and contact.settled_at is not None
    return declined and contact.settled_at is not None and now < contact.settled_at + rules.REST


async def find_asked(app: App, actor: Actor, contact: ContactId) -> Contact:
    """Return a question that waits for `actor`'s answer; raise as `share` does."""

    def read(connection: Connection) -> Contact:
        return _require_state(connection, actor, contact, ContactState.ASKED)[1]

    return await app.database.read(read)


async def share(app: App, actor: Actor, contact: ContactId, typed: str) -> ContactBook:
    """Answer a question with one's own address or number; who asked is told that it is there.

    Raises `DomainError` ``contact.unknown``, ``contact.settled`` and those of
    `bot.domain.pairs.contacts.check`.
    """

    def change(connection: Connection, found: Contact, now: datetime) -> None:
        contacts.share(connection, found, rules.check(found.channel, typed), now)
        _tell(connection, found, found.asker, now)

    return await _change(app, actor, contact, ContactState.ASKED, change)


async def decline(app: App, actor: Actor, contact: ContactId) -> ContactBook:
    """Say "not now", which nobody is nudged about; raises as `share` does."""

    def change(connection: Connection, found: Contact, now: datetime) -> None:
        contacts.decline(connection, found, now)

    return await _change(app, actor, contact, ContactState.ASKED, change)


async def revoke(app: App, actor: Actor, contact: ContactId) -> ContactBook:
    """Take one's own address or number back at once; raises as `share` does."""

    def change(connection: Connection, found: Contact, now: datetime) -> None:
        contacts.revoke(connection, found, now)

    return await _change(app, actor, contact, ContactState.SHARED, change)


async def revoke_all(
    app: App, actor: Actor, pair: PairId, channel: ContactChannel | None = None
) -> ContactBook:
    """Take back all that one shares in a pair, or one channel of it.

    Raises `DomainError` ``contact.nothing_shared`` and as `require_own` does.
    """

    def keep(connection: Connection) -> ContactBook:
        now = app.clock.now()
        interactions.record(connection, actor.interaction, actor.guild, now)
        found = require_own(connection, actor, pair)
        shared = [
            one
            for one in contacts.between(connection, actor.guild, pair, actor.user)
            if one.owner == actor.user and one.state is ContactState.SHARED
            if channel is None or one.channel is channel
        ]
        if not shared:
            raise DomainError("contact.nothing_shared")
        for one in shared:
            contacts.revoke(connection, one, now)
        return _book(connection, actor, found)

    return await app.database.write(keep)


async def show(app: App, actor: Actor, contact: ContactId) -> ContactShown:
    """Return a value to the one it was shared with.

    Raises `DomainError` ``contact.unknown``, ``contact.not_shared``, ``pair.ended``.
    """

    def read(connection: Connection) -> ContactShown:
        _, found = _require(connection, actor, contact)
        if found.asker != actor.user:
            raise DomainError("contact.unknown")
        value = contacts.value_of(connection, found)
        if value is None:
            raise DomainError("contact.not_shared")
        return ContactShown(found, value)

    return await app.database.read(read)


async def _change(
    app: App,
    actor: Actor,
    contact: ContactId,
    before: ContactState,
    change: Callable[[Connection, Contact, datetime], None],
) -> ContactBook:
    def keep(connection: Connection) -> ContactBook:
        now = app.clock.now()
        interactions.record(connection, actor.interaction, actor.guild, now)
        pair, found = _require_state(connection, actor, contact, before)
        change(connection, found, now)
        return _book(connection, actor, pair)

    return await app.database.write(keep)


def _require_state(
    connection: Connection, actor: Actor, contact: ContactId, state: ContactState
) -> tuple[Pair, Contact]:
    pair, found = _require(connection, actor, contact)
    if found.owner != actor.user:
        raise DomainError("contact.unknown")
    if found.state is not state:
        raise DomainError("contact.settled")
    return pair, found


def _require(connection: Connection, actor: Actor, contact: ContactId) -> tuple[Pair, Contact]:
    found = contacts.find(connection, actor.guild, contact)
    # Whether others share anything is nobody else's business.
    if found is None or actor.user not in (found.asker, found.owner):
        raise DomainError("contact.unknown")
    return require_own(connection, actor, found.pair), found


def _book(connection: Connection, actor: Actor, pair: Pair) -> ContactBook:
    found = contacts.between(connection, actor.guild, pair.id, actor.user)
    return ContactBook(pair, actor.user, tuple(found))


def _tell(connection: Connection, contact: Contact, person: UserId, now: datetime) -> None:
    outbox.plan(
        connection,
        guild=contact.guild,
        kind=NudgeKind.CONTACT_WAITING,
        subject_type="contact",
        subject_id=contact.id,
        recipient=person,
        due_at=now,
    )
