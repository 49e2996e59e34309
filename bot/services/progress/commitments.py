"""Promise something, keep it, or say in time that it moves or goes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import CommitmentId, PairId
from bot.domain.nudges.policy import Stretch
from bot.domain.progress import commitments as rules
from bot.domain.progress.commitments import (
    CheckedCommitment,
    Load,
    NewDay,
    Reminders,
    TypedCommitment,
)
from bot.domain.progress.due_dates import Due
from bot.domain.states import CommitmentState
from bot.services.actor import Actor
from bot.services.progress import commitment_reminders as reminders
from bot.services.progress.updates import require_own
from bot.storage import interactions
from bot.storage.nudges import settings as nudge_settings
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair
from bot.storage.progress import commitments
from bot.storage.progress.commitments import Commitment

NO_ZONE = "UTC"
_ENDED = (CommitmentState.KEPT, CommitmentState.MOVED, CommitmentState.DROPPED)


@dataclass(frozen=True, slots=True)
class CommitmentMade:
    """A promise stands; `moved` is the one whose place it took, `load` what its owner carries.

    `in_time`: it was moved before it was due.
    """

    pair: Pair
    commitment: Commitment
    load: Load
    reminders: Reminders
    moved: Commitment | None = None
    in_time: bool = False


@dataclass(frozen=True, slots=True)
class CommitmentSettled:
    """A promise was kept or dropped, or its owner said that it goes well.

    With `asked_again_at` it is past its time, and they are asked once more then.
    """

    pair: Pair
    commitment: Commitment
    asked_again_at: datetime | None = None


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
    reminders.plan(connection, app, made, now)
    load = _load(connection, actor, now)
    return CommitmentMade(found, made, load, reminders.coming(connection, app, found, made, now))


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
    """Say that a promise goes well; it stays open. Raises as `find` does.

    Past its time it needs a new day: whoever names none is asked once more.
    """

    def keep(connection: Connection) -> CommitmentSettled:
        now = app.clock.now()
        interactions.record(connection, actor.interaction, actor.guild, now)
        pair, found = _require_unsettled(connection, actor, commitment)
        commitments.hear(connection, found, now)
        again = reminders.ask_again(connection, actor, found, now) if found.due_at <= now else None
        _, after = _require_own(connection, actor, commitment)
        return CommitmentSettled(pair, after, again)

    return await app.database.write(keep)


async def not_now(app: App, actor: Actor, commitment: CommitmentId) -> CommitmentSettled:
    """Leave the question until the next morning; raise as `find` does."""

    def keep(connection: Connection) -> CommitmentSettled:
        now = app.clock.now()
        interactions.record(connection, actor.interaction, actor.guild, now)
        pair, found = _require_unsettled(connection, actor, commitment)
        commitments.hear(connection, found, now)
        at = reminders.ask_tomorrow(connection, app, actor, found, now)
        return CommitmentSettled(pair, found, at)

    return await app.database.write(keep)


async def move(app: App, actor: Actor, commitment: CommitmentId, due: str) -> CommitmentMade:
    """Give a promise another time: the old one counts as moved, a new one takes its place.

    Raises `DomainError` as `find` does, ``commitment.past``, ``due.*``.
    """

    def meant(connection: Connection, _found: Commitment, now: datetime) -> Due:
        return rules.read_due(due, now, _zone(connection, actor))

    return await _move(app, actor, commitment, meant)


async def move_to_day(
    app: App, actor: Actor, commitment: CommitmentId, day: NewDay
) -> CommitmentMade:
    """Move a promise by one click, at its own time of day; raise as `find` does."""

    def meant(_connection: Connection, found: Commitment, now: datetime) -> Due:
        return rules.new_due(found.due, day, now)

    return await _move(app, actor, commitment, meant)


async def _move(
    app: App,
    actor: Actor,
    commitment: CommitmentId,
    meant: Callable[[Connection, Commitment, datetime], Due],
) -> CommitmentMade:
    def change(connection: Connection) -> CommitmentMade:
        now = app.clock.now()
        interactions.record(connection, actor.interaction, actor.guild, now)
        pair, found = _require_unsettled(connection, actor, commitment)
        due = meant(connection, found, now)
        made = _make_anew(connection, app, found, due, now)
        return CommitmentMade(
            pair,
            made,
            _load(connection, actor, now),
            reminders.coming(connection, app, pair, made, now),
            moved=found,
            in_time=now < found.due_at,
        )

    return await app.database.write(change)


def _make_anew(
    connection: Connection, app: App, found: Commitment, due: Due, now: datetime
) -> Commitment:
    """Settle a promise as moved, and let another with the same words take its place."""
    commitments.settle(connection, found, CommitmentState.MOVED, now)
    same = CheckedCommitment(found.words, found.obstacle, found.plan_b, found.shown, due=due)
    made = commitments.add(
        connection, found.guild, found.pair, found.owner, same, now, moved_from=found.id
    )
    reminders.plan(connection, app, made, now)
    return made


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
        due = Due(to, found.due.at, found.due.zone)
        made = _make_anew(connection, app, found, due, now)
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
            guild=actor.guild,
            successor=successor.id if successor else None,
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


def _load(connection: Connection, actor: Actor, now: datetime) -> Load:
    open_ = commitments.open_of_person(connection, actor.guild, actor.user)
    kept = commitments.count_kept(connection, actor.guild, actor.user, now - rules.LATELY)
    since = now - rules.LATELY
    is_known = commitments.has_history(connection, actor.guild, actor.user, since)
    return Load(len(open_), kept, is_known)


def _zone(connection: Connection, actor: Actor) -> str:
    return nudge_settings.zone_of(connection, actor.guild, actor.user) or NO_ZONE
