"""Ask, half-way, whether an agreement still fits."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.nudges.policy import place_for, rest_of
from bot.delivery.verdict import Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.ids import PairId
from bot.domain.nudges.nudges import AgreementReview
from bot.domain.nudges.policy import Manners
from bot.domain.states import PairState
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Ask one of them; what they change, the other sees and agrees to anew."""
    owner = nudge.recipient
    assert owner is not None, "somebody is asked"
    pair = pairs.find(connection, nudge.guild, PairId(nudge.subject_id))
    if pair is None or pair.state is PairState.ENDED or not pair.has(owner):
        return Never("the pair has ended")
    if wait := rest_of(pair, nudge, now):
        return wait
    place = place_for(connection, pair, owner)
    if place is None:
        return Undeliverable("the pair has no thread")
    return Ready(AgreementReview(pair.guild, pair.id, owner), place, person=owner)


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Nothing follows: what they agreed stays until somebody changes it."""


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: /pair agreement can be used at any time."""
