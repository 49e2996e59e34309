"""The notification policy: away, mutes, snooze, weekly limit, quiet hours.

A kind's row in `bot.domain.nudges.kinds` says which of these rules apply to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.nudges.kind_rows import Cost, Notifies, Policy
from bot.domain.nudges.kinds import NudgeKind, kinds_where
from bot.domain.schedule import instant_of

WEEK = timedelta(days=7)
A_DAY = timedelta(days=1)
LONGEST_SNOOZE = timedelta(days=92)

# What waits until the week has room for it.
RATE_LIMITED = kinds_where(lambda row: row.policy is Policy.RATE_LIMITED)
HELD_BACK = kinds_where(lambda row: row.is_held_back)
MERGEABLE = kinds_where(lambda row: row.is_mergeable)
# What notifies whoever is away, too; a case is left to the other moderators.
FOR_THE_ABSENT = kinds_where(
    lambda row: row.cost is Cost.MUCH and row.notifies is not Notifies.ROLE
)
# What people can mute, in the order of `/nudges`: what is muted only on purpose comes last.
MUTABLE = tuple(
    sorted(
        (kind for kind in NudgeKind if kind.row.mutable),
        key=lambda kind: kind.row.policy is Policy.IMMEDIATE,
    )
)
# A message has five rows of buttons, and each nudge needs one.
MOST_MERGED = 5
# So much of a week is kept for what costs more to miss, and so many are a full day.
KEPT_FREE = 2
MOST_A_DAY = 2
# After something that a person did, a message within this time answers it.
ANSWERS_WITHIN = timedelta(hours=1)
# What is due for someone within this time is one message.
ONE_MOMENT = timedelta(hours=1)
# How long to wait before each further message to someone who answers none of them; after as many
# messages none comes.
PATIENCE = tuple(timedelta(days=days) for days in (0, 0, 4, 8, 14))
UNANSWERED = "no answer to the last five messages"
# A reminder of a meeting asks for no answer.
ASKS_NOTHING = frozenset({NudgeKind.MEETING_REMINDER})
# What someone asked for themselves comes however silent they are, and so does what a moderator
# writes to them or does about their place: the moderator was told that they would hear of it.
PROMISED = frozenset(
    {
        NudgeKind.COMMITMENT_DUE,
        NudgeKind.SAVED_PROGRAM,
        NudgeKind.OUTREACH_FOLLOW_UP,
        NudgeKind.COHORT_NEWS,
        NudgeKind.MODERATOR_NEWS,
        NudgeKind.IMPORTED,
    }
)


@dataclass(frozen=True, slots=True)
class Heard:
    """What someone has heard: when they were notified in the last week without having acted.

    `unanswered` are the messages since they last did anything, in order and without reminders of
    meetings; those of them that cost little or more to miss are in `asked`.
    """

    unasked: tuple[datetime, ...] = ()
    unanswered: tuple[datetime, ...] = ()
    asked: tuple[datetime, ...] = ()

    @property
    def is_silent(self) -> bool:
        """Whether they answered none of as many messages as anyone gets."""
        return len(self.unanswered) >= len(PATIENCE)

    def patient_until(self, now: datetime) -> datetime:
        """Return when the next message may come to someone who has not answered the last ones."""
        if not self.asked or self.is_silent:
            return now
        return max(now, self.asked[-1] + PATIENCE[len(self.asked)])

    def room_at(self, limit: int, cost: Cost, now: datetime) -> datetime:
        """Return from when on a message that costs this much to miss may notify them."""
        if cost is Cost.MUCH:
            return now
        most = limit if cost is Cost.MORE else _leaving_room(limit)
        return max(_room_in_week(most, self.unasked, now), _room_in_day(self.unasked, now))


def _leaving_room(limit: int) -> int:
    return max(min(limit, 1), limit - KEPT_FREE)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A half-open UTC interval during which someone is away."""

    begins_at: datetime
    ends_at: datetime

    def holds(self, moment: datetime) -> bool:
        """Return whether `moment` is in it."""
        return self.begins_at <= moment < self.ends_at


@dataclass(frozen=True, slots=True)
class PauseOffer:
    """What is offered after so many unanswered check-ins in a row: a pause of so many days."""

    after: int
    days: int


@dataclass(frozen=True, slots=True)
class WeeklyBounds:
    """How many messages a week someone may choose, and what holds for those who chose nothing."""

    least: int
    usual: int
    most: int

    def fit(self, chosen: int | None) -> int:
        """Return someone's own limit."""
        return min(max(self.usual if chosen is None else chosen, self.least), self.most)

    def narrowed(self, least: int | None, usual: int | None, most: int | None) -> "WeeklyBounds":
        """Return a society's own bounds within these, which are the host's.

        A society that chose none lets its members choose up to the usual number.
        """
        if least is None or usual is None or most is None:
            return WeeklyBounds(self.least, self.usual, min(self.usual, self.most))
        low, middle, high = (min(max(one, self.least), self.most) for one in (least, usual, most))
        return WeeklyBounds(low, middle, high)


