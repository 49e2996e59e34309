"""News of an absence: it notifies no one, and what is over is not told anymore."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from bot.domain.ids import AwayId, PairId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import AwayChanged, AwayTold
from bot.domain.nudges.policy import Stretch
from bot.domain.pings import NOBODY
from bot.domain.states import NudgeState
from bot.storage import outbox
from bot.storage.nudges import away
from tests.delivery.conftest import House
from tests.delivery.society import GUILD, MENTEE, NOON, an_introduced_pair

NIGHT = datetime(2026, 9, 2, 22, tzinfo=UTC)
DAY = timedelta(days=1)


def _goes_away(
    connection: Connection, pair: PairId, now: datetime, until: datetime, person: UserId = MENTEE
) -> AwayId:
    """Be away from now on, and have the partner told."""
    found = away.add(
        connection,
        GUILD,
        person,
        first_day=now.date(),
        last_day=(until - timedelta(minutes=1)).date(),
        time_zone="UTC",
        stretch=Stretch(now, until),
        note="",
        now=now,
    )
    _tell(connection, NudgeKind.AWAY_TOLD, found.id, pair, now, until)
    return found.id


def _tell(
    connection: Connection,
    kind: NudgeKind,
    which: AwayId,
    pair: PairId,
    now: datetime,
    expires_at: datetime,
) -> None:
    outbox.plan(
        connection,
        guild=GUILD,
        kind=kind,
        subject_type="away",
        subject_id=which,
        subject_version=pair,
        due_at=now,
        expires_at=expires_at,
    )


def _is_back(connection: Connection, which: AwayId, pair: PairId, now: datetime) -> None:
    outbox.cancel(connection, GUILD, "away", which, "the plans have changed", now)
    away.end(connection, away.get(connection, GUILD, which), now)
    _tell(connection, NudgeKind.AWAY_CHANGED, which, pair, now, now + 3 * DAY)


async def _deliver_at(house: House, when: datetime) -> list[type]:
    before = len(house.discord.posted)
    house.clock.move(when - house.clock.now())
    await house.deliver()
    return [type(one.facts) for one in house.discord.posted[before:]]


async def test_an_absence_is_posted_at_any_hour_since_it_notifies_no_one(house: House) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    await house.database.write(_goes_away, pair, NIGHT, NIGHT + 9 * DAY)
    assert await _deliver_at(house, NIGHT) == [AwayTold]
    assert house.discord.posted[-1].facts.pings == NOBODY


async def test_whoever_is_back_sooner_is_posted_at_night_too(house: House) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    which = await house.database.write(_goes_away, pair, NOON, NOON + 9 * DAY)
    assert await _deliver_at(house, NOON) == [AwayTold]
    await house.database.write(_is_back, which, pair, NIGHT)
    assert await _deliver_at(house, NIGHT) == [AwayChanged]
    assert house.discord.posted[-1].facts.pings == NOBODY


async def test_an_absence_that_is_over_before_it_could_be_posted_is_left_out(house: House) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    await house.database.write(_goes_away, pair, NOON, NOON + timedelta(hours=2))
    assert await _deliver_at(house, NIGHT) == []
    assert (await house.row(NudgeKind.AWAY_TOLD)).state is NudgeState.EXPIRED


async def test_whoever_was_not_told_need_not_hear_that_it_changed(house: House) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    which = await house.database.write(_goes_away, pair, NOON, NOON + 9 * DAY)
    await house.database.write(_is_back, which, pair, NOON + timedelta(hours=1))
    assert await _deliver_at(house, NIGHT) == []
    assert (await house.row(NudgeKind.AWAY_CHANGED)).reason == "nobody had been told"
