"""Nudges about saved programs. People who take no direct messages see them in /status."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.decision import Cancel, Receipt, Send, Verdict
from bot.delivery.kind_hooks import ClaimedNudge, after_sending, decides
from bot.domain.ids import SavedProgramId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import SavedProgramDue
from bot.storage.outbox import Nudge
from bot.storage.programs import saved_programs


@decides(NudgeKind.SAVED_PROGRAM)
def saved_program(claimed: ClaimedNudge) -> Verdict:
    """Remind on the day the person chose (direct message only)."""
    saved = saved_programs.find(
        claimed.connection, claimed.guild, SavedProgramId(claimed.nudge.subject_id)
    )
    if saved is None:
        return Cancel("not saved any more")
    if saved.version != claimed.nudge.subject_version:
        return Cancel("the day was changed")
    place = claimed.only_by_dm(saved.user)
    facts = SavedProgramDue(claimed.guild, saved.id, saved.user, saved.program, saved.name)
    return Send(facts, place)


@after_sending(NudgeKind.SAVED_PROGRAM)
def _reminded(connection: Connection, nudge: Nudge, _receipt: Receipt, now: datetime) -> None:
    """Record that the person was reminded, so that /status no longer shows it."""
    saved = SavedProgramId(nudge.subject_id)
    saved_programs.record_reminded(connection, nudge.guild, saved, now)
