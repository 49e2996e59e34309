"""Apply each recipient's notification policy to claimed rows: when, how often, and where."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.decision import (
    Asleep,
    Cancel,
    InChannel,
    InDm,
    Place,
    Reschedule,
    Send,
    Undeliverable,
    Verdict,
)
from bot.domain.ids import GuildId, UserId
from bot.domain.nudges.kinds import Policy
from bot.domain.nudges.policy import (
    RATE_LIMITED,
    WEEK,
    Deferred,
    NotificationPolicy,
    deferred,
    night_of,
    quiet_end,
    reason_not_to_send,
)
from bot.domain.schedule import day_after
from bot.storage import outbox
from bot.storage.nudges import settings
from bot.storage.outbox import Nudge
from bot.storage.pairs.pairs import Pair


class RecipientPolicy:
    """The policies of all recipients of one claim, each read once in the transaction."""

    def __init__(self, connection: Connection, default: NotificationPolicy) -> None:
        self._connection = connection
        self._default = default
        self._policies: dict[tuple[GuildId, UserId], NotificationPolicy] = {}
        self._sent: dict[tuple[GuildId, UserId], list[datetime]] = {}

    def gate(self, nudge: Nudge, verdict: Verdict, now: datetime) -> Verdict:
        """Apply the recipients' policy to a row of any kind."""
        if not isinstance(verdict, Send | Reschedule | Undeliverable):
            return verdict
        if nudge.recipient is not None and nudge.kind.row.follows_settings:
            policy = self._policy_of(nudge.guild, nudge.recipient)
            if reason := reason_not_to_send(policy, nudge.kind, now):
                return Cancel(reason)
        if isinstance(verdict, Reschedule):
            return verdict
        wait = self._held(nudge, _notified(nudge, verdict), now)
        if wait:
            return Reschedule(wait.until, wait.reason)
        return self._without_waking(nudge, verdict, now)

    def _without_waking(self, nudge: Nudge, verdict: Verdict, now: datetime) -> Verdict:
        """Notify no one in their quiet hours of what is posted at once."""
        if not isinstance(verdict, Send) or not nudge.kind.row.is_silent_at_night:
            return verdict
        asleep = []
        for user in verdict.facts.pings.people:
            morning = quiet_end(self._policy_of(nudge.guild, user), now)
            if morning and (verdict.needed_by is None or morning < verdict.needed_by):
                asleep.append(Asleep(user, morning))
        return replace(verdict, asleep=tuple(asleep))

    def _held(self, nudge: Nudge, people: Sequence[UserId], now: datetime) -> Deferred | None:
        policy = nudge.kind.row.policy
        if policy is Policy.DAYTIME_ONLY:
            return night_of([self._policy_of(nudge.guild, user) for user in people], now)
        if policy is Policy.IMMEDIATE:
            return None
        counted = policy is Policy.RATE_LIMITED
        waits = []
        for user in people:
            sent = self._sent_to(nudge.guild, user, now) if counted else []
            waits.append(deferred(self._policy_of(nudge.guild, user), sent, now, nudge.due_at))
        return max((wait for wait in waits if wait), key=lambda wait: wait.until, default=None)

    def armed(self, nudge: Nudge) -> None:
        """Count this row from now on: its message is being sent."""
        if nudge.recipient is not None:
            self._sent.pop((nudge.guild, nudge.recipient), None)

    def _policy_of(self, guild: GuildId, person: UserId) -> NotificationPolicy:
        key = (guild, person)
        if key not in self._policies:
            notification_policy = settings.policy_of(self._connection, guild, person, self._default)
            self._policies[key] = notification_policy
        return self._policies[key]

    def _sent_to(self, guild: GuildId, person: UserId, now: datetime) -> list[datetime]:
        key = (guild, person)
        if key not in self._sent:
            since = now - WEEK
            self._sent[key] = outbox.sent_to(
                self._connection, guild, person, RATE_LIMITED, since, now
            )
        return self._sent[key]


def _notified(nudge: Nudge, verdict: Verdict) -> tuple[UserId, ...]:
    """Return whose policy applies: the row's person, else everyone the message notifies."""
    if nudge.recipient is not None:
        return (nudge.recipient,)
    return verdict.facts.pings.people if isinstance(verdict, Send) else ()


def paused_until(pair: Pair, nudge: Nudge, now: datetime) -> Reschedule | None:
    """Return until when a nudge waits for the end of its pair's pause, or None.

    It also waits for the day after the pause, since the day of the welcome is kept free.
    """
    over = pair.paused_until or pair.last_paused_until
    if over is None or nudge.due_at >= over:
        return None
    if now < over:
        return Reschedule(over, "the pair is paused")
    next_day = day_after(over, pair.time_zone)
    return Reschedule(next_day, "the pair is paused") if now < next_day else None


def place_for(connection: Connection, pair: Pair, person: UserId) -> Place | None:
    """Return where to write to one of a pair: direct messages if turned on, else the thread.

    None if the pair has no thread to write in.
    """
    if pair.thread is None:
        return None
    dms = settings.get(connection, pair.guild, person).dms
    return InDm(person) if dms else InChannel(pair.thread)
