"""A scenario: some lives of one bot, with kills, troubles, restores and time in between.

Everything in it follows from its seed. At the end come some undisturbed lives, as many as it takes
for everything that was promised to fall due, and then the reckoning: it looks at Discord's channels
and at what people were told, and at nothing else.
"""

import asyncio
import random
import re
import shutil
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from bot.domain.ids import ChannelId, GuildId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import Role
from bot.storage import backups, instance, outbox
from bot.storage.database import Database
from bot.storage.moderation import societies
from bot.storage.nudges import settings as nudge_settings
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Member
from bot.storage.requests import mentor_availability
from bot.storage.requests.mentor_availability import MentorAvailability
from sandbox import Discord, Fault, FaultKind, Message
from sandbox.state.events import Event, MessageCreated, MessageEdited
from tests.delivery.adversity.acts import ACTS, Cast, Promise, promises_in
from tests.delivery.adversity.life import REFUSED, TROUBLES, Orders, run
from tests.delivery.crash.scene import POINTS, SEND, ended, refs_of

DEFAULT = 0  # the type of an ordinary message
FAULTS = (
    FaultKind.TOO_MANY,
    FaultKind.ERROR_500,
    FaultKind.ERROR_502_AFTER,
    FaultKind.ERROR_503,
    FaultKind.RESET_BEFORE,
    FaultKind.RESET_AFTER,
)
LEAPS = (-86_400 * 3, -3_700, -60, 60, 3_700, 86_400 * 3)  # seconds
# How often time passes at the end, and how much: reminders come a day and an hour before, and what
# a clock that was days ahead has put off is due by then too.
LAST_STEPS = (timedelta(hours=2),) * 2 + (timedelta(hours=11),) * 8
# Two messages with the same words are two occasions if so much time lies between them.
OCCASION = timedelta(hours=6)


