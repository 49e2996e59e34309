"""Measure what it costs that each statement is checked for its society.

    python -m bench.isolation

The reference is the same with the check left out, in the same run. A statement is checked when it
is written as SQL; from then on SQLAlchemy takes it from its cache.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from sqlalchemy import Connection

from bench.table import Report, milliseconds
from bot.domain.ids import UserId
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.pairs import pauses
from bot.storage.statements import isolation
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import outbox as rows
from tests.delivery.society import GUILD, NOON, an_introduced_pair, found_society

ROUNDS = 25
PER_ROUND = 200


def _write_as_sql(connection: Connection) -> None:
    """Write a plain statement and one of three joined parts, as at their first use."""
    for _ in range(PER_ROUND // 10):
        for statement in (
            outbox.NUDGES.select.where(rows.c.guild_id == GUILD, rows.c.subject_id == 1),
            pauses._stretches(IN_EVERY_SOCIETY),
        ):
            statement.compile(dialect=connection.dialect)


def _run_again(connection: Connection) -> None:
    for _ in range(PER_ROUND):
        outbox.coming_to(connection, GUILD, UserId(1), NOON, NOON)


def _nothing(*_: object) -> None:
    """Check nothing."""


CHECKS = (isolation._require_outermost_tied, _nothing)


def _median(connection: Connection, what: Callable[[Connection], None]) -> tuple[float, float]:
    """Return the median seconds with the check and without it, by turns."""
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for times, check in zip(
            seconds, (isolation._require_outermost_tied, _nothing), strict=True
        ):
            with mock.patch.object(isolation, "_require_outermost_tied", check):
                began = time.process_time()
                what(connection)
                times.append(time.process_time() - began)
    return statistics.median(seconds[0]), statistics.median(seconds[1])


async def _measure() -> None:
    report = Report("Checking each statement for its society")
    with tempfile.TemporaryDirectory() as folder:
        database = await Database.connect(f"sqlite+aiosqlite:///{Path(folder) / 'p.sqlite3'}")
        await migrate(database)
        await database.write(lambda c: an_introduced_pair(c, found_society(c)) and None)
        for name, what, number in (
            ("write a statement as SQL", _write_as_sql, PER_ROUND // 5),
            ("run a statement again", _run_again, PER_ROUND),
        ):
            checked, unchecked = await database.read(_median, what)
            each = milliseconds(checked / number), milliseconds(unchecked / number)
            report.add(name, *each, checked / unchecked)
        await database.close()
    report.show()


if __name__ == "__main__":
    asyncio.run(_measure())
