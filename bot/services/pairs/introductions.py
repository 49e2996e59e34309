"""Introduce a pair."""

from datetime import datetime

from sqlalchemy import Connection

from bot.domain.ids import GuildId, PairId
from bot.domain.nudges.kinds import NudgeKind
from bot.storage import outbox


def plan_introduction(
    connection: Connection, guild: GuildId, pair: PairId, now: datetime, occurrence: str = ""
) -> None:
    """Plan the message that introduces a pair; another `occurrence` tries it once more."""
    outbox.plan(
        connection,
        guild=guild,
        kind=NudgeKind.INTRODUCTION,
        subject_type="pair",
        subject_id=pair,
        due_at=now,
        occurrence=occurrence,
    )
