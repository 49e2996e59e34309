"""When somebody may be written to: away, mutes, snooze, weekly limit, quiet hours.

Which rules hold for a kind of nudge is decided by the sets below, in one place. Each kind is in one
of `UNASKED`, `WISHED_FOR`, `TOLD_BY_DAY` and `AT_ANY_HOUR`, and the last of these says why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.schedule import instant_of
from bot.domain.states import NudgeKind

WEEK = timedelta(days=7)
A_DAY = timedelta(days=1)
LONGEST_SNOOZE = timedelta(days=92)

# What nobody asked for: the weekly limit counts these, and holds them.
UNASKED = frozenset(
    {
        NudgeKind.CHECK_IN,
        NudgeKind.FIRST_MEETING,
        NudgeKind.TIMES_WAITING,
        NudgeKind.NEW_TIME,
        NudgeKind.AGREEMENT_DUE,
        NudgeKind.AGREEMENT_REVIEW,
        NudgeKind.PULSE,
        NudgeKind.REQUEST_NUDGE,
        NudgeKind.OUTREACH_FOLLOW_UP,
    }
)
# What follows from the person's own wish or is for them to know: by day, and the weekly limit does
# not count it.
WISHED_FOR = frozenset(
    {
        NudgeKind.WAITLISTED,
        NudgeKind.SAVED_PROGRAM,
        NudgeKind.COMMITMENT_DUE,
        NudgeKind.MET_QUESTION,
        NudgeKind.TIMES_PASSED,
        NudgeKind.AWAY_OVER,
        NudgeKind.CONTACT_WAITING,
        NudgeKind.REQUEST_ASKED,
        NudgeKind.REQUEST_TOLD,
        NudgeKind.CHECK_IN_LATER,
    }
)
# What is for somebody to know and asks nothing of them: nobody is woken for it, and that is all.
TOLD_BY_DAY = frozenset(
    {NudgeKind.TIMES_WITHDRAWN, NudgeKind.AWAY_TOLD, NudgeKind.AWAY_CHANGED, NudgeKind.PARTNER_LEFT}
)
# What may come at night, each with its reason.
AT_ANY_HOUR: Mapping[NudgeKind, str] = {
    NudgeKind.SIGN_UP_PANEL: "it notifies nobody",
    NudgeKind.WIN_POSTED: "it notifies nobody",
    NudgeKind.PAIR_RESTS: "it notifies nobody, and is told while it is news",
    NudgeKind.PAIR_RESUMED: "it notifies nobody, and waits for the pair's own morning",
    NudgeKind.THREAD_RENEWED: "it notifies nobody, and others wait for the thread it makes",
    NudgeKind.INTRODUCTION: "they signed up for it and wait to hear, and it comes once",
    NudgeKind.UPDATE_SHARED: "the author writes it at that moment, as in any conversation",
    NudgeKind.WIN_SHARED: "the author writes it at that moment, as in any conversation",
    NudgeKind.AGREEMENT_REVEALED: "the partner has just answered, as in any conversation",
    NudgeKind.MEETING_PROPOSED: "the partner proposes it at that moment, as in any conversation",
    NudgeKind.MEETING_CONFIRMED: "the partner has just said yes, as in any conversation",
    NudgeKind.MEETING_CANCELLED: "nobody shall get up for a meeting that is off",
    NudgeKind.MEETING_REMINDER: "the person agreed to meet; it waits for the morning while it can",
    NudgeKind.CASE_NOTE: "a moderator writes it at that moment, and means it for now",
    NudgeKind.CASE_OPENED: "it notifies a role, which has no night, and it may be urgent",
    NudgeKind.CASE_DIGEST: "it notifies a role, which has no night, and it is planned for 9:00",
    NudgeKind.PAIR_ENDED: "whoever opens the thread must know how things stand",
}
# What somebody may do without. A meeting reminder is one of them, but only if they say so.
MUTABLE = (
    NudgeKind.CHECK_IN,
    NudgeKind.COMMITMENT_DUE,
    NudgeKind.FIRST_MEETING,
    NudgeKind.TIMES_WAITING,
    NudgeKind.NEW_TIME,
    NudgeKind.MET_QUESTION,
    NudgeKind.AGREEMENT_DUE,
    NudgeKind.AGREEMENT_REVIEW,
    NudgeKind.PULSE,
    NudgeKind.SAVED_PROGRAM,
    NudgeKind.OUTREACH_FOLLOW_UP,
    NudgeKind.MEETING_REMINDER,
)
# What makes no sense later: for somebody who is away it is left out, not kept for their return.
LEFT_OUT_WHEN_AWAY = frozenset({NudgeKind.CHECK_IN, NudgeKind.MEETING_REMINDER})
# What may share a message with others for the same person in the same place.
# The question after a meeting does not: one message asks both of a pair. Nor does a request, which
# goes to a thread of its own, nor what is for several people.
MERGEABLE = (UNASKED | WISHED_FOR) - {
    NudgeKind.MET_QUESTION,
    NudgeKind.REQUEST_ASKED,
    NudgeKind.REQUEST_TOLD,
    NudgeKind.CHECK_IN_LATER,
}
# A message has five rows of buttons, and each nudge needs one.
MOST_MERGED = 5


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some time in which a person is away: half open, in UTC."""

    begins_at: datetime
    ends_at: datetime

    def holds(self, moment: datetime) -> bool:
        """Whether `moment` lies in it."""
        return self.begins_at <= moment < self.ends_at


