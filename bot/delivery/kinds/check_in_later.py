"""Tell the partner of somebody who has gone quiet when the next step will be."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.delivery.plan import turns
from bot.delivery.verdict import InChannel, Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.ids import CheckInId, PairId
from bot.domain.nudges.policy import Manners
from bot.domain.progress.check_ins import CheckInLater
from bot.domain.states import CheckInState
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs
from bot.storage.progress import check_ins


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Say it once, by day, and only while the last check-in is still unanswered."""
    pair = pairs.find(connection, nudge.guild, PairId(nudge.subject_id))
    if pair is None or not pair.state.is_active:
        return Never("the pair rests or has ended")
    asked = check_ins.find(connection, nudge.guild, CheckInId(nudge.subject_version))
    if asked is None or asked.state is not CheckInState.UNANSWERED:
        return Never("answered meanwhile")
    coming = turns(pair, now, timedelta(days=pair.check_in_days + 1))
    next_at = next((turn.instant for turn in coming if turn.instant > now), None)
    partners = pair.partners_of(asked.owner)
    if next_at is None or not partners:
        return Never("no next step is planned")
    if pair.thread is None:
        return Undeliverable("the pair has no thread")
    return Ready(CheckInLater(pair.guild, pair.id, partners, next_at), InChannel(pair.thread))


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Nothing follows: the next check-in comes by itself."""


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: /status has it."""
