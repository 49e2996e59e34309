"""The facts of nudges about changes to a pair: a pause, someone left, its thread is gone."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import CircleQuestionId, GuildId, PairId, UserId
from bot.domain.meetings.nudges import CalendarEntry
from bot.domain.nudges.nudges import Introduced
from bot.domain.pings import Pings, PingsNobody, PingsPeople
from bot.domain.states import CircleTopic, Role


@dataclass(frozen=True, slots=True)
class PartnerLeft:
    """Tell those who stay that their partner, in the role of `left`, left the server."""

    guild: GuildId
    pair: PairId
    staying: tuple[UserId, ...]
    left: Role
    called_off: tuple[CalendarEntry, ...]
    written_at: datetime

    @property
    def pings(self) -> Pings:
        """Ping those who stay."""
        return Pings(self.staying)


@dataclass(frozen=True, slots=True)
class CircleAsked(PingsPeople):
    """Ask a circle for what concerns all of it, or say how it was decided.

    Once `needed` agree, it happens after `decide_at`; `days` is how long a pause would be. One that
    is neither `is_open` nor has `agreed` was closed because there was nothing left to decide.
    `newcomer` is who joins the circle of `mentor`, and with `is_back` they were in it before. With
    `taken_out`, the moderators took someone out of it, and with `waits` they are to be matched
    again.
    """

    guild: GuildId
    pair: PairId
    question: CircleQuestionId
    topic: CircleTopic
    days: int | None
    asked_by: UserId
    people: tuple[UserId, ...]
    decide_at: datetime
    needed: int
    yes: tuple[UserId, ...]
    no: tuple[UserId, ...]
    waiting: tuple[UserId, ...]
    agreed: bool | None
    is_open: bool = True
    mentor: UserId | None = None
    newcomer: Introduced | None = None
    is_back: bool = False
    taken_out: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True)
class PauseNotice(PingsNobody):
    """Tell a pair that it is paused, and until when; `has_meetings` if some are in that time."""

    guild: GuildId
    pair: PairId
    until: datetime
    has_meetings: bool


@dataclass(frozen=True, slots=True)
class ThreadRenewed(PingsNobody):
    """Begin the new thread of a pair whose old one is gone."""

    guild: GuildId
    pair: PairId
    members: tuple[UserId, ...]
