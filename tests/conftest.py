"""What every test may ask for: a fresh database of either kind, empty or with the schema.

The schema is made once on each kind, by the migrations themselves, and copied for each test:
migrating takes longer than most tests. `tests/storage/test_start_up.py` migrates from nothing.
"""

import asyncio
import gc
import logging
import shutil
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, settings

from bot.services import child_process
from bot.storage.database import Database
from bot.storage.migrate import migrate
from tests.child_processes import preloaded_processes
from tests.limits import pytest_itemcollected
from tests.postgres import NoPostgresError, Postgres, running_postgres
from tests.prerequisites import NO_POSTGRES, pytest_report_header, pytest_terminal_summary

__all__ = ["pytest_itemcollected", "pytest_report_header", "pytest_terminal_summary"]

# No property is judged by how long it took: a busy machine is not a fault of the code.
settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("untimed")

# Tracebacks as Python prints them: Rich's show all variables, and take seconds of processor time.
structlog.configure(
    processors=[
        *structlog.get_config()["processors"][:-1],
        structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        ),
    ]
)


LOGGERS = ("bot", "sandbox", "discord", "aiosqlite", "sqlalchemy", "apscheduler")


@pytest.fixture(autouse=True)
def collector_left_on() -> Iterator[None]:
    """Let no test leave the garbage collector off: all that come after it would keep everything."""
    yield
    left_on = gc.isenabled()
    gc.enable()
    assert left_on, "the garbage collector was left off"


@pytest.fixture(scope="session", autouse=True)
def preloaded_children() -> Iterator[None]:
    """Have the bot's child processes begin with everything loaded; see `tests.child_processes`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(child_process, "start_context", preloaded_processes())
        yield


@pytest.fixture(scope="session")
def ready_children(preloaded_children: None) -> None:
    """Load what children need before a test waits for one, which takes long on a busy machine."""
    first = preloaded_processes().Process(target=int)
    first.start()
    first.join()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Yield one PostgreSQL server to the whole session, started by the first test that asks."""
    try:
        with running_postgres() as server:
            yield server
    except NoPostgresError:
        pytest.skip(NO_POSTGRES)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a SQLite file with the present schema and no rows, to be copied and never opened."""
    path = tmp_path_factory.mktemp("template") / "preceptor.sqlite3"
    asyncio.run(_make_schema(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> Iterator[str]:
    """Yield the name of a PostgreSQL database with the present schema and no rows."""
    with postgres.database_name() as name:
        asyncio.run(_make_schema(postgres.url(name)))
        yield name


async def _make_schema(url: str) -> None:
    database = await Database.connect(url)
    try:
        await migrate(database)
    finally:
        await database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Yield the URL of a fresh, empty database: each test runs once on each kind."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'preceptor.sqlite3'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.database_name() as name:
        yield server.url(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Yield the URL of a database with the present schema: each test runs once on each kind."""
    if request.param == "sqlite":
        path = tmp_path / "preceptor.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite+aiosqlite:///{path}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.database_name(request.getfixturevalue("postgres_template")) as name:
        yield server.url(name)


@pytest.fixture
async def database(migrated_url: str) -> AsyncIterator[Database]:
    """Yield a database of either kind with the present schema."""
    database = await Database.connect(migrated_url)
    try:
        yield database
    finally:
        await database.close()


@pytest.fixture
def logging_put_back() -> Iterator[None]:
    """Put the process's logging back as it was, for tests that configure it."""
    root = logging.getLogger()
    handlers, level, raising = root.handlers, root.level, logging.raiseExceptions
    levels = {name: logging.getLogger(name).level for name in LOGGERS}
    hooks = sys.excepthook, threading.excepthook
    configured = structlog.get_config()
    yield
    root.handlers, root.level, logging.raiseExceptions = handlers, level, raising
    for name, old in levels.items():
        logging.getLogger(name).setLevel(old)
    sys.excepthook, threading.excepthook = hooks
    logging.captureWarnings(False)
    structlog.configure(**configured)
