"""Tell one of a pair that something about contact waits for them, and not what."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.nudges.policy import place_for, rest_of
from bot.delivery.verdict import Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.ids import ContactId
from bot.domain.nudges.policy import Manners
from bot.domain.pairs.contacts import ContactWaiting
from bot.domain.states import ContactState, PairState
from bot.storage.outbox import Nudge
from bot.storage.pairs import contacts, pairs


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Tell the owner while it is asked, and the asker while it is shared."""
    person = nudge.recipient
    assert person is not None, "somebody is asked or answered"
    found = contacts.find(connection, nudge.guild, ContactId(nudge.subject_id))
    if found is None:
        return Never("there is no such question any more")
    wanted = ContactState.ASKED if person == found.owner else ContactState.SHARED
    if found.state is not wanted:
        return Never("settled already")
    pair = pairs.find(connection, nudge.guild, found.pair)
    if pair is None or pair.state is PairState.ENDED or not pair.has(person):
        return Never("the pair has ended")
    if wait := rest_of(pair, nudge, now):
        return wait
    place = place_for(connection, pair, person)
    if place is None:
        return Undeliverable("the pair has no thread")
    return Ready(ContactWaiting(pair.guild, pair.id, found.id, person), place, person=person)


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Nothing follows: the turn was theirs before."""


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: /status and /contact share have it."""
