"""How a pair stands: what is behind it, what it agreed, and when it is asked next."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.app import App
from bot.domain.ids import PairId
from bot.domain.reached import Reached
from bot.domain.schedule import first_date, occurrences
from bot.services.actor import Actor
from bot.services.updates import require_own
from bot.storage import agreements, reached
from bot.storage.agreements import Agreement
from bot.storage.pairs import Pair

# No pair is asked before a week has passed, and its weekday may be another week away.
LONGEST_BEGINNING = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class PairStanding:
    """One pair at a glance, for its own people."""

    pair: Pair
    reached: Reached
    agreement: Agreement | None
    next_check_in: datetime | None


async def look(app: App, actor: Actor, pair: PairId) -> PairStanding:
    """Return how the pair stands; raise ``pair.not_yours`` for anybody else."""

    def read(connection: Connection) -> PairStanding:
        found = require_own(connection, actor, pair)
        return PairStanding(
            pair=found,
            reached=reached.of_pair(connection, actor.guild, pair),
            agreement=agreements.find_latest(connection, actor.guild, pair, agreed=True),
            next_check_in=next_check_in(found, app.clock.now()),
        )

    return await app.database.read(read)


def next_check_in(pair: Pair, now: datetime) -> datetime | None:
    """Return when the pair is asked next, by its own rhythm; None before its introduction."""
    if pair.introduced_at is None:
        return None
    after = max(now, pair.paused_until or now)
    until = max(after, pair.introduced_at + LONGEST_BEGINNING)
    coming = occurrences(
        first_date(pair.introduced_at, pair.time_zone, pair.check_in_weekday),
        pair.check_in_days,
        pair.check_in_time,
        pair.time_zone,
        after=after,
        until=until + timedelta(days=2 * pair.check_in_days + 1),
    )
    return next((turn.instant for turn in coming if not pair.rests_on(turn.local_date)), None)
