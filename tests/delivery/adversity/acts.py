"""What people do in a life of the bot, through its services, and what they are told will be seen.

Each act carries a word that occurs nowhere else. What the person was told is appended to a file the
moment the answer would have gone out, so that it survives the process: the reckoning reads that
file and Discord's channels, and never the database.
"""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, InteractionId, PairId, UserId
from bot.domain.progress.commitments import TypedCommitment
from bot.domain.progress.updates import TypedUpdate
from bot.domain.requests.words import RequestWords
from bot.domain.states import ContactChannel
from bot.services.actor import Actor
from bot.services.meetings import acceptance, meetings, times
from bot.services.meetings.acceptance import TimeAccepted
from bot.services.meetings.times import Draft, TimesProposed
from bot.services.pairs import contacts, pairs
from bot.services.progress import commitments, updates, wins
from bot.services.requests import requests

# How often each interaction arrives, as when the gateway delivers everything again.
DELIVERIES = 3


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts: a pair, and a member who asks its mentor for something."""

    guild: int
    pair: int
    mentor: int
    mentee: int
    asker: int


@dataclass(frozen=True, slots=True)
class Promise:
    """What a person was told: that `word` will be read in `place`, `times` times.

    A place is "thread", "wins", "moderators" or "anywhere". `gone` if the file was gone by then,
    so that nothing should have been promised.
    """

    act: str
    word: str
    place: str
    life: int
    gone: bool = False


def note(promises: Path, promise: Promise) -> None:
    """Append a promise to the file of all that were made."""
    line = json.dumps(asdict(promise)) + "\n"
    file = os.open(promises, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, line.encode())
    finally:
        os.close(file)


class Acting:
    """Perform acts in one life; each is delivered three times and answered once."""

    def __init__(self, app: App, cast: Cast, life: int, promises: Path) -> None:
        self._app = app
        self._cast = cast
        self._life = life
        self._promises = promises
        self._numbers = count(life * 10_000 + 1)
        self.file_is_gone = False

    async def act(self, name: str) -> None:
        """Do one thing; promise what its answer promises, or nothing if it was refused."""
        word = f"w{self._life}x{next(self._numbers)}"
        try:
            places = await ACTS[name](self, word)
        except (DomainError, DBAPIError):
            return  # the person reads that nothing was saved
        for place in places:
            note(self._promises, Promise(name, word, place, self._life, self.file_is_gone))

    async def _three_times(
        self, user: int, service: Callable[..., Awaitable[Any]], *given: Any, **named: Any
    ) -> Any:
        """Deliver one interaction three times at once; return the answer of the one that counts."""
        guild, interaction = GuildId(self._cast.guild), InteractionId(next(self._numbers))
        actor = Actor(guild, UserId(user), interaction)
        every = await asyncio.gather(
            *(service(self._app, actor, *given, **named) for _ in range(DELIVERIES)),
            return_exceptions=True,
        )
        answers = [one for one in every if not isinstance(one, BaseException)]
        if not answers:
            raise next(
                (e for e in every if isinstance(e, DBAPIError)),
                every[0] if isinstance(every[0], BaseException) else AssertionError(),
            )
        assert len(answers) == 1, f"{len(answers)} answers to one interaction"
        return answers[0]

    @property
    def _pair(self) -> PairId:
        return PairId(self._cast.pair)

    async def update(self, word: str) -> list[str]:
        typed = TypedUpdate(f"Shadowed {word}", "", "")
        await self._three_times(self._cast.mentee, updates.log, self._pair, typed)
        return ["thread"]

    async def win(self, word: str) -> list[str]:
        user = self._cast.mentee
        await self._three_times(user, wins.add, self._pair, f"Accepted {word}", share=True)
        return ["thread", "wins"]

    async def commit(self, word: str) -> list[str]:
        typed = TypedCommitment(f"Write {word}", "in 2 days")
        await self._three_times(self._cast.mentee, commitments.add, self._pair, typed)
        return ["reminder"]

    async def meet(self, word: str) -> list[str]:
        await self._three_times(self._cast.mentee, meetings.add_items, self._pair, word)
        day = self._app.clock.now().date()
        draft = Draft((f"{day + timedelta(days=2)} 18:00",), nights=True)
        proposed = await self._three_times(self._cast.mentee, times.propose, self._pair, draft)
        if not isinstance(proposed, TimesProposed):
            return []
        taken = await self._three_times(
            self._cast.mentor, acceptance.accept_time, proposed.times[0].id
        )
        return ["thread"] if isinstance(taken, TimeAccepted) else []

    async def help(self, word: str) -> list[str]:
        await self._three_times(self._cast.mentee, pairs.ask_moderators, self._pair)
        return ["moderators"]

    async def contact(self, word: str) -> list[str]:
        await self._three_times(self._cast.mentor, contacts.ask, self._pair, ContactChannel.TEXT)
        return []

    async def request(self, word: str) -> list[str]:
        words = RequestWords(
            where=f"Second year pre-med in Chicago, {word}, applying next spring.",
            need="Tell me which of my two research offers says more to a committee, and why.",
            why="You went from the bench into surgery yourself.",
            formats=("video",),
            prepared="A page on each offer, and three schools.",
        )
        await self._three_times(self._cast.asker, requests.ask, UserId(self._cast.mentor), words)
        return ["anywhere"]


ACTS: dict[str, Callable[[Acting, str], Awaitable[list[str]]]] = {
    "update": Acting.update,
    "win": Acting.win,
    "commit": Acting.commit,
    "meet": Acting.meet,
    "help": Acting.help,
    "contact": Acting.contact,
    "request": Acting.request,
}


def promises_in(path: Path) -> list[Promise]:
    """Read what was promised; a last line that was cut off was told to no one."""
    if not path.exists():
        return []
    lines = path.read_text().splitlines(keepends=True)
    return [Promise(**json.loads(line)) for line in lines if line.endswith("\n")]
