"""Wake a pair whose pause is over, and welcome it back."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.verdict import InChannel, Later, Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.ids import PairId, UserId
from bot.domain.nudges.nudges import PairResumed
from bot.domain.nudges.policy import Manners, quiet_end
from bot.domain.states import PairState
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs
from bot.storage.progress import check_ins


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Write into the thread by day, and ping nobody: it is nobody's turn yet."""
    pair = pairs.find(connection, nudge.guild, PairId(nudge.subject_id))
    if pair is None or pair.state is PairState.ENDED:
        return Never("the pair has ended")
    if pair.is_held:
        return Never("somebody left the server")
    if pair.paused_until is not None and pair.paused_until > now:
        return Never("the pause was made longer")
    pairs.wake_one(connection, pair.guild, pair.id, now)
    there = Manners(pair.time_zone, default.quiet_from, default.quiet_until, default.weekly_limit)
    if morning := quiet_end(there, now):
        return Later(morning, "quiet hours")
    if pair.thread is None:
        return Undeliverable("the pair has no thread")
    asked = check_ins.asked_of_pair(connection, pair.guild, pair.id)
    waiting = (asked.owner,) if asked is not None else ()
    returned = UserId(nudge.subject_version) or None
    return Ready(PairResumed(pair.guild, pair.id, waiting, returned), InChannel(pair.thread))


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Nothing follows: the pair was woken when this came up."""


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: the pair goes on all the same."""
