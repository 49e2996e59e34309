"""When a pair's next check-in comes, and which one before it is left out."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.progress.check_ins import Activity, due_between
from bot.storage.pairs.pairs import Pair
from bot.storage.progress import progress

# No pair gets a check-in before a week has passed, and its weekday may be another week away.
LONGEST_BEGINNING = timedelta(days=14)


def next_check_in(
    connection: Connection, pair: Pair, now: datetime
) -> tuple[datetime | None, tuple[Activity, datetime] | None]:
    """Return when the pair's next check-in comes, if ever, and one that is left out before it."""
    if pair.introduced_at is None or pair.is_held:
        return None, None
    after = max(now, pair.paused_until or now)
    until = max(after, pair.introduced_at + LONGEST_BEGINNING)
    coming = due_between(pair, after, until + timedelta(days=3 * pair.check_in_days + 1))
    latest = progress.latest_activity(connection, pair.guild, pair.id, now)
    skipped = None
    for due in coming:
        if latest is None or not latest.makes_needless(due.instant):
            return due.instant, skipped
        skipped = skipped or (latest, due.instant)
    return None, skipped
