"""How a kind of nudge registers its decision, what a decision receives, and the shared checks.

A decision is a function of a claimed row that returns a verdict. Checks that many kinds share, such
as whether the pair is still active, raise the verdict themselves if the answer is no. A kind may
also register what to do after its message was sent, or after it was given up.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.delivery.decision import (
    Cancel,
    InChannel,
    Place,
    Receipt,
    Reschedule,
    Undeliverable,
    Verdict,
)
from bot.delivery.nudges import own_threads
from bot.delivery.nudges.policy import paused_until, place_for
from bot.domain.ids import GuildId, PairId, UserId
from bot.domain.nudges.failures import Failure
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import NotificationPolicy
from bot.domain.states import PairState
from bot.storage.moderation import societies
from bot.storage.nudges import settings
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair
from bot.storage.youth import supervision

NO_COHORT = "Mentoring"
SHOWN = "shown under /status"
# Why a message to a pair with someone under 18 waits, and for how long.
WAITS = "its thread is closed: something of youth mode is missing"
LOOK_AGAIN_AFTER = timedelta(hours=1)


class DecidedError(Exception):
    """A shared check has decided about the row."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict)
        self.verdict = verdict


@dataclass(frozen=True, slots=True)
class ClaimedNudge:
    """A claimed row, in the transaction that decides about it; `default` is the society's policy.

    A method that finds a reason not to send raises `DecidedError` with it.
    """

    connection: Connection
    nudge: Nudge
    now: datetime
    default: NotificationPolicy

    @property
    def guild(self) -> GuildId:
        """The society."""
        return self.nudge.guild

    @property
    def recipient(self) -> UserId:
        """The person whom the row is for."""
        assert self.nudge.recipient is not None, "somebody is meant"
        return self.nudge.recipient

    def pair(self, wanted: PairId | None, member: UserId | None = None) -> Pair:
        """Return the pair, which has not ended and, if `member` is given, includes them."""
        pair = pairs.find(self.connection, self.guild, wanted) if wanted else None
        if pair is None or pair.state is PairState.ENDED:
            raise DecidedError(Cancel("the pair has ended"))
        if member is not None and not pair.has(member):
            raise DecidedError(Cancel("the pair has ended"))
        is_young = supervision.has_minor(self.connection, pair)
        if is_young and supervision.lacks(self.connection, pair, self.now) is not None:
            raise DecidedError(Reschedule(self.now + LOOK_AGAIN_AFTER, WAITS))
        return pair

    def subject_pair(self, member: UserId | None = None) -> Pair:
        """Return the pair that the row is about, with the checks of `pair`."""
        return self.pair(PairId(self.nudge.subject_id), member)

    def wait_for_pause(self, pair: Pair) -> None:
        """Postpone the row while its pair is paused, and on the day after."""
        if wait := paused_until(pair, self.nudge, self.now):
            raise DecidedError(wait)

    def wait_for_day(self, pair: Pair, before: datetime | None = None) -> None:
        """Postpone the row until it is day for at least one of the pair, if that is `before`."""
        people = [member.user for member in pair.members]
        morning = settings.night_for_all(
            self.connection, self.guild, people, self.default, self.now
        )
        if morning is not None and (before is None or morning < before):
            raise DecidedError(Reschedule(morning, "quiet hours"))

    def place_of(self, pair: Pair, person: UserId) -> Place:
        """Return where to write to one of a pair: direct messages if turned on, else the thread."""
        place = place_for(self.connection, pair, person)
        if place is None:
            raise DecidedError(Undeliverable(Failure.NO_THREAD))
        return place

    def thread_of(self, pair: Pair) -> InChannel:
        """Return the pair's thread."""
        if pair.thread is None:
            raise DecidedError(Undeliverable(Failure.NO_THREAD))
        return InChannel(pair.thread)

    def mentoring_channel(self) -> InChannel:
        """Return the channel that contains panels and the parent of threads."""
        society = societies.find(self.connection, self.guild)
        if society is None or society.mentoring_channel is None:
            raise DecidedError(Undeliverable(Failure.NO_MENTORING_CHANNEL))
        return InChannel(society.mentoring_channel)

    def privately(self, person: UserId) -> Place:
        """Return direct messages, else the person's own thread; others see it in /status."""
        place = own_threads.place(self.connection, self.nudge, person)
        if place is None:
            raise DecidedError(Cancel(SHOWN))
        return place


Decide = Callable[[ClaimedNudge], Verdict]
AfterSending = Callable[[Connection, Nudge, Receipt, datetime], None]
AfterGivingUp = Callable[[Connection, Nudge, datetime], None]

DECISIONS: dict[NudgeKind, Decide] = {}
AFTER_SENDING: dict[NudgeKind, AfterSending] = {}
AFTER_GIVING_UP: dict[NudgeKind, AfterGivingUp] = {}


def decides(kind: NudgeKind) -> Callable[[Decide], Decide]:
    """Register a function that decides whether, where, and with what facts the kind is sent now."""

    def register(decide: Decide) -> Decide:
        assert kind not in DECISIONS, f"{kind} has two decisions"
        DECISIONS[kind] = decide
        return decide

    return register


def after_sending(*kinds: NudgeKind) -> Callable[[AfterSending], AfterSending]:
    """Register what to do after the message was posted."""

    def register(follow: AfterSending) -> AfterSending:
        assert not AFTER_SENDING.keys() & set(kinds), f"{kinds}: something follows already"
        AFTER_SENDING.update(dict.fromkeys(kinds, follow))
        return follow

    return register


def after_giving_up(kind: NudgeKind) -> Callable[[AfterGivingUp], AfterGivingUp]:
    """Register what to do after it is certain that the nudge will never be sent."""

    def register(follow: AfterGivingUp) -> AfterGivingUp:
        assert kind not in AFTER_GIVING_UP, f"{kind}: something follows already"
        AFTER_GIVING_UP[kind] = follow
        return follow

    return register
