"""Nudges about a cohort: its sign-up panel. Without the panel people can still join by command."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.decision import Cancel, Receipt, Send, Verdict
from bot.delivery.kind_hooks import ClaimedNudge, after_sending, decides
from bot.domain.ids import CohortId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import SignUpPanel
from bot.domain.states import CohortState
from bot.storage.cohorts import cohorts
from bot.storage.outbox import Nudge


@decides(NudgeKind.SIGN_UP_PANEL)
def sign_up_panel(claimed: ClaimedNudge) -> Verdict:
    """Post the sign-up buttons in the mentoring channel while the cohort takes sign-ups."""
    cohort = cohorts.get(claimed.connection, claimed.guild, CohortId(claimed.nudge.subject_id))
    if cohort.state is not CohortState.ENROLLING:
        return Cancel("sign-up is over")
    facts = SignUpPanel(claimed.guild, cohort.id, cohort.name, cohort.plan)
    return Send(facts, claimed.mentoring_channel())


@after_sending(NudgeKind.SIGN_UP_PANEL)
def _panel_posted(connection: Connection, nudge: Nudge, receipt: Receipt, _now: datetime) -> None:
    """Save where the panel was posted."""
    cohort = CohortId(nudge.subject_id)
    cohorts.record_panel(connection, nudge.guild, cohort, receipt.channel, receipt.message)