@dataclass(frozen=True, slots=True)
class NotificationPolicy:
    """One person's policy. Quiet hours are local times in `zone` and may pass midnight.

    `weekly_limit` is how many messages of any kind may notify them in a week, within `bounds`.
    `pause_offer` is the society's, and None if no pause is offered.
    """

    zone: str
    quiet_from: time
    quiet_until: time
    weekly_limit: int
    snoozed_until: datetime | None = None
    away: tuple[Stretch, ...] = ()
    muted: frozenset[NudgeKind] = frozenset()
    pause_offer: PauseOffer | None = None
    bounds: WeeklyBounds | None = None

    @property
    def weekly(self) -> WeeklyBounds:
        """The bounds of the weekly limit; without any, it is the most that one may choose."""
        return self.bounds or WeeklyBounds(1, self.weekly_limit, self.weekly_limit)

    def back_at(self, moment: datetime) -> datetime | None:
        """Return when someone who is away at `moment` is back, or None if they are here."""
        back = None
        for stretch in sorted(self.away, key=lambda stretch: stretch.begins_at):
            if stretch.holds(back or moment):
                back = stretch.ends_at
        return back

    def return_day_ends_at(self, moment: datetime, meant_for: datetime) -> datetime | None:
        """Return when the day of someone's return ends, for what was meant for the time before.

        None on every other day. What was held back comes from the day after the return on.
        """
        zone = ZoneInfo(self.zone)
        for stretch in self.away:
            if meant_for < stretch.ends_at <= moment:
                back_on = stretch.ends_at.astimezone(zone).date()
                next_day = instant_of(back_on + timedelta(days=1), time(0), self.zone)
                if moment < next_day:
                    return next_day
        return None


@dataclass(frozen=True, slots=True)
class Deferred:
    """Not now: the first moment that suits, and the reason for waiting until then."""

    until: datetime
    reason: str


def reason_not_to_send(policy: NotificationPolicy, kind: NudgeKind, now: datetime) -> str | None:
    """Return why a nudge of this kind must not be sent at all, or None."""
    if kind in policy.muted:
        return "muted"
    if kind.row.left_out_when_away and policy.back_at(now) is not None:
        return "away"
    return None


def deferred(
    policy: NotificationPolicy,
    sent: Sequence[datetime],
    now: datetime,
    meant_for: datetime | None = None,
) -> Deferred | None:
    """Return until when a nudge must wait, or None if it can be sent now.

    `sent` are the instants at which messages of any kind notified the person; `meant_for` is when
    this one should have come, if it may have been held back. Each rule is applied at the moment
    that the ones before it allow, so that a snooze ending at night leads to the next morning; and
    all of them again at that moment, until none objects.
    """
    moment, reason = now, ""
    while (wait := _first_objection(policy, sent, moment, meant_for)) is not None:
        moment, reason = wait.until, reason or wait.reason
        if wait.reason == "weekly limit" and policy.weekly_limit <= 0:
            break
    return Deferred(moment, reason) if moment > now else None


def _first_objection(
    policy: NotificationPolicy,
    sent: Sequence[datetime],
    moment: datetime,
    meant_for: datetime | None,
) -> Deferred | None:
    if policy.snoozed_until is not None and policy.snoozed_until > moment:
        return Deferred(policy.snoozed_until, "snoozed")
    if back := policy.back_at(moment):
        return Deferred(back, "away")
    if meant_for is not None and (next_day := policy.return_day_ends_at(moment, meant_for)):
        return Deferred(next_day, "away")
    room = _room_in_week(_leaving_room(policy.weekly_limit), sent, moment)
    if room > moment:
        return Deferred(room, "weekly limit")
    if (tomorrow := _room_in_day(sent, moment)) > moment:
        return Deferred(tomorrow, "weekly limit")
    morning = quiet_end(policy, moment)
    return Deferred(morning, "quiet hours") if morning is not None else None


def quiet_end(policy: NotificationPolicy, moment: datetime) -> datetime | None:
    """Return when the quiet hours around `moment` end, or None when it is not quiet."""
    zone = ZoneInfo(policy.zone)
    local = moment.astimezone(zone)
    clock = local.time()
    start, end = policy.quiet_from, policy.quiet_until
    if start == end:
        return None
    over_midnight = start > end
    quiet = (clock >= start or clock < end) if over_midnight else start <= clock < end
    if not quiet:
        return None
    day = local.date() + timedelta(days=1) if over_midnight and clock >= start else local.date()
    over = instant_of(day, end, policy.zone)
    # In the repeated hour of an autumn change the first end may be over already: then use the
    # second.
    second = datetime.combine(day, end, zone).replace(fold=1).astimezone(UTC)
    return over if over > moment else second


def _room_in_week(limit: int, sent: Sequence[datetime], moment: datetime) -> datetime:
    if limit <= 0:
        return moment + WEEK
    recent = sorted(instant for instant in sent if instant > moment - WEEK)
    return moment if len(recent) < limit else recent[-limit] + WEEK


def _room_in_day(sent: Sequence[datetime], moment: datetime) -> datetime:
    today = sorted(instant for instant in sent if moment - A_DAY < instant <= moment)
    return moment if len(today) < MOST_A_DAY else today[-MOST_A_DAY] + A_DAY


def night_of(everybody: Sequence[NotificationPolicy], now: datetime) -> Deferred | None:
    """Return until when a message for several people waits, so that it wakes none of them.

    If their days have no hour in common, it waits until one of them is awake, because it must reach
    all of them in one message.
    """
    moment = now
    while asleep := [
        end
        for notification_policy in everybody
        if (end := quiet_end(notification_policy, moment)) is not None
    ]:
        moment = max(asleep)
        if moment > now + A_DAY:
            first = [quiet_end(notification_policy, now) for notification_policy in everybody]
            moment = now if None in first else min(end for end in first if end is not None)
            break
    return Deferred(moment, "quiet hours") if moment > now else None
