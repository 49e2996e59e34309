"""Remind of a meeting: a day ahead with the agenda, and shortly before."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.delivery.meetings.facts import (
    left_in_peace,
    meeting_and_pair,
    settle_together,
    shared_place,
    zones_of,
)
from bot.delivery.verdict import (
    Expired,
    Later,
    Never,
    Ready,
    Receipt,
    Undeliverable,
    Verdict,
)
from bot.domain.ids import UserId
from bot.domain.meetings.meetings import LAST_CALL
from bot.domain.meetings.nudges import MeetingReminder
from bot.domain.nudges.policy import Manners, quiet_end
from bot.domain.states import MeetingState, PairState
from bot.storage.meetings import agenda_items, meetings
from bot.storage.meetings import places as meeting_places
from bot.storage.meetings.meetings import Meeting
from bot.storage.nudges import settings as nudge_settings
from bot.storage.outbox import Nudge
from bot.storage.pairs.pairs import Pair

SOON = timedelta(hours=3)


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Remind while it is to take place; the weekly limit does not count, and the night does.

    A pause does not call it off: whoever asked for one was told of the meetings in it, and could.
    Only those of a series leave themselves out.

    It was planned for before the quiet hours. One that is late all the same waits until they end,
    or until the last hour before the meeting.
    """
    found = meeting_and_pair(connection, nudge)
    if isinstance(found, Never):
        return found
    meeting, pair = found
    person = nudge.recipient
    assert person is not None, "a person is reminded"
    if meeting.state is not MeetingState.CONFIRMED or meeting.sequence != nudge.subject_version:
        return Never("it was moved or called off")
    if meeting.starts_at is None or meeting.starts_at <= now:
        return Expired()
    if not pair.has(person):
        return Never("the person left the pair")
    if pair.state is PairState.PAUSED and meeting.series is not None:
        return Never("the pair is paused")
    if wait := _wait(connection, pair, person, meeting.starts_at, now, default):
        return wait
    asleep = frozenset(
        member.user
        for member in pair.members
        if _wait(connection, pair, member.user, meeting.starts_at, now, default)
    )
    others = asleep | left_in_peace(connection, nudge, pair, now, default)
    shared = shared_place(connection, nudge, pair, others, now)
    if isinstance(shared, Later):
        return shared
    if shared is None:
        return Undeliverable("the pair has no thread")
    only = shared.people[0] if len(shared.people) == 1 else None
    facts = _facts(connection, meeting, pair, meeting.starts_at, shared.people, now, default)
    return Ready(facts, shared.place, person=only)


def _wait(
    connection: Connection,
    pair: Pair,
    person: UserId,
    starts_at: datetime,
    now: datetime,
    default: Manners,
) -> Later | None:
    manners = nudge_settings.manners(connection, pair.guild, person, default)
    morning, last = quiet_end(manners, now), starts_at - LAST_CALL
    return Later(min(morning, last), "quiet hours") if morning and now < last else None


def _facts(
    connection: Connection,
    meeting: Meeting,
    pair: Pair,
    starts_at: datetime,
    people: tuple[UserId, ...],
    now: datetime,
    default: Manners,
) -> MeetingReminder:
    items = agenda_items.of_meeting(connection, pair.guild, pair.id, meeting.id)
    earlier = meetings.of_pair(connection, pair.guild, pair.id)
    return MeetingReminder(
        guild=pair.guild,
        pair=pair.id,
        meeting=meeting.id,
        people=people,
        starts_at=starts_at,
        zones=zones_of(connection, pair, people, default),
        place=meeting_places.find(connection, pair.guild, pair.id),
        agenda=tuple(item.text for item in items),
        first=not any(one.state is MeetingState.HAPPENED for one in earlier),
        soon=starts_at - now <= SOON,
    )


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Whoever was named in the same message has been reminded too."""
    found = meeting_and_pair(connection, nudge)
    if not isinstance(found, Never):
        settle_together(connection, nudge, found[1], frozenset(), now)


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: the meeting takes place all the same."""