# What is read where nobody's own words are: a case for the moderators, a private request.
SEALED = {"help": "asked for a moderator", "request": "hopes for your advice"}


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What is wrong, in words that name the promise or the message; empty if nothing is."""

    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    other: tuple[str, ...]
    promised: int
    messages: int
    events: Counter[str]

    @property
    def clean(self) -> bool:
        """Whether everything promised stands once."""
        return not (self.lost or self.doubled or self.other)


@dataclass
class Posted:
    """One message as it was posted, and what it said after each change."""

    place: str
    channel: int
    words: str
    at: datetime
    refs: frozenset[str]
    later: str = ""


@dataclass
class Scenario:
    """One society, its database, its channels, and everything that happens to it."""

    discord: Discord
    context: ForkServerContext
    folder: Path
    clock: Path
    seed: int
    url: str
    file: Path | None
    rng: random.Random
    cast: Cast
    lives: int = 0
    copies: list[Path] = field(default_factory=list)
    events: Counter[str] = field(default_factory=Counter)
    # Promises of lives before this one were made to a database that was replaced since.
    since: int = 0
    other: list[str] = field(default_factory=list)
    skew: timedelta = timedelta(0)
    # Every message of the bot as it was posted, with everything that was ever to be read in it.
    posted: dict[int, Posted] = field(default_factory=dict)

    @classmethod
    async def build(
        cls,
        discord: Discord,
        context: ForkServerContext,
        folder: Path,
        clock: Path,
        seed: int,
        template: Path | None,
        url: str = "",
    ) -> "Scenario":
        """Found a society with one pair that is still to be introduced."""
        folder.mkdir()
        file = folder / "preceptor.sqlite3" if template else None
        if template and file:
            shutil.copy(template, file)
            url = f"sqlite+aiosqlite:///{file}"
        server = discord.guild(f"Scenario {seed}")
        people = [server.person(f"{name}-{seed}").id for name in ("mentor", "mentee", "asker")]
        channels = [server.text(name).id for name in ("mentoring", "moderators", "wins")]
        database = await Database.connect(url)
        now = discord.clock.now()
        pair = await database.write(_found, server.id, people, channels, now)
        await database.close()
        cast = Cast(server.id, pair, *people)
        rng = random.Random(seed)
        scenario = cls(discord, context, folder, clock, seed, url, file, rng, cast)
        tell = discord.world.publish

        def watch(event: Event) -> None:
            scenario._see(event)
            tell(event)

        discord.world.publish = watch
        return scenario

    async def play(self, steps: int) -> Reckoning:
        """Let everything happen, then settle and reckon."""
        await self._back_up()
        for _ in range(steps):
            [step] = self.rng.choices(
                [self._lives, self._two_live, self._back_up, self._restore, self._time_passes],
                [6, 0 if self.file else 6, 1, 3, 2],
            )
            await step()
        self.discord.faults.clear()
        self.skew = timedelta(0)
        await self._settle()
        return self._reckon()

    async def _settle(self) -> None:
        """Let one undisturbed life go on until everything that was promised was due."""
        ours, theirs = self.context.Pipe()
        ready = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_reader(ours.fileno(), ready.set)
        running = asyncio.create_task(self._run(self._orders(pace=theirs)))
        try:
            for by in (*LAST_STEPS, None):
                waiting = asyncio.create_task(ready.wait())
                await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
                waiting.cancel()
                if running.done():
                    break
                ours.recv()
                ready.clear()
                if by:
                    self.discord.clock.advance(by)
                ours.send(by is not None)
            if await running != 0:
                self.other.append("the last life did not end well")
        finally:
            loop.remove_reader(ours.fileno())
            ours.close()
            theirs.close()

    # -- what happens ---------------------------------------------------------------------

    async def _lives(self) -> None:
        """Live for some acts, with or without a death, a trouble and a bad network."""
        with self._network():
            await self._run(self._orders(acts=self._acts(), **self._fate()))

    async def _two_live(self) -> None:
        """Let two processes share the server's database, each with its own fate."""
        with self._network():
            # Leases hold two processes apart, by clocks that agree.
            fates = [self._fate(leaps=False) for _ in range(2)]
            both = [self._orders(acts=self._acts(), **fate) for fate in fates]
            await asyncio.gather(*map(self._run, both))
            self.events["two processes"] += 1

    async def _back_up(self) -> None:
        if self.file is None:
            return
        copy = self.folder / f"copy-{len(self.copies)}.sqlite3"
        backups.back_up(self.file, copy)
        self.copies.append(copy)

    async def _restore(self) -> None:
        """Bring back the newest copy or an older one, now and then twice in a row."""
        if self.file is None:
            return
        for _ in range(self.rng.choice((1, 1, 2))):
            backups.restore(self.rng.choice(self.copies), self.file, self.discord.clock.now())
            self.events["restore"] += 1
        self.since = self.lives + 1

    async def _time_passes(self) -> None:
        self.discord.clock.advance(timedelta(minutes=self.rng.choice((1, 20, 200, 600))))

    def _acts(self) -> tuple[str, ...]:
        return tuple(self.rng.choices(sorted(ACTS), k=self.rng.randint(1, 4)))

    def _fate(self, *, leaps: bool = True) -> dict[str, Any]:
        fate: dict[str, Any] = {}
        if self.rng.random() < 0.5:
            fate |= {"point": self.rng.choice(POINTS), "hit": self.rng.randint(1, 3)}
        if self.rng.random() < 0.5 and (self.file or leaps):
            troubles = TROUBLES if self.file else ("leap",)
            fate |= {"trouble": self.rng.choice(troubles), "trouble_after": self.rng.randint(0, 1)}
            fate["leap"] = timedelta(seconds=self.rng.choice(LEAPS))
        return fate

    @contextmanager
    def _network(self) -> Iterator[None]:
        """Let some requests fail while the body runs."""
        if self.rng.random() < 0.6:
            yield
            return
        rules: list[Fault] = [
            self.discord.faults.add(
                method, SEND, *FAULTS, probability=0.3, rng=random.Random(self.seed), seconds=0.1
            )
            for method in ("POST", "GET")
        ]
        try:
            yield
        finally:
            self.events["API fault"] += sum(rule.struck for rule in rules)
            self.discord.faults.clear()

    # -- processes ------------------------------------------------------------------------

    def _orders(self, **orders: Any) -> Orders:
        self.lives += 1
        return Orders(
            self.lives,
            self.url,
            self.discord.api_url,
            self.discord.token,
            self.clock,
            self.folder / "promises",
            self.cast,
            seed=self.seed,
            skew=self.skew,
            **orders,
        )

    async def _run(self, orders: Orders) -> int:
        process = self.context.Process(target=run, args=(orders,))
        process.start()
        await self._ended(process, orders)
        code = process.exitcode
        process.close()
        assert code is not None
        self.events["life"] += 1
        self.events["kill"] += code == -signal.SIGKILL
        if code not in (0, -signal.SIGKILL):
            self.other.append(f"life {orders.number} ended with {code}: {orders}")
        if orders.trouble and orders.acts[orders.trouble_after :]:
            self.events[orders.trouble] += 1
        if self.file and not self.file.exists():
            await self._recover()
        return code

    async def _ended(self, process: ForkServerProcess, orders: Orders) -> None:
        """Wait for it; one life in four without a named death is killed at any moment."""
        if orders.point is None and orders.acts and self.rng.random() < 0.25:
            try:
                async with asyncio.timeout(self.rng.uniform(0.05, 1.5)):
                    await ended(process)
            except TimeoutError:
                process.kill()
        await ended(process)
        process.join()

    async def _recover(self) -> None:
        """Do what an operator does whose file is gone: see the refusal, then restore."""
        assert self.file is not None
        lost = self._orders()
        process = self.context.Process(target=run, args=(lost,))
        process.start()
        await ended(process)
        process.join()
        if process.exitcode != REFUSED:
            self.other.append("a start without its file began again")
            self.file.unlink(missing_ok=True)
        process.close()
        await self._restore()

    # -- reckoning ------------------------------------------------------------------------

    def _reckon(self) -> Reckoning:
        promises = promises_in(self.folder / "promises")
        return Reckoning(
            lost=tuple(self._lost(promises)),
            doubled=tuple(_doubled(list(self.posted.values()), self.events["leap"] > 0)),
            other=tuple(self.other),
            promised=len(promises),
            messages=len(self.posted),
            events=self.events,
        )

    def _see(self, event: Event) -> None:
        """Note what Discord posts and changes; who joined a thread is no message of the bot."""
        if not isinstance(event, MessageCreated | MessageEdited) or event.message.type != DEFAULT:
            return
        message, channel = event.message, event.channel
        words = words_of(message)
        if isinstance(event, MessageCreated):
            place = "thread" if channel.is_thread else channel.name
            refs = frozenset(refs_of(message.components))
            self.posted[message.id] = Posted(place, channel.id, words, message.created_at, refs)
        elif message.id in self.posted:
            self.posted[message.id].later += f"\n{words}"

    def _lost(self, promises: list[Promise]) -> Iterator[str]:
        for promise in promises:
            if promise.gone:
                yield f"promised without a file: {promise}"
            elif promise.place == "reminder" and self.events["leap"]:
                continue  # a bot that believes it is another day reminds on another day
            elif promise.life >= self.since and not self._is_kept(promise):
                yield f"lost: {promise}"

    def _is_kept(self, promise: Promise) -> bool:
        word = SEALED.get(promise.act, promise.word)
        return any(
            word in message.words or word in message.later
            for message in self.posted.values()
            if message.place == promise.place or promise.place in ("anywhere", "reminder")
        )


