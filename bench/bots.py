"""The two bots that are compared: Preceptor, and one that answers immediately with constants.

Each runs in a separate process with a stand-in of its own.
"""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psutil
from sqlalchemy import make_url

from bench import full_ledger, large_cohort
from bot.clock import SystemClock
from bot.domain.ids import GuildId, UserId
from bot.storage.database import Database
from sandbox import Answer, Channel, Discord, GuildHandle, Permission, Person
from sandbox.demo.bot_process import BotProcess

Act = Callable[[], Awaitable[Answer]]

AUTOCOMPLETE, STATUS, FULL_STATUS, PEOPLE, UPDATE = (
    "autocomplete",
    "/status",
    f"/status, {full_ledger.PAIRS} pairs, {full_ledger.OPEN_ITEMS} items",
    f"/cohort people of {large_cohort.PEOPLE:,}",
    "/update log",
)


@dataclass(frozen=True, slots=True)
class Start:
    """What a bot took until it was ready, and the memory that it holds."""

    seconds: float
    cpu_seconds: float
    resident_bytes: int

    @classmethod
    def of(cls, pid: int, begun: float) -> "Start":
        """Measure a process that was begun then and is ready now."""
        process = psutil.Process(pid)
        used = process.cpu_times()
        taken = time.perf_counter() - begun
        return cls(taken, used.user + used.system, process.memory_info().rss)


@dataclass(slots=True)
class Bot:
    """A running bot and what is asked of it, by name.

    `settled` waits until what followed from the last act is done, outside the time measured: an
    update is shown to the partner in a message of its own. `first` is the start with a new
    database, `start` the usual one, with a database in use.
    """

    acts: dict[str, Act]
    settled: Callable[[], Awaitable[None]]
    first: Start
    start: Start


# --- ours -------------------------------------------------------------------------------------


CITIES = {
    "Tokyo": "Asia/Tokyo",
    "Dubai": "Asia/Dubai",
    "London": "Europe/London",
    "Chicago": "America/Chicago",
    "Honolulu": "Pacific/Honolulu",
}
"""Cities and their zones; at any hour it is day in one of them."""


def _city_by_day() -> str:
    """Return a city where it is day now: at night the bot introduces no one."""
    hours = {city: datetime.now(ZoneInfo(zone)).hour for city, zone in CITIES.items()}
    return next(city for city, hour in hours.items() if 10 <= hour < 18)


class _Process(BotProcess):
    """The bot by the system's clock, as it runs for people: nothing here moves time."""

    def environment(self) -> dict[str, str]:
        """Return the bot's environment."""
        moved = super().environment()
        del moved["PRECEPTOR_CLOCK__FILE"]
        return moved


@asynccontextmanager
async def preceptor(folder: Path) -> AsyncIterator[Bot]:
    """Run the real bot with a society, a pair that has met, and someone with a full ledger."""
    async with Discord.serve(begins=None) as discord:
        guild = discord.guild("Bench")
        process = _Process(discord, folder)
        begun = time.perf_counter()
        await process.start()
        first = Start.of(process.pid, begun)
        try:
            mentee, thread = await _a_pair(discord, guild)
            form = await mentee.slash("update log", at=thread)
            await process.stop()
            busy = await _somebody_busy(process, guild)
            max_ = await _moderator_of_many(process, guild)
            begun = time.perf_counter()
            await process.start()
            start = Start.of(process.pid, begun)
            acts: dict[str, Act] = {
                AUTOCOMPLETE: lambda: mentee.autocomplete("program show", "name", "em"),
                STATUS: lambda: mentee.slash("status"),
                FULL_STATUS: lambda: busy.slash("status"),
                PEOPLE: lambda: max_.slash("cohort people", name=large_cohort.NAME),
                UPDATE: lambda: mentee.submit(form, {"moved": "A step."}),
            }
            yield Bot(acts, _Shown(discord, thread).settled, first, start)
        finally:
            await process.kill()


async def _a_pair(discord: Discord, guild: GuildHandle) -> tuple[Person, Channel]:
    city = _city_by_day()
    mentoring = guild.text("mentoring")
    mo = guild.person("Mo", allow=Permission.MANAGE_GUILD)
    mentor, mentee = guild.person("Mira"), guild.person("Nils")
    await mo.slash("setup", mentoring_channel=mentoring, time_zone=city)
    await mo.slash("cohort create", name="Spring")
    await mo.slash("cohort open", name="Spring")
    panel = await discord.until_message(mentoring, containing="Sign up for")
    for person, button in ((mentor, "I can mentor"), (mentee, "I want a mentor")):
        await _sign_up(person, panel, button, city)
    for command in ("match preview", "match approve"):
        answer = await (await mo.slash(command, cohort="Spring")).settled()
        assert "pair" in answer.text, answer.text
    await (await mo.click(answer, "Approve 1 pair")).settled()
    message = await discord.until_message(mentee, containing=", meet <@")
    for name in ("Spring two", "Spring three"):
        await mo.slash("cohort create", name=name)
        await mo.slash("cohort open", name=name)
    return mentee, discord.world.channels[message.channel_id]


