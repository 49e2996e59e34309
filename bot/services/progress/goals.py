"""Set a goal, say how far it is, reach it or let it go."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import GoalId, PairId
from bot.domain.programs import saved_programs as civil
from bot.domain.progress import goals as rules
from bot.domain.states import GoalState
from bot.services.actor import Actor
from bot.services.progress.updates import require_own
from bot.storage import interactions
from bot.storage.nudges import settings as nudge_settings
from bot.storage.pairs.pairs import Pair
from bot.storage.progress import goals
from bot.storage.progress.goals import Goal

NO_ZONE = "UTC"


@dataclass(frozen=True, slots=True)
class GoalSet:
    """A goal was set; `open_` counts what its owner works towards now."""

    pair: Pair
    goal: Goal
    open_: int


@dataclass(frozen=True, slots=True)
class GoalMoved:
    """A goal is nearer, reached or let go; `before` is how it stood."""

    pair: Pair
    goal: Goal
    before: Goal


async def add(app: App, actor: Actor, pair: PairId, words: str, due: str) -> GoalSet:
    """Set a goal for a day, for both to see; three may be open at once.

    Raises `DomainError` ``goal.*``, ``day.*`` and as `require_own` does.
    """

    def keep(connection: Connection) -> GoalSet:
        now = app.clock.now()
        interactions.record(connection, actor.interaction, actor.guild, now)
        found = require_own(connection, actor, pair)
        zone = nudge_settings.zone_of(connection, actor.guild, actor.user) or NO_ZONE
        checked = rules.check(words, due, civil.today(now, zone))
        theirs = _open(connection, actor, found)
        rules.require_room(len(theirs))
        goal = goals.add(
            connection,
            actor.guild,
            pair,
            actor.user,
            words=checked.words,
            due_on=checked.due_on,
            now=now,
        )
        return GoalSet(found, goal, len(theirs) + 1)

    return await app.database.write(keep)


async def of_pair(app: App, actor: Actor, pair: PairId) -> tuple[Pair, list[Goal]]:
    """Return the pair and every goal of it, soonest first; only its members may look."""

    def look(connection: Connection) -> tuple[Pair, list[Goal]]:
        found = require_own(connection, actor, pair, ended_too=True)
        return found, goals.of_pair(connection, actor.guild, pair)

    return await app.database.read(look)


async def find(app: App, actor: Actor, goal: GoalId) -> tuple[Pair, Goal]:
    """Return one goal of a pair that `actor` is in; raise ``goal.unknown``."""
    return await app.database.read(_find, actor, goal)


async def find_own(app: App, actor: Actor, goal: GoalId) -> tuple[Pair, Goal]:
    """Return one of the asker's own that is open; raise as `progress` does."""
    return await app.database.read(_require_open, actor, goal)


async def offer(app: App, actor: Actor, typed: str) -> list[Goal]:
    """Return up to 25 of the asker's own open goals that what is typed may mean."""

    def look(connection: Connection) -> list[Goal]:
        theirs = goals.open_of_person(connection, actor.guild, actor.user)
        wanted = typed.strip().casefold().removeprefix("#")
        return [one for one in theirs if wanted in f"{one.id} {one.words}".casefold()][:25]

    return await app.database.read(look)


async def progress(app: App, actor: Actor, goal: GoalId, percent: int, note: str = "") -> GoalMoved:
    """Say how far one's own goal is, in percent; 100 reaches it.

    Raises `DomainError` ``goal.unknown``, ``goal.not_yours``, ``goal.settled`` and those of
    `bot.domain.progress.goals.check_progress`.
    """

    def change(connection: Connection, found: Goal, now: datetime) -> None:
        said = rules.check_progress(percent, note)
        goals.note_progress(connection, found, percent, said, now)
        if percent == 100:
            goals.settle(connection, found, GoalState.DONE, now)

    return await _change(app, actor, goal, change)


async def done(app: App, actor: Actor, goal: GoalId) -> GoalMoved:
    """Say that one's own goal is reached; raises as `progress` does."""

    def change(connection: Connection, found: Goal, now: datetime) -> None:
        goals.note_progress(connection, found, 100, "", now)
        goals.settle(connection, found, GoalState.DONE, now)

    return await _change(app, actor, goal, change)


async def let_go(app: App, actor: Actor, goal: GoalId) -> GoalMoved:
    """Let one's own goal go: plans change, and that makes room for another."""

    def change(connection: Connection, found: Goal, now: datetime) -> None:
        goals.settle(connection, found, GoalState.LET_GO, now)

    return await _change(app, actor, goal, change)


async def _change(
    app: App,
    actor: Actor,
    goal: GoalId,
    change: Callable[[Connection, Goal, datetime], None],
) -> GoalMoved:
    def keep(connection: Connection) -> GoalMoved:
        now = app.clock.now()
        interactions.record(connection, actor.interaction, actor.guild, now)
        pair, found = _require_open(connection, actor, goal)
        change(connection, found, now)
        _, after = _find(connection, actor, goal)
        return GoalMoved(pair, after, before=found)

    return await app.database.write(keep)


def _require_open(connection: Connection, actor: Actor, goal: GoalId) -> tuple[Pair, Goal]:
    pair, found = _find(connection, actor, goal)
    if found.owner != actor.user:
        raise DomainError("goal.not_yours")
    if found.state is not GoalState.OPEN:
        raise DomainError("goal.settled", words=found.words, state=found.state.value)
    return pair, found


def _find(connection: Connection, actor: Actor, goal: GoalId) -> tuple[Pair, Goal]:
    found = goals.find(connection, actor.guild, goal)
    if found is None:
        raise DomainError("goal.unknown")
    try:
        return require_own(connection, actor, found.pair), found
    except DomainError as error:
        if error.code == "pair.not_yours":
            # Whether such a goal exists is nobody else's business.
            raise DomainError("goal.unknown") from error
        raise


def _open(connection: Connection, actor: Actor, pair: Pair) -> list[Goal]:
    found = goals.open_of_pairs(connection, actor.guild, [pair.id])
    return [one for one in found if one.owner == actor.user]
