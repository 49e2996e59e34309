"""Measure what planned rows cost: to add, to keep, to wake up among, to start up with.

    python -m bench.wakeup [--planned 1000000]

The reference for waking and starting is the same delivery with a thousand planned rows; for adding
and keeping it is APScheduler's SQLAlchemyJobStore, which would keep each reminder as a pickled job.
"""

import argparse
import asyncio
import gc
import logging
import random
import sqlite3
import tempfile
import time
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Self
from unittest import mock

import structlog
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers import base as scheduling
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import Connection, create_engine, event, insert

from bench.table import Report, milliseconds
from bot.delivery.loop import SHORTEST_SLEEP, Delivery
from bot.delivery.timer import Timer
from bot.domain.ids import PairId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import NudgeState
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.progress import updates
from bot.storage.tables import outbox as rows
from tests.delivery.society import (
    GUILD,
    NOON,
    Counted,
    ManualClock,
    Signal,
    SmallDiscord,
    an_introduced_pair,
    found_society,
    the_settings,
)

FEW = 1_000
DUE = 300
ROUNDS = 5
ADDED = 5_000
# What planning writes in one transaction.
AT_ONCE = 100
CHANNELS = 100
INSERTED_AT_ONCE = 50_000
LEAP, SHORT_LEAP = timedelta(days=5 * 365), timedelta(hours=5)


def remind(*_: object) -> None:
    """Stand for the function that APScheduler would call."""


def _planned_row(number: int) -> dict[str, object]:
    """Return a check-in of the coming months, as planning would have written it."""
    due = NOON + timedelta(days=30, seconds=number)
    return {
        "guild_id": GUILD,
        "kind": NudgeKind.CHECK_IN,
        "subject_type": "pair",
        "subject_id": 1_000 + number,
        "subject_version": number,
        "recipient_id": UserId(10_000 + number % 50_000),
        "occurrence_key": f"check-in:{GUILD}:pair:{1_000 + number}:2027-01-05",
        "ref": outbox.ref_of("bench", str(number)),
        "priority": 60,
        "due_at": due,
        "expires_at": due + timedelta(days=3),
        "state": NudgeState.DUE,
        "next_attempt_at": due,
        "created_at": NOON,
    }


async def furnish(path: Path, planned: int) -> None:
    """Make a database with a society, its pairs, and `planned` rows for later."""
    database = await Database.connect(f"sqlite+aiosqlite:///{path}")
    await migrate(database)

    def society(connection: Connection) -> None:
        cohort = found_society(connection)
        for number in range(CHANNELS):
            an_introduced_pair(
                connection,
                cohort,
                f"bench{number}",
                mentor=UserId(10 + number),
                mentee=UserId(5_000 + number),
                thread=300 + number,
            )

    await database.write(society)
    for start in range(0, planned, INSERTED_AT_ONCE):
        some = [_planned_row(start + number) for number in range(min(INSERTED_AT_ONCE, planned))]
        await database.write(_insert, some)
    await database.close()


def _insert(connection: Connection, some: list[dict[str, object]]) -> None:
    connection.execute(insert(rows), some)


def _due_now(connection: Connection, number: int) -> None:
    for each in range(DUE):
        update = updates.add(
            connection,
            GUILD,
            PairId(1 + each % CHANNELS),
            UserId(5_000 + each % CHANNELS),
            moved=f"{number} {each}",
            in_the_way="",
            next_step="",
            now=NOON,
        )
        outbox.plan(
            connection,
            guild=GUILD,
            kind=NudgeKind.UPDATE_SHARED,
            subject_type="update",
            subject_id=update.id,
            due_at=NOON,
        )


def _delivery(database: Database, signal: Signal) -> Delivery:
    clock = ManualClock()
    notifier = SmallDiscord(clock, signal)
    settings = the_settings(per_second=1_000_000)
    return Delivery(database, notifier, clock, settings, Counted(signal), rng=random.Random(1))


async def waking(database: Database, number: int) -> float:
    """Return the seconds that each due row costs to claim, send into nothing, and settle."""
    await database.write(_due_now, number)
    delivery = _delivery(database, Signal())
    started = time.perf_counter()
    await delivery.deliver_due()
    return (time.perf_counter() - started) / DUE


async def starting(path: Path) -> float:
    """Return the seconds until delivery turns, from a closed file."""
    started = time.perf_counter()
    database = await Database.connect(f"sqlite+aiosqlite:///{path}")
    signal = Signal()
    delivery = _delivery(database, signal)
    await delivery.start()
    await signal.until(lambda: delivery.last_turn_at is not None, 60)
    seconds = time.perf_counter() - started
    await delivery.close()
    await database.close()
    return seconds


