"""Ask for a way to reach a partner, share the asker's own, decline, or withdraw it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.errors import DomainError
from bot.domain.ids import ContactId, PairId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.pairs import contacts as rules
from bot.domain.states import ContactChannel, ContactState
from bot.services.pairs.permissions import require_own
from bot.services.work import Work, reads, writes
from bot.services.youth.permissions import require_none_under_18
from bot.storage import outbox
from bot.storage.pairs import contacts
from bot.storage.pairs.contacts import Contact
from bot.storage.pairs.pairs import Pair

_OPEN = (ContactState.ASKED, ContactState.SHARED)


@dataclass(frozen=True, slots=True)
class ContactBook:
    """What one person of a pair asked or was asked, without any value."""

    pair: Pair
    viewer: UserId
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class ContactShown:
    """A shared value, for the person who asked for it; its `repr` leaves it out."""

    contact: Contact
    value: str = field(repr=False)


@reads
def look(work: Work, pair_id: PairId) -> ContactBook:
    """Return what the asker asked or was asked in a pair; raise as `require_own` does."""
    return _book(work, require_own(work, pair_id))


@reads
def look_from(work: Work, contact_id: ContactId) -> ContactBook:
    """Return the same from one question that concerns the asker; raise ``contact.unknown``."""
    pair, _ = _require(work, contact_id)
    return _book(work, pair)


@writes
def ask(work: Work, pair_id: PairId, channel: ContactChannel) -> ContactBook:
    """Ask the partner, or each mentee of a circle, for one way to reach them.

    Raises `DomainError` ``contact.asked_already``, ``contact.asked_lately`` and as `require_own`.
    """
    pair = require_own(work, pair_id)
    require_none_under_18(work, tuple(member.user for member in pair.members))
    owners = pair.mentees if work.user == pair.mentor else (pair.mentor,)
    earlier = contacts.between(work.connection, work.guild, pair_id, work.user)
    for owner in _may_be_asked(earlier, work.user, owners, channel, work.now):
        asked = contacts.ask(
            work.connection, work.guild, pair_id, work.user, owner, channel, work.now
        )
        _plan_notice(work, asked, owner)
    return _book(work, pair)


def _may_be_asked(
    earlier: Sequence[Contact],
    asker: UserId,
    owners: Sequence[UserId],
    channel: ContactChannel,
    now: datetime,
) -> list[UserId]:
    same = [contact for contact in earlier if contact.asker == asker and contact.channel is channel]
    open_ = {contact.owner for contact in same if contact.state in _OPEN}
    declined = {contact.owner for contact in same if _was_declined_recently(contact, now)}
    free = [owner for owner in owners if owner not in open_ | declined]
    if free:
        return free
    if declined:
        raise DomainError("contact.asked_lately", channel=channel)
    raise DomainError("contact.asked_already", channel=channel)


def _was_declined_recently(contact: Contact, now: datetime) -> bool:
    declined = contact.state is ContactState.DECLINED and contact.settled_at is not None
    return (
        declined
        and contact.settled_at is not None
        and now < contact.settled_at + rules.ASK_AGAIN_AFTER
    )


@reads
def find_asked(work: Work, contact_id: ContactId) -> Contact:
    """Return a question that waits for the asker's answer; raise as `share` does."""
    return _require_state(work, contact_id, ContactState.ASKED)[1]


@writes
def share(work: Work, contact_id: ContactId, typed: str) -> ContactBook:
    """Answer a question with the asker's own address or number.

    Whoever asked is told that it is available. Raises `DomainError` ``contact.unknown``,
    ``contact.settled`` and those of `bot.domain.pairs.contacts.check`.
    """
    pair, contact = _require_state(work, contact_id, ContactState.ASKED)
    require_none_under_18(work, tuple(member.user for member in pair.members))
    contacts.share(work.connection, contact, rules.check(contact.channel, typed), work.now)
    _plan_notice(work, contact, contact.asker)
    return _book(work, pair)


@writes
def decline(work: Work, contact_id: ContactId) -> ContactBook:
    """Decline; no one is notified of it. Raise as `share` does."""
    pair, contact = _require_state(work, contact_id, ContactState.ASKED)
    contacts.decline(work.connection, contact, work.now)
    return _book(work, pair)


@writes
def revoke(work: Work, contact_id: ContactId) -> ContactBook:
    """Withdraw the asker's own address or number; raise as `share` does."""
    pair, contact = _require_state(work, contact_id, ContactState.SHARED)
    contacts.revoke(work.connection, contact, work.now)
    return _book(work, pair)


@writes
def revoke_all(work: Work, pair_id: PairId, channel: ContactChannel | None = None) -> ContactBook:
    """Withdraw everything that one shares in a pair, or one channel of it.

    Raises `DomainError` ``contact.nothing_shared`` and as `require_own` does.
    """
    pair = require_own(work, pair_id)
    shared = [
        contact
        for contact in contacts.between(work.connection, work.guild, pair_id, work.user)
        if contact.owner == work.user and contact.state is ContactState.SHARED
        if channel is None or contact.channel is channel
    ]
    if not shared:
        raise DomainError("contact.nothing_shared")
    for contact in shared:
        contacts.revoke(work.connection, contact, work.now)
    return _book(work, pair)


@reads
def show(work: Work, contact_id: ContactId) -> ContactShown:
    """Return a value to the person it was shared with.

    Raises `DomainError` ``contact.unknown``, ``contact.not_shared``, ``pair.ended``.
    """
    _, contact = _require(work, contact_id)
    if contact.asker != work.user:
        raise DomainError("contact.unknown")
    value = contacts.value_of(work.connection, contact)
    if value is None:
        raise DomainError("contact.not_shared")
    return ContactShown(contact, value)


def _require_state(work: Work, contact_id: ContactId, state: ContactState) -> tuple[Pair, Contact]:
    pair, contact = _require(work, contact_id)
    if contact.owner != work.user:
        raise DomainError("contact.unknown")
    if contact.state is not state:
        raise DomainError("contact.settled")
    return pair, contact


def _require(work: Work, contact_id: ContactId) -> tuple[Pair, Contact]:
    contact = contacts.find(work.connection, work.guild, contact_id)
    # Whether others share anything must not be revealed.
    if contact is None or work.user not in (contact.asker, contact.owner):
        raise DomainError("contact.unknown")
    return require_own(work, contact.pair), contact


def _book(work: Work, pair: Pair) -> ContactBook:
    asked = contacts.between(work.connection, work.guild, pair.id, work.user)
    return ContactBook(pair, work.user, tuple(asked))


def _plan_notice(work: Work, contact: Contact, person: UserId) -> None:
    outbox.plan(
        work.connection,
        guild=contact.guild,
        kind=NudgeKind.CONTACT_WAITING,
        subject_type="contact",
        subject_id=contact.id,
        recipient=person,
        due_at=work.now,
    )
