"""Remind a member of an outside mentor, if they take direct messages; never anywhere else."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.verdict import InDm, Never, Ready, Receipt, Verdict
from bot.domain.ids import OutreachId
from bot.domain.nudges.policy import Manners
from bot.domain.outreach.outreach import OutreachFollowUp, OutreachStep
from bot.domain.states import OutreachState
from bot.services.outreach.outreach import next_update
from bot.storage.nudges import settings as nudge_settings
from bot.storage.outbox import Nudge
from bot.storage.outreach import outreach

SHOWN = "shown under /status"


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Write to those who turned direct messages on; the others see it under /status."""
    found = outreach.find(connection, nudge.guild, OutreachId(nudge.subject_id))
    if found is None:
        return Never("forgotten")
    if found.version != nudge.subject_version:
        return Never("it has moved on")
    step = found.standing.step(now)
    if step in (OutreachStep.NOTHING, OutreachStep.WAIT):
        return Never("nothing is left to do")
    if not nudge_settings.get(connection, nudge.guild, found.user).dms:
        return Never(SHOWN)
    facts = OutreachFollowUp(nudge.guild, found.id, found.user, found.contact.who, step)
    return Ready(facts, InDm(found.user))


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """A mentor is written to again and again: the next update is planned from this one."""
    found = outreach.find(connection, nudge.guild, OutreachId(nudge.subject_id))
    if found is None or found.version != nudge.subject_version:
        return
    if found.standing.state is OutreachState.MET:
        next_update(connection, found, now)


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: /status says the same."""
