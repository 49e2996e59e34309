"""Members who left the server: put their pairs on hold, tell who must know, and resume later.

A pair of which one side left is on hold with no end date. One case asks the moderators for a
decision, and whoever stays is told once what happens next. A circle continues with those who
remain.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.delivery.decision import Reschedule, Send, Undeliverable, Verdict
from bot.delivery.moderation.cases import open_case
from bot.delivery.nudges.welcome_back import pair_of
from bot.domain.ids import GuildId, UserId
from bot.domain.moderation.cases import CaseKind, pair_facts, pair_subject
from bot.domain.nudges.failures import Failure
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.schedule import day_of
from bot.domain.states import PairState
from bot.storage import outbox, presence
from bot.storage.meetings import meetings
from bot.storage.meetings import nudges as meeting_nudges
from bot.storage.meetings import series as meeting_series
from bot.storage.moderation import cases
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs, pauses
from bot.storage.pairs.pairs import Pair

REASON = Failure.LEFT.value
# How soon a nudge of a pair on hold is checked again.
LOOK_AGAIN = timedelta(days=1)


class PairsOnHold:
    """The pairs on hold, read once for all rows that are claimed together."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._pairs = pairs.list_on_hold(connection)

    def gate(self, nudge: Nudge, verdict: Verdict, now: datetime) -> Verdict:
        """Let nothing that no one asked for into a pair on hold.

        It waits for the person's return.
        """
        if not self._pairs or not isinstance(verdict, Send | Undeliverable):
            return verdict
        if not nudge.kind.row.follows_settings:
            return verdict
        pair = pair_of(self._connection, nudge)
        if pair is None or (nudge.guild, pair) not in self._pairs:
            return verdict
        return Reschedule(now + LOOK_AGAIN, REASON)


def record_departure(connection: Connection, guild: GuildId, person: UserId, now: datetime) -> bool:
    """Record that someone left; return whether it concerns a pair that was introduced."""
    presence.record(connection, guild, (), (person,), now)
    departed = presence.departed(connection, guild)
    theirs = [
        pair
        for pair in pairs.list_for_person(connection, guild, person)
        if pair.introduced_at is not None
    ]
    for pair in theirs:
        if _goes_on(pair, departed):
            _tell_of_circle(connection, pair, departed, now)
        elif not pair.is_held:
            _hold(connection, pair, departed, now)
    return bool(theirs)


def record_return(connection: Connection, guild: GuildId, person: UserId, now: datetime) -> None:
    """Record that someone is in the server again, and resume their pairs."""
    presence.record(connection, guild, (person,), (), now)
    departed = presence.departed(connection, guild)
    for pair in pairs.list_for_person(connection, guild, person):
        for kind in (CaseKind.SOMEBODY_LEFT, CaseKind.CIRCLE_SMALLER):
            case = cases.find_open(connection, guild, kind, pair_subject(pair.id))
            if case is None or not _goes_on(pair, departed):
                continue
            if kind is CaseKind.CIRCLE_SMALLER and departed & set(pair.mentees):
                _tell_of_circle(connection, pair, departed, now)
                continue
            cases.resolve_by_bot(connection, case, now)
            if pair.is_held:
                _take_up(connection, pair, person, case.id, now)


def _goes_on(pair: Pair, departed: frozenset[UserId]) -> bool:
    return pair.mentor not in departed and not set(pair.mentees) <= departed


def _hold(connection: Connection, pair: Pair, departed: frozenset[UserId], now: datetime) -> None:
    """Put the pair on hold, cancel its meetings, and tell the moderators and whoever stays."""
    waking = NudgeKind.PAIR_RESUMED
    outbox.cancel(connection, pair.guild, "pair", pair.id, REASON, now, kind=waking)
    pauses.cut_short(connection, pair.guild, pair.id, now)
    pairs.set_state(connection, pair.guild, pair.id, PairState.PAUSED)
    meeting_series.end_of_pair(connection, pair.guild, pair.id, now)
    for meeting in meetings.open_of_pairs(connection, pair.guild, [pair.id]):
        if meeting.starts_at is None or meeting.starts_at > now:
            meeting_nudges.call_off(connection, meeting, None, REASON, now)
    left = [member.user for member in pair.members if member.user in departed]
    smaller = cases.find_open(
        connection, pair.guild, CaseKind.CIRCLE_SMALLER, pair_subject(pair.id)
    )
    if smaller is not None:
        cases.resolve_by_bot(connection, smaller, now)
    case = _open(connection, CaseKind.SOMEBODY_LEFT, pair, left, now)
    if case is not None and len(left) < len(pair.members):
        outbox.plan(
            connection,
            guild=pair.guild,
            kind=NudgeKind.PARTNER_LEFT,
            subject_type="pair",
            subject_id=pair.id,
            subject_version=case,
            due_at=now,
            occurrence=f"case:{case}",
        )


def _tell_of_circle(
    connection: Connection, pair: Pair, departed: frozenset[UserId], now: datetime
) -> None:
    """Open a case that names everyone who left a circle, or name them in the open one."""
    left = [member.user for member in pair.members if member.user in departed]
    if _open(connection, CaseKind.CIRCLE_SMALLER, pair, left, now) is not None:
        return
    kind = CaseKind.CIRCLE_SMALLER
    case = cases.find_open(connection, pair.guild, kind, pair_subject(pair.id))
    if case is not None:
        cases.refresh(connection, case, case.facts | {"left": _named(left)}, case.evidence)


def _open(
    connection: Connection, kind: CaseKind, pair: Pair, left: list[UserId], now: datetime
) -> int | None:
    facts = pair_facts(pair.mentor, pair.mentees, pair.thread)
    facts |= {"left": _named(left), "noticed": day_of(now)}
    return open_case(
        connection, pair.guild, kind=kind, subject=pair_subject(pair.id), facts=facts, now=now
    )


def _named(users: list[UserId]) -> str:
    return ", ".join(f"<@{user}>" for user in users)


def _take_up(connection: Connection, pair: Pair, person: UserId, case: int, now: datetime) -> None:
    pairs.resume_held(connection, pair.guild, pair.id, now)
    for member in pair.members:
        outbox.retry_soon(connection, pair.guild, member.user, now)
    outbox.plan(
        connection,
        guild=pair.guild,
        kind=NudgeKind.PAIR_RESUMED,
        subject_type="pair",
        subject_id=pair.id,
        subject_version=person,
        due_at=now,
        occurrence=f"back:{case}",
    )
