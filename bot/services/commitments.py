"""Promise something, keep it, or say in time that it moves or goes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.app import App
from bot.domain import commitments as rules
from bot.domain.commitments import CheckedCommitment, Load, TypedCommitment
from bot.domain.dues import Due
from bot.domain.errors import DomainError
from bot.domain.ids import CommitmentId, PairId
from bot.domain.manners import Stretch
from bot.domain.states import CommitmentState, NudgeKind
from bot.services.actor import Actor
from bot.services.updates import require_own
from bot.storage import commitments, interactions, nudge_settings, outbox, pairs
from bot.storage.commitments import Commitment
from bot.storage.pairs import Pair

NO_ZONE = "UTC"
_ENDED = (CommitmentState.KEPT, CommitmentState.MOVED, CommitmentState.DROPPED)


@dataclass(frozen=True, slots=True)
class CommitmentMade:
    """A promise stands; `moved` is the one whose place it took, `load` what its owner carries."""

    pair: Pair
    commitment: Commitment
    load: Load
    moved: Commitment | None = None


@dataclass(frozen=True, slots=True)
class CommitmentSettled:
    """A promise was kept or dropped, or its owner said that it goes well."""

    pair: Pair
    commitment: Commitment


@dataclass(frozen=True, slots=True)
class CommitmentList:
    """A pair's promises as one of them may see them: their own, and what others show."""

    pair: Pair
    own: tuple[Commitment, ...]
    shown: tuple[Commitment, ...]


async def add(app: App, actor: Actor, pair: PairId, typed: TypedCommitment) -> CommitmentMade:
    """Keep a promise and plan its reminders, its time read in the owner's own zone.

    Raises `DomainError` ``commitment.*``, ``due.*`` and as `require_own` does.
    """
    return await app.database.write(_add, app, actor, pair, typed)


def _add(
    connection: Connection, app: App, actor: Actor, pair: PairId, typed: TypedCommitment
) -> CommitmentMade:
    now = app.clock.now()
    interactions.record(connection, actor.interaction, actor.guild, now)
    found = require_own(connection, actor, pair)
    checked = rules.check(typed, now, _zone(connection, actor))
    rules.require_room(len(commitments.open_of_person(connection, actor.guild, actor.user)))
    made = commitments.add(connection, actor.guild, pair, actor.user, checked, now)
    _plan(connection, app, made, now)
    return CommitmentMade(found, made, _load(connection, actor, now))


async def of_pair(app: App, actor: Actor, pair: PairId) -> CommitmentList:
    """Return a pair's promises, as far as `actor` may see them; only its members may look."""

    def look(connection: Connection) -> CommitmentList:
        found = require_own(connection, actor, pair, ended_too=True)
        every = commitments.of_pair(connection, actor.guild, pair)
        return CommitmentList(
            found,
            own=tuple(one for one in every if one.owner == actor.user),
            shown=tuple(one for one in every if one.owner != actor.user and one.shown),
        )

    return await app.database.read(look)


async def find(app: App, actor: Actor, commitment: CommitmentId) -> tuple[Pair, Commitment]:
    """Return one of the asker's own that can still be settled.

    Raises `DomainError` ``commitment.unknown``, ``commitment.not_yours``, ``commitment.settled``.
    """
    return await app.database.read(_require_unsettled, actor, commitment)


async def offer(app: App, actor: Actor, typed: str) -> list[Commitment]:
    """Return up to 25 of the asker's own open promises that what is typed may mean."""

    def look(connection: Connection) -> list[Commitment]:
        theirs = commitments.open_of_person(connection, actor.guild, actor.user)
        wanted = typed.strip().casefold().removeprefix("#")
        return [one for one in theirs if wanted in f"{one.id} {one.words}".casefold()][:25]

    return await app.database.read(look)


async def done(app: App, actor: Actor, commitment: CommitmentId) -> CommitmentSettled:
    """Say that a promise is kept; one that has lapsed counts too. Raises as `find` does."""
    return await _settle(app, actor, commitment, CommitmentState.KEPT)


async def drop(app: App, actor: Actor, commitment: CommitmentId) -> CommitmentSettled:
    """Let a promise go, which is no failure. Raises as `find` does."""
    return await _settle(app, actor, commitment, CommitmentState.DROPPED)


async def on_track(app: App, actor: Actor, commitment: CommitmentId) -> CommitmentSettled:
    """Say that a promise goes well; it stays open. Raises as `find` does."""

    def hear(connection: Connection, found: Commitment, now: datetime) -> None:
        commitments.hear(connection, found, now)

    return await _change(app, actor, commitment, hear)


