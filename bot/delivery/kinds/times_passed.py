"""Tell whoever proposed times that all of them went by unanswered."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.meetings.facts import meeting_and_pair
from bot.delivery.nudges.policy import place_for, rest_of
from bot.delivery.verdict import Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.meetings.nudges import TimesPassed
from bot.domain.nudges.policy import Manners
from bot.domain.states import MeetingState
from bot.storage.meetings import meetings
from bot.storage.outbox import Nudge


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Say it by day, unless a new meeting is on its way already."""
    found = meeting_and_pair(connection, nudge)
    if isinstance(found, Never):
        return found
    meeting, pair = found
    person = nudge.recipient
    if person is None or not pair.has(person):
        return Never("the person left the pair")
    stands = meeting.starts_at if meeting.state is MeetingState.CONFIRMED else None
    if meeting.asked_by is not None or meeting.round != nudge.subject_version:
        return Never("other times count by now")
    if stands is None and meetings.open_of_pairs(connection, pair.guild, [pair.id]):
        return Never("another meeting is on its way")
    if wait := rest_of(pair, nudge, now):
        return wait
    place = place_for(connection, pair, person)
    if place is None:
        return Undeliverable("the pair has no thread")
    partners = pair.partners_of(person)
    facts = TimesPassed(pair.guild, pair.id, (person,), partners, stands)
    about = partners if len(partners) == 1 else ()
    return Ready(facts, place, person=person, about=about)


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Nothing follows: whoever likes proposes again."""


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: /meet list shows that nothing is arranged."""
