"""Tell a pair that somebody is back sooner, or stays."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.delivery.verdict import InChannel, Later, Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.ids import AwayId, PairId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import AwayChanged
from bot.domain.nudges.policy import Manners
from bot.domain.states import NudgeState, PairState
from bot.storage import outbox
from bot.storage.nudges import away
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs

SOON = timedelta(seconds=5)
_READ = (NudgeState.SENT, NudgeState.UNCERTAIN)
_ON_ITS_WAY = (NudgeState.DUE, NudgeState.LEASED)


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Tell those who were told before, and nobody else."""
    found = away.find(connection, nudge.guild, AwayId(nudge.subject_id))
    if found is None or found.cancelled_at is None:
        return Never("nothing has changed")
    pair = pairs.find(connection, nudge.guild, PairId(nudge.subject_version))
    if pair is None or pair.state is PairState.ENDED or not pair.has(found.user):
        return Never("the pair has ended")
    before = [
        row.state
        for row in outbox.of_subject(connection, nudge.guild, "away", found.id)
        if row.kind is NudgeKind.AWAY_TOLD and row.subject_version == pair.id
    ]
    if any(state in _ON_ITS_WAY for state in before):
        return Later(now + SOON, "after the others")
    if not any(state in _READ for state in before):
        return Never("nobody had been told")
    if pair.thread is None:
        return Undeliverable("the pair has no thread")
    facts = AwayChanged(
        guild=nudge.guild,
        pair=pair.id,
        away=found.id,
        person=found.user,
        partners=pair.partners_of(found.user),
        never_left=found.cancelled_at < found.begins_at,
    )
    return Ready(facts, InChannel(pair.thread))


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Nothing follows."""


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: /status has it."""
