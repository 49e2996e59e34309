"""What the tests of services share: an app, and a society whose cohort can be matched."""

from collections.abc import AsyncIterator

import pytest

from bot.app import App
from bot.catalogue import Catalogue, load_guide
from bot.configuration import config_dir, load_settings
from bot.search import ProgramIndex, load_programs, load_vocabulary
from bot.storage.database import Database
from tests.delivery.society import ManualClock, found_society
from tests.services.rounds import Round
from tests.services.society import StandingClock
from tests.services.two import Two, two_who_meet


@pytest.fixture(scope="session")
def shipped_programs() -> ProgramIndex:
    """Yield the shipped catalogue, built once."""
    vocabulary = load_vocabulary(config_dir() / "vocabulary.toml")
    return ProgramIndex.build(load_programs(config_dir() / "programs.toml"), vocabulary)


@pytest.fixture
def clock() -> StandingClock:
    """Yield a clock that stands still."""
    return StandingClock()


@pytest.fixture
def app(database: Database, clock: StandingClock, shipped_programs: ProgramIndex) -> App:
    """Lend what services need, on a database where nothing was said yet."""
    guide = load_guide(config_dir() / "guidance.toml")
    return App(database, clock, load_settings({}), Catalogue(shipped_programs, guide, database))


@pytest.fixture
async def round_(database: Database) -> AsyncIterator[Round]:
    """Yield a society with one running cohort and no one in it."""
    clock = ManualClock()
    cohort = await database.write(found_society)
    catalogue = Catalogue.load(config_dir(), database)
    yield Round(App(database, clock, load_settings({}), catalogue), clock, cohort)
    await catalogue.close()


@pytest.fixture
async def two(app: App) -> AsyncIterator[Two]:
    """Yield a pair that arranges meetings."""
    async for one in two_who_meet(app):
        yield one
