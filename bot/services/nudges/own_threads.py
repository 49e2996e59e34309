"""A person's private thread with the bot, for reminders that are for no one else to read."""

from enum import Enum

from sqlalchemy import Connection

from bot.domain.ids import GuildId, UserId
from bot.services.pairs.pairs import new_code
from bot.services.work import Work, writes
from bot.storage.moderation import societies
from bot.storage.nudges import settings
from bot.storage.requests import requests


class Reach(Enum):
    """How a private reminder reaches someone; `STATUS` means that it doesn't."""

    DM = "dm"
    THREAD = "thread"
    STATUS = "status"


def reach_of(work: Work) -> Reach:
    """Return how private reminders reach the asker."""
    if settings.get(work.connection, work.guild, work.user).dms:
        return Reach.DM
    thread = requests.find_thread(work.connection, work.guild, work.user)
    return Reach.STATUS if thread is None else Reach.THREAD


def want_thread(connection: Connection, guild: GuildId, user: UserId) -> None:
    """Keep that someone has a thread of their own; it is created for the first message in it."""
    requests.want_thread(connection, guild, user, lambda: new_code(connection, guild))


@writes
def choose_thread(work: Work) -> None:
    """Send the asker's private reminders to a thread of their own from now on.

    Raises `DomainError` ``society.not_set_up``.
    """
    societies.get(work.connection, work.guild)
    want_thread(work.connection, work.guild, work.user)