@dataclass(frozen=True, slots=True)
class Rest:
    """What is offered after so many unanswered check-ins in a row: a pause of so many days."""

    after: int
    days: int


@dataclass(frozen=True, slots=True)
class Manners:
    """What one person is owed. Quiet hours are local times in `zone` and may pass midnight.

    `rest` is the society's, and None where no pause is offered.
    """

    zone: str
    quiet_from: time
    quiet_until: time
    weekly_limit: int
    snoozed_until: datetime | None = None
    away: tuple[Stretch, ...] = ()
    muted: frozenset[NudgeKind] = frozenset()
    rest: Rest | None = None

    def back_at(self, moment: datetime) -> datetime | None:
        """Return when somebody who is away at `moment` is back, or None when they are here."""
        back = None
        for stretch in sorted(self.away, key=lambda one: one.begins_at):
            if stretch.holds(back or moment):
                back = stretch.ends_at
        return back

    def peace_until(self, moment: datetime, meant_for: datetime) -> datetime | None:
        """Return when the day of somebody's return ends, for what was meant for the time before.

        None on every other day. Nobody comes home to a pile: it comes from the next day on.
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
class Held:
    """Not now: the first moment that suits, and the reason that kept it until then."""

    until: datetime
    reason: str


def unwanted(manners: Manners, kind: NudgeKind, now: datetime) -> str | None:
    """Return why a nudge of this kind shall not come at all, or None."""
    if kind in manners.muted:
        return "muted"
    if kind in LEFT_OUT_WHEN_AWAY and manners.back_at(now) is not None:
        return "away"
    return None


def held(
    manners: Manners, sent: Sequence[datetime], now: datetime, meant_for: datetime | None = None
) -> Held | None:
    """Return until when a nudge must wait, or None when now is fine.

    `sent` are the instants of the person's unasked nudges, `meant_for` is when this one should have
    come, where it may have been held back. Each rule is asked at the moment the ones before it
    allow, so that a snooze ending at night leads to the next morning; and all of them again at that
    moment, until none objects.
    """
    moment, reason = now, ""
    while (wait := _first_objection(manners, sent, moment, meant_for)) is not None:
        moment, reason = wait.until, reason or wait.reason
        if wait.reason == "weekly limit" and manners.weekly_limit <= 0:
            break
    return Held(moment, reason) if moment > now else None


def _first_objection(
    manners: Manners, sent: Sequence[datetime], moment: datetime, meant_for: datetime | None
) -> Held | None:
    if manners.snoozed_until is not None and manners.snoozed_until > moment:
        return Held(manners.snoozed_until, "snoozed")
    if back := manners.back_at(moment):
        return Held(back, "away")
    if meant_for is not None and (next_day := manners.peace_until(moment, meant_for)):
        return Held(next_day, "away")
    room = _room_in_week(manners.weekly_limit, sent, moment)
    if room > moment:
        return Held(room, "weekly limit")
    morning = quiet_end(manners, moment)
    return Held(morning, "quiet hours") if morning is not None else None


def quiet_end(manners: Manners, moment: datetime) -> datetime | None:
    """Return when the quiet hours around `moment` end, or None when it is not quiet."""
    zone = ZoneInfo(manners.zone)
    local = moment.astimezone(zone)
    clock = local.time()
    start, end = manners.quiet_from, manners.quiet_until
    if start == end:
        return None
    over_midnight = start > end
    quiet = (clock >= start or clock < end) if over_midnight else start <= clock < end
    if not quiet:
        return None
    day = local.date() + timedelta(days=1) if over_midnight and clock >= start else local.date()
    over = instant_of(day, end, manners.zone)
    # In the repeated hour of an autumn change the first end may be over already: then the second.
    second = datetime.combine(day, end, zone).replace(fold=1).astimezone(UTC)
    return over if over > moment else second


def _room_in_week(limit: int, sent: Sequence[datetime], moment: datetime) -> datetime:
    if limit <= 0:
        return moment + WEEK
    recent = sorted(instant for instant in sent if instant > moment - WEEK)
    return moment if len(recent) < limit else recent[-limit] + WEEK


def night_of(everybody: Sequence[Manners], now: datetime) -> Held | None:
    """Return until when a message for several people waits, so that it wakes none of them.

    Where their days have no hour in common it waits until one of them is awake: what is for all of
    them must reach them once.
    """
    moment = now
    while asleep := [end for one in everybody if (end := quiet_end(one, moment)) is not None]:
        moment = max(asleep)
        if moment > now + A_DAY:
            first = [quiet_end(one, now) for one in everybody]
            moment = now if None in first else min(end for end in first if end is not None)
            break
    return Held(moment, "quiet hours") if moment > now else None
