"""The manners of what nobody asked for: when it suits, not too often, in the right place."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.verdict import InChannel, InDm, Later, Place
from bot.domain.ids import GuildId, UserId
from bot.domain.manners import WEEK, Manners, held
from bot.domain.states import NudgeKind
from bot.storage import nudge_settings, outbox
from bot.storage.pairs import Pair

# What the weekly limit counts.
UNASKED = frozenset(
    {
        NudgeKind.CHECK_IN,
        NudgeKind.PULSE,
        NudgeKind.COMMITMENT_DUE,
        NudgeKind.AGREEMENT_DUE,
        NudgeKind.AGREEMENT_REVIEW,
    }
)


def hold(
    connection: Connection, guild: GuildId, person: UserId, now: datetime, default: Manners
) -> Later | None:
    """Return until when this person is left in peace, or None when now is fine."""
    manners = nudge_settings.manners(connection, guild, person, default)
    sent = outbox.sent_to(connection, guild, person, UNASKED, now - WEEK, now)
    wait = held(manners, sent, now)
    return Later(wait.until, wait.reason) if wait else None


def place_for(connection: Connection, pair: Pair, person: UserId) -> Place | None:
    """Return where to write to one of a pair: their direct messages if they like, else the thread.

    None where the pair has no thread to write in.
    """
    if pair.thread is None:
        return None
    dms = nudge_settings.get(connection, pair.guild, person).dms
    return InDm(person) if dms else InChannel(pair.thread)
