"""Show a win to the partner in the pair's thread, with thanks."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.verdict import InChannel, Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.ids import WinId
from bot.domain.nudges.policy import Manners
from bot.domain.progress.wins import WinShared
from bot.domain.states import PairState
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs
from bot.storage.progress import wins


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Show it at once, at any hour: it is the author who speaks, as in any conversation."""
    win = wins.find(connection, nudge.guild, WinId(nudge.subject_id))
    if win is None:
        return Never("the win was deleted")
    pair = pairs.get(connection, nudge.guild, win.pair)
    if pair.state is PairState.ENDED:
        return Never("the pair has ended")
    if pair.thread is None:
        return Undeliverable("the pair has no thread")
    partners = pair.partners_of(win.author)
    facts = WinShared(nudge.guild, pair.id, win.author, partners, win.words)
    return Ready(facts, InChannel(pair.thread))


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Nothing follows."""


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows."""
