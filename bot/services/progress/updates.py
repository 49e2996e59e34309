"""Log updates, and list earlier ones."""

from dataclasses import dataclass

from bot.domain.ids import PairId
from bot.domain.moderation.cases import CaseKind, pair_subject
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.progress import updates as rules
from bot.domain.states import CheckInAnswer
from bot.services.pairs.permissions import require_own
from bot.services.progress import check_ins
from bot.services.work import Work, glances, reads, writes
from bot.storage import outbox
from bot.storage.moderation import cases
from bot.storage.pairs.pairs import Pair
from bot.storage.progress import updates
from bot.storage.progress.updates import Update

SHOWN = 10


@dataclass(frozen=True, slots=True)
class UpdateLogged:
    """An update was saved; `cleared` says that it also answered a check-in.

    With `waits`, the pair's thread can't be written in, and the update is shown there later.
    """

    pair: Pair
    update: Update
    cleared: bool
    waits: bool = False


@writes
def log(work: Work, pair_id: PairId, typed: rules.TypedUpdate) -> UpdateLogged:
    """Save an update and show it to the partner in the pair's thread.

    Raises `DomainError` ``pair.not_yours``, ``pair.ended``, ``update.empty``, ``update.long``.
    """
    pair = require_own(work, pair_id)
    checked = rules.check(typed)
    update = updates.add(
        work.connection,
        work.guild,
        pair_id,
        work.user,
        moved=checked.moved,
        in_the_way=checked.in_the_way,
        next_step=checked.next_step,
        now=work.now,
    )
    outbox.plan(
        work.connection,
        guild=work.guild,
        kind=NudgeKind.UPDATE_SHARED,
        subject_type="update",
        subject_id=update.id,
        due_at=work.now,
    )
    cleared = check_ins.clear(work, pair, CheckInAnswer.UPDATE_LOGGED)
    subject = pair_subject(pair_id)
    trouble = cases.find_open(work.connection, work.guild, CaseKind.THREAD_TROUBLE, subject)
    return UpdateLogged(pair, update, cleared, waits=trouble is not None)


@glances
def begin(work: Work, pair_id: PairId) -> Pair:
    """Return the pair that an update would be for; raise as `log` does."""
    return require_own(work, pair_id)


@reads
def history(work: Work, pair_id: PairId) -> tuple[Pair, list[Update]]:
    """Return the pair and its latest ten updates, newest first; only its members may look."""
    pair = require_own(work, pair_id, ended_too=True)
    return pair, updates.list_for_pair(work.connection, work.guild, pair_id, SHOWN, pair.ended_at)
