"""Nudges about saved programs.

Nothing is lost if one is never sent: /status shows it. It does for people who take no direct
messages, and want no thread of their own.
"""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.decision import Cancel, InDm, Receipt, Send, Verdict
from bot.delivery.kind_hooks import ClaimedNudge, after_giving_up, after_sending, decides
from bot.delivery.nudges import own_threads
from bot.domain.ids import CorrectionId, SavedProgramId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import CorrectionDecided, SavedProgramDue
from bot.domain.states import CorrectionState
from bot.storage.outbox import Nudge
from bot.storage.programs import corrections, saved_programs


@decides(NudgeKind.SAVED_PROGRAM)
def saved_program(claimed: ClaimedNudge) -> Verdict:
    """Remind on the day the person chose, privately."""
    saved = saved_programs.find(
        claimed.connection, claimed.guild, SavedProgramId(claimed.nudge.subject_id)
    )
    if saved is None:
        return Cancel("not saved any more")
    if saved.version != claimed.nudge.subject_version:
        return Cancel("the day was changed")
    place = claimed.privately(saved.user)
    private = isinstance(place, InDm)
    facts = SavedProgramDue(claimed.guild, saved.id, saved.user, saved.program, saved.name, private)
    return Send(facts, place, person=saved.user)


@after_sending(NudgeKind.SAVED_PROGRAM)
def _reminded(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Record that the person was reminded, so that /status no longer shows it."""
    own_threads.remember(connection, nudge, receipt)
    saved = SavedProgramId(nudge.subject_id)
    saved_programs.record_reminded(connection, nudge.guild, saved, now)


@decides(NudgeKind.CORRECTION_DECIDED)
def correction_decided(claimed: ClaimedNudge) -> Verdict:
    """Tell whoever reported an entry what was decided, privately."""
    correction = corrections.find(
        claimed.connection, claimed.guild, CorrectionId(claimed.nudge.subject_id)
    )
    if correction is None or correction.state is CorrectionState.OPEN:
        return Cancel("not decided, or deleted")
    place = claimed.privately(correction.user)
    is_accepted = correction.state is CorrectionState.ACCEPTED
    facts = CorrectionDecided(
        claimed.guild, correction.user, correction.program, correction.name, is_accepted
    )
    return Send(facts, place, person=correction.user)


@after_sending(NudgeKind.CORRECTION_DECIDED)
def _told(connection: Connection, nudge: Nudge, receipt: Receipt, _now: datetime) -> None:
    """Remember the thread that it came in."""
    own_threads.remember(connection, nudge, receipt)


for _kind in (NudgeKind.SAVED_PROGRAM, NudgeKind.CORRECTION_DECIDED):
    after_giving_up(_kind)(own_threads.try_again)
