"""Say in the pair's thread that a meeting is not to be moved after all."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.meetings.facts import meeting_and_pair
from bot.delivery.verdict import InChannel, Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.meetings.nudges import TimesWithdrawn
from bot.domain.nudges.policy import Manners
from bot.domain.states import MeetingState
from bot.storage.outbox import Nudge


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Say it to the others while the meeting is ahead."""
    found = meeting_and_pair(connection, nudge)
    if isinstance(found, Never):
        return found
    meeting, pair = found
    if meeting.state is not MeetingState.CONFIRMED or meeting.round != nudge.subject_version:
        return Never("it is arranged otherwise by now")
    if meeting.asked_by is not None or meeting.starts_at is None or meeting.starts_at <= now:
        return Never("other times count by now, or it has begun")
    if pair.thread is None:
        return Undeliverable("the pair has no thread")
    people = tuple(one.user for one in pair.members if one.user != meeting.changed_by)
    facts = TimesWithdrawn(pair.guild, pair.id, meeting.id, people, meeting.starts_at)
    return Ready(facts, InChannel(pair.thread))


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Nothing follows: the meeting stands."""


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: /meet list shows that the meeting stands."""