async def move(app: App, actor: Actor, commitment: CommitmentId, due: str) -> CommitmentMade:
    """Give a promise another time: the old one counts as moved, a new one takes its place.

    Raises `DomainError` as `find` does, ``commitment.past``, ``due.*``.
    """

    def change(connection: Connection) -> CommitmentMade:
        now = app.clock.now()
        interactions.record(connection, actor.interaction, actor.guild, now)
        pair, found = _require_unsettled(connection, actor, commitment)
        meant = rules.read_due(due, now, _zone(connection, actor))
        commitments.settle(connection, found, CommitmentState.MOVED, now)
        same = CheckedCommitment(found.words, found.obstacle, found.plan_b, found.shown, due=meant)
        made = commitments.add(
            connection, actor.guild, pair.id, actor.user, same, now, moved_from=found.id
        )
        _plan(connection, app, made, now)
        return CommitmentMade(pair, made, _load(connection, actor, now), moved=found)

    return await app.database.write(change)


def move_beyond(
    connection: Connection, app: App, actor: Actor, rest: Stretch, to: date, now: datetime
) -> list[Commitment]:
    """Move the asker's promises that fall into a rest to a day after it; return the new ones.

    Moved, not missed: it is said before they are due. Each keeps its time of day.
    """
    moved = []
    for found in commitments.open_of_person(connection, actor.guild, actor.user):
        if not rest.holds(found.due_at):
            continue
        commitments.settle(connection, found, CommitmentState.MOVED, now)
        due = Due(to, found.due.at, found.due.zone)
        same = CheckedCommitment(found.words, found.obstacle, found.plan_b, found.shown, due=due)
        made = commitments.add(
            connection, actor.guild, found.pair, actor.user, same, now, moved_from=found.id
        )
        _plan(connection, app, made, now)
        moved.append(made)
    return moved


async def _settle(
    app: App, actor: Actor, commitment: CommitmentId, state: CommitmentState
) -> CommitmentSettled:
    def settle(connection: Connection, found: Commitment, now: datetime) -> None:
        commitments.settle(connection, found, state, now)

    return await _change(app, actor, commitment, settle)


async def _change(
    app: App,
    actor: Actor,
    commitment: CommitmentId,
    change: Callable[[Connection, Commitment, datetime], None],
) -> CommitmentSettled:
    def keep(connection: Connection) -> CommitmentSettled:
        now = app.clock.now()
        interactions.record(connection, actor.interaction, actor.guild, now)
        pair, found = _require_unsettled(connection, actor, commitment)
        change(connection, found, now)
        _, after = _require_own(connection, actor, commitment)
        return CommitmentSettled(pair, after)

    return await app.database.write(keep)


def _require_unsettled(
    connection: Connection, actor: Actor, commitment: CommitmentId
) -> tuple[Pair, Commitment]:
    pair, found = _require_own(connection, actor, commitment)
    if found.state in _ENDED:
        successor = commitments.find_successor(connection, found)
        raise DomainError(
            "commitment.settled",
            words=found.words,
            state=found.state.value,
            due=successor.due_at if successor else None,
        )
    return pair, found


def _require_own(
    connection: Connection, actor: Actor, commitment: CommitmentId
) -> tuple[Pair, Commitment]:
    found = commitments.find(connection, actor.guild, commitment)
    if found is None:
        raise DomainError("commitment.unknown")
    if found.owner != actor.user:
        # Whether there is a private one is nobody else's business.
        pair = pairs.get(connection, actor.guild, found.pair)
        seen = found.shown and pair.has(actor.user)
        raise DomainError("commitment.not_yours" if seen else "commitment.unknown")
    return require_own(connection, actor, found.pair), found


def _plan(connection: Connection, app: App, made: Commitment, now: datetime) -> None:
    """Plan the reminder ahead, unless that moment has passed, and the question when it is due."""
    ahead = timedelta(hours=app.settings.commitments.remind_hours_before)
    for which, at in ((rules.AHEAD, made.due_at - ahead), (rules.AT_DUE, made.due_at)):
        if at <= now:
            continue
        outbox.plan(
            connection,
            guild=made.guild,
            kind=NudgeKind.COMMITMENT_DUE,
            subject_type="commitment",
            subject_id=made.id,
            subject_version=which,
            recipient=made.owner,
            due_at=at,
            expires_at=made.due_at if which == rules.AHEAD else None,
            now=now,
            occurrence=str(which),
        )


def _load(connection: Connection, actor: Actor, now: datetime) -> Load:
    open_ = commitments.open_of_person(connection, actor.guild, actor.user)
    kept = commitments.count_kept(connection, actor.guild, actor.user, now - rules.LATELY)
    return Load(len(open_), kept)


def _zone(connection: Connection, actor: Actor) -> str:
    return nudge_settings.zone_of(connection, actor.guild, actor.user) or NO_ZONE
