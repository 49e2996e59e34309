"""The facts of nudges about requests; see `bot.domain.nudges.nudges`.

Others may read along wherever it is not `private`: there a message only says that something is
waiting, and its button shows the rest, only to the person it is for.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import GuildId, RequestId, UserId
from bot.domain.pings import NOBODY, Pings, PingsPerson
from bot.domain.requests.words import RequestWords
from bot.domain.states import RequestNews, RequestStep


@dataclass(frozen=True, slots=True)
class RequestAsked:
    """Send a request to a mentor; `asker` is None if it is offered without the name.

    With `fell_back`, their direct messages were closed, so it comes another way.
    """

    guild: GuildId
    request: RequestId
    mentor: UserId
    asker: UserId | None
    words: RequestWords
    due_at: datetime
    private: bool
    fell_back: bool

    @property
    def pings(self) -> Pings:
        """Ping the mentor who is asked."""
        return Pings((self.mentor,))


@dataclass(frozen=True, slots=True)
class RequestNudge(PingsPerson):
    """Remind the one person whose turn it is, once."""

    guild: GuildId
    request: RequestId
    person: UserId
    step: RequestStep
    due_at: datetime
    private: bool
    fell_back: bool


@dataclass(frozen=True, slots=True)
class RequestTold:
    """Tell one person what happened to a request; `about` is the mentor it concerns."""

    guild: GuildId
    request: RequestId
    person: UserId
    news: RequestNews
    about: UserId | None
    words: str
    times: tuple[datetime, ...]
    due_at: datetime
    private: bool
    fell_back: bool

    @property
    def is_quiet(self) -> bool:
        """Whether the person has nothing left to do, so that no one is pinged."""
        return self.news in _RELEASES

    @property
    def pings(self) -> Pings:
        """Ping the person who is told, unless they have nothing left to do."""
        return NOBODY if self.is_quiet else Pings((self.person,))


_RELEASES = frozenset(
    {
        RequestNews.TAKEN,
        RequestNews.WITHDRAWN,
        RequestNews.LET_REST,
        RequestNews.NOT_THIS_TIME,
    }
)
