"""Show a pair what each answered, side by side, once everybody has."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.verdict import InChannel, Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.ids import PairId
from bot.domain.nudges.nudges import AgreementRevealed, RevealedHalf
from bot.domain.nudges.policy import Manners
from bot.domain.states import PairState
from bot.storage.outbox import Nudge
from bot.storage.pairs import agreements, pairs


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Show it at once: the last of them has just answered."""
    pair = pairs.find(connection, nudge.guild, PairId(nudge.subject_id))
    if pair is None or pair.state is PairState.ENDED:
        return Never("the pair has ended")
    agreement = agreements.find_latest(connection, nudge.guild, pair.id)
    if agreement is None or agreement.version != nudge.subject_version:
        return Never("there is a newer version")
    if agreement.revealed_at is None:
        return Never("somebody is changing their answer")
    if pair.thread is None:
        return Undeliverable("the pair has no thread")
    halves = tuple(
        RevealedHalf(half.user, half.said, half.agreed_at is not None)
        for half in agreement.halves
        if pair.has(half.user)
    )
    facts = AgreementRevealed(pair.guild, pair.id, agreement.version, halves)
    return Ready(facts, InChannel(pair.thread))


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Nothing follows: both can agree now."""


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: /pair agreement shows it too."""
