"""Tell a win: the partner is thanked, and the server reads it where its author wants that."""

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.app import App
from bot.domain.ids import PairId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.progress import wins as rules
from bot.services.actor import Actor
from bot.services.progress.updates import require_own
from bot.storage import interactions, outbox
from bot.storage.moderation import societies
from bot.storage.pairs.pairs import Pair
from bot.storage.progress import wins
from bot.storage.progress.wins import Win


@dataclass(frozen=True, slots=True)
class WinTold:
    """A win was kept; `posted` says that the wins channel gets it too."""

    pair: Pair
    win: Win
    posted: bool


async def tell(app: App, actor: Actor, pair: PairId, words: str, *, share: bool) -> WinTold:
    """Keep a win, thank the partner in the thread, and with `share` post it for everybody.

    Raises `DomainError` ``win.empty``, ``win.long`` and as `require_own` does.
    """

    def keep(connection: Connection) -> WinTold:
        now = app.clock.now()
        interactions.record(connection, actor.interaction, actor.guild, now)
        found = require_own(connection, actor, pair)
        said = rules.check(words)
        win = wins.add(connection, actor.guild, pair, actor.user, words=said, shared=share, now=now)
        society = societies.get(connection, actor.guild)
        posted = share and society.wins_channel is not None
        kinds = [NudgeKind.WIN_SHARED, *([NudgeKind.WIN_POSTED] if posted else [])]
        for kind in kinds:
            outbox.plan(
                connection,
                guild=actor.guild,
                kind=kind,
                subject_type="win",
                subject_id=win.id,
                due_at=now,
            )
        return WinTold(found, win, posted)

    return await app.database.write(keep)
