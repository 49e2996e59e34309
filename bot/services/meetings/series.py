"""A series of meetings: extend it, and end it."""

from dataclasses import dataclass

from bot.domain.errors import DomainError
from bot.domain.ids import PairId
from bot.domain.states import CircleTopic
from bot.services.pairs import circles
from bot.services.pairs.circles import CircleAsked
from bot.services.pairs.permissions import require_own
from bot.services.work import Work, reads, writes
from bot.storage.meetings import arrangements
from bot.storage.meetings import series as meeting_series
from bot.storage.meetings.series import Series
from bot.storage.pairs.pairs import Pair


@dataclass(frozen=True, slots=True)
class SeriesToEnd:
    """A series that would end, and how many of its meetings would be cancelled."""

    pair: Pair
    series: Series
    coming: int


@reads
def to_end(work: Work, pair_id: PairId) -> SeriesToEnd:
    """Return the series that `end` would end; raise `DomainError` ``meeting.no_series``."""
    pair = require_own(work, pair_id)
    series = meeting_series.find_for_pair(work.connection, pair.guild, pair.id)
    if series is None:
        raise DomainError("meeting.no_series", guild=pair.guild, pair=pair.id)
    coming = arrangements.coming_of_series(work.connection, pair, series, work.now)
    return SeriesToEnd(pair, series, len(coming))


@writes
def end(work: Work, pair_id: PairId) -> tuple[Pair, int] | CircleAsked:
    """End the pair's series and cancel its coming meetings; return how many were cancelled.

    In a circle, the others are asked first. Raises `DomainError` ``meeting.no_series``.
    """
    pair = require_own(work, pair_id)
    has_series = meeting_series.find_for_pair(work.connection, pair.guild, pair.id) is not None
    if has_series and circles.is_circle(pair):
        return circles.ask(work, pair, CircleTopic.END_SERIES)
    cancelled = arrangements.end_series(work.connection, pair, work.user, work.now)
    if cancelled is None:
        raise DomainError("meeting.no_series", guild=pair.guild, pair=pair.id)
    return pair, cancelled
