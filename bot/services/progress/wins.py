"""Share a win: thank the partner, and post it to the server if its author wants."""

from dataclasses import dataclass

from bot.domain.ids import PairId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.progress import wins as rules
from bot.services.pairs.permissions import require_own
from bot.services.work import Work, writes
from bot.storage import outbox
from bot.storage.moderation import societies
from bot.storage.pairs.pairs import Pair
from bot.storage.progress import wins
from bot.storage.progress.wins import Win


@dataclass(frozen=True, slots=True)
class WinSaved:
    """A win was saved; `posted` says that it also goes to the wins channel."""

    pair: Pair
    win: Win
    posted: bool


@writes
def add(work: Work, pair_id: PairId, words: str, *, share: bool) -> WinSaved:
    """Save a win, thank the partner in the thread, and with `share` post it for everyone.

    Raises `DomainError` ``win.empty``, ``win.long`` and as `require_own` does.
    """
    pair = require_own(work, pair_id)
    checked = rules.check(words)
    win = wins.add(
        work.connection, work.guild, pair_id, work.user, words=checked, shared=share, now=work.now
    )
    society = societies.get(work.connection, work.guild)
    posted = share and society.wins_channel is not None
    kinds = [NudgeKind.WIN_SHARED, *([NudgeKind.WIN_POSTED] if posted else [])]
    for kind in kinds:
        outbox.plan(
            work.connection,
            guild=work.guild,
            kind=kind,
            subject_type="win",
            subject_id=win.id,
            due_at=work.now,
        )
    return WinSaved(pair, win, posted)
