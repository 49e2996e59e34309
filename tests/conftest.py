"""What every test may ask for: a fresh, empty database of either kind."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.storage.database import Database
from bot.storage.migrate import migrate
from tests.postgres import NoPostgresError, Postgres, running_postgres
from tests.prerequisites import NO_POSTGRES, pytest_report_header, pytest_terminal_summary

__all__ = ["pytest_report_header", "pytest_terminal_summary"]

# No property is judged by how long it took: a busy machine is not a fault of the code.
settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Lend one PostgreSQL server to the whole session, started by the first test that asks."""
    try:
        with running_postgres() as server:
            yield server
    except NoPostgresError:
        pytest.skip(NO_POSTGRES)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Lend the URL of a fresh, empty database: each test runs once on each kind."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'preceptor.sqlite3'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.database() as url:
        yield url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """Lend a database of either kind with the present schema."""
    database = await Database.connect(database_url)
    try:
        await migrate(database)
        yield database
    finally:
        await database.close()
