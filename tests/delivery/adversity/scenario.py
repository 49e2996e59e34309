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
from functools import partial
from itertools import count
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
from sandbox import Discord, Fault, FaultKind, Message, Person
from sandbox.state.events import Event, MessageCreated, MessageEdited
from tests.delivery.adversity.acts import ACTS, Cast, Promise, note, promises_in
from tests.delivery.adversity.front_door import ACCIDENTS, TYPED, Door, live, mend, type_in
from tests.delivery.adversity.life import REFUSED, TROUBLES, Orders, run
from tests.delivery.crash.scene import POINTS, SEND, ended, refs_of
from tests.delivery.society import pass_on_server

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
SEALED = {"help": "asked for a moderator", "request": "A member would like your advice"}


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
    mentee: Person
    lives: int = 0
    copies: list[Path] = field(default_factory=list)
    events: Counter[str] = field(default_factory=Counter)
    # Promises of lives before this one were made to a database that was replaced since.
    since: int = 0
    other: list[str] = field(default_factory=list)
    skew: timedelta = timedelta(0)
    _typings: Iterator[int] = field(default_factory=partial(count, 1))
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
        mentor, mentee, asker = map(server.person, ("Mentor", "Mentee", "Asker"))
        people = [mentor.id, mentee.id, asker.id]
        channels = [server.text(name).id for name in ("mentoring", "moderators", "wins")]
        database = await Database.connect(url)
        now = discord.clock.now()
        pair = await database.write(_found, server.id, people, channels, now)
        await database.close()
        cast = Cast(server.id, pair, *people)
        rng = random.Random(seed)
        scenario = cls(discord, context, folder, clock, seed, url, file, rng, cast, mentee)
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
                [
                    self._lives,
                    self._two_live,
                    self._at_the_gateway,
                    self._back_up,
                    self._restore,
                    self._time_passes,
                ],
                [6, 0 if self.file else 6, 3, 1, 3, 2],
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
                # A reader may be called once more after what it told of was read: to receive then
                # would block this process, which is Discord, while the life waits for it.
                while not running.done() and not ours.poll():
                    ready.clear()
                    waiting = asyncio.create_task(ready.wait())
                    await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
                    waiting.cancel()
                if running.done():
                    break
                ours.recv()
                if by:
                    await self._advance(by)
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
            fates = [self._fate() for _ in range(2)]
            both = [self._orders(acts=self._acts(), **fate) for fate in fates]
            await asyncio.gather(*map(self._run, both))
            self.events["two processes"] += 1

    async def _at_the_gateway(self) -> None:
        """Let the whole bot live, while people type and its connection to Discord has accidents.

        On a server there may be two of it, and each is told of everything.
        """
        self._begin_life()
        gateway, before = self.discord.gateway, self.discord.gateway.ready_count
        door = Door(
            self.discord.token,
            self.discord.api_url,
            self.discord.gateway_url,
            self.url.replace("+aiosqlite", ""),
            self.clock,
            self.folder,
        )
        many = 1 if self.file else self.rng.choice((1, 2))
        bots = [self.context.Process(target=live, args=(door,)) for _ in range(many)]
        for bot in bots:
            bot.start()
        try:
            await self.discord.ready(60.0, since=before + many - 1)
            with self._network():
                alive, acts = list(bots), self.rng.randint(2, 5)
                while alive and acts:
                    await self.discord.wait_for(lambda: gateway.connected, 30.0)
                    await self._typed(alive)
                    acts -= 1
        except TimeoutError as error:
            self.other.append(f"life {self.lives}: the bot did not come back: {error}")
        finally:
            mend(self.discord)
            for bot in bots:
                bot.terminate()
            for bot in bots:
                await ended(bot)
                self._buried(bot, f"number {self.lives}, at the gateway")
            self.events["two processes"] += many > 1

    async def _typed(self, alive: list[ForkServerProcess]) -> None:
        """Let someone type something while the gateway has an accident, and perhaps a bot dies."""
        name, accident = self.rng.choice(sorted(TYPED)), self.rng.choice((None, *ACCIDENTS))
        moment, dies = self.rng.uniform(0, 0.3), self.rng.random() < 0.1
        word = f"w{self.lives}x{next(self._typings)}"
        typing = asyncio.create_task(type_in(self.mentee, name, word))
        await asyncio.sleep(moment)
        if accident:
            mend(self.discord)
            await ACCIDENTS[accident](self.discord)
            self.events[accident] += 1
        if dies:
            alive.pop().kill()
        for place in await typing:
            note(self.folder / "promises", Promise(name, word, place, self.lives))

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
        await self._advance(timedelta(minutes=self.rng.choice((1, 20, 200, 600))))

    async def _advance(self, by: timedelta) -> None:
        """Move every clock: Discord's, the bot's, and a server's, as leases see it."""
        self.discord.clock.advance(by)
        if self.file is None:
            database = await Database.connect(self.url)
            await database.write(pass_on_server, by)
            await database.close()

    def _acts(self) -> tuple[str, ...]:
        return tuple(self.rng.choices(sorted(ACTS), k=self.rng.randint(1, 4)))

    def _fate(self) -> dict[str, Any]:
        fate: dict[str, Any] = {}
        if self.rng.random() < 0.5:
            fate |= {"point": self.rng.choice(POINTS), "hit": self.rng.randint(1, 3)}
        if self.rng.random() < 0.5:
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

    def _begin_life(self) -> None:
        """Count a life, which begins as if Discord had forgotten the nonces of those before it.

        Within a life it remembers them: discord.py by itself sends again after a 502.
        """
        self.lives += 1
        self.discord.world.nonces.clear()

    def _orders(self, **orders: Any) -> Orders:
        self._begin_life()
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
        code = self._buried(process, f"{orders}")
        if orders.trouble and orders.acts[orders.trouble_after :]:
            self.events[orders.trouble] += 1
        if self.file and not self.file.exists():
            await self._recover()
        return code

    def _buried(self, process: ForkServerProcess, life: str) -> int:
        """Note how a process ended, and return its exit code."""
        process.join()
        code = process.exitcode
        process.close()
        assert code is not None
        self.events["life"] += 1
        self.events["kill"] += code == -signal.SIGKILL
        if code not in (0, -signal.SIGKILL):
            self.other.append(f"a life ended with {code}: {life}")
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
        if message.ephemeral_for is not None:
            return
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
            elif self.events["leap"] and (promise.place == "reminder" or promise.act == "meet"):
                # A bot that believes it is another day reminds on another day, and lets people
                # agree on a day that is over: only how it went is asked then.
                continue
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
