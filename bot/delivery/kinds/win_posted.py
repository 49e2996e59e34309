"""Show a win to everybody in the wins channel, as its author wished."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.verdict import InChannel, Never, Ready, Receipt, Verdict
from bot.domain.ids import WinId
from bot.domain.nudges.policy import Manners
from bot.domain.progress.wins import WinPosted
from bot.storage.moderation import societies
from bot.storage.outbox import Nudge
from bot.storage.progress import wins


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Post it where the society has a channel for wins; nowhere else."""
    win = wins.find(connection, nudge.guild, WinId(nudge.subject_id))
    if win is None or not win.shared:
        return Never("the win was deleted")
    society = societies.find(connection, nudge.guild)
    if society is None or society.wins_channel is None:
        return Never("no channel for wins")
    return Ready(WinPosted(nudge.guild, win.author, win.words), InChannel(society.wins_channel))


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Nothing follows."""


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: the partner has it."""
