"""Tell the person who owes their half of an agreement, or their word on it; nobody else."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.nudges.policy import place_for, rest_of
from bot.delivery.verdict import Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.ids import PairId
from bot.domain.nudges.nudges import AgreementDue
from bot.domain.nudges.policy import Manners
from bot.domain.states import PairState
from bot.storage.outbox import Nudge
from bot.storage.pairs import agreements, pairs


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Ask once, while it is still theirs to do and the pair goes on."""
    owner = nudge.recipient
    assert owner is not None, "somebody owes it"
    pair = pairs.find(connection, nudge.guild, PairId(nudge.subject_id))
    if pair is None or pair.state is PairState.ENDED or not pair.has(owner):
        return Never("the pair has ended")
    agreement = agreements.find_latest(connection, nudge.guild, pair.id)
    if agreement is None or agreement.version != nudge.subject_version:
        return Never("there is a newer version")
    half = agreement.half_of(owner)
    revealed = agreement.revealed_at is not None
    if half is not None and (half.agreed_at if revealed else half.completed_at):
        return Never("done already")
    if revealed and nudge.occurrence_key.endswith(":answer"):
        return Never("answered already")
    if wait := rest_of(pair, nudge, now):
        return wait
    place = place_for(connection, pair, owner)
    if place is None:
        return Undeliverable("the pair has no thread")
    return Ready(AgreementDue(pair.guild, pair.id, owner, revealed), place, person=owner)


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Nothing follows: the turn was theirs before."""


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: /status has it."""
