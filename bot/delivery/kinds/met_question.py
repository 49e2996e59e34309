"""Ask each of a pair, to be answered alone, whether they met."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.meetings.facts import (
    left_in_peace,
    meeting_and_pair,
    settle_together,
    shared_place,
)
from bot.delivery.verdict import Later, Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.meetings.nudges import MetQuestion
from bot.domain.nudges.policy import Manners
from bot.domain.states import MeetingState
from bot.storage.meetings import answers as meeting_answers
from bot.storage.meetings.meetings import Meeting
from bot.storage.outbox import Nudge
from bot.storage.pairs import pauses
from bot.storage.pairs.pairs import Pair


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Ask whoever has not said it yet, when it suits them; what the other said stays private."""
    found = meeting_and_pair(connection, nudge)
    if isinstance(found, Never):
        return found
    meeting, pair = found
    person = nudge.recipient
    assert person is not None, "a person is asked"
    if meeting.state is MeetingState.CANCELLED or meeting.sequence != nudge.subject_version:
        return Never("it was moved or called off")
    if not pair.has(person):
        return Never("the person left the pair")
    if meeting.starts_at is None or meeting.starts_at > now:
        return Never("it has not begun")
    over = pair.paused_until
    if over is not None and over > now and not _met_in_rest(connection, pair, meeting, now):
        return Later(over, "the pair is paused")
    said = meeting_answers.of_meeting(connection, pair.guild, meeting.id)
    if person in said:
        return Never("answered already")
    others = left_in_peace(connection, nudge, pair, now, default)
    shared = shared_place(connection, nudge, pair, others | frozenset(said), now)
    if isinstance(shared, Later):
        return shared
    if shared is None:
        return Undeliverable("the pair has no thread")
    facts = MetQuestion(pair.guild, pair.id, meeting.id, shared.people, meeting.starts_at)
    only = shared.people[0] if len(shared.people) == 1 else None
    return Ready(facts, shared.place, person=only)


def _met_in_rest(connection: Connection, pair: Pair, meeting: Meeting, now: datetime) -> bool:
    """Whether the pair met although it rests: then it may be asked meanwhile."""
    found = pauses.of_pair(connection, pair.guild, pair.id)
    begun = meeting.starts_at
    return begun is not None and any(rest.holds(begun) and rest.holds(now) for rest in found)


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Whoever was named in the same message has been asked too."""
    found = meeting_and_pair(connection, nudge)
    if not isinstance(found, Never):
        meeting, pair = found
        said = meeting_answers.of_meeting(connection, pair.guild, meeting.id)
        settle_together(connection, nudge, pair, frozenset(said), now)


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: who is not heard of is `unknown`, never missed."""
