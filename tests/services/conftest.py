"""What the tests of services share: a society whose cohort can be matched, on either database."""

from collections.abc import AsyncIterator

import pytest

from bot.app import App
from bot.catalogue import Catalogue
from bot.configuration import config_dir, load_settings
from bot.storage.database import Database
from tests.delivery.society import ManualClock, found_society
from tests.services.rounds import Round


@pytest.fixture
async def round_(database: Database) -> AsyncIterator[Round]:
    """Lend a society with one running cohort and nobody in it."""
    clock = ManualClock()
    cohort = await database.write(found_society)
    catalogue = Catalogue.load(config_dir(), database)
    yield Round(App(database, clock, load_settings({}), catalogue), clock, cohort)
    await catalogue.close()
