"""Tell a pair in its thread that it rests, and until when: so nobody there waits or wonders."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.verdict import InChannel, Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.ids import PairId
from bot.domain.nudges.policy import Manners
from bot.domain.pairs.nudges import PairRests
from bot.domain.states import PairState
from bot.storage.meetings import meetings
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Say it while it is so, and until the very day that was chosen then."""
    pair = pairs.find(connection, nudge.guild, PairId(nudge.subject_id))
    if pair is None or pair.state is not PairState.PAUSED or pair.paused_until is None:
        return Never("the pause is over")
    until = pair.paused_until
    if until <= now or int(until.timestamp()) != nudge.subject_version:
        return Never("the pause has changed")
    if pair.thread is None:
        return Undeliverable("the pair has no thread")
    facts = PairRests(pair.guild, pair.id, until, _has_meetings(connection, pair, now, until))
    return Ready(facts, InChannel(pair.thread))


def _has_meetings(connection: Connection, pair: Pair, now: datetime, until: datetime) -> bool:
    # Those of a series leave themselves out.
    return any(
        one.series is None and one.starts_at is not None and now <= one.starts_at < until
        for one in meetings.open_of_pairs(connection, pair.guild, [pair.id])
    )


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Nothing follows: the pair wakes by itself."""


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: /pair status has it."""
