"""The first line in the new thread of a pair whose old one was deleted."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.notifier import ThreadWanted
from bot.delivery.pairs import threads
from bot.delivery.verdict import InPairThread, Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.ids import PairId
from bot.domain.nudges.policy import Manners
from bot.domain.pairs.nudges import ThreadRenewed
from bot.domain.states import PairState
from bot.storage import presence
from bot.storage.cohorts import cohorts
from bot.storage.moderation import societies
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair

NO_COHORT = "Mentoring"


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Have the thread found by its code or made, for those of the pair who are in the server."""
    pair = pairs.find(connection, nudge.guild, PairId(nudge.subject_id))
    if pair is None or pair.state is PairState.ENDED:
        return Never("the pair has ended")
    if pair.thread is not None:
        return Never("it has a thread")
    society = societies.find(connection, nudge.guild)
    if society is None or society.mentoring_channel is None:
        return Undeliverable("no mentoring channel")
    gone = presence.gone(connection, nudge.guild)
    members = tuple(member.user for member in pair.members if member.user not in gone)
    title = _title(connection, pair)
    wanted = ThreadWanted(pair.guild, society.mentoring_channel, pair.code, title, members)
    return Ready(ThreadRenewed(pair.guild, pair.id, members), InPairThread(wanted))


def _title(connection: Connection, pair: Pair) -> str:
    if pair.cohort is None:
        return NO_COHORT
    return cohorts.get(connection, pair.guild, pair.cohort).name


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """From here on the pair has a thread again."""
    pair = PairId(nudge.subject_id)
    pairs.record_thread(connection, nudge.guild, pair, receipt.channel)
    threads.note_renewed(connection, pairs.get(connection, nudge.guild, pair), now)


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Leave the pair without a thread: the moderators' case says what to do."""
