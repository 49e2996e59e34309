"""Draw a pair's progress so far."""

from dataclasses import dataclass

from bot.app import App
from bot.domain.ids import PairId
from bot.services.actor import Actor
from bot.services.pairs.permissions import require_own
from bot.services.progress import drawing
from bot.services.progress.drawing import TimelineRow
from bot.services.work import Work, reads
from bot.storage.pairs.pairs import Pair
from bot.storage.progress import progress
from bot.storage.progress.progress import Progress


@dataclass(frozen=True, slots=True)
class ProgressDrawn:
    """A chart (PNG) of what a pair did, and the same as figures."""

    pair: Pair
    progress: Progress
    png: bytes


async def draw(app: App, actor: Actor, pair_id: PairId) -> ProgressDrawn:
    """Draw meetings, updates, commitments that were done, and wins over time; its members only.

    It takes a second in a separate process, so that no one else waits.
    """
    pair, so_far = await _look(app, actor, pair_id)
    lanes = (
        TimelineRow("Wins", so_far.wins),
        TimelineRow("Commitments kept", so_far.commitments),
        TimelineRow("Updates", so_far.updates),
        TimelineRow("Meetings", so_far.meetings),
    )
    png = await drawing.timeline(lanes, so_far.since, so_far.until)
    return ProgressDrawn(pair, so_far, png)


@reads
def _look(work: Work, pair_id: PairId) -> tuple[Pair, Progress]:
    pair = require_own(work, pair_id, ended_too=True)
    since, until = pair.introduced_at or pair.created_at, pair.ended_at or work.now
    return pair, progress.progress_of_pair(work.connection, work.guild, pair_id, since, until)
