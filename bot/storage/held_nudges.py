"""Which rows of the outbox wait for somebody, whatever they wait for."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from bot.domain.ids import GuildId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import NudgeState
from bot.storage.outbox import Nudge, from_row
from bot.storage.tables import outbox


def waiting_for(
    connection: Connection,
    guild: GuildId,
    people: Sequence[UserId],
    kinds: frozenset[NudgeKind],
    now: datetime,
) -> list[Nudge]:
    """Return what was meant for these people by now and was never tried, oldest first."""
    statement = (
        select(outbox)
        .where(
            outbox.c.guild_id == guild,
            outbox.c.recipient_id.in_(people),
            outbox.c.kind.in_(sorted(kinds)),
            outbox.c.state.in_((NudgeState.DUE, NudgeState.LEASED)),
            outbox.c.due_at <= now,
            outbox.c.nonce.is_(None),
        )
        .order_by(outbox.c.due_at, outbox.c.id)
    )
    return [from_row(row) for row in connection.execute(statement)]
