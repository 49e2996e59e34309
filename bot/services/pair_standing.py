"""How a pair stands: what is behind it, what it agreed, and when it is asked next."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.app import App
from bot.domain.ids import PairId, UserId
from bot.domain.reached import Reached
from bot.domain.schedule import first_date, occurrences
from bot.domain.states import Role
from bot.services.actor import Actor
from bot.services.updates import require_own
from bot.storage import agreements, enrolments, reached
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
    # What the partners of whoever asks said of their goals, for them to see.
    words: tuple[tuple[UserId, str], ...] = ()


async def look(app: App, actor: Actor, pair: PairId) -> PairStanding:
    """Return how the pair stands; raise ``pair.not_yours`` for anybody else."""

    def read(connection: Connection) -> PairStanding:
        found = require_own(connection, actor, pair)
        return PairStanding(
            pair=found,
            reached=reached.of_pair(connection, actor.guild, pair),
            agreement=agreements.find_latest(connection, actor.guild, pair, agreed=True),
            next_check_in=next_check_in(found, app.clock.now()),
            words=_partners_words(connection, actor, found),
        )

    return await app.database.read(read)


def _partners_words(
    connection: Connection, actor: Actor, pair: Pair
) -> tuple[tuple[UserId, str], ...]:
    """Return the goals of each partner of the asker; mentees of one circle are not partners."""
    if pair.cohort is None:
        return ()
    partners = pair.mentees if actor.user == pair.mentor else (pair.mentor,)
    role = Role.MENTEE if actor.user == pair.mentor else Role.MENTOR
    found = [enrolments.find(connection, pair.guild, pair.cohort, user, role) for user in partners]
    said = ((one.user, one.answers.words_for_partner) for one in found if one is not None)
    return tuple((user, words) for user, words in said if words)


def next_check_in(pair: Pair, now: datetime) -> datetime | None:
    """Return when the pair is asked next, by its own rhythm; None where it is not."""
    if pair.introduced_at is None or pair.is_held:
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
