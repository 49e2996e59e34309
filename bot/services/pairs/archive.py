"""Read what a pair did, also after its end: which pair is meant, and all of it to take along."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.errors import DomainError
from bot.domain.ids import ChannelId, CohortId, PairId
from bot.domain.states import Role
from bot.services.pairs.permissions import require_own
from bot.services.work import Work, reads
from bot.storage.cohorts import cohorts
from bot.storage.meetings import meetings
from bot.storage.meetings.meetings import AgendaItem, Meeting
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair
from bot.storage.progress import commitments, goals, updates, wins
from bot.storage.progress.commitments import Commitment
from bot.storage.progress.goals import Goal, GoalStep
from bot.storage.progress.updates import Update
from bot.storage.progress.wins import Win

MOST_UPDATES = 10_000


@dataclass(frozen=True, slots=True)
class NamedPair:
    """A pair, with its cohort's name and the asker's role in it."""

    pair: Pair
    cohort: str
    role: Role


@dataclass(frozen=True, slots=True)
class ReadablePairs:
    """The pair to show, and the asker's other pairs: those that go on first, then the newest."""

    shown: NamedPair
    others: tuple[NamedPair, ...]


@dataclass(frozen=True, slots=True)
class Archive:
    """Everything that one member of a pair may read of it, oldest first."""

    named: NamedPair
    updates: tuple[Update, ...]
    goals: tuple[Goal, ...]
    goal_steps: tuple[GoalStep, ...]
    commitments: tuple[Commitment, ...]
    meetings: tuple[Meeting, ...]
    agenda: tuple[AgendaItem, ...]
    wins: tuple[Win, ...]
    at: datetime


@reads
def readable(
    work: Work, here: ChannelId | None = None, wanted: PairId | None = None
) -> ReadablePairs:
    """Return the pair to show: the `wanted` one, else the thread's own, else the newest.

    One that goes on comes before one that has ended. Raises `DomainError` ``pair.none``, and
    ``pair.which`` when several go on and the thread belongs to none.
    """
    going_on = pairs.list_for_person(work.connection, work.guild, work.user)
    every = going_on + pairs.list_ended_of_person(work.connection, work.guild, work.user)
    if not every:
        raise DomainError("pair.none")
    meant = [pair for pair in every if pair.id == wanted]
    if wanted is not None and not meant:
        raise DomainError("pair.not_yours")
    meant = meant or [pair for pair in every if here is not None and pair.thread == here]
    if not meant and len(going_on) > 1:
        threads = tuple(pair.thread for pair in going_on if pair.thread)
        raise DomainError("pair.which", threads=threads)
    shown = (meant or every)[0]
    names = {
        cohort.id: cohort.name for cohort in cohorts.list_for_society(work.connection, work.guild)
    }
    return ReadablePairs(
        _named(work, shown, names),
        tuple(_named(work, pair, names) for pair in every if pair.id != shown.id),
    )


@reads
def archive(work: Work, pair_id: PairId) -> Archive:
    """Return all that the asker may read of a pair of theirs, ended or not.

    Raises `DomainError` ``pair.not_yours``.
    """
    connection, guild = work.connection, work.guild
    pair = require_own(work, pair_id, ended_too=True)
    if pair.ended_at is not None and pair.introduced_at is None:
        raise DomainError("pair.not_yours")  # they never heard of it
    names = {
        cohort.id: cohort.name for cohort in cohorts.list_for_society(work.connection, work.guild)
    }
    log = updates.list_for_pair(connection, guild, pair_id, MOST_UPDATES)
    own_goals = tuple(
        goal
        for goal in goals.list_for_pair(connection, guild, pair_id)
        if pair.includes(goal.set_at)
    )
    steps = goals.list_steps(connection, guild, [goal.id for goal in own_goals])
    return Archive(
        named=_named(work, pair, names),
        updates=tuple(update for update in reversed(log) if pair.includes(update.logged_at)),
        goals=own_goals,
        goal_steps=tuple(step for step in steps if pair.includes(step.noted_at)),
        commitments=tuple(
            # What may get in the way, and what then, is shown to its owner alone.
            commitment
            if commitment.owner == work.user
            else replace(commitment, obstacle="", plan_b="")
            for commitment in commitments.list_for_pair(connection, guild, pair_id)
            if pair.includes(commitment.made_at)
            and (commitment.shown or commitment.owner == work.user)
        ),
        meetings=tuple(
            meeting
            for meeting in meetings.list_for_pair(connection, guild, pair_id)
            if pair.includes(meeting.starts_at)
        ),
        agenda=tuple(
            item
            for item in meetings.agendas_of_pair(connection, guild, pair_id)
            if pair.includes(item.added_at)
        ),
        wins=tuple(
            win
            for win in wins.list_for_pair(connection, guild, pair_id)
            if pair.includes(win.told_at)
        ),
        at=work.now,
    )


def _named(work: Work, pair: Pair, names: dict[CohortId, str]) -> NamedPair:
    cohort = names.get(pair.cohort, "") if pair.cohort is not None else ""
    role = Role.MENTOR if pair.mentor == work.user else Role.MENTEE
    return NamedPair(pair, cohort, role)
