"""Tell one person that a private question waits for them."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.nudges.policy import place_for, rest_of
from bot.delivery.verdict import Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.ids import PulseId
from bot.domain.nudges.nudges import PulseAsked
from bot.domain.nudges.policy import Manners
from bot.domain.states import PairState, PulseState
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs, pulses


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Ask each of a pair by themselves; a pause waits for its end."""
    pulse = pulses.find(connection, nudge.guild, PulseId(nudge.subject_id))
    pair = pairs.find(connection, nudge.guild, pulse.pair) if pulse else None
    if pulse is None or pair is None or pair.state is PairState.ENDED or not pair.has(pulse.user):
        return Never("the pair has ended")
    if pulse.state is not PulseState.PLANNED:
        return Never("answered already")
    if wait := rest_of(pair, nudge, now):
        return wait
    place = place_for(connection, pair, pulse.user)
    if place is None:
        return Undeliverable("the pair has no thread")
    facts = PulseAsked(pair.guild, pair.id, pulse.id, pulse.user)
    return Ready(facts, place, person=pulse.user)


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """It is asked now."""
    pulse = pulses.find(connection, nudge.guild, PulseId(nudge.subject_id))
    if pulse is not None:
        pulses.record_asked(connection, pulse, now)


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """It will not be asked, and counts for nothing."""
    pulse = pulses.find(connection, nudge.guild, PulseId(nudge.subject_id))
    if pulse is not None:
        pulses.cancel(connection, pulse)
