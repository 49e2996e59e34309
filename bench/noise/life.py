"""Weeks of a real bot in the stand-in: time moves to whatever is due, and people react to it."""

import heapq
import itertools
import random
import re
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func

from bot.domain.states import NudgeState
from bot.storage import outbox
from bot.storage.tables import outbox as outbox_rows
from sandbox import Answer, Channel, Message, NotPossibleError, Person
from sandbox.people.transcript import text_of
from sandbox.state.content import walk
from sandbox.state.mentions import OF_USER
from sandbox.state.records import SILENT
from tests.discord.conftest import Society
from tests.every_society import select

HOUR = timedelta(hours=1)
# The running bot plans each hour, 48 hours ahead; here it is seldom late enough to matter.
PLAN_EVERY = 6 * HOUR
# How soon people react to a message that notified them, and after how long they look by themselves.
REACTS_WITHIN = (20, 90)  # minutes
LOOKS_AFTER = 26 * HOUR

Act = Callable[[], Awaitable[object]]


@dataclass(slots=True)
class Post:
    """A message as it was posted: whom it notified, its text, and what could be clicked."""

    society: Society
    place: Channel
    message: Message
    at: datetime
    notified: frozenset[int]
    is_silent: bool
    words: int
    text: str
    offered: tuple[str, ...]

    @property
    def pinged(self) -> frozenset[int]:
        """Return those whose device made a sound."""
        return frozenset() if self.is_silent else self.notified


def ids_in(message: Message) -> list[str]:
    """Return the custom IDs of a message that can be clicked."""
    nodes = walk(message.components)
    return [
        str(node["custom_id"]) for node in nodes if "custom_id" in node and not node.get("disabled")
    ]


def words_in(message: Message) -> int:
    """Count the words of a message, its buttons not among them; a stamp or a mention is one."""
    text = re.sub(r"<[^<>\s]+(?: [^<>]*)?>", "x", text_of(message))
    return len(re.findall(r"[\w’'/]+", text))


class Life:
    """Some societies, one bot, and what the people in them do."""

    def __init__(self, societies: Iterable[Society], seed: int = 1) -> None:
        self.societies = list(societies)
        first = self.societies[0]
        self.discord, self.running = first.discord, first.running
        self.posts: list[Post] = []
        self.acts: dict[int, list[datetime]] = {}
        self.faults: list[str] = []
        self.diligent: dict[int, Person] = {}
        # What someone promised is due then, and who proposed the time in a thread.
        self.due: dict[int, datetime] = {}
        self.proposer: dict[int, int] = {}
        self._rng = random.Random(seed)
        self._agenda: list[tuple[datetime, int, Act]] = []
        self._numbers = itertools.count()
        self._seen: set[int] = set()
        self._done: set[tuple[int, int, str]] = set()

    @property
    def now(self) -> datetime:
        """Return the instant."""
        return self.discord.clock.now()

    def at(self, moment: datetime, act: Act) -> None:
        """Have something done at a moment."""
        heapq.heappush(self._agenda, (moment, next(self._numbers), act))

    def acted(self, person: Person) -> None:
        """Record that someone did something, so that answers to it can be told from the rest."""
        self.acts.setdefault(person.id, []).append(self.now)

    async def live(self, until: datetime) -> None:
        """Move from one due row, or one act, to the next."""
        await self._settle()
        while self.now < until:
            with suppress(IndexError):
                while self._agenda[0][0] <= self.now:
                    await self._try(heapq.heappop(self._agenda)[2])
            await self._settle()
            due = await self.running.app.database.read(outbox.next_due_at, self.now)
            soon = [until, self.now + PLAN_EVERY, *([due] if due else [])]
            soon += [self._agenda[0][0]] if self._agenda else []
            self.discord.clock.set(max(min(soon), self.now + timedelta(seconds=1)))

    async def _try(self, act: Act) -> None:
        try:
            await act()
        except (NotPossibleError, TimeoutError, AssertionError, StopIteration) as error:
            self.faults.append(f"{self.now:%d %b %H:%M}: {error!r:.200}")

    async def _settle(self) -> None:
        """Let the bot plan and deliver everything that is due, then have people read it."""
        delivery, read = self.running.client.delivery, self.running.app.database.read
        assert delivery is not None, "the bot is running"
        await delivery.plan_ahead()
        for _ in range(200):
            await delivery.deliver_due()
            if not await read(_unfinished, self.now):
                break
        self._read()

    def _messages(self) -> Iterator[tuple[Society, Channel, Message]]:
        for society in self.societies:
            for place in society.guild.state.channels.values():
                yield from ((society, place, message) for message in place.standing())

    def _read(self) -> None:
        for society, place, message in list(self._messages()):
            if message.id in self._seen or message.author.id != self.discord.world.bot.id:
                continue
            self._seen.add(message.id)
            if message.type:
                continue
            post = Post(
                society,
                place,
                message,
                self.now,
                frozenset(message.notified),
                bool(message.flags & SILENT),
                words_in(message),
                text_of(message),
                tuple(ids_in(message)),
            )
            self.posts.append(post)
            named = {int(one) for one in OF_USER.findall(text_of(message))}
            for member in sorted(place.thread_members):
                if member in self.diligent:
                    is_called = member in post.pinged or (member in named and not post.is_silent)
                    self._react_to(self.diligent[member], post, is_called=is_called)

    def _react_to(self, person: Person, post: Post, *, is_called: bool) -> None:
        wait = timedelta(minutes=self._rng.randint(*REACTS_WITHIN))
        moment = post.at + (wait if is_called else LOOKS_AFTER)
        local = (moment - 5 * HOUR).hour  # everyone lives in Chicago, in summer
        if local < 8 or local >= 22:
            moment += 10 * HOUR
        self.at(moment, lambda: self.react(person, post.message))

    async def react(self, person: Person, message: Message) -> None:
        """Do what a message asks of someone, if it asks anything that is still open."""
        for custom_id in ids_in(message):
            prefix = ":".join(custom_id.split(":")[:3])
            key = (person.id, message.id, prefix)
            if key in self._done or not self._is_asked(person, message, prefix):
                continue
            self._done.add(key)
            self.acted(person)
            answer = await person.click(message, custom_id=custom_id)
            await self._go_on(person, answer, prefix)
            if prefix != "pc1:meet:take":
                return

    def _is_asked(self, person: Person, message: Message, prefix: str) -> bool:
        is_due = self.due.get(person.id, self.now + HOUR) <= self.now
        is_named = person.mention in text_of(message)
        match prefix:
            case "pc1:meet:take":
                return self.proposer.get(message.channel_id) != person.id
            case "pc1:meet:met" | "pc1:agreement:agree":
                return True
            case "pc1:commit:done":
                return is_named and is_due
            case "pc1:commit:on-track":
                return is_named and not is_due
            case "pc1:check-in:on-track" | "pc1:pulse:open" | "pc1:agreement:still-fits":
                return is_named
        return False

    async def _go_on(self, person: Person, answer: Answer, prefix: str) -> None:
        if prefix == "pc1:pulse:open":
            await person.click(answer, custom_id="pc1:pulse:yes")


def _unfinished(connection: Connection, now: datetime) -> int:
    statement = select(func.count()).where(
        (outbox_rows.c.state == NudgeState.LEASED)
        | ((outbox_rows.c.state == NudgeState.DUE) & (outbox_rows.c.next_attempt_at <= now))
    )
    return int(connection.execute(statement).scalar_one())
