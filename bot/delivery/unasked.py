"""The manners of what nobody asked for: when it suits, not too often, in the right place."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.verdict import InChannel, InDm, Later, Never, Place, Ready, Verdict
from bot.domain.ids import GuildId, UserId
from bot.domain.manners import MUTABLE, UNASKED, WEEK, WISHED_FOR, Manners, held, unwanted
from bot.storage import nudge_settings, outbox
from bot.storage.outbox import Nudge
from bot.storage.pairs import Pair

# Whatever has manners to keep; the rest is somebody's own word, and comes at once.
RULED = UNASKED | WISHED_FOR | frozenset(MUTABLE)


def hold(
    connection: Connection, guild: GuildId, person: UserId, now: datetime, default: Manners
) -> Later | None:
    """Return until when this person is left in peace, or None when now is fine."""
    manners = nudge_settings.manners(connection, guild, person, default)
    sent = outbox.sent_to(connection, guild, person, UNASKED, now - WEEK, now)
    wait = held(manners, sent, now)
    return Later(wait.until, wait.reason) if wait else None


def gate(
    connection: Connection, nudge: Nudge, verdict: Verdict, now: datetime, default: Manners
) -> Verdict:
    """Hold every kind to the manners that its recipient is owed, whatever the kind itself asks."""
    if nudge.recipient is None or not isinstance(verdict, Ready | Later):
        return verdict
    if nudge.kind not in RULED:
        return verdict
    manners = nudge_settings.manners(connection, nudge.guild, nudge.recipient, default)
    if reason := unwanted(manners, nudge.kind, now):
        return Never(reason)
    if isinstance(verdict, Later):
        return verdict
    if nudge.kind in UNASKED:
        return hold(connection, nudge.guild, nudge.recipient, now, default) or verdict
    if nudge.kind in WISHED_FOR and (wait := held(manners, [], now)):
        return Later(wait.until, wait.reason)
    return verdict


def place_for(connection: Connection, pair: Pair, person: UserId) -> Place | None:
    """Return where to write to one of a pair: their direct messages if they like, else the thread.

    None where the pair has no thread to write in.
    """
    if pair.thread is None:
        return None
    dms = nudge_settings.get(connection, pair.guild, person).dms
    return InDm(person) if dms else InChannel(pair.thread)
