"""When somebody may be written to: snooze, weekly limit, quiet hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.schedule import instant_of

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Manners:
    """What one person is owed. Quiet hours are local times in `zone` and may pass midnight."""

    zone: str
    quiet_from: time
    quiet_until: time
    weekly_limit: int
    snoozed_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """Not now: the first moment that suits, and the reason that kept it until then."""

    until: datetime
    reason: str


def held(manners: Manners, sent: Sequence[datetime], now: datetime) -> Held | None:
    """Return until when a nudge must wait, or None when now is fine.

    `sent` are the instants of the person's unasked nudges. Each rule is asked at the moment the
    ones before it allow, so that a snooze ending at night leads to the next morning.
    """
    moment, reason = now, ""
    if manners.snoozed_until is not None and manners.snoozed_until > moment:
        moment, reason = manners.snoozed_until, "snoozed"
    room = _room_in_week(manners.weekly_limit, sent, moment)
    if room > moment:
        moment, reason = room, "weekly limit"
    morning = quiet_end(manners, moment)
    if morning is not None:
        moment, reason = morning, reason or "quiet hours"
    return Held(moment, reason) if moment > now else None


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
