"""Add a commitment, mark it done, or move or drop it in time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import DomainError
from bot.domain.ids import CommitmentId, PairId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import Stretch, deferred
from bot.domain.progress import commitments as rules
from bot.domain.progress.commitments import (
    CheckedCommitment,
    Load,
    NewDay,
    Reminders,
    TypedCommitment,
)
from bot.domain.progress.due_dates import Due
from bot.domain.schedule import day_after, instant_of
from bot.domain.states import CommitmentState
from bot.services.asking import asker
from bot.services.nudges.settings import default_policy
from bot.services.pairs.permissions import require_own
from bot.services.work import Work, reads, writes
from bot.storage import live_buttons, outbox
from bot.storage.nudges import settings as nudge_settings
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair
from bot.storage.progress import commitments
from bot.storage.progress.commitments import Commitment

_ENDED = (CommitmentState.DONE, CommitmentState.MOVED, CommitmentState.DROPPED)


@dataclass(frozen=True, slots=True)
class CommitmentMade:
    """A commitment was added; `moved` is the one it replaces, `load` the owner's total."""

    pair: Pair
    commitment: Commitment
    load: Load
    reminders: Reminders
    moved: Commitment | None = None


@dataclass(frozen=True, slots=True)
class CommitmentAnswered:
    """A commitment is done or dropped, or its owner said that it is on track.

    With `asked_again_at`, it is past due, and its owner is asked once more then.
    """

    pair: Pair
    commitment: Commitment
    asked_again_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CommitmentList:
    """A pair's commitments as one of them may see them: their own, and shared ones of others."""

    pair: Pair
    own: tuple[Commitment, ...]
    shown: tuple[Commitment, ...]


@writes
def add(work: Work, pair_id: PairId, typed: TypedCommitment) -> CommitmentMade:
    """Save a commitment and plan its reminders, its time read in the owner's own zone.

    Raises `DomainError` ``commitment.*``, ``when.*`` and as `require_own` does.
    """
    pair = require_own(work, pair_id)
    checked = rules.check(typed, asker(work, meeting_of=pair))
    rules.require_room(len(commitments.open_of_person(work.connection, work.guild, work.user)))
    made = commitments.add(work.connection, work.guild, pair_id, work.user, checked, work.now)
    _plan_reminders(work, made)
    return CommitmentMade(pair, made, _load(work), _reminders(work, pair, made))


@reads
def list_for_pair(work: Work, pair_id: PairId) -> CommitmentList:
    """Return a pair's commitments, as far as the asker may see them; its members only."""
    pair = require_own(work, pair_id, ended_too=True)
    every = [
        commitment
        for commitment in commitments.list_for_pair(work.connection, work.guild, pair_id)
        if pair.includes(commitment.made_at)
    ]
    return CommitmentList(
        pair,
        own=tuple(commitment for commitment in every if commitment.owner == work.user),
        shown=tuple(
            commitment for commitment in every if commitment.owner != work.user and commitment.shown
        ),
    )


@reads
def find(work: Work, commitment_id: CommitmentId) -> tuple[Pair, Commitment]:
    """Return one of the asker's own that can still be ended.

    Raises `DomainError` ``commitment.unknown``, ``commitment.not_yours``, ``commitment.settled``.
    """
    return _require_not_ended(work, commitment_id)


@reads
def offer(work: Work, typed: str) -> list[Commitment]:
    """Return up to 25 of the asker's own open commitments that match what is typed."""
    own = commitments.open_of_person(work.connection, work.guild, work.user)
    wanted = typed.strip().casefold().removeprefix("#")
    return [
        commitment
        for commitment in own
        if wanted in f"{commitment.id} {commitment.words}".casefold()
    ][:25]


@writes
def mark_done(work: Work, commitment_id: CommitmentId) -> CommitmentAnswered:
    """Mark a commitment as done; one that has lapsed counts too. Raises as `find` does."""
    return _end(work, commitment_id, CommitmentState.DONE)


@writes
def drop(work: Work, commitment_id: CommitmentId) -> CommitmentAnswered:
    """Drop a commitment. Raises as `find` does."""
    return _end(work, commitment_id, CommitmentState.DROPPED)


