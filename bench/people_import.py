"""Import 2,000 people while someone else writes, and measure how long they wait for the writer.

python -m bench.people_import
"""

import asyncio
import gc
import sys
import tempfile
import time as wall
from collections.abc import Awaitable, Callable
from pathlib import Path

from sqlalchemy import Connection

from bench.cohorts import cohort as people_of_kind
from bench.table import Report, milliseconds
from bot.app import App
from bot.catalogue import Catalogue
from bot.clock import SystemClock
from bot.configuration import config_dir, load_settings
from bot.domain.cohorts.people_csv import PersonLine, write_people
from bot.domain.ids import ChannelId, GuildId, InteractionId, UserId
from bot.services.actor import Actor
from bot.services.cohorts import cohorts, file_words, people_import
from bot.services.cohorts.cohorts import TypedPlan
from bot.services.moderation import societies
from bot.services.moderation.societies import Choices
from bot.storage import drafts
from bot.storage.database import Database
from bot.storage.migrate import migrate

PEOPLE = 2_000
MOST_SECONDS = 0.25
GUILD, MODERATOR, OTHER = GuildId(100), UserId(1), UserId(2)


def acting(number: int) -> Actor:
    """Return the moderator, in an interaction of their own."""
    return Actor(GUILD, MODERATOR, InteractionId(number), manages_server=True)


async def small_write(app: App) -> float:
    """Save a form's draft as someone else would, and return how long it took."""
    started = wall.perf_counter()

    def save(connection: Connection) -> None:
        drafts.save(connection, GUILD, OTHER, "other", {"words": ""}, app.clock.now())

    await app.database.write(save)
    return wall.perf_counter() - started


async def waits_during(app: App, step: asyncio.Future[object]) -> list[float]:
    """Write again and again until `step` is done, and return how long each write took."""
    waits = [await small_write(app)]
    while not step.done():
        waits.append(await small_write(app))
        await asyncio.sleep(0.001)
    await step
    return waits


async def measured(folder: Path, report: Report) -> bool:
    """Add the rows of both steps of an import; return whether both are within the aim."""
    url = f"sqlite:///{folder / 'preceptor.sqlite3'}"
    database = await Database.connect(url)
    await migrate(database)
    catalogue = Catalogue.load(config_dir(), database)
    app = App(database, SystemClock(), load_settings({}), catalogue)
    await societies.set_up(app, acting(1), Choices(mentoring_channel=ChannelId(200)))
    await cohorts.create(app, acting(2), "Spring", TypedPlan())
    cohort = (await people_import.begin(app, acting(3), "Spring")).id
    people = people_of_kind("even", PEOPLE, 1)[:PEOPLE]
    lines = [PersonLine(number, person) for number, person in enumerate(people, start=2)]
    table = await people_import.read(write_people(lines, private=True).encode())
    number = await file_words.save_file(app, acting(4), cohort, table)
    opened = await file_words.open_file(app, acting(5), cohort, number)
    assert opened.people
    names = people_import.names_in(opened.people)
    users = {name: UserId(10_000 + n) for n, name in enumerate(names)}
    gc.collect()
    gc.freeze()  # as the bot does once it runs
    alone = sorted([await small_write(app) for _ in range(50)])[25]
    within = True
    steps: dict[str, Callable[[], Awaitable[object]]] = {
        "preview": lambda: people_import.preview(app, acting(6), opened, users),
        "import": lambda: people_import.confirm(app, acting(7), cohort, number),
    }
    for what, step in steps.items():
        started = wall.perf_counter()
        waits = await waits_during(app, asyncio.ensure_future(step()))
        took, longest = wall.perf_counter() - started, max(waits)
        report.add(
            f"{what} of {len(people):,} people, {took:.1f} s: longest wait of another write",
            milliseconds(longest),
            milliseconds(alone),
            longest / alone,
            f"<= {milliseconds(MOST_SECONDS)}",
        )
        within = within and longest <= MOST_SECONDS
    await catalogue.close()
    await database.close()
    return within


def main() -> int:
    """Measure and print; fail when someone waits longer than the aim."""
    report = Report("A file of people is imported while others write")
    with tempfile.TemporaryDirectory() as folder:
        within = asyncio.run(measured(Path(folder), report))
    report.show()
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
