"""Draw a pair's way so far."""

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.app import App
from bot.domain.ids import PairId
from bot.services.actor import Actor
from bot.services.progress import drawing
from bot.services.progress.drawing import Lane
from bot.services.progress.updates import require_own
from bot.storage.pairs.pairs import Pair
from bot.storage.progress import progress
from bot.storage.progress.progress import Progress


@dataclass(frozen=True, slots=True)
class ProgressDrawn:
    """A picture (PNG) of what a pair did, and the same as figures."""

    pair: Pair
    progress: Progress
    png: bytes


async def draw(app: App, actor: Actor, pair: PairId) -> ProgressDrawn:
    """Draw meetings, updates, kept commitments and wins over time; only its members may look.

    It takes a second: the picture is made in a process of its own, so that nobody else waits.
    """

    def look(connection: Connection) -> tuple[Pair, Progress]:
        found = require_own(connection, actor, pair, ended_too=True)
        since, until = found.introduced_at or found.created_at, found.ended_at or app.clock.now()
        return found, progress.of_pair(connection, actor.guild, pair, since, until)

    found, so_far = await app.database.read(look)
    lanes = (
        Lane("Wins", so_far.wins),
        Lane("Commitments kept", so_far.kept),
        Lane("Updates", so_far.updates),
        Lane("Meetings", so_far.meetings),
    )
    png = await drawing.timeline(lanes, so_far.since, so_far.until)
    return ProgressDrawn(found, so_far, png)
