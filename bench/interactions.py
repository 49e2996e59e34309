"""From dispatch to answer: autocomplete, /status and a submitted update, against a no-op bot.

Both bots run in processes of their own, on the same stand-in and in turns, so that whatever else
the machine does befalls both.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from bench.table import Report, milliseconds, percentile
from sandbox import Answer, Channel, Discord, GuildHandle, Permission, Person
from sandbox.demo.bot_process import BotProcess

CALLS = 400
AT_ONCE = 50
ROUNDS = 8

Act = Callable[[], Awaitable[Answer]]


@dataclass(slots=True)
class Bot:
    """A running bot and the three things that are asked of it.

    `settled` waits until what followed from the last act is done, outside the time measured: an
    update is shown to the partner in a message of its own.
    """

    acts: dict[str, Act]
    settled: Callable[[], Awaitable[None]]
    ready_seconds: float
    resident_bytes: int


@asynccontextmanager
async def preceptor(folder: Path) -> Any:
    """Run the real bot with a society, a cohort, and a pair that has met."""
    async with Discord.serve(shift_file=folder / "shift") as discord:
        guild = discord.guild("Bench")
        process = BotProcess(discord, folder)
        begun = time.perf_counter()
        await process.start()
        ready = time.perf_counter() - begun
        try:
            mentee, thread = await _a_pair(discord, guild)
            form = await mentee.slash("update log", at=thread)
            acts: dict[str, Act] = {
                "autocomplete": lambda: mentee.autocomplete("program show", "name", "em"),
                "/status": lambda: mentee.slash("status"),
                "/update log": lambda: mentee.submit(form, {"moved": "A step."}),
            }
            shown = _Shown(discord, thread)
            yield Bot(acts, shown.settled, ready, psutil.Process(process.pid).memory_info().rss)
        finally:
            await process.kill()


async def _a_pair(discord: Discord, guild: GuildHandle) -> tuple[Person, Any]:
    mentoring = guild.text("mentoring")
    mo = guild.person("Mo", allow=Permission.MANAGE_GUILD)
    mentor, mentee = guild.person("Mira"), guild.person("Nils")
    await mo.slash("setup", mentoring_channel=mentoring, time_zone="Chicago")
    await mo.slash("cohort create", name="Spring")
    await mo.slash("cohort open", name="Spring")
    panel = await discord.until_message(mentoring, containing="Sign up for")
    for person, button in ((mentor, "I can mentor"), (mentee, "I want a mentor")):
        await sign_up(person, panel, button)
    for command in ("match preview", "match approve"):
        answer = await (await mo.slash(command, cohort="Spring")).settled()
        assert "pair" in answer.text, answer.text
    message = await discord.until_message(mentee, containing=", meet <@")
    for name in ("Spring two", "Spring three"):
        await mo.slash("cohort create", name=name)
        await mo.slash("cohort open", name=name)
    return mentee, discord.world.channels[message.channel_id]


class _Shown:
    """Counts the updates that stand in the pair's thread."""

    def __init__(self, discord: Discord, thread: Channel) -> None:
        self._discord = discord
        self._thread = thread
        self._expected = len(thread.standing())

    async def settled(self) -> None:
        self._expected += 1
        await self._discord.wait_for(lambda: len(self._thread.standing()) >= self._expected)
        # The bot writes down that it was delivered; nothing outside shows when.
        await asyncio.sleep(0.02)


async def _nothing_follows() -> None:
    """Return at once: a no-op bot's answer is all there is."""


@asynccontextmanager
async def noop(folder: Path) -> Any:
    """Run the no-op bot."""
    async with Discord.serve(shift_file=folder / "shift") as discord:
        guild = discord.guild("Bench")
        person = guild.person("Nils")
        environment = BotProcess(discord, folder).environment()
        begun = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bench.noop_bot", env=environment
        )
        try:
            await discord.ready(timeout=60)
            ready = time.perf_counter() - begun
            form = await person.slash("update")
            acts: dict[str, Act] = {
                "autocomplete": lambda: person.autocomplete("join", "cohort", "Spr"),
                "/status": lambda: person.slash("status"),
                "/update log": lambda: person.submit(form, {"moved": "A step."}),
            }
            resident = psutil.Process(process.pid).memory_info().rss
            yield Bot(acts, _nothing_follows, ready, resident)
        finally:
            process.kill()
            await process.wait()


async def measure() -> list[Report]:
    """Measure both in turns and return the tables."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        async with preceptor(Path(one)) as ours, noop(Path(other)) as floor:
            latency = Report("Dispatch to answer, against a no-op bot on the same stand-in")
            for name, aim in (("autocomplete", 1.2), ("/status", 2.0), ("/update log", 3.0)):
                follows = name == "/update log"
                await _compare(latency, name, aim, ours, floor, follows=follows)
            size = Report("Start and memory, against discord.py alone")
            size.add(
                "start to ready",
                f"{ours.ready_seconds:.2f} s",
                f"{floor.ready_seconds:.2f} s",
                ours.ready_seconds / floor.ready_seconds,
            )
            size.add(
                "resident memory",
                f"{ours.resident_bytes / 2**20:.0f} MiB",
                f"{floor.resident_bytes / 2**20:.0f} MiB",
                ours.resident_bytes / floor.resident_bytes,
                "1.6x",
            )
    return [latency, size]


async def _compare(
    report: Report, name: str, aim: float, ours: Bot, floor: Bot, *, follows: bool
) -> None:
    mine: list[float] = []
    base: list[float] = []
    for _ in range(ROUNDS):
        for bot, took in ((ours, mine), (floor, base)):
            settled = bot.settled if follows else _nothing_follows
            took += await _one_by_one(bot.acts[name], settled, CALLS // ROUNDS)
    for share, label, limit in ((0.5, "p50", aim), (0.99, "p99", aim * 2)):
        a, b = percentile(mine, share), percentile(base, share)
        report.add(f"{name} {label}", milliseconds(a), milliseconds(b), a / b, f"{limit:.1f}x")
    a, b = await _rate(ours.acts[name]), await _rate(floor.acts[name])
    report.add(f"{name}, {AT_ONCE} at once", f"{a:.0f}/s", f"{b:.0f}/s", a / b, "> 0.33x")


async def _one_by_one(act: Act, settled: Callable[[], Awaitable[None]], calls: int) -> list[float]:
    took = []
    for _ in range(calls):
        begun = time.perf_counter()
        answer = await act()
        took.append(time.perf_counter() - begun)
        assert answer.failed is None, answer.failed
        await settled()
    return took


async def _rate(act: Act) -> float:
    begun = time.perf_counter()
    for _ in range(CALLS // AT_ONCE):
        answers = await asyncio.gather(*(act() for _ in range(AT_ONCE)))
        assert not any(answer.failed for answer in answers)
    return CALLS / (time.perf_counter() - begun)


async def sign_up(person: Person, panel: Any, button: str) -> None:
    """Sign somebody ordinary up through the panel."""
    asked = await person.click(panel, button)
    menus = await person.click(asked, "Yes, 18 or older")
    stage = "resident" if button == "I can mentor" else "post-bac"
    for menu, chosen in {"stage": stage, "fields": "medicine", "topics": "research"}.items():
        await person.select(menus, f"pc1:join:{menu}", [chosen])
    form = await person.click(menus, "Next: in your own words")
    answer = await person.submit(form, {"time_zone": "Chicago"})
    assert "You are in" in answer.text, answer.text


def main() -> None:
    """Measure and print."""
    for report in asyncio.run(measure()):
        report.show()


if __name__ == "__main__":
    main()
