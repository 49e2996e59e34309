"""Remind somebody of a program on the day they chose, if they take direct messages."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.verdict import InDm, Never, Ready, Receipt, Verdict
from bot.domain.ids import SavedProgramId
from bot.domain.nudges.nudges import SavedProgramDue
from bot.domain.nudges.policy import Manners
from bot.storage.nudges import settings as nudge_settings
from bot.storage.outbox import Nudge
from bot.storage.programs import saved_programs

SHOWN = "shown under /status"


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Write to those who turned direct messages on; the others see it under /status."""
    saved = saved_programs.find(connection, nudge.guild, SavedProgramId(nudge.subject_id))
    if saved is None:
        return Never("not saved any more")
    if saved.version != nudge.subject_version:
        return Never("the day was changed")
    if not nudge_settings.get(connection, nudge.guild, saved.user).dms:
        return Never(SHOWN)
    facts = SavedProgramDue(nudge.guild, saved.id, saved.user, saved.program, saved.name)
    return Ready(facts, InDm(saved.user))


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """They have it: /status need not say it again."""
    saved = SavedProgramId(nudge.subject_id)
    saved_programs.record_reminded(connection, nudge.guild, saved, now)


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: /status says the same."""
