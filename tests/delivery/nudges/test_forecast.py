"""What is foretold only reads: no decision fails there, and none changes anything."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Connection

from bot.delivery.decision import Verdict
from bot.delivery.kind_hooks import DECISIONS, ClaimedNudge, Decide
from bot.delivery.meetings.plans import MeetingRules
from bot.delivery.nudges.forecast import Expected, Forecast
from bot.delivery.pairs.milestones import Cadence
from bot.domain.nudges.kind_rows import Notifies
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import WaitNews
from bot.services.nudges.own_threads import want_thread
from bot.services.nudges.settings import default_policy
from bot.storage import outbox
from bot.storage.nudges import settings as nudge_settings
from bot.storage.requests import requests
from tests.delivery.conftest import House
from tests.delivery.society import GUILD, MENTEE, NOON, the_settings

TOMORROW = NOON + timedelta(days=1)


def forecast(connection: Connection) -> list[Expected]:
    """Return what a mentee without a thread of their own is told to expect."""
    chosen = the_settings()
    default = default_policy(chosen)
    week = Forecast(connection, GUILD, MENTEE, NOON, NOON + timedelta(days=7), default)
    return week.expected(Cadence.of(chosen), MeetingRules.of(chosen))


def plan(connection: Connection, house: House, kind: NudgeKind) -> None:
    """Plan something about the cohort for the mentee, for tomorrow."""
    outbox.plan(
        connection,
        guild=GUILD,
        kind=kind,
        subject_type="cohort",
        subject_id=house.cohort,
        subject_version=WaitNews.CLOSED.value,
        recipient=MENTEE,
        due_at=TOMORROW,
        now=NOON,
    )


@pytest.fixture
async def threadless(house: House) -> House:
    """Return a house whose mentee has no thread and no direct messages: one would be saved."""

    def stay_private(connection: Connection) -> None:
        nudge_settings.save(connection, GUILD, MENTEE, dms=False)

    await house.database.write(stay_private)
    return house


async def test_a_message_that_needs_a_thread_is_foretold_and_none_is_saved(
    threadless: House,
) -> None:
    house = threadless
    await house.database.write(plan, house, NudgeKind.WAITLISTED)

    foretold = [Expected(NudgeKind.WAITLISTED, TOMORROW)]
    assert await house.database.read(forecast) == foretold
    # After a change of one's settings it runs where everything may be saved.
    assert await house.database.write(forecast) == foretold
    assert await house.database.read(requests.find_thread, GUILD, MENTEE) is None


async def test_no_kind_whose_decision_saves_something_fails(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def saving(decision: Decide, claimed: ClaimedNudge) -> Verdict:
        want_thread(claimed.connection, claimed.guild, claimed.recipient)
        return decision(claimed)

    for kind in NudgeKind:
        monkeypatch.setitem(DECISIONS, kind, partial(saving, DECISIONS[kind]))
        await house.database.write(plan, house, kind)

    foretold = await house.database.read(forecast)

    notifying = [kind for kind in NudgeKind if kind.row.notifies is not Notifies.NOBODY]
    assert sorted(one.kind for one in foretold) == sorted(notifying)
    assert await house.database.read(requests.find_thread, GUILD, MENTEE) is None
