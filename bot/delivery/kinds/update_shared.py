"""Show the partner an update in the pair's thread."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.verdict import InChannel, Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.ids import UpdateId
from bot.domain.nudges.nudges import UpdateShared
from bot.domain.nudges.policy import Manners
from bot.domain.states import PairState
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs
from bot.storage.progress import updates


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Show it at once, at any hour: it is the author who writes, as in any conversation."""
    update = updates.find(connection, nudge.guild, UpdateId(nudge.subject_id))
    if update is None:
        return Never("the update was deleted")
    pair = pairs.get(connection, nudge.guild, update.pair)
    if pair.state is PairState.ENDED:
        return Never("the pair has ended")
    if pair.thread is None:
        return Undeliverable("the pair has no thread")
    facts = UpdateShared(
        guild=nudge.guild,
        pair=pair.id,
        update=update.id,
        author=update.author,
        partners=pair.partners_of(update.author),
        moved=update.moved,
        in_the_way=update.in_the_way,
        next_step=update.next_step,
    )
    return Ready(facts, InChannel(pair.thread))


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Nothing follows."""


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: /update history has it."""
