"""How each kind of nudge decides: what it is given, what many ask alike, and how it registers.

A decision is one function of a claimed row. It returns a verdict, and the questions that many kinds
ask alike, such as whether the pair goes on, end it by themselves where the answer is no. What
follows from a message that was sent, or never will be, is a function too, where anything follows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.decision import (
    InChannel,
    InDm,
    Never,
    Place,
    Receipt,
    Undeliverable,
    Verdict,
)
from bot.delivery.nudges.policy import paused_until, place_for
from bot.domain.ids import GuildId, PairId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import NotificationPolicy
from bot.domain.states import PairState
from bot.storage.moderation import societies
from bot.storage.nudges import settings
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair

NO_COHORT = "Mentoring"
SHOWN = "shown under /status"


class DecidedError(Exception):
    """A question common to many kinds has settled what becomes of the row."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict)
        self.verdict = verdict


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claimed row, in the transaction that decides about it; `default` is the society's policy.

    Every method that finds a reason against sending raises `DecidedError` with it.
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
        """Return a pair that has not ended, and that `member`, where one is given, belongs to."""
        pair = pairs.find(self.connection, self.guild, wanted) if wanted else None
        if pair is None or pair.state is PairState.ENDED:
            raise DecidedError(Never("the pair has ended"))
        if member is not None and not pair.has(member):
            raise DecidedError(Never("the pair has ended"))
        return pair

    def subject_pair(self, member: UserId | None = None) -> Pair:
        """Return the pair that the row is about, as `pair` does."""
        return self.pair(PairId(self.nudge.subject_id), member)

    def wait_for_pause(self, pair: Pair) -> None:
        """Hold the row back while its pair is paused, and on the day after."""
        if wait := paused_until(pair, self.nudge, self.now):
            raise DecidedError(wait)

    def place_of(self, pair: Pair, person: UserId) -> Place:
        """Return where to write to one of a pair: direct messages if they like, else the thread."""
        place = place_for(self.connection, pair, person)
        if place is None:
            raise DecidedError(Undeliverable("the pair has no thread"))
        return place

    def thread_of(self, pair: Pair) -> InChannel:
        """Return the pair's thread."""
        if pair.thread is None:
            raise DecidedError(Undeliverable("the pair has no thread"))
        return InChannel(pair.thread)

    def mentoring_channel(self) -> InChannel:
        """Return the channel in which panels stand, and under which threads are made."""
        society = societies.find(self.connection, self.guild)
        if society is None or society.mentoring_channel is None:
            raise DecidedError(Undeliverable("no mentoring channel"))
        return InChannel(society.mentoring_channel)

    def only_by_dm(self, person: UserId) -> InDm:
        """Return direct messages to who turned them on; the others see it under /status."""
        if not settings.get(self.connection, self.guild, person).dms:
            raise DecidedError(Never(SHOWN))
        return InDm(person)


Decide = Callable[[Claimed], Verdict]
AfterSending = Callable[[Connection, Nudge, Receipt, datetime], None]
AfterGivingUp = Callable[[Connection, Nudge, datetime], None]

DECISIONS: dict[NudgeKind, Decide] = {}
AFTER_SENDING: dict[NudgeKind, AfterSending] = {}
AFTER_GIVING_UP: dict[NudgeKind, AfterGivingUp] = {}


def decides(kind: NudgeKind) -> Callable[[Decide], Decide]:
    """Register a function that decides whether, where and with what facts the kind leaves now."""

    def register(decide: Decide) -> Decide:
        assert kind not in DECISIONS, f"{kind} has two decisions"
        DECISIONS[kind] = decide
        return decide

    return register


def after_sending(*kinds: NudgeKind) -> Callable[[AfterSending], AfterSending]:
    """Register what follows from the message standing in its channel."""

    def register(follow: AfterSending) -> AfterSending:
        assert not AFTER_SENDING.keys() & set(kinds), f"{kinds}: something follows already"
        AFTER_SENDING.update(dict.fromkeys(kinds, follow))
        return follow

    return register


def after_giving_up(kind: NudgeKind) -> Callable[[AfterGivingUp], AfterGivingUp]:
    """Register what follows from the nudge not being sent, ever."""

    def register(follow: AfterGivingUp) -> AfterGivingUp:
        assert kind not in AFTER_GIVING_UP, f"{kind}: something follows already"
        AFTER_GIVING_UP[kind] = follow
        return follow

    return register
