"""Whatever is called by whomever: it is done or refused, and another society never notices.

The short run makes the same calls each time, whatever else was loaded. `FUZZ_EXAMPLES` makes it
longer, and `FUZZ_SEED` makes others: `make soak` sets both, and prints them.
"""

import asyncio
import importlib
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants
from sqlalchemy import Connection, text

from bot.app import App
from bot.catalogue import Catalogue, load_guide
from bot.configuration import config_dir, load_settings
from bot.delivery.outbox_audit import audit
from bot.domain.errors import DomainError
from bot.domain.ids import GuildId
from bot.language.say import ENGLISH
from bot.messages import errors
from bot.search import ProgramIndex
from bot.storage.database import Database
from bot.storage.schema import metadata
from tests.every_society import select
from tests.postgres import Postgres
from tests.services.fuzzing.calls import Call, calls
from tests.services.fuzzing.world import GUILDS, furnish
from tests.services.society import StandingClock

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "5"))
SEED = int(os.environ.get("FUZZ_SEED", "0"))
CALLS = 60

Lent = Callable[[], AbstractContextManager[str]]
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass
class Played:
    """How often each service did something, and how often it refused."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def worlds(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    shipped_programs: ProgramIndex,
) -> Iterator[Lent]:
    """Yield a way to get a copy of the two societies, on a database of either kind."""
    folder = tmp_path_factory.mktemp("fuzzing")
    if request.param == "sqlite":
        path = folder / "template.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        asyncio.run(_furnish(f"sqlite+aiosqlite:///{path}", shipped_programs))

        @contextmanager
        def copied() -> Iterator[str]:
            fresh = folder / "copy" / "preceptor.sqlite3"
            fresh.parent.mkdir()
            shutil.copy(path, fresh)
            try:
                yield f"sqlite+aiosqlite:///{fresh}"
            finally:
                shutil.rmtree(fresh.parent)

        yield copied
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.database_name(request.getfixturevalue("postgres_template")) as name:
        asyncio.run(_furnish(server.url(name), shipped_programs))
        yield lambda: server.database(name)


def an_app(database: Database, shipped: ProgramIndex) -> App:
    """Lend what services need; the catalogue looks for edits whenever it is asked."""
    guide = load_guide(config_dir() / "guidance.toml")
    catalogue = Catalogue(shipped, guide, database, look_again_seconds=0.0)
    return App(database, StandingClock(), load_settings({}), catalogue)


async def _furnish(url: str, shipped: ProgramIndex) -> None:
    database = await Database.connect(url)
    app = an_app(database, shipped)
    await furnish(app)
    await app.catalogue.close()
    await database.close()


@st.composite
def visits(draw: st.DrawFn) -> list[tuple[GuildId, list[Call]]]:
    """Draw what is called in one society, then in the other."""
    first, second = draw(st.permutations(GUILDS))
    several = {
        guild: st.lists(calls(guild), min_size=CALLS // 2, max_size=CALLS) for guild in GUILDS
    }
    return [(guild, draw(several[guild])) for guild in (first, second)]


PLAYED = Played()


@pytest.fixture(scope="module", autouse=True)
def draws_that_repeat() -> Iterator[None]:
    """Have hypothesis draw no constants of the modules that other tests happened to load."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(providers, "_get_local_constants", Constants)
        providers.CONSTANTS_CACHE.cache.clear()
        yield
    providers.CONSTANTS_CACHE.cache.clear()


@pytest.fixture(scope="module", autouse=True)
def counted() -> Iterator[None]:
    """Log in the end how many services were called, and how often."""
    yield
    called = PLAYED.done.keys() | PLAYED.refused.keys()
    calls = PLAYED.done.total() + PLAYED.refused.total()
    log = structlog.get_logger()
    log.info("fuzzing.done", services=len(called), calls=calls, refused=PLAYED.refused.total())


@pytest.mark.timeout(300 + 60 * EXAMPLES)
@seed(SEED)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
@given(visits=visits())
def test_any_call_is_done_or_refused_and_the_other_society_stays_as_it_was(
    worlds: Lent, shipped_programs: ProgramIndex, visits: list[tuple[GuildId, list[Call]]]
) -> None:
    with worlds() as url:
        asyncio.run(_play(url, shipped_programs, visits))


def test_the_short_run_makes_the_same_calls_whatever_else_was_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _drawn()
    file = tmp_path / "loaded_meanwhile.py"
    file.write_text("\n".join(f"CONSTANT_{n} = {n}\nTEXT_{n} = 'text {n}'" for n in range(200)))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(sys.modules, file.stem, importlib.import_module(file.stem))
    assert _drawn() == before


def _drawn() -> list[str]:
    drawn: list[str] = []

    @seed(0)
    @settings(max_examples=20, database=None, phases=(Phase.generate,))
    @given(called=st.lists(calls(GUILDS[0]), min_size=5))
    def draw(called: list[Call]) -> None:
        drawn.append(repr(called))

    draw()
    return drawn


async def _play(url: str, shipped: ProgramIndex, visits: list[tuple[GuildId, list[Call]]]) -> None:
    database = await Database.connect(url)
    app = an_app(database, shipped)
    try:
        known = await database.read(_faults, app)
        for guild, several in visits:
            before = await database.read(_rows_of_others, guild)
            for call in several:
                await _make(app, call)
            assert await database.read(_rows_of_others, guild) == before
        await database.read(_require_whole)
        assert await database.read(_faults, app) <= known
    finally:
        await app.catalogue.close()
        await database.close()


async def _make(app: App, call: Call) -> None:
    try:
        await call(app)
    except DomainError as refused:
        if errors.knows(ENGLISH, refused):
            errors.explain(
                ENGLISH, refused
            )  # what can't be said would leave someone without an answer
        PLAYED.refused[call.service] += 1
    else:
        PLAYED.done[call.service] += 1


def _faults(connection: Connection, app: App) -> set[str]:
    """Return what is wrong with the outbox, without numbers: the worlds begin with some."""
    return {fault.lstrip("0123456789 ") for fault in audit(connection, app.clock.now()).faults}


def _rows_of_others(connection: Connection, guild: GuildId) -> Rows:
    """Return every row that is not of this society, as it is stored."""
    found: Rows = {}
    for table in metadata.sorted_tables:
        if "guild_id" in table.c:
            statement = text(f"SELECT * FROM {table.name} WHERE guild_id != :guild")
            rows = connection.execute(statement, {"guild": guild})
            found[table.name] = sorted(map(tuple, rows), key=repr)
    return found


def _require_whole(connection: Connection) -> None:
    """Read every row as its table declares it; the types refuse what they don't know."""
    for table in metadata.sorted_tables:
        connection.execute(select(table)).all()
    if connection.dialect.name == "sqlite":
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
