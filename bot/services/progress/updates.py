"""Log how it goes, and look back."""

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import PairId, UserId
from bot.domain.moderation.cases import CaseKind, pair_subject
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.progress import updates as rules
from bot.domain.states import CheckInAnswer, PairState
from bot.services.actor import Actor
from bot.services.progress import check_ins
from bot.storage import interactions, outbox
from bot.storage.moderation import cases
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair
from bot.storage.progress import updates
from bot.storage.progress.updates import Update

SHOWN = 10


@dataclass(frozen=True, slots=True)
class UpdateLogged:
    """An update was kept; `cleared` says that it also answered a check-in.

    With `waits` the pair's thread is out of reach, and it is shown there later.
    """

    pair: Pair
    update: Update
    cleared: bool
    waits: bool = False


async def log(
    app: App, actor: Actor, pair: PairId, typed: rules.TypedUpdate, *, is_locked: bool = False
) -> UpdateLogged:
    """Keep an update and show it to the partner in the pair's thread, unless that `is_locked`.

    Raises `DomainError` ``pair.not_yours``, ``pair.ended``, ``update.empty``, ``update.long``.
    """
    return await app.database.write(_log, app, actor, pair, typed, is_locked)


def _log(
    connection: Connection,
    app: App,
    actor: Actor,
    pair: PairId,
    typed: rules.TypedUpdate,
    is_locked: bool,
) -> UpdateLogged:
    now = app.clock.now()
    interactions.record(connection, actor.interaction, actor.guild, now)
    found = require_own(connection, actor, pair)
    checked = rules.check(typed)
    update = updates.add(
        connection,
        actor.guild,
        pair,
        actor.user,
        moved=checked.moved,
        in_the_way=checked.in_the_way,
        next_step=checked.next_step,
        now=now,
    )
    outbox.plan(
        connection,
        guild=actor.guild,
        kind=NudgeKind.UPDATE_SHARED,
        subject_type="update",
        subject_id=update.id,
        due_at=now,
    )
    answer = CheckInAnswer.UPDATE_LOGGED
    cleared = check_ins.clear(connection, actor, found, answer, now)
    subject = pair_subject(pair)
    trouble = cases.find_open(connection, actor.guild, CaseKind.THREAD_TROUBLE, subject)
    return UpdateLogged(found, update, cleared, waits=is_locked or trouble is not None)


async def begin(app: App, actor: Actor, pair: PairId) -> Pair:
    """Return the pair that an update would be for; raise as `log` does."""
    return await app.database.read(require_own, actor, pair)


async def history(app: App, actor: Actor, pair: PairId) -> tuple[Pair, list[Update]]:
    """Return the pair and its latest ten updates, newest first; only its members may look."""

    def look(connection: Connection) -> tuple[Pair, list[Update]]:
        found = require_own(connection, actor, pair, ended_too=True)
        return found, updates.of_pair(connection, actor.guild, pair, SHOWN)

    return await app.database.read(look)


def require_author(actor: Actor, author: UserId) -> None:
    """Refuse somebody else's message with ``update.not_your_message``."""
    if author != actor.user:
        raise DomainError("update.not_your_message")


def require_own(
    connection: Connection, actor: Actor, pair: PairId, *, ended_too: bool = False
) -> Pair:
    """Return the pair if `actor` is in it; raise ``pair.not_yours`` or ``pair.ended``."""
    found = pairs.find(connection, actor.guild, pair)
    # Whether such a pair exists is nobody else's business either.
    if found is None or not found.has(actor.user):
        raise DomainError("pair.not_yours")
    if found.state is PairState.ENDED and not ended_too:
        raise DomainError("pair.ended")
    return found
