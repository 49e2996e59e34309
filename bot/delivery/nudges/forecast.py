"""Foretell what will notify someone: what is queued and will be planned, judged as delivery will.

Each row is judged for its own moment by the rules that will decide about it, so what will be an
edit, is answered, or has no room is left out. Only what people do until then can change it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.delivery.claim import verdict_on
from bot.delivery.decision import Reschedule, Send, Verdict
from bot.delivery.kinds.progress import reason_needless
from bot.delivery.meetings.plans import MeetingRules, coming_first_reminders
from bot.delivery.nudges.policy import RecipientPolicy
from bot.delivery.pairs.departures import PairsOnHold
from bot.delivery.pairs.milestones import Cadence, coming_pulses
from bot.delivery.plan import coming_check_ins
from bot.domain.ids import GuildId, UserId
from bot.domain.meetings.nudges import MeetingReminder
from bot.domain.nudges.kind_rows import Notifies
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import (
    NotificationPolicy,
    deferred,
    reason_not_to_send,
)
from bot.domain.outages import OutageReason
from bot.storage import outbox
from bot.storage.nudges import settings
from bot.storage.outages.failures import reason_of
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs

# How often a row is looked at again when the rules put it off.
_MOST_DELAYS = 10


@dataclass(frozen=True, slots=True)
class Expected:
    """A message that will notify someone: of which kind, and when."""

    kind: NudgeKind
    at: datetime


@dataclass(slots=True)
class Forecast:
    """One person's coming messages up to `until`, from what is known `now`."""

    connection: Connection
    guild: GuildId
    person: UserId
    now: datetime
    until: datetime
    default: NotificationPolicy
    _policy: RecipientPolicy = field(init=False)
    _held: PairsOnHold = field(init=False)
    _reminded: set[int] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        """Read each setting once."""
        self._policy = RecipientPolicy(self.connection, self.default)
        self._held = PairsOnHold(self.connection)

    def expected(self, cadence: Cadence, chosen: MeetingRules) -> list[Expected]:
        """Return what will notify the person, one for each kind and moment."""
        rows = outbox.coming_to(self.connection, self.guild, self.person, self.now, self.until)
        queued = [
            Expected(row.kind, at)
            for row in sorted(rows, key=lambda row: (row.next_attempt_at, row.id))
            if (at := self._comes_at(row)) is not None
        ]
        planned = [
            Expected(one.kind, at)
            for one in self._unplanned(cadence, chosen)
            if (at := self._allowed_at(one)) is not None
        ]
        found = {(one.at, one.kind) for one in (*queued, *planned)}
        return [Expected(kind, at) for at, kind in sorted(found)]

    def _comes_at(self, row: Nudge) -> datetime | None:
        """Return when a queued row will notify the person; None if it won't this week."""
        if row.kind.row.notifies is Notifies.NOBODY:
            return None
        at = row.next_attempt_at
        for _ in range(_MOST_DELAYS):
            verdict = self._verdict_on(row, at)
            if verdict is None:
                return self._allowed_at(Expected(row.kind, at))
            if not isinstance(verdict, Reschedule):
                break
            if verdict.until <= at or verdict.until > self.until:
                return None
            at = verdict.until
        else:
            return None
        if not isinstance(verdict, Send) or self.person in verdict.not_notified:
            return None
        if self.person not in verdict.facts.pings.people:
            return None
        if isinstance(verdict.facts, MeetingReminder) and not self._reminds(verdict.facts):
            return None
        return at

    def _verdict_on(self, row: Nudge, at: datetime) -> Verdict | None:
        """Return what delivery will decide about a row; None if the decision has to save something.

        Where one may only read, the database refuses that. What is saved elsewhere is taken back:
        nothing has been decided yet.
        """
        trial = self.connection.begin_nested()
        try:
            return verdict_on(self.connection, row, at, self.default, self._policy, self._held)
        except DBAPIError as error:
            if reason_of(error) is not OutageReason.READ_ONLY:
                raise
            return None
        finally:
            trial.rollback()

    def _reminds(self, facts: MeetingReminder) -> bool:
        """Return whether a reminder comes that isn't the first one of its meeting."""
        again = facts.meeting in self._reminded
        self._reminded.add(facts.meeting)
        own = settings.get(self.connection, self.guild, self.person)
        return not (again and facts.soon) or own.hour_reminder

    def _unplanned(self, cadence: Cadence, chosen: MeetingRules) -> Iterator[Expected]:
        """Yield what the planner will add for the person's pairs in that time."""
        for pair in pairs.list_for_person(self.connection, self.guild, self.person):
            if not pair.state.is_active:
                continue
            span = (self.person, self.now, self.until)
            for at in coming_check_ins(self.connection, pair, *span):
                if reason_needless(self.connection, pair, self.person, at) is None:
                    yield Expected(NudgeKind.CHECK_IN, at)
            for at in coming_pulses(self.connection, pair, *span, cadence):
                yield Expected(NudgeKind.PULSE, at)
            for at in coming_first_reminders(self.connection, pair, *span, chosen):
                yield Expected(NudgeKind.FIRST_MEETING, at)

    def _allowed_at(self, one: Expected) -> datetime | None:
        """Return when the person's settings allow what is not planned yet."""
        own = settings.policy_of(self.connection, self.guild, self.person, self.default)
        if reason_not_to_send(own, one.kind, one.at):
            return None
        wait = deferred(own, [], one.at)
        at = wait.until if wait else one.at
        return at if at <= self.until else None
