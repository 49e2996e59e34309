"""Remind, once, of the new time for a meeting that did not take place when it was to."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.meetings.facts import meeting_and_pair
from bot.delivery.nudges.policy import place_for, rest_of
from bot.delivery.verdict import Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.meetings.meetings import finder
from bot.domain.meetings.nudges import NewTimeDue
from bot.domain.nudges.policy import Manners
from bot.storage.meetings import meetings
from bot.storage.outbox import Nudge


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Write to the one whose turn it is, while nothing was proposed or arranged since."""
    found = meeting_and_pair(connection, nudge)
    if isinstance(found, Never):
        return found
    meeting, pair = found
    if not meeting.state.is_to_be_found_anew or meeting.starts_at is None:
        return Never("it took place after all, or nobody knows")
    if meetings.has_later(connection, meeting):
        return Never("another meeting is on its way")
    person = finder(meeting.changed_by, pair.mentor, pair.mentees)
    if nudge.recipient != person:
        return Never("it is not their turn")
    if wait := rest_of(pair, nudge, now):
        return wait
    place = place_for(connection, pair, person)
    if place is None:
        return Undeliverable("the pair has no thread")
    partners = pair.partners_of(person)
    facts = NewTimeDue(pair.guild, pair.id, (person,), partners, meeting.starts_at)
    about = partners if len(partners) == 1 else ()
    return Ready(facts, place, person=person, about=about)


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Nothing follows: one reminder is all."""


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: /status has it."""
