"""What nudges about meetings share: whom a message is for, its place, and its calendar entry."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.delivery.decision import InDm, Place, Reschedule
from bot.delivery.kind_hooks import ClaimedNudge, DecidedError
from bot.delivery.nudges.policy import place_for
from bot.domain.ids import UserId
from bot.domain.meetings.nudges import CalendarEntry, CalendarSeries
from bot.domain.nudges.kind_rows import Policy
from bot.domain.nudges.policy import deferred, reason_not_to_send
from bot.domain.states import MeetingState, NudgeState, PairState
from bot.domain.times.civil import CivilTime
from bot.storage.meetings import meetings, nudges
from bot.storage.meetings import series as meeting_series
from bot.storage.meetings.meetings import Meeting
from bot.storage.meetings.series import Series
from bot.storage.nudges import settings as nudge_settings
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair

# How soon the other person's row is checked again while one message for both is being sent.
SOON = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Shared:
    """One message for everyone in `people`, at `place`."""

    people: tuple[UserId, ...]
    place: Place

    @property
    def only(self) -> UserId | None:
        """The one person it is for, or None if it is for several."""
        return self.people[0] if len(self.people) == 1 else None


def entry(connection: Connection, meeting: Meeting) -> CalendarEntry:
    """Return the meeting's current calendar entry, or that of its series."""
    assert meeting.starts_at is not None, "a meeting without a time has no entry"
    if meeting.series is not None:
        uid = meeting_series.uid(connection, meeting.guild, meeting.series)
        version = meeting_series.version(connection, meeting.guild, meeting.series)
        return CalendarEntry(uid, version, meeting.starts_at)
    uid = meetings.uid(connection, meeting)
    return CalendarEntry(uid, meeting.sequence, meeting.starts_at)


def whole_series(connection: Connection, series: Series) -> CalendarSeries:
    """Return the current calendar entry of a series, including moved and skipped meetings."""
    made = meetings.list_for_series(connection, series.guild, series.id)
    off = [meeting for meeting in made if meeting.state is MeetingState.CANCELLED]
    return CalendarSeries(
        uid=meeting_series.uid(connection, series.guild, series.id),
        sequence=meeting_series.version(connection, series.guild, series.id),
        first_day=series.first_date,
        at=series.at,
        zone=series.time_zone,
        interval=series.interval,
        left_out=tuple(sorted(meeting.series_date for meeting in off if meeting.series_date)),
        moved=tuple(
            sorted(
                (meeting.series_date, meeting.starts_at)
                for meeting in made
                if meeting not in off
                and meeting.series_date is not None
                and meeting.starts_at is not None
                and meeting.starts_at
                != CivilTime(meeting.series_date, series.at, series.time_zone).instant
            )
        ),
    )


def people_not_to_notify(claimed: ClaimedNudge, pair: Pair) -> frozenset[UserId]:
    """Return the people of the pair whose settings exclude this kind of nudge now."""
    kind, now = claimed.nudge.kind, claimed.now
    users = set()
    for member in pair.members:
        policy = nudge_settings.policy_of(
            claimed.connection, pair.guild, member.user, claimed.default
        )
        waits = kind.row.policy is Policy.REQUESTED and deferred(policy, [], now) is not None
        if waits or reason_not_to_send(policy, kind, now):
            users.add(member.user)
    return frozenset(users)


def shared_place(claimed: ClaimedNudge, pair: Pair, others: frozenset[UserId]) -> Shared:
    """Return everyone whom one message reaches: this row's person, and others who get the same now.

    Both read the thread, so one message there is enough for both; people who take direct messages
    get their own. `others` are those whose settings exclude it now. While a message for both is
    being sent, the other row waits for it.
    """
    connection, person = claimed.connection, claimed.recipient
    place = claimed.place_of(pair, person)
    if isinstance(place, InDm):
        return Shared((person,), place)
    together = [person]
    for row in nudges.siblings(connection, claimed.nudge):
        other = row.recipient
        if other is None or not pair.has(other) or other in others:
            continue
        if isinstance(place_for(connection, pair, other), InDm):
            continue
        if row.state in (NudgeState.DUE, NudgeState.LEASED):
            if row.nonce is not None:
                raise DecidedError(
                    Reschedule(claimed.now + SOON, "one message for both is on its way")
                )
            together.append(other)
    return Shared(tuple(sorted(together)), place)


def merge_for_others(
    connection: Connection,
    nudge: Nudge,
    meeting: Meeting,
    others: frozenset[UserId],
    now: datetime,
) -> None:
    """Merge the rows of the others whom the message that was just sent has reached."""
    pair, person = pairs.find(connection, nudge.guild, meeting.pair), nudge.recipient
    if pair is None or pair.state is PairState.ENDED or person is None:
        return
    if isinstance(place_for(connection, pair, person), InDm):
        return
    reached = [
        row
        for row in nudges.siblings(connection, nudge)
        # A row that waits longer was moved because of its person's settings, and that person was
        # not named.
        if row.next_attempt_at <= now + SOON
        and row.recipient is not None
        and row.recipient not in others
        and pair.has(row.recipient)
        and not isinstance(place_for(connection, pair, row.recipient), InDm)
    ]
    nudges.merge(connection, nudge, reached, now)
