"""What delivery's tests share: a society in a database, a small Discord, a clock to move."""

import random
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.delivery.loop import Delivery
from bot.delivery.outbox_audit import audit
from bot.domain.ids import CohortId
from bot.domain.nudges.kinds import NudgeKind
from bot.storage.database import Database
from bot.storage.outbox import Nudge
from bot.storage.tables import outbox as rows
from tests.delivery.society import (
    Counted,
    ManualClock,
    Signal,
    SmallDiscord,
    found_society,
    the_settings,
)
from tests.every_society import all_nudges


class House:
    """Everything a delivery needs, and the handles to look at what it did."""

    def __init__(self, database: Database, cohort: CohortId) -> None:
        self.database = database
        self.cohort = cohort
        self.clock = ManualClock()
        self.signal = Signal()
        self.discord = SmallDiscord(self.clock, self.signal)
        self.metrics = Counted(self.signal)

    def delivery(self, checkpoint: Callable[[str], None] | None = None, **chosen: Any) -> Delivery:
        """Return a delivery on this house; `chosen` are settings of the [delivery] section."""
        settling = chosen.pop("settling", timedelta(seconds=5))
        settings = the_settings(**({"per_second": 50} | chosen))
        extra: dict[str, Any] = {"checkpoint": checkpoint} if checkpoint else {}
        return Delivery(
            self.database,
            self.discord,
            self.clock,
            settings,
            self.metrics,
            settling=settling,
            rng=random.Random(1),
            **extra,
        )

    async def deliver(self, delivery: Delivery | None = None) -> None:
        """Deliver everything that is due at the clock's now."""
        await (delivery or self.delivery()).deliver_due()

    async def until(self, true: Callable[[], object]) -> None:
        """Let the loop run until something holds; fail when that takes too long."""
        await self.signal.until(true)

    async def row(self, kind: NudgeKind) -> Nudge:
        """Return the newest row of a kind."""

        def newest(connection: Connection) -> Nudge:
            return all_nudges(connection, rows.c.kind == kind)[-1]

        return await self.database.read(newest)

    async def assert_conserved(self) -> None:
        """Fail when a nudge is unaccounted for."""
        found = await self.database.read(audit, self.clock.now())
        assert found.ok, found.faults


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    cohort = await database.write(found_society)
    house = House(database, cohort)
    yield house
    await house.assert_conserved()
