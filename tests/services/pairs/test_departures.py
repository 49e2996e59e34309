"""Members who left the server, on both databases: pairs on hold, circles, and returns."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Connection

from bot.delivery.pairs import departures
from bot.delivery.plan import plan_ahead
from bot.domain.errors import DomainError
from bot.domain.ids import PairId, UserId
from bot.domain.moderation.cases import CaseKind
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import Stretch
from bot.domain.states import CaseState, NudgeState, PairState, Role
from bot.services.moderation import cases
from bot.services.pairs import pairs
from bot.storage import outbox, presence
from bot.storage.moderation import cases as case_rows
from bot.storage.pairs import pairs as pair_rows
from bot.storage.pairs import pauses
from bot.storage.pairs.pairs import Pair
from bot.storage.progress import check_ins
from bot.storage.tables import pair_members
from tests.delivery.society import GUILD, MENTEE, MENTOR, an_introduced_pair
from tests.services.rounds import Round

OTHER, THIRD = UserId(3), UserId(4)
DAY = timedelta(days=1)


@dataclass
class Two:
    """A pair, and what becomes of it when people come and go."""

    round_: Round
    pair: PairId

    async def leaves(self, person: UserId) -> bool:
        """Record that someone left; return whether a pair is concerned."""
        now = self.round_.clock.now()
        return await self.round_.app.database.write(departures.record_departure, GUILD, person, now)

    async def returns(self, person: UserId) -> None:
        """Record that someone is back."""
        now = self.round_.clock.now()
        await self.round_.app.database.write(departures.record_return, GUILD, person, now)

    async def now(self) -> Pair:
        """Return the pair as it is now."""
        return await self.round_.app.database.read(pair_rows.get, GUILD, self.pair)

    async def cases(self) -> list[str]:
        """Return the kinds of the open cases."""
        found = await self.round_.app.database.read(case_rows.open_in, GUILD)
        return [case.kind for case in found]

    async def rows(self, kind: NudgeKind, state: NudgeState = NudgeState.DUE) -> int:
        """Return how many rows of a kind are in a state."""
        return await self.round_.count_of(kind, state)


@pytest.fixture
async def two(round_: Round) -> Two:
    """Yield a pair that met a moment ago."""
    return Two(round_, await round_.app.database.write(an_introduced_pair, round_.cohort))


def _join(connection: Connection, pair: PairId, user: UserId = OTHER) -> None:
    """Let another person into the pair: now it is a circle."""
    values = {"guild_id": GUILD, "pair_id": pair, "user_id": user, "role": Role.MENTEE}
    connection.execute(pair_members.insert().values(**values))


async def test_noting_it_twice_opens_one_case_and_says_one_word(two: Two) -> None:
    assert await two.leaves(MENTOR)
    assert await two.leaves(MENTOR)
    assert (await two.now()).is_held
    assert await two.cases() == [CaseKind.SOMEBODY_LEFT]
    assert await two.rows(NudgeKind.PARTNER_LEFT) == 1


async def test_when_both_leave_nobody_is_told_and_both_must_be_back(two: Two) -> None:
    await two.leaves(MENTOR)
    await two.leaves(MENTEE)
    assert await two.cases() == [CaseKind.SOMEBODY_LEFT]
    await two.returns(MENTOR)
    assert (await two.now()).is_held
    await two.returns(MENTEE)
    assert (await two.now()).state is PairState.INTRODUCED
    assert await two.cases() == []


async def test_a_pause_that_ran_is_over_when_somebody_leaves(two: Two) -> None:
    await pairs.pause(two.round_.app, two.round_.person(MENTEE), two.pair, 7)
    await two.leaves(MENTOR)
    two.round_.clock.move(8 * DAY)
    await two.round_.app.database.write(pair_rows.resume_due, two.round_.clock.now())
    assert (await two.now()).is_held
    for act in (pairs.resume, partial(pairs.pause, days=7)):
        with pytest.raises(DomainError) as refusal:
            await act(two.round_.app, two.round_.person(MENTEE), two.pair)
        assert refusal.value.code == "pair.held"


async def test_leaving_again_after_a_return_is_a_case_of_its_own(two: Two) -> None:
    for _ in range(2):
        await two.leaves(MENTOR)
        two.round_.clock.move(DAY)
        await two.returns(MENTOR)
        two.round_.clock.move(DAY)
    await two.leaves(MENTOR)
    assert await two.cases() == [CaseKind.SOMEBODY_LEFT]
    found = await two.round_.app.database.read(case_rows.open_in, GUILD)
    assert await two.rows(NudgeKind.PARTNER_LEFT) == 3
    done = await cases.resolve(two.round_.app, two.round_.mod(), found[0].id)
    assert done.case.state is CaseState.RESOLVED
    assert (await two.now()).state is PairState.ENDED


async def test_somebody_in_no_pair_concerns_nobody_and_is_remembered(two: Two) -> None:
    assert not await two.leaves(OTHER)
    assert await two.cases() == []
    assert OTHER in await two.round_.app.database.read(presence.departed, GUILD)
    await two.returns(OTHER)
    assert OTHER not in await two.round_.app.database.read(presence.departed, GUILD)
    every = await two.round_.app.database.read(outbox.list_for_subject, GUILD, "pair", two.pair)
    assert {one.state for one in every} == {NudgeState.CANCELLED}


async def test_a_circle_goes_on_with_the_others_and_asks_whoever_left_nothing(two: Two) -> None:
    await two.round_.app.database.write(_join, two.pair)
    await two.leaves(MENTEE)
    assert (await two.now()).state is PairState.INTRODUCED
    assert await two.cases() == [CaseKind.CIRCLE_SMALLER]
    assert await two.rows(NudgeKind.PARTNER_LEFT) == 0
    for _ in range(4):
        now = two.round_.clock.now()
        await plan_ahead(two.round_.app.database, now, 15 * DAY)
        two.round_.clock.move(14 * DAY)
    asked = await two.round_.app.database.read(check_ins.list_for_pair, GUILD, two.pair)
    assert asked
    assert MENTEE not in {one.owner for one in asked}
    await two.leaves(OTHER)
    assert (await two.now()).is_held
    assert await two.cases() == [CaseKind.SOMEBODY_LEFT]
    assert await two.rows(NudgeKind.PARTNER_LEFT) == 1


async def test_two_who_left_a_circle_are_both_named_and_told_apart_when_one_returns(
    two: Two,
) -> None:
    for user in (OTHER, THIRD):
        await two.round_.app.database.write(_join, two.pair, user)

    async def left() -> list[str]:
        open_cases = await two.round_.app.database.read(case_rows.open_in, GUILD)
        return [case.facts["left"] for case in open_cases]

    await two.leaves(OTHER)
    await two.leaves(THIRD)
    assert await left() == [f"<@{OTHER}>, <@{THIRD}>"]
    await two.returns(OTHER)
    assert await left() == [f"<@{THIRD}>"]
    await two.returns(THIRD)
    assert await left() == []


async def test_days_on_hold_are_not_counted_towards_a_first_meeting(two: Two) -> None:
    begins = two.round_.clock.now()
    await two.leaves(MENTOR)
    two.round_.clock.move(20 * DAY)
    await two.returns(MENTOR)
    found = await two.round_.app.database.read(pauses.list_for_pair, GUILD, two.pair)
    assert Stretch(begins, begins + 20 * DAY) in found