@writes
def on_track(work: Work, commitment_id: CommitmentId) -> CommitmentAnswered:
    """Save that a commitment is on track; it stays open. Raises as `find` does.

    When past due it needs a new day: an owner who names none is asked once more.
    """
    pair, commitment = _require_not_ended(work, commitment_id)
    commitments.record_answer(work.connection, commitment, work.now)
    again = _ask_again(work, commitment) if commitment.due_at <= work.now else None
    _, answered = _require_own(work, commitment_id)
    return CommitmentAnswered(pair, answered, again)


@writes
def not_now(work: Work, commitment_id: CommitmentId) -> CommitmentAnswered:
    """Postpone the question until the next morning; raise as `find` does."""
    pair, commitment = _require_not_ended(work, commitment_id)
    commitments.record_answer(work.connection, commitment, work.now)
    return CommitmentAnswered(pair, commitment, _ask_tomorrow(work, commitment))


@writes
def move(work: Work, commitment_id: CommitmentId, due: str) -> CommitmentMade:
    """Move a commitment to another time: the old one ends as moved, a new one replaces it.

    Raises `DomainError` as `find` does, ``commitment.past``, ``when.*``.
    """
    pair, commitment = _require_not_ended(work, commitment_id)
    return _move(work, pair, commitment, rules.read_due(due, asker(work, meeting_of=pair)))


@writes
def move_to_day(work: Work, commitment_id: CommitmentId, day: NewDay) -> CommitmentMade:
    """Move a commitment by one click, at its own time of day; raise as `find` does."""
    pair, commitment = _require_not_ended(work, commitment_id)
    return _move(work, pair, commitment, rules.new_due(commitment.due, day, work.now))


def _move(work: Work, pair: Pair, commitment: Commitment, due: Due) -> CommitmentMade:
    made = _replace(work, commitment, due)
    return CommitmentMade(
        pair,
        made,
        _load(work),
        _reminders(work, pair, made),
        moved=commitment,
    )


def _replace(work: Work, commitment: Commitment, due: Due) -> Commitment:
    """End a commitment as moved, and add another with the same text in its place."""
    _end_one(work, commitment, CommitmentState.MOVED)
    made = commitments.add(
        work.connection,
        commitment.guild,
        commitment.pair,
        commitment.owner,
        CheckedCommitment(
            commitment.words, commitment.obstacle, commitment.plan_b, commitment.shown, due=due
        ),
        work.now,
        moved_from=commitment.id,
    )
    _plan_reminders(work, made)
    return made


def move_beyond(work: Work, absence: Stretch, to: date) -> list[Commitment]:
    """Move the asker's commitments that fall into an absence to a day after it.

    Return the new ones. They count as moved, not missed, because it is said before they are due.
    Each keeps its time of day.
    """
    own = commitments.open_of_person(work.connection, work.guild, work.user)
    return [
        _replace(work, commitment, Due(to, commitment.due.at, commitment.due.zone))
        for commitment in own
        if absence.holds(commitment.due_at)
    ]


def _end(work: Work, commitment_id: CommitmentId, state: CommitmentState) -> CommitmentAnswered:
    pair, commitment = _require_not_ended(work, commitment_id)
    _end_one(work, commitment, state)
    _, settled = _require_own(work, commitment_id)
    return CommitmentAnswered(pair, settled)


def _end_one(work: Work, commitment: Commitment, state: CommitmentState) -> None:
    commitments.end(work.connection, commitment, state, work.now)
    rows = outbox.list_for_subject(work.connection, work.guild, "commitment", commitment.id)
    live_buttons.take(work.connection, rows, work.now)


def _require_not_ended(work: Work, commitment_id: CommitmentId) -> tuple[Pair, Commitment]:
    pair, commitment = _require_own(work, commitment_id)
    if commitment.state in _ENDED:
        successor = commitments.find_successor(work.connection, commitment)
        raise DomainError(
            "commitment.settled",
            words=commitment.words,
            state=commitment.state.value,
            due=successor.due_at if successor else None,
            guild=work.guild,
            successor=successor.id if successor else None,
        )
    return pair, commitment


