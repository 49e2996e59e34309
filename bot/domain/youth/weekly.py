"""What an advisor gets each Monday: the threads that they look after."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.ids import ChannelId, GuildId, UserId
from bot.domain.pings import PingsPerson
from bot.domain.schedule import instant_of

HOUR = time(9)


@dataclass(frozen=True, slots=True)
class LookedAfter:
    """One thread with someone under 18; `meets_at` is when its people meet next, if it's known."""

    thread: ChannelId
    is_closed: bool
    meets_at: datetime | None


@dataclass(frozen=True, slots=True)
class YouthWeekly(PingsPerson):
    """Remind an advisor to look into their threads."""

    guild: GuildId
    person: UserId
    threads: tuple[LookedAfter, ...]


def next_monday(today: date, zone: str) -> datetime:
    """Return the hour of the next list, after `today`."""
    return instant_of(today + timedelta(days=7 - today.weekday()), HOUR, zone)
