"""Goals on both databases."""

from datetime import date

import pytest

from bot.domain.errors import DomainError
from bot.domain.ids import GoalId, PairId
from bot.domain.states import GoalState
from bot.services.progress import goals
from tests.delivery.society import MENTEE, MENTOR, an_introduced_pair
from tests.services.rounds import Round


@pytest.fixture
async def pair(round_: Round) -> PairId:
    """Yield a pair that met a moment ago."""
    return await round_.app.database.write(an_introduced_pair, round_.cohort)


async def test_a_goal_moves_until_it_is_reached(round_: Round, pair: PairId) -> None:
    done = await goals.add(round_.app, round_.person(MENTEE), pair, " Apply ", "Mar 1")
    assert (done.goal.words, done.goal.due_on) == ("Apply", date(2027, 3, 1))
    await goals.progress(round_.app, round_.person(MENTEE), done.goal.id, 40, "drafts")
    moved = await goals.progress(round_.app, round_.person(MENTEE), done.goal.id, 100)
    assert (moved.before.percent, moved.goal.state) == (40, GoalState.DONE)
    with pytest.raises(DomainError) as refusal:
        await goals.drop(round_.app, round_.person(MENTEE), done.goal.id)
    assert refusal.value.code == "goal.settled"


@pytest.mark.parametrize(
    ("words", "due", "code"),
    [
        (" ", "Mar 1", "goal.empty"),
        ("x" * 4000, "Mar 1", "goal.long"),
        ("Apply", " ", "goal.when_missing"),
        ("Apply", "2020-01-01", "when.past"),
        ("Apply", "some day", "when.unreadable"),
    ],
)
async def test_a_goal_that_can_not_be_kept_is_refused(
    round_: Round, pair: PairId, words: str, due: str, code: str
) -> None:
    with pytest.raises(DomainError) as refusal:
        await goals.add(round_.app, round_.person(MENTEE), pair, words, due)
    assert refusal.value.code == code
    assert (await goals.list_for_pair(round_.app, round_.person(MENTEE), pair))[1] == []


async def test_three_are_open_at_once_for_each(round_: Round, pair: PairId) -> None:
    for _ in range(3):
        await goals.add(round_.app, round_.person(MENTEE), pair, "Apply", "Mar 1")
    with pytest.raises(DomainError) as refusal:
        await goals.add(round_.app, round_.person(MENTEE), pair, "Apply", "Mar 1")
    assert refusal.value.code == "goal.too_many"
    await goals.add(round_.app, round_.person(MENTOR), pair, "Be a good mentor", "Mar 1")


async def test_only_its_owner_moves_it(round_: Round, pair: PairId) -> None:
    await goals.add(round_.app, round_.person(MENTEE), pair, "Apply", "Mar 1")
    for user, code in ((MENTOR, "goal.not_yours"), (77, "goal.unknown")):
        with pytest.raises(DomainError) as refusal:
            await goals.mark_reached(round_.app, round_.person(user), GoalId(1))
        assert refusal.value.code == code
    for percent in (-1, 101):
        with pytest.raises(DomainError) as refusal:
            await goals.progress(round_.app, round_.person(MENTEE), GoalId(1), percent)
        assert refusal.value.code == "goal.percent"
