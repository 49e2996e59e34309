"""Outbox rows that were given up or held back, made due again once the obstacle is gone."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, update

from bot.domain.ids import ChannelId, GuildId
from bot.domain.nudges.failures import Failure
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import NudgeState
from bot.storage.database import announce_outbox_change
from bot.storage.tables import outbox

AGAIN = "tried again"
# Discord's errors for a thread that is gone, hidden, closed to us, archived and locked, or locked.
UNREACHABLE = frozenset({"10003", "50001", "50013", "50083", "160005"})

# Of these, what a permission or another channel repairs for all threads together.
BY_SETTING = frozenset({"10003", "50001", "50013"})
_NO_CHANNEL = Failure.NO_MENTORING_CHANNEL.value
FOR_MODERATORS = (NudgeKind.CASE_OPENED, NudgeKind.CASE_DIGEST)


def in_thread(connection: Connection, guild: GuildId, thread: ChannelId, now: datetime) -> int:
    """Make due what could not be delivered while a thread was unavailable; return how many rows.

    Only dead rows, which certainly were not sent.
    """
    return _revive(
        connection,
        now,
        outbox.c.guild_id == guild,
        outbox.c.channel_id == thread,
        outbox.c.last_error.in_(sorted(UNREACHABLE)),
    )


def list_for_subject(
    connection: Connection, guild: GuildId, subject_type: str, subject_id: int, now: datetime
) -> int:
    """Make due what was given up about a subject; return how many rows.

    Only dead rows, which certainly were not sent. Uncertain ones stay, or they might be sent twice.
    """
    return _revive(
        connection,
        now,
        outbox.c.guild_id == guild,
        outbox.c.subject_type == subject_type,
        outbox.c.subject_id == subject_id,
    )


def without_permission(
    connection: Connection, guild: GuildId, since: datetime, now: datetime, *, wins: bool
) -> int:
    """Make due what Discord refused because of a setting; return how many rows.

    Only what was due since then, so that what is refused each time isn't tried forever. `wins` says
    whether it is what belongs in the wins channel, or everything else. What was posted for
    moderators is left out: their channel has another way.
    """
    is_win = outbox.c.kind == NudgeKind.WIN_POSTED
    return _revive(
        connection,
        now,
        outbox.c.guild_id == guild,
        outbox.c.due_at >= since,
        is_win if wins else ~is_win,
        outbox.c.kind.not_in(FOR_MODERATORS),
        or_(
            outbox.c.last_error.in_(sorted(BY_SETTING)),
            outbox.c.reason == _NO_CHANNEL,
        ),
    )


def held_for(connection: Connection, guild: GuildId, reason: str, now: datetime) -> None:
    """Retry now everything that is held back for this reason."""
    held = update(outbox).where(
        outbox.c.guild_id == guild,
        outbox.c.state == NudgeState.DUE,
        outbox.c.nonce.is_(None),
        outbox.c.reason == reason,
        outbox.c.next_attempt_at > now,
    )
    if connection.execute(held.values(next_attempt_at=now)).rowcount:
        announce_outbox_change(connection)


def _revive(connection: Connection, now: datetime, *conditions: ColumnElement[bool]) -> int:
    values: dict[str, Any] = {
        "state": NudgeState.DUE,
        "next_attempt_at": now,
        "nonce": None,
        "attempts": 0,
        # The case about it is closed when it arrives.
        "reason": AGAIN,
        "settled_at": None,
    }
    dead = update(outbox).where(outbox.c.state == NudgeState.DEAD, *conditions)
    revived = connection.execute(dead.values(**values))
    if revived.rowcount:
        announce_outbox_change(connection)
    return revived.rowcount