async def _sign_up(person: Person, panel: Any, button: str, city: str) -> None:
    asked = await person.click(panel, button)
    menus = await person.click(asked, "Yes, 18 or older")
    stage = "resident" if button == "I can mentor" else "post-bac"
    for menu, chosen in {"stage": stage, "fields": "medicine", "topics": "research"}.items():
        await person.select(menus, f"pc1:join:{menu}", [chosen])
    form = await person.click(menus, custom_id="pc1:join:words:")
    answer = await person.submit(form, {"time_zone": city})
    assert "You’re signed up" in answer.text, answer.text


async def _somebody_busy(process: BotProcess, guild: GuildHandle) -> Person:
    """Fill someone's ledger while the bot is stopped."""
    busy = guild.person("Ines")
    partners = [guild.person(f"Partner {number}") for number in range(full_ledger.PAIRS)]
    somebody = full_ledger.Somebody(
        GuildId(guild.id),
        UserId(busy.id),
        tuple(UserId(partner.id) for partner in partners),
        SystemClock().now().replace(microsecond=0),
    )
    url = make_url(process.environment()["PRECEPTOR_DATABASE_URL"])
    database = await Database.connect(url.render_as_string())
    try:
        await database.write(full_ledger.fill, somebody)
    finally:
        await database.close()
    return busy


async def _moderator_of_many(process: BotProcess, guild: GuildHandle) -> Person:
    """Fill a large cohort while the bot is stopped, and return a moderator."""
    people = [guild.person(f"Person {number}") for number in range(large_cohort.PEOPLE)]
    users = [UserId(person.id) for person in people]
    now = SystemClock().now().replace(microsecond=0)
    url = make_url(process.environment()["PRECEPTOR_DATABASE_URL"])
    database = await Database.connect(url.render_as_string())
    try:
        await database.write(large_cohort.fill, GuildId(guild.id), users, now)
    finally:
        await database.close()
    return guild.person("Max", allow=Permission.MANAGE_GUILD)


class _Shown:
    """Counts the updates in the pair's thread."""

    def __init__(self, discord: Discord, thread: Channel) -> None:
        self._discord = discord
        self._thread = thread
        self._expected = len(thread.standing())

    async def settled(self) -> None:
        self._expected += 1
        await self._discord.wait_for(lambda: len(self._thread.standing()) >= self._expected)
        # The bot writes down that it was delivered; nothing outside shows when.
        await asyncio.sleep(0.02)


# --- the reference ----------------------------------------------------------------------------


@asynccontextmanager
async def noop(folder: Path, ours: Bot) -> AsyncIterator[Bot]:
    """Run the bot that does nothing.

    Under the name of each status it answers with one word. Under the same name with `same_size` it
    answers with what `ours` says there now, kept as a constant: what is left then is our own work,
    without the cost of sending and receiving so long an answer.
    """
    answers = {name: await _said(ours, name) for name in (STATUS, FULL_STATUS, PEOPLE)}
    (folder / "answers.json").write_text(json.dumps(list(answers.values())))
    async with Discord.serve(begins=None) as discord:
        person = discord.guild("Bench").person("Nils")
        environment = _Process(discord, folder).environment()
        environment["BENCH_ANSWERS"] = str(folder / "answers.json")
        begun = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bench.noop_bot", env=environment
        )
        try:
            await discord.ready(timeout=60)
            start = Start.of(process.pid, begun)
            form = await person.slash("update")
            acts: dict[str, Act] = {
                AUTOCOMPLETE: lambda: person.autocomplete("join", "cohort", "Spr"),
                STATUS: lambda: person.slash("status"),
                FULL_STATUS: lambda: person.slash("status"),
                PEOPLE: lambda: person.slash("status"),
                same_size(STATUS): lambda: person.slash("constant", number=0),
                same_size(FULL_STATUS): lambda: person.slash("constant", number=1),
                same_size(PEOPLE): lambda: person.slash("constant", number=2),
                UPDATE: lambda: person.submit(form, {"moved": "A step."}),
            }
            yield Bot(acts, nothing_follows, start, start)
        finally:
            process.kill()
            await process.wait()


def same_size(name: str) -> str:
    """Return the name of the act that is answered with a constant as long as ours."""
    return f"{name}, as long an answer"


async def _said(bot: Bot, name: str) -> dict[str, Any]:
    message = (await bot.acts[name]()).messages[0]
    return {
        "content": message.content,
        "embeds": message.embeds,
        "components": message.components,
    }


async def nothing_follows() -> None:
    """Return at once: the answer is all there is."""
