"""Show proposed times to the one who may say yes to them, in the pair's thread."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.meetings.facts import meeting_and_pair, shown, zones_of
from bot.delivery.verdict import InChannel, Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.meetings.nudges import MeetingProposed
from bot.domain.nudges.policy import Manners
from bot.storage.meetings import absences as meeting_absences
from bot.storage.meetings import agenda_items
from bot.storage.meetings import series as meeting_series
from bot.storage.meetings import times as meeting_times
from bot.storage.outbox import Nudge


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Show them at once, at any hour: it is the partner who writes, as in any conversation."""
    found = meeting_and_pair(connection, nudge)
    if isinstance(found, Never):
        return found
    meeting, pair = found
    if meeting.asked_by is None or meeting.round != nudge.subject_version:
        return Never("other times count by now")
    proposed = meeting_times.times_of(connection, meeting)
    times = shown(proposed, now, meeting_absences.of_pair(connection, pair, now))
    if not times:
        return Never("every time is over")
    if pair.thread is None:
        return Undeliverable("the pair has no thread")
    asked = pair.mentees if meeting.asked_by == pair.mentor else (pair.mentor,)
    items = agenda_items.of_meeting(connection, pair.guild, pair.id, meeting.id)
    ends = meeting_series.ended_by(connection, pair, proposed)
    facts = MeetingProposed(
        guild=pair.guild,
        pair=pair.id,
        meeting=meeting.id,
        round=meeting.round,
        proposer=meeting.asked_by,
        people=asked,
        times=times,
        zones=zones_of(connection, pair, asked, default),
        agenda=tuple(item.text for item in items),
        instead_of=meeting.starts_at,
        ends_every_days=ends.every_days if ends else None,
    )
    return Ready(facts, InChannel(pair.thread))


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Nothing follows: whose turn it is stands in the meeting's own row."""


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: /meet list and /status have them."""
