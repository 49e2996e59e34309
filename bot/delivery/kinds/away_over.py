"""Welcome somebody back, in one message however many pairs they have."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.nudges.policy import place_for
from bot.delivery.verdict import Never, Ready, Receipt, Verdict
from bot.domain.ids import AwayId
from bot.domain.nudges.nudges import AwayOver
from bot.domain.nudges.policy import Manners
from bot.storage.nudges import away
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs
from bot.storage.progress import check_ins


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Write to their direct messages if they like, else into the thread of their oldest pair."""
    found = away.find(connection, nudge.guild, AwayId(nudge.subject_id))
    if found is None or found.cancelled_at is not None:
        return Never("the plans have changed")
    active = [
        pair
        for pair in pairs.of_person(connection, nudge.guild, found.user)
        if pair.state.is_active and pair.thread is not None
    ]
    if not active:
        return Never("nobody waits for them")
    place = place_for(connection, active[0], found.user)
    assert place is not None, "the pair has a thread"
    waiting = check_ins.asked_of_person(connection, nudge.guild, found.user)
    facts = AwayOver(nudge.guild, found.id, found.user, len(waiting))
    return Ready(facts, place, person=found.user)


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Nothing follows: nudges come again by themselves."""


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: nudges come again by themselves."""
