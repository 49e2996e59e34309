"""Live through a week of many pairs and see that no one is nudged too often, or at night.

A real database, the real planning, services and delivery; the clock is moved from one due row to
the next, and the notifier only remembers. The code under test is not asked what it did: what
was sent, and what never left, is judged by `bench.nudges.judge`.

    python -m bench.nudges                     10,000 pairs, seven days
    python -m bench.nudges --pairs 200         a short run
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time as wall
from collections import defaultdict
from collections.abc import Awaitable
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from sqlalchemy import Connection

from bench.counting import CountingNotifier, MovedClock, Nothing
from bench.nudges.acts import acts_of
from bench.nudges.judge import Judge, waited
from bench.nudges.society import BEGIN, GUILD, Act, Society
from bench.table import Report
from bot.app import App
from bot.catalogue import Catalogue
from bot.configuration import load_settings
from bot.delivery.loop import Delivery
from bot.delivery.outbox_audit import audit
from bot.domain.nudges.nudges import CheckInDue
from bot.domain.states import CheckInAnswer
from bot.settings import Settings
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.nudges import pings
from bot.storage.progress import check_ins

CONFIG = Path(__file__).parents[2] / "config"
STEP = timedelta(minutes=5)
# The running bot plans each hour, 48 hours ahead; here it is seldom late enough to matter.
PLAN_EVERY = timedelta(hours=6)
ANSWERED = 0.7


def main() -> int:
    """Simulate, judge, and print; fail where someone was nudged against their wish."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measure(Path(folder), chosen.pairs, chosen.days, chosen.seed))


async def _measure(folder: Path, many: int, days: int, seed: int) -> int:
    started, cpu = wall.monotonic(), wall.process_time()
    database = await Database.connect(f"sqlite+aiosqlite:///{folder / 'nudges.sqlite3'}")
    await migrate(database)
    clock = MovedClock(BEGIN)
    app = App(database, clock, _settings(), Catalogue.load(CONFIG, database))
    society = Society(app, many, days, seed)
    await society.found()
    founded = wall.process_time()
    week = Week(society, clock, acts_of(society))
    await week.live()
    lived = wall.process_time()
    judge = Judge(society, week.notifier, week.end, await database.read(waited, week.end))
    judge.judge_messages()
    ends = judge.judge_rows()
    found = await database.read(audit)
    await database.close()
    report = Report(f"{days} days of {many:,} pairs, {len(society.owed):,} people")
    fine = judge.show(report, ends)
    for row in judge.puzzles[:5]:
        report.note(f"not understood: {row.kind} of {row.due_at:%d %b %H:%M}", row.reason)
    report.note("broken rules of conservation", "; ".join(found.faults) or "0")
    for name, seconds in (
        ("processor time to found the society", founded - cpu),
        ("processor time for the acts", week.seconds["acts"]),
        ("processor time to plan", week.seconds["plan"]),
        ("processor time to deliver", week.seconds["deliver"]),
        ("processor time to judge", wall.process_time() - lived),
        ("all in all, by the clock", wall.monotonic() - started),
    ):
        report.note(name, f"{seconds:.1f} s")
    report.show()
    return int(not fine or bool(found.faults))


class Week:
    """The days from `BEGIN` on, lived through as fast as the machine can."""

    def __init__(self, society: Society, clock: MovedClock, acts: list[Act]) -> None:
        self._society = society
        self._app = society.app
        self._clock = clock
        self._acts = acts[::-1]
        self._rng = random.Random(society.many)
        self._seen = 0
        self.notifier = CountingNotifier(clock)
        self.end = BEGIN + timedelta(days=society.days)
        self.seconds: dict[str, float] = defaultdict(float)

    async def live(self) -> None:
        """Do what was done before the week, then move from one due row to the next."""
        app, clock = self._app, self._clock
        delivery = Delivery(
            app.database, self.notifier, clock, app.settings, Nothing(), rng=random.Random(0)
        )
        while self._acts and self._acts[-1].at < BEGIN:
            clock.at = self._acts[-1].at
            await self._timed("acts", self._act())
        clock.at = planned_at = BEGIN
        await self._timed("plan", delivery.plan_ahead())
        while clock.at < self.end:
            await self._timed("acts", self._act())
            if clock.at - planned_at >= PLAN_EVERY:
                planned_at = clock.at
                await self._timed("plan", delivery.plan_ahead())
            await self._timed("deliver", delivery.deliver_due())
            await self._timed("acts", self._answer())
            wake = await app.database.read(outbox.next_due_at, clock.at) or self.end
            # A little late each time, as a busy bot may be; so a week has 2,016 steps at most.
            clock.at = min(max(wake, clock.at) + STEP, planned_at + PLAN_EVERY)

    async def _act(self) -> None:
        """Do everything that was to be done by now."""
        while self._acts and self._acts[-1].at <= self._clock.at:
            await self._acts.pop().do(self._app)

    async def _answer(self) -> None:
        """Answer most of the check-ins that have just arrived."""
        fresh, self._seen = self.notifier.messages[self._seen :], len(self.notifier.messages)
        answered = [
            part
            for sent in fresh
            for part in sent.parts
            if isinstance(part, CheckInDue) and self._rng.random() < ANSWERED
        ]
        if answered:
            await self._app.database.write(_record_answers, answered, self._clock.at)
        for part in answered:
            self._society.has_acted(part.owner)

    async def _timed(self, what: str, step: Awaitable[None]) -> None:
        began = wall.process_time()
        await step
        self.seconds[what] += wall.process_time() - began


def _record_answers(connection: Connection, answered: list[CheckInDue], now: datetime) -> None:
    for asked in answered:
        check_ins.record_answer(connection, GUILD, asked.check_in, CheckInAnswer.ON_TRACK, now)
        pings.record_act(connection, GUILD, asked.owner, now)


def _settings() -> Settings:
    settings = load_settings({})
    # The pace is Discord's, and this is not about Discord.
    fast = settings.delivery.model_copy(update={"per_second": 1e9, "batch": 500})
    return settings.model_copy(update={"delivery": fast})


if __name__ == "__main__":
    sys.exit(main())