def _doubled(posted: list[Posted], leapt: bool) -> Iterator[str]:
    """Yield what was posted twice: by the reference on its buttons, or word for word."""
    refs = Counter(ref for message in posted for ref in message.refs)
    yield from (f"reference {ref} posted {many} times" for ref, many in refs.items() if many > 1)
    seen: dict[tuple[int, str], Posted] = {}
    for message in posted:
        if leapt and not re.search(r"(Shadowed|Accepted) w\d", message.words):
            continue  # a day later by a clock that leapt may be a minute later by Discord's
        before = seen.get((message.channel, message.words))
        if before is not None and message.at - before.at < OCCASION:
            yield f"twice in {message.place}: {message.words[:300]}"
        seen[message.channel, message.words] = message


def words_of(message: Message) -> str:
    """Return everything that can be read in a message, without what its buttons carry."""
    shown = f"{message.content}\n{message.embeds}\n{message.components}"
    return re.sub(r"'custom_id': '[^']*'", "", shown)


def _found(
    connection: Connection, guild: int, people: list[int], channels: list[int], now: Any
) -> int:
    here = GuildId(guild)
    instance.instance_id(connection)
    mentoring, moderators, wins = map(ChannelId, channels)
    societies.save(
        connection,
        here,
        mentoring_channel_id=mentoring,
        moderator_channel_id=moderators,
        wins_channel_id=wins,
        time_zone="UTC",
        set_up_at=now,
    )
    mentor, mentee, asker = map(UserId, people)
    for user in (mentor, mentee, asker):
        awake = {"quiet_from": time(0), "quiet_until": time(0)}
        nudge_settings.save(connection, here, user, **awake)
    mentor_availability.save(connection, MentorAvailability(here, mentor, 48, 3), now)
    pair = pairs.add(
        connection,
        here,
        cohort=None,
        code="quartz",
        members=(Member(mentor, Role.MENTOR), Member(mentee, Role.MENTEE)),
        reasons=(),
        check_in_days=7,
        check_in_weekday=(now.weekday() + 1) % 7,
        check_in_time=time(18),
        time_zone="UTC",
        now=now,
    )
    outbox.plan(
        connection,
        guild=here,
        kind=NudgeKind.INTRODUCTION,
        subject_type="pair",
        subject_id=pair,
        due_at=now,
    )
    return pair