async def adding(path: Path) -> tuple[float, int]:
    """Return the seconds to plan one row, and the bytes that one row adds to the file."""
    database = await Database.connect(f"sqlite+aiosqlite:///{path}")
    await migrate(database)
    await database.close()
    before = _size(path)
    database = await Database.connect(f"sqlite+aiosqlite:///{path}")
    started = time.perf_counter()
    for start in range(0, ADDED, AT_ONCE):
        await database.write(_plan_some, start)
    seconds = time.perf_counter() - started
    await database.close()
    return seconds / ADDED, (_size(path) - before) // ADDED


def _plan_some(connection: Connection, start: int) -> None:
    for number in range(start, start + AT_ONCE):
        outbox.plan(
            connection,
            guild=GUILD,
            kind=NudgeKind.CHECK_IN,
            subject_type="pair",
            subject_id=number,
            subject_version=number,
            recipient=UserId(10_000 + number),
            due_at=NOON + timedelta(days=30, seconds=number),
            expires_at=NOON + timedelta(days=33, seconds=number),
            now=NOON,
            key=f"pair:{number}:2027-01-05",
        )


def adding_jobs(path: Path) -> tuple[float, int]:
    """Return the same for APScheduler's job store, with the same care for the disk."""
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def careful(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")

    scheduler = BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(engine=engine)}, timezone=UTC
    )
    scheduler.start(paused=True)
    engine.dispose()
    before = _size(path)
    when = datetime(2099, 1, 1, tzinfo=UTC)
    started = time.perf_counter()
    for number in range(ADDED):
        scheduler.add_job(
            "bench.wakeup:remind",
            "date",
            run_date=when + timedelta(seconds=number),
            args=(GUILD, number, 10_000 + number),
            id=f"check-in:{GUILD}:pair:{number}:2027-01-05",
        )
    seconds = time.perf_counter() - started
    scheduler.shutdown()
    engine.dispose()
    return seconds / ADDED, (_size(path) - before) // ADDED


def _size(path: Path) -> int:
    return sum(file.stat().st_size for file in path.parent.glob(f"{path.name}*"))


async def leaping(by: timedelta, trigger: BaseTrigger | None = None) -> float:
    """Return the seconds until the timer rings after the clock leapt; or one with `trigger`."""
    rang = asyncio.Event()
    timer = Timer(rang.set, timedelta(hours=1))
    timer.start()
    timer.arm(SHORTEST_SLEEP)
    scheduler = timer._scheduler
    if trigger is not None:
        scheduler.get_jobs()[0].reschedule(trigger)

    class Leapt(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromtimestamp(time.time(), tz) + by

    with mock.patch.object(scheduling, "datetime", Leapt):
        started = time.perf_counter()
        scheduler.wakeup()
        await rang.wait()
        seconds = time.perf_counter() - started
    timer.close()
    return seconds


async def measure(planned: int) -> None:
    report = Report(f"Planned rows: {planned:,} against {FEW:,}; {DUE} due at once")
    with tempfile.TemporaryDirectory(prefix="preceptor-wakeup-") as name:
        folder = Path(name)
        few, many = folder / "few.sqlite3", folder / "many.sqlite3"
        await furnish(few, FEW)
        await furnish(many, planned)
        woken: dict[Path, list[float]] = {few: [], many: []}
        begun: dict[Path, list[float]] = {few: [], many: []}
        # Turn about, so that whatever else the machine does falls on both.
        for number in range(ROUNDS):
            for path in (few, many):
                database = await Database.connect(f"sqlite+aiosqlite:///{path}")
                gc.collect()
                woken[path].append(await waking(database, number))
                await database.close()
                begun[path].append(await starting(path))
        row_cost = {path: min(costs) for path, costs in woken.items()}
        start_cost = {path: min(costs) for path, costs in begun.items()}
        report.add(
            "wake-up, each due row",
            milliseconds(row_cost[many]),
            milliseconds(row_cost[few]),
            row_cost[many] / row_cost[few],
            "1.30x",
        )
        report.add(
            "restart until it turns",
            milliseconds(start_cost[many]),
            milliseconds(start_cost[few]),
            start_cost[many] / start_cost[few],
            "2.00x",
        )
        ours, our_bytes = await adding(folder / "adding.sqlite3")
        theirs, their_bytes = adding_jobs(folder / "jobs.sqlite3")
        report.add(
            "add a row / a job", milliseconds(ours), milliseconds(theirs), ours / theirs, "0.10x"
        )
        report.add(
            "keep it, bytes", f"{our_bytes}", f"{their_bytes}", our_bytes / their_bytes, "0.25x"
        )
    interval = IntervalTrigger(seconds=SHORTEST_SLEEP.total_seconds(), timezone=UTC)
    leapt, interval_leapt = await leaping(LEAP), await leaping(SHORT_LEAP, interval)
    report.add(
        "the clock leaps five years (reference: five hours, APScheduler's interval)",
        milliseconds(leapt),
        milliseconds(interval_leapt),
        leapt / interval_leapt,
        "100 ms",
    )
    report.show()


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--planned", type=int, default=1_000_000)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    asyncio.run(measure(parser.parse_args().planned))


if __name__ == "__main__":
    main()
