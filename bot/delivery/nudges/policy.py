"""Apply each recipient's notification policy to claimed rows: when, how often, and where."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.decision import (
    Cancel,
    InChannel,
    InDm,
    Place,
    Reschedule,
    Send,
    ToldLater,
    Undeliverable,
    Verdict,
)
from bot.delivery.nudges import quiet_posts
from bot.domain.ids import GuildId, MeetingId, UserId
from bot.domain.nudges.kind_rows import Cost, Policy
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import PostedAtNight
from bot.domain.nudges.policy import (
    A_DAY,
    ANSWERS_WITHIN,
    FOR_THE_ABSENT,
    ONE_MOMENT,
    PROMISED,
    UNANSWERED,
    Deferred,
    Heard,
    NotificationPolicy,
    deferred,
    night_of,
    quiet_end,
    reason_not_to_send,
)
from bot.domain.schedule import day_after
from bot.storage.meetings import meetings, votes
from bot.storage.nudges import pings, settings
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair
from bot.storage.retries import AGAIN


class RecipientPolicy:
    """The policies of all recipients of one claim, each read once in the transaction."""

    def __init__(self, connection: Connection, default: NotificationPolicy) -> None:
        self._connection = connection
        self._default = default
        self._policies: dict[tuple[GuildId, UserId], NotificationPolicy] = {}
        self._heard: dict[tuple[GuildId, UserId], Heard] = {}
        self._acts: dict[tuple[GuildId, UserId], datetime | None] = {}

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
        if nudge.recipient is not None and self._is_left_alone(nudge, verdict, now):
            return Cancel(UNANSWERED)
        wait = self._held(nudge, verdict, now)
        if wait:
            return Reschedule(wait.until, wait.reason)
        verdict = self._without_pinging(nudge, self._without_waking(nudge, verdict, now), now)
        return self._together(nudge, verdict, now)

    def _is_left_alone(self, nudge: Nudge, verdict: Verdict, now: datetime) -> bool:
        """Return whether nothing more is asked of someone who answered none of the last ones."""
        is_needed = _cost(nudge, verdict) is Cost.MUCH or nudge.kind in PROMISED
        if nudge.recipient is None or is_needed or not nudge.kind.row.is_held_back:
            return False
        return self._heard_by(nudge, nudge.recipient, now).is_silent

    def _without_pinging(self, nudge: Nudge, verdict: Verdict, now: datetime) -> Verdict:
        """Notify no one whose week or day is full, or who has not answered the last messages."""
        if not isinstance(verdict, Send):
            return verdict
        later, hushed = [], []
        for user in verdict.facts.pings.people:
            if user in verdict.not_notified or self._acted_just_now(nudge.guild, user, now):
                continue
            if self._is_out_of_reach(nudge, verdict, user, now):
                hushed.append(user)
            elif (room := self._room_at(nudge, verdict, user, now)) > now:
                if nudge.kind.row.is_from_a_person:
                    later.append(ToldLater(user, room))
                else:
                    hushed.append(user)
        return replace(
            verdict,
            told_later=(*verdict.told_later, *later),
            hushed=(*verdict.hushed, *hushed),
        )

    def _is_out_of_reach(self, nudge: Nudge, verdict: Send, user: UserId, now: datetime) -> bool:
        """Return whether someone who has not answered the last messages is left alone with this."""
        heard, row = self._heard_by(nudge, user, now), nudge.kind.row
        is_for_all = nudge.recipient is None and not row.is_from_a_person
        if not heard.is_silent and not (is_for_all and heard.patient_until(now) > now):
            return False
        return _cost(nudge, verdict) is not Cost.MUCH or not self._has_agreed(nudge, user)

    def _room_at(self, nudge: Nudge, verdict: Send, user: UserId, now: datetime) -> datetime:
        """Return when someone's week has room for a message.

        What another person waits for an answer to comes a day before it would be too late, all the
        same; what has no such moment, and a notice, waits no longer than a day.
        """
        limit = self._policy_of(nudge.guild, user).weekly_limit
        room = self._heard_by(nudge, user, now).room_at(limit, _cost(nudge, verdict), now)
        if not _told_of(nudge, verdict).row.is_from_a_person:
            return room
        by = verdict.answer_by - A_DAY if verdict.answer_by else nudge.due_at + A_DAY
        if nudge.recipient is not None:
            by = min(by, nudge.due_at + A_DAY)
        return max(now, min(room, by))

    def _has_agreed(self, nudge: Nudge, user: UserId) -> bool:
        """Return whether someone said yes to the meeting that a message is about, if it is."""
        if nudge.subject_type != "meeting":
            return True
        meeting = meetings.find(self._connection, nudge.guild, MeetingId(nudge.subject_id))
        if meeting is None or meeting.series is not None:
            return True
        pair = pairs.get(self._connection, nudge.guild, meeting.pair)
        return len(pair.members) == 2 or user in votes.yes_to(self._connection, meeting)

    def _acted_just_now(self, guild: GuildId, person: UserId, now: datetime) -> bool:
        """Return whether a message to someone answers what they have just done."""
        key = (guild, person)
        if key not in self._acts:
            self._acts[key] = pings.last_act(self._connection, guild, person)
        last = self._acts[key]
        return last is not None and last > now - ANSWERS_WITHIN

    def _without_waking(self, nudge: Nudge, verdict: Verdict, now: datetime) -> Verdict:
        """Notify no one of what is posted in their quiet hours, or while they are away.

        Whoever is away is notified only of what costs much to miss.
        """
        row = nudge.kind.row
        if not isinstance(verdict, Send) or not row.is_silent_at_night:
            return verdict
        later, hushed = [], list(verdict.hushed)
        for user in verdict.facts.pings.people:
            if user in verdict.hushed:
                continue
            policy = self._policy_of(nudge.guild, user)
            back = None if nudge.kind in FOR_THE_ABSENT else policy.back_at(now)
            until = back or quiet_end(policy, now)
            if until and (verdict.needed_by is None or until < verdict.needed_by):
                later.append(ToldLater(user, until))
            elif back:
                hushed.append(user)
        return replace(verdict, told_later=tuple(later), hushed=tuple(hushed))

    def _together(self, nudge: Nudge, verdict: Verdict, now: datetime) -> Verdict:
        """Notify no one of a post if a notice tells them of it together with others."""
        if not isinstance(verdict, Send) or not nudge.kind.row.is_told_together:
            return verdict
        later = []
        for user in verdict.facts.pings.people:
            if user in verdict.not_notified:
                continue
            heard = self._heard_by(nudge, user, now).unasked
            last = (
                None if self._acted_just_now(nudge.guild, user, now) else max(heard, default=None)
            )
            at = quiet_posts.told_with_others(self._connection, nudge, user, now, last)
            if at and (verdict.answer_by is None or at + ONE_MOMENT < verdict.answer_by):
                later.append(ToldLater(user, at))
        return replace(verdict, told_later=(*verdict.told_later, *later))

    def _held(self, nudge: Nudge, verdict: Verdict, now: datetime) -> Deferred | None:
        policy, people = nudge.kind.row.policy, _notified(nudge, verdict)
        if policy is Policy.DAYTIME_ONLY:
            return night_of([self._policy_of(nudge.guild, user) for user in people], now)
        if policy is Policy.IMMEDIATE:
            return None
        counted = policy is Policy.RATE_LIMITED
        waits: list[Deferred | None] = []
        for user in people:
            if nudge.kind.row.is_mergeable and not self._acted_just_now(nudge.guild, user, now):
                waits.append(_next_moment(self._heard_by(nudge, user, now), now))
            heard = self._heard_by(nudge, user, now) if counted else Heard()
            if (until := heard.patient_until(now)) > now:
                # Looked at again each day: by then they may have done something.
                waits.append(Deferred(min(until, now + A_DAY), "unanswered"))
            settings_of = self._policy_of(nudge.guild, user)
            told = _told_of(nudge, verdict)
            if told.row.is_from_a_person and isinstance(verdict, Send):
                waits.append(self._until_room(nudge, verdict, user, now))
            if told in FOR_THE_ABSENT:
                # The post itself would have come, and the notice would expire before they're back.
                settings_of = replace(settings_of, snoozed_until=None, away=())
            waits.append(deferred(settings_of, heard.unasked, now, nudge.due_at))
        return max((wait for wait in waits if wait), key=lambda wait: wait.until, default=None)

    def _until_room(
        self, nudge: Nudge, verdict: Send, user: UserId, now: datetime
    ) -> Deferred | None:
        """Return until when what another person waits for does, so that it notifies its person."""
        if self._acted_just_now(nudge.guild, user, now):
            return None
        room = self._room_at(nudge, verdict, user, now)
        return Deferred(room, "weekly limit") if room > now else None

    def armed(self, nudge: Nudge, verdict: Verdict, now: datetime) -> None:
        """Count this row from now on: its message is being sent."""
        if not isinstance(verdict, Send):
            return
        people = set(verdict.facts.pings.people) - verdict.not_notified
        notified = {user: self._acted_just_now(nudge.guild, user, now) for user in people}
        again = nudge.attempts > 0 or nudge.reason == AGAIN
        pings.record(self._connection, nudge.guild, nudge.id, notified, now, again=again)
        for user in people:
            self._heard.pop((nudge.guild, user), None)

    def _policy_of(self, guild: GuildId, person: UserId) -> NotificationPolicy:
        key = (guild, person)
        if key not in self._policies:
            notification_policy = settings.policy_of(self._connection, guild, person, self._default)
            self._policies[key] = notification_policy
        return self._policies[key]

    def _heard_by(self, nudge: Nudge, person: UserId, now: datetime) -> Heard:
        """Return what else than this row someone has heard: an earlier attempt doesn't count."""
        if nudge.nonce is not None:
            return pings.heard_by(self._connection, nudge.guild, person, now, but=nudge.id)
        key = (nudge.guild, person)
        if key not in self._heard:
            self._heard[key] = pings.heard_by(self._connection, nudge.guild, person, now)
        return self._heard[key]


def _cost(nudge: Nudge, verdict: Verdict) -> Cost:
    """Return what it costs to miss a row; a notice costs as much as the post it tells of."""
    return _told_of(nudge, verdict).row.cost


def _told_of(nudge: Nudge, verdict: Verdict) -> NudgeKind:
    """Return the kind of the post that a notice tells of, or else the row's own."""
    if isinstance(verdict, Send) and isinstance(verdict.facts, PostedAtNight):
        return NudgeKind.read(verdict.facts.post)
    return nudge.kind


def _next_moment(heard: Heard, now: datetime) -> Deferred | None:
    """Return until when what can wait does, since something else has just notified someone."""
    last = max(heard.unasked, default=None)
    if last is None or last + ONE_MOMENT <= now:
        return None
    return Deferred(last + ONE_MOMENT, "after the others")


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
