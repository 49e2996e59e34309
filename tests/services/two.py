"""A pair that arranges meetings, and whose outbox is delivered by hand."""

import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.app import App
from bot.delivery.loop import Delivery
from bot.delivery.meetings.plans import MeetingRules, plan_meetings
from bot.delivery.outbox_audit import audit
from bot.domain.ids import PairId, UserId
from bot.domain.meetings.nudges import MetQuestion
from bot.services.meetings import acceptance
from bot.services.meetings import times as meeting_times
from bot.services.meetings.acceptance import TimeAccepted
from bot.services.meetings.times import Draft, TimesProposed
from bot.storage.meetings import meetings as stored
from bot.storage.meetings.meetings import Meeting
from tests.delivery.society import (
    GUILD,
    MENTEE,
    MENTOR,
    Counted,
    ManualClock,
    Posted,
    Signal,
    SmallDiscord,
    an_introduced_pair,
    found_society,
    the_settings,
)
from tests.services.society import somebody

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FRIDAY = "2026-09-04 18:00"  # the clock is set to Wednesday, 2 September, noon, in UTC


@dataclass
class Two:
    """A pair with everything it needs to meet."""

    app: App
    clock: ManualClock
    discord: SmallDiscord
    delivery: Delivery
    pair: PairId

    async def propose(self, user: UserId, *times: str) -> TimesProposed:
        draft = Draft(times, nights=True)
        done = await meeting_times.propose(self.app, somebody(user), self.pair, draft)
        assert isinstance(done, TimesProposed)
        return done

    async def arrange(self, when: str = FRIDAY) -> Meeting:
        proposed = await self.propose(MENTEE, when)
        taken = await acceptance.accept_time(self.app, somebody(MENTOR), proposed.times[0].id)
        assert isinstance(taken, TimeAccepted)
        return taken.meeting

    async def at(self, instant: datetime) -> list[Posted]:
        """Move to an instant, plan, deliver, and return what was posted then."""
        before = len(self.discord.posted)
        self.clock.move(instant - self.clock.now())
        await self.plan()
        await self.delivery.deliver_due()
        return self.discord.posted[before:]

    def asked(self) -> list[MetQuestion]:
        """Return the questions whether they met that a card asks now."""
        return [facts for facts in self.discord.edited.values() if isinstance(facts, MetQuestion)]

    async def plan(self) -> int:
        chosen = MeetingRules.of(self.app.settings)
        return await plan_meetings(self.app.database, self.clock.now(), 2 * DAY, chosen)

    async def now(self, meeting: Meeting) -> Meeting:
        return await self.app.database.read(stored.get, GUILD, meeting.id)


async def two_who_meet(app: App) -> AsyncIterator[Two]:
    """Yield an introduced pair, and hold at the end that no row of the outbox is lost."""
    database, clock, signal = app.database, ManualClock(), Signal()
    cohort = await database.write(found_society)
    pair = await database.write(an_introduced_pair, cohort)
    discord = SmallDiscord(clock, signal)
    app = App(database, clock, app.settings, app.catalogue)
    settings = the_settings(per_second=50)
    delivery = Delivery(database, discord, clock, settings, Counted(signal), rng=random.Random(1))
    yield Two(app, clock, discord, delivery, pair)
    found = await database.read(audit, clock.now())
    assert found.ok, found.faults
