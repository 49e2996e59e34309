"""What a welcome-back message says is waiting, decided at the moment it is sent.

The day of a return is kept free (see `NotificationPolicy.return_day_ends_at` and
`policy.paused_until`): the welcome only says that something is waiting, and what was held back
comes from the next day on.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.decision import Reschedule, Send, Verdict
from bot.domain.ids import CommitmentId, ContactId, MeetingId, PairId, PulseId, UpdateId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import AwayOver, PairResumed
from bot.domain.nudges.policy import HELD_BACK
from bot.storage import outbox
from bot.storage.meetings import meetings
from bot.storage.outbox import Nudge
from bot.storage.pairs import contacts, pairs, pulses
from bot.storage.progress import commitments, updates

Judge = Callable[[Nudge], Verdict]

WAIT = HELD_BACK - {NudgeKind.AWAY_OVER}


def with_what_waits(
    connection: Connection, verdict: Verdict, now: datetime, judge: Judge
) -> Verdict:
    """Return the verdict with what is waiting filled in, as `judge` decides for each row."""
    if not isinstance(verdict, Send):
        return verdict
    match verdict.facts:
        case AwayOver() as facts:
            nudges = outbox.waiting_for(connection, facts.guild, [facts.person], WAIT, now)
            waiting = facts.waiting + len(_still_of_use(nudges, judge))
            return replace(verdict, facts=replace(facts, waiting=waiting))
        case PairResumed() as facts:
            return replace(verdict, facts=_resumed(connection, facts, now, judge))
        case _:
            return verdict


def _resumed(
    connection: Connection, facts: PairResumed, now: datetime, judge: Judge
) -> PairResumed:
    pair = pairs.get(connection, facts.guild, facts.pair)
    members = [member.user for member in pair.members]
    nudges = outbox.waiting_for(connection, pair.guild, members, WAIT, now)
    theirs = [row for row in nudges if pair_of(connection, row) == pair.id]
    waited_for = {row.recipient for row in _still_of_use(theirs, judge)} | set(facts.waiting)
    return replace(facts, waiting=tuple(user for user in members if user in waited_for))


def _still_of_use(rows: Iterable[Nudge], judge: Judge) -> list[Nudge]:
    """Return the rows that will be sent, one for each subject."""
    coming: dict[tuple[str, int, int | None], Nudge] = {}
    for row in rows:
        verdict = judge(row)
        in_time = isinstance(verdict, Reschedule) and (
            row.expires_at is None or verdict.until < row.expires_at
        )
        if in_time or isinstance(verdict, Send):
            coming.setdefault((row.subject_type, row.subject_id, row.recipient), row)
    return list(coming.values())


def pair_of(connection: Connection, row: Nudge) -> PairId | None:
    """Return the pair that a row is about, or None."""
    guild, subject = row.guild, row.subject_id
    match row.subject_type:
        case "pair":
            return PairId(subject)
        case "commitment":
            commitment = commitments.find(connection, guild, CommitmentId(subject))
            return commitment.pair if commitment else None
        case "pulse":
            pulse = pulses.find(connection, guild, PulseId(subject))
            return pulse.pair if pulse else None
        case "contact":
            contact = contacts.find(connection, guild, ContactId(subject))
            return contact.pair if contact else None
        case "meeting":
            meeting = meetings.find(connection, guild, MeetingId(subject))
            return meeting.pair if meeting else None
        case "update":
            update = updates.find(connection, guild, UpdateId(subject))
            return update.pair if update else None
        case _:
            return None
