"""Tell whoever stays that their partner is not in the server any more, and what comes next."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.meetings.facts import entry
from bot.delivery.verdict import InChannel, Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.ids import CaseId, PairId
from bot.domain.nudges.policy import Manners
from bot.domain.pairs.nudges import PartnerLeft
from bot.domain.states import MeetingState, Role
from bot.storage import presence
from bot.storage.meetings import meetings
from bot.storage.moderation import cases
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Say it once, by day, with the meetings that were called off; unless they are back."""
    pair = pairs.find(connection, nudge.guild, PairId(nudge.subject_id))
    case = cases.find(connection, nudge.guild, CaseId(nudge.subject_version))
    if pair is None or case is None or not pair.is_held:
        return Never("they are back, or the pair has ended")
    gone = presence.gone(connection, nudge.guild)
    staying = tuple(member.user for member in pair.members if member.user not in gone)
    if not staying:
        return Never("nobody of the pair is here")
    if pair.thread is None:
        return Undeliverable("the pair has no thread")
    called_off = tuple(
        entry(connection, one)
        for one in meetings.of_pair(connection, pair.guild, pair.id)
        if one.state is MeetingState.CANCELLED
        and one.starts_at is not None
        and (one.changed_by, one.settled_at) == (None, case.opened_at)
    )
    left = Role.MENTOR if pair.mentor in gone else Role.MENTEE
    facts = PartnerLeft(pair.guild, pair.id, staying, left, called_off, now)
    return Ready(facts, InChannel(pair.thread))


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Nothing follows: the moderators have a case."""


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: /pair status says it too."""
