"""Set a goal, update its progress, reach it, or drop it."""

from dataclasses import dataclass

from bot.domain.errors import DomainError
from bot.domain.ids import GoalId, PairId
from bot.domain.progress import goals as rules
from bot.domain.states import GoalState
from bot.services.asking import asker
from bot.services.pairs.permissions import require_own
from bot.services.work import Work, reads, writes
from bot.storage.pairs.pairs import Pair
from bot.storage.progress import goals
from bot.storage.progress.goals import Goal


@dataclass(frozen=True, slots=True)
class GoalSet:
    """A goal was set; `open_` counts its owner's open goals."""

    pair: Pair
    goal: Goal
    open_: int


@dataclass(frozen=True, slots=True)
class GoalMoved:
    """A goal has new progress, was reached, or was dropped; `before` is its previous state."""

    pair: Pair
    goal: Goal
    before: Goal


@writes
def add(work: Work, pair_id: PairId, words: str, due: str) -> GoalSet:
    """Set a goal with a target date, visible to both; three may be open at once.

    Raises `DomainError` ``goal.*``, ``when.*`` and as `require_own` does.
    """
    pair = require_own(work, pair_id)
    checked = rules.check(words, due, asker(work))
    own = _open(work, pair)
    rules.require_room(len(own))
    goal = goals.add(
        work.connection,
        work.guild,
        pair_id,
        work.user,
        words=checked.words,
        due_on=checked.due_on,
        now=work.now,
    )
    return GoalSet(pair, goal, len(own) + 1)


@reads
def list_for_pair(work: Work, pair_id: PairId) -> tuple[Pair, list[Goal]]:
    """Return the pair and every goal of it, soonest first; only its members may look."""
    pair = require_own(work, pair_id, ended_too=True)
    every = goals.list_for_pair(work.connection, work.guild, pair_id)
    return pair, [goal for goal in every if pair.includes(goal.set_at)]


@reads
def find(work: Work, goal_id: GoalId) -> tuple[Pair, Goal]:
    """Return one goal of a pair that the asker is in; raise ``goal.unknown``."""
    return _find(work, goal_id)


@reads
def find_own(work: Work, goal_id: GoalId) -> tuple[Pair, Goal]:
    """Return one of the asker's own that is open; raise as `progress` does."""
    return _require_open(work, goal_id)


@reads
def offer(work: Work, typed: str) -> list[Goal]:
    """Return up to 25 of the asker's own open goals that match what is typed."""
    own = goals.open_of_person(work.connection, work.guild, work.user)
    wanted = typed.strip().casefold().removeprefix("#")
    return [goal for goal in own if wanted in f"{goal.id} {goal.words}".casefold()][:25]


@writes
def progress(work: Work, goal_id: GoalId, percent: int, note: str = "") -> GoalMoved:
    """Save the progress of the asker's own goal, in percent; 100 reaches it.

    Raises `DomainError` ``goal.unknown``, ``goal.not_yours``, ``goal.settled`` and those of
    `bot.domain.progress.goals.check_progress`.
    """
    pair, goal = _require_open(work, goal_id)
    checked = rules.check_progress(percent, note)
    goals.record_progress(work.connection, goal, percent, checked, work.now)
    if percent == 100:
        goals.end(work.connection, goal, GoalState.DONE, work.now)
    return GoalMoved(pair, _find(work, goal_id)[1], before=goal)


@writes
def mark_reached(work: Work, goal_id: GoalId) -> GoalMoved:
    """Mark the asker's own goal as reached; raise as `progress` does."""
    pair, goal = _require_open(work, goal_id)
    goals.record_progress(work.connection, goal, 100, "", work.now)
    goals.end(work.connection, goal, GoalState.DONE, work.now)
    return GoalMoved(pair, _find(work, goal_id)[1], before=goal)


@writes
def drop(work: Work, goal_id: GoalId) -> GoalMoved:
    """Drop the asker's own goal, which makes room for another; raise as `progress` does."""
    pair, goal = _require_open(work, goal_id)
    goals.end(work.connection, goal, GoalState.DROPPED, work.now)
    return GoalMoved(pair, _find(work, goal_id)[1], before=goal)


def _require_open(work: Work, goal_id: GoalId) -> tuple[Pair, Goal]:
    pair, goal = _find(work, goal_id)
    if goal.owner != work.user:
        raise DomainError("goal.not_yours")
    if goal.state is not GoalState.OPEN:
        raise DomainError("goal.settled", words=goal.words, state=goal.state.value)
    return pair, goal


def _find(work: Work, goal_id: GoalId) -> tuple[Pair, Goal]:
    goal = goals.find(work.connection, work.guild, goal_id)
    if goal is None:
        raise DomainError("goal.unknown")
    try:
        return require_own(work, goal.pair), goal
    except DomainError as error:
        if error.code == "pair.not_yours":
            # Whether such a goal exists must not be revealed.
            raise DomainError("goal.unknown") from error
        raise


def _open(work: Work, pair: Pair) -> list[Goal]:
    open_ = goals.open_of_pairs(work.connection, work.guild, [pair.id])
    return [goal for goal in open_ if goal.owner == work.user]
