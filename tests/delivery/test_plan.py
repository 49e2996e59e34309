"""Planning: from the pair's own calendar, as often as one likes, with the same result."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection

from bot.delivery.plan import plan_ahead
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import CheckInAnswer, CheckInState, NudgeState, PairState
from bot.storage.pairs import pairs
from bot.storage.progress import check_ins
from bot.storage.tables import check_ins as check_in_rows
from bot.storage.tables import outbox as rows
from tests.delivery.conftest import House
from tests.delivery.society import GUILD, MENTEE, MENTOR, NOON, an_introduced_pair
from tests.every_society import update

AHEAD = timedelta(hours=48)
WEEK_LATER = datetime(2026, 9, 9, 18, tzinfo=UTC)


async def test_the_first_check_in_is_planned_two_days_ahead_at_the_pairs_own_hour(
    house: House,
) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort, zone="America/New_York")
    assert await plan_ahead(house.database, WEEK_LATER - timedelta(hours=43), AHEAD) == 1
    [check_in] = await house.database.read(check_ins.list_for_pair, GUILD, pair)
    assert check_in.owner == MENTEE
    assert check_in.local_date == date(2026, 9, 9)
    assert check_in.due_at == datetime(2026, 9, 9, 22, tzinfo=UTC)
    row = await house.row(NudgeKind.CHECK_IN)
    assert (row.due_at, row.recipient) == (check_in.due_at, MENTEE)


async def test_planning_again_changes_nothing(house: House) -> None:
    await house.database.write(an_introduced_pair, house.cohort)
    now = WEEK_LATER - timedelta(hours=1)
    assert await plan_ahead(house.database, now, AHEAD) == 1
    for hours in range(24):
        later = now + timedelta(hours=hours)
        assert await plan_ahead(house.database, later, AHEAD) == 0


async def test_a_bot_that_was_down_over_the_weekend_still_asks_but_not_for_weeks_past(
    house: House,
) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    # Down for two months: of the four check-ins missed, only the one of yesterday is of use.
    now = WEEK_LATER + timedelta(days=43)
    assert await plan_ahead(house.database, now, AHEAD) == 1
    [check_in] = await house.database.read(check_ins.list_for_pair, GUILD, pair)
    assert check_in.local_date == date(2026, 10, 21)


async def test_planning_the_next_one_ends_the_wait_for_an_answer(house: House) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    await plan_ahead(house.database, WEEK_LATER, AHEAD)
    [first] = await house.database.read(check_ins.list_for_pair, GUILD, pair)
    await house.database.write(check_ins.record_asked, GUILD, first.id, WEEK_LATER)
    await house.database.write(
        lambda c: c.execute(
            update(rows)
            .where(rows.c.kind == NudgeKind.CHECK_IN)
            .values(state=NudgeState.SENT, message_id=1, settled_at=WEEK_LATER)
        )
    )
    await plan_ahead(house.database, WEEK_LATER + timedelta(days=13), AHEAD)
    first, second = await house.database.read(check_ins.list_for_pair, GUILD, pair)
    assert first.state is CheckInState.UNANSWERED
    assert second.owner == MENTEE  # an unanswered turn stays where it is


async def test_an_answer_passes_the_turn_to_the_mentor(house: House) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    await plan_ahead(house.database, WEEK_LATER, AHEAD)
    [first] = await house.database.read(check_ins.list_for_pair, GUILD, pair)
    answer = CheckInAnswer.ON_TRACK
    await house.database.write(check_ins.record_answer, GUILD, first.id, answer, WEEK_LATER)
    await plan_ahead(house.database, WEEK_LATER + timedelta(days=13), AHEAD)
    assert (await house.row(NudgeKind.CHECK_IN)).recipient == MENTOR


async def test_changed_time_zone_rules_move_what_is_unsent_under_the_same_key(
    house: House,
) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    await plan_ahead(house.database, WEEK_LATER, AHEAD)
    before = await house.row(NudgeKind.CHECK_IN)
    # As if the zone had been an hour off when this was planned.
    off = WEEK_LATER - timedelta(hours=1)

    def as_planned_by_older_rules(connection: Connection) -> None:
        connection.execute(update(check_in_rows).values(due_at=off))
        connection.execute(
            update(rows)
            .where(rows.c.kind == NudgeKind.CHECK_IN)
            .values(due_at=off, next_attempt_at=off)
        )

    await house.database.write(as_planned_by_older_rules)
    assert await plan_ahead(house.database, WEEK_LATER - timedelta(hours=2), AHEAD) == 1
    after = await house.row(NudgeKind.CHECK_IN)
    assert (after.id, after.occurrence_key, after.due_at) == (
        before.id,
        before.occurrence_key,
        WEEK_LATER,
    )
    [check_in] = await house.database.read(check_ins.list_for_pair, GUILD, pair)
    assert check_in.due_at == WEEK_LATER


@pytest.mark.parametrize("days", [5, 20])
async def test_a_pause_that_is_over_wakes_the_pair_up(house: House, days: int) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    until = NOON + timedelta(days=10)
    await house.database.write(
        lambda c: pairs.set_state(c, GUILD, pair, PairState.PAUSED, paused_until=until)
    )
    await plan_ahead(house.database, NOON + timedelta(days=days), AHEAD)
    state = (await house.database.read(pairs.get, GUILD, pair)).state
    assert state is (PairState.PAUSED if days < 10 else PairState.INTRODUCED)