def _require_own(work: Work, commitment_id: CommitmentId) -> tuple[Pair, Commitment]:
    commitment = commitments.find(work.connection, work.guild, commitment_id)
    if commitment is None:
        raise DomainError("commitment.unknown")
    if commitment.owner != work.user:
        # Whether there is a private one must not be revealed.
        pair = pairs.get(work.connection, work.guild, commitment.pair)
        seen = commitment.shown and pair.has(work.user)
        raise DomainError("commitment.not_yours" if seen else "commitment.unknown")
    return require_own(work, commitment.pair), commitment


def _load(work: Work) -> Load:
    own = commitments.open_of_person(work.connection, work.guild, work.user)
    since = work.now - rules.LOAD_PERIOD
    done_count = commitments.count_done(work.connection, work.guild, work.user, since)
    is_known = commitments.has_history(work.connection, work.guild, work.user, since)
    return Load(len(own), done_count, is_known)


# --- when its owner is reminded, and asked how it went -------------------------------------------


def _plan_reminders(work: Work, commitment: Commitment) -> None:
    """Plan the reminder ahead, unless that moment has passed, and the question when it is due."""
    ahead_at = commitment.due_at - _lead(work)
    for which, at in ((rules.AHEAD, ahead_at), (rules.AT_DUE, commitment.due_at)):
        if at <= work.now:
            continue
        _remind(work, commitment, which, at, str(which))


def _ask_again(work: Work, commitment: Commitment) -> datetime:
    """Plan another question to an owner who is still working on it when it is due; return when."""
    today = work.now.astimezone(ZoneInfo(commitment.due.zone)).date()
    at = Due(today + rules.ASK_AGAIN_AFTER, commitment.due.at, commitment.due.zone).instant
    _remind(work, commitment, rules.ASKED_AGAIN, at, f"again:{work.actor.interaction}")
    return at


def _ask_tomorrow(work: Work, commitment: Commitment) -> datetime:
    """Plan the same question for the hour at which its owner's next day begins; return when."""
    policy = nudge_settings.policy_of(
        work.connection, commitment.guild, commitment.owner, default_policy(work.app.settings)
    )
    tomorrow = work.now.astimezone(ZoneInfo(policy.zone)).date() + timedelta(days=1)
    at = instant_of(tomorrow, policy.quiet_until, policy.zone)
    _remind(work, commitment, rules.ASKED_AGAIN, at, f"again:{work.actor.interaction}")
    return at


def _reminders(work: Work, pair: Pair, commitment: Commitment) -> Reminders:
    """Return when its owner will be notified, as far as that can be known today."""
    policy = nudge_settings.policy_of(
        work.connection, commitment.guild, commitment.owner, default_policy(work.app.settings)
    )
    if NudgeKind.COMMITMENT_DUE in policy.muted:
        return Reminders(None, None, "muted")

    def first_moment(at: datetime) -> tuple[datetime, str]:
        over = pair.paused_until
        if over is not None and at < over:
            return day_after(over, pair.time_zone), "the pair is paused"
        wait = deferred(policy, (), at, at)
        return (wait.until, wait.reason) if wait else (at, "")

    asked_at, waits = first_moment(commitment.due_at)
    ahead_at = commitment.due_at - _lead(work)
    if ahead_at <= work.now:
        return Reminders(None, asked_at, waits)
    ahead_at, ahead_waits = first_moment(ahead_at)
    ahead = ahead_at if ahead_at < commitment.due_at else None
    return Reminders(ahead, asked_at, waits or ahead_waits)


def _remind(work: Work, commitment: Commitment, which: int, at: datetime, occurrence: str) -> None:
    outbox.plan(
        work.connection,
        guild=commitment.guild,
        kind=NudgeKind.COMMITMENT_DUE,
        subject_type="commitment",
        subject_id=commitment.id,
        subject_version=which,
        recipient=commitment.owner,
        due_at=at,
        expires_at=commitment.due_at if which == rules.AHEAD else None,
        now=work.now,
        occurrence=occurrence,
    )


def _lead(work: Work) -> timedelta:
    """Return how long before a commitment is due its owner is reminded."""
    return timedelta(hours=work.app.settings.commitments.remind_hours_before)
