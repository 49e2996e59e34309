"""Nudges about mentors outside the society.

Nothing is lost if one is never sent: /status shows it. It does for people who take no direct
messages, and want no thread of their own.
"""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.decision import Cancel, InDm, Receipt, Send, Verdict
from bot.delivery.kind_hooks import ClaimedNudge, after_giving_up, after_sending, decides
from bot.delivery.nudges import own_threads
from bot.domain.ids import OutreachId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.outreach.outreach import OutreachFollowUp, OutreachStep
from bot.domain.states import OutreachState
from bot.services.outreach.outreach import next_update
from bot.storage.outbox import Nudge
from bot.storage.outreach import outreach
from bot.storage.youth import youth


@decides(NudgeKind.OUTREACH_FOLLOW_UP)
def outreach_follow_up(claimed: ClaimedNudge) -> Verdict:
    """Remind a member of the next step, privately."""
    contact = outreach.find(claimed.connection, claimed.guild, OutreachId(claimed.nudge.subject_id))
    if contact is None:
        return Cancel("forgotten")
    if youth.is_minor(claimed.connection, claimed.guild, contact.user):
        return Cancel("it isn't for people under 18")
    if contact.version != claimed.nudge.subject_version:
        return Cancel("it has moved on")
    step = contact.standing.step(claimed.now)
    if step in (OutreachStep.NOTHING, OutreachStep.WAIT):
        return Cancel("nothing is left to do")
    place = claimed.privately(contact.user)
    facts = OutreachFollowUp(
        guild=claimed.guild,
        outreach=contact.id,
        person=contact.user,
        who=contact.contact.who,
        step=step,
        private=isinstance(place, InDm),
    )
    return Send(facts, place, person=contact.user)


@after_sending(NudgeKind.OUTREACH_FOLLOW_UP)
def _plan_next_update(
    connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime
) -> None:
    """Plan the next update to an outside mentor, counted from this one."""
    own_threads.remember(connection, nudge, receipt)
    contact = outreach.find(connection, nudge.guild, OutreachId(nudge.subject_id))
    if contact is None or contact.version != nudge.subject_version:
        return
    if contact.standing.state is OutreachState.MET:
        next_update(connection, contact, now)


after_giving_up(NudgeKind.OUTREACH_FOLLOW_UP)(own_threads.try_again)
