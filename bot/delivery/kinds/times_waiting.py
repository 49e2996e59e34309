"""Remind whoever has to answer that proposed times wait for them."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.delivery.meetings.facts import meeting_and_pair, shown, zones_of
from bot.delivery.nudges.policy import place_for, rest_of
from bot.delivery.verdict import Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.meetings.meetings import answerer
from bot.domain.meetings.nudges import TimesWaiting
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import Manners
from bot.storage import outbox
from bot.storage.meetings import absences as meeting_absences
from bot.storage.meetings import times as meeting_times
from bot.storage.meetings.meetings import Meeting
from bot.storage.outbox import Nudge
from bot.storage.pairs.pairs import Pair

# Who has just been reminded of a first meeting has read of these times in the same message.
JUST_NOW = timedelta(hours=20)


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Write to the one whose answer is waited for, while a time of that round can be taken."""
    found = meeting_and_pair(connection, nudge)
    if isinstance(found, Never):
        return found
    meeting, pair = found
    if meeting.asked_by is None or meeting.round != nudge.subject_version:
        return Never("it was answered, or other times count by now")
    person = answerer(meeting.asked_by, pair.mentor, pair.mentees)
    if nudge.recipient != person:
        return Never("it is not their turn")
    absences = meeting_absences.of_pair(connection, pair, now)
    times = shown(meeting_times.times_of(connection, meeting), now, absences)
    if not times:
        return Never("every time is over")
    if wait := rest_of(pair, nudge, now):
        return wait
    if _reminded_lately(connection, pair, meeting, nudge, now):
        return Never("they were reminded of a first meeting just now")
    place = place_for(connection, pair, person)
    if place is None:
        return Undeliverable("the pair has no thread")
    facts = TimesWaiting(
        guild=pair.guild,
        pair=pair.id,
        meeting=meeting.id,
        round=meeting.round,
        proposer=meeting.asked_by,
        people=(person,),
        times=times,
        zones=zones_of(connection, pair, (person,), default),
        instead_of=meeting.starts_at,
    )
    about = (meeting.asked_by,) if len(pair.members) == 2 else ()
    return Ready(facts, place, person=person, about=about)


def _reminded_lately(
    connection: Connection, pair: Pair, meeting: Meeting, nudge: Nudge, now: datetime
) -> bool:
    since = max(now - JUST_NOW, meeting.asked_at or now)
    return any(
        row.kind is NudgeKind.FIRST_MEETING
        and row.recipient == nudge.recipient
        and row.message is not None
        and row.settled_at is not None
        and row.settled_at > since
        for row in outbox.of_subject(connection, pair.guild, "pair", pair.id)
    )


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Nothing follows: at most one more comes, and then the times are over."""


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: /meet list and /status have them."""
