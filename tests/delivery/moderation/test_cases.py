"""Which trouble becomes which case, and when moderators hear of it."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from bot.delivery.notifier import ForbiddenError, UnknownOutcomeError, UnreadableError
from bot.domain.ids import CaseId, PairId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import CaseOpened, UpdateShared
from bot.domain.states import CaseState, EndReason, NudgeState, PairState
from bot.storage.moderation import cases
from bot.storage.pairs import pairs
from tests.delivery.conftest import House
from tests.delivery.society import GUILD, an_introduced_pair, an_update

LOCKED = 160005


async def _look(house: House) -> None:
    delivery = house.delivery()
    await delivery.start()
    await delivery.close()


async def _lock(house: House) -> tuple[PairId, CaseId]:
    """Have a pair's thread refuse an update; return the pair, and the case that this opens."""
    pair = await house.database.write(an_introduced_pair, house.cohort)
    await house.database.write(an_update, pair)
    house.discord.befalls("send", "before", ForbiddenError(LOCKED))
    await house.deliver()
    [case] = await house.database.read(cases.open_in, GUILD)
    return pair, case.id


async def test_a_thread_locked_by_hand_is_one_case_about_its_pair_and_not_one_a_message(
    house: House,
) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    for _ in range(3):
        await house.database.write(an_update, pair)
    house.discord.befalls("send", "before", ForbiddenError(LOCKED), times=3)
    await house.deliver()
    [case] = await house.database.read(cases.open_in, GUILD)
    assert (case.kind, case.subject) == ("thread-trouble", f"pair:{pair}")
    assert case.facts["reason"] == "the thread is locked"
    told = [one.facts for one in house.discord.posted if isinstance(one.facts, CaseOpened)]
    assert [facts.case for facts in told] == [case.id]


async def test_many_threads_out_of_reach_are_told_once_and_listed_for_the_digest(
    house: House,
) -> None:
    for number in range(3):
        pair = await house.database.write(
            partial(an_introduced_pair, code=f"code{number}", thread=300 + number), house.cohort
        )
        await house.database.write(an_update, pair)
    house.discord.befalls("send", "before", ForbiddenError(50001), times=3)
    await house.deliver()
    assert len(await house.database.read(cases.open_in, GUILD)) == 3
    assert len([one for one in house.discord.posted if isinstance(one.facts, CaseOpened)]) == 1


async def test_what_a_lock_had_refused_is_sent_once_the_thread_takes_another_message(
    house: House,
) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    await house.database.write(an_update, pair)
    house.discord.befalls("send", "before", ForbiddenError(LOCKED))
    delivery = house.delivery()
    await house.deliver(delivery)
    house.clock.move(timedelta(minutes=2))
    await house.database.write(an_update, pair, house.clock.now())
    await house.deliver(delivery)
    shown = [one.facts for one in house.discord.posted if isinstance(one.facts, UpdateShared)]
    assert len({facts.update for facts in shown}) == 2
    assert await house.database.read(cases.open_in, GUILD) == []


async def test_what_was_on_its_way_when_a_thread_was_unlocked_is_sent_and_opens_no_case(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    await house.database.write(an_update, pair)
    thread = (await house.database.read(pairs.get, GUILD, pair)).thread
    assert thread is not None
    delivery = house.delivery()
    send = house.discord.send

    async def unlocked_on_the_way(*args: Any, **kwargs: Any) -> Any:
        monkeypatch.setattr(house.discord, "send", send)
        delivery.notice_thread(GUILD, thread)
        raise ForbiddenError(LOCKED)

    monkeypatch.setattr(house.discord, "send", unlocked_on_the_way)
    await house.deliver(delivery)
    assert await house.database.read(cases.open_in, GUILD) == []
    house.clock.move(timedelta(seconds=2))
    await house.deliver(delivery)
    assert any(isinstance(message.facts, UpdateShared) for message in house.discord.posted)


async def test_a_message_that_may_stand_in_a_deleted_thread_is_sent_anew_in_the_next(
    house: House,
) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    await house.database.write(an_update, pair)
    house.discord.befalls("send", "after", UnknownOutcomeError())
    house.discord.befalls("find", "before", UnreadableError(10003))
    delivery = house.delivery()
    await house.deliver(delivery)
    for _ in range(3):
        house.clock.move(timedelta(hours=1))
        await house.deliver(delivery)
    row = await house.row(NudgeKind.UPDATE_SHARED)
    assert (row.state, row.channel) == (NudgeState.SENT, house.discord.threads["quartz"])
    assert await house.database.read(cases.open_in, GUILD) == []


async def test_it_is_over_once_a_message_arrives_there_again(house: House) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    await house.database.write(an_update, pair)
    house.discord.befalls("send", "before", ForbiddenError(LOCKED))
    await house.deliver()
    [case] = await house.database.read(cases.open_in, GUILD)
    await _look(house)
    assert (await house.database.read(cases.get, GUILD, case.id)).state is CaseState.OPEN
    house.clock.move(timedelta(minutes=2))
    await house.database.write(an_update, pair, house.clock.now())
    await house.deliver()
    assert any(isinstance(one.facts, UpdateShared) for one in house.discord.posted)
    await _look(house)
    assert (await house.database.read(cases.get, GUILD, case.id)).state is CaseState.RESOLVED
    assert (await house.row(NudgeKind.UPDATE_SHARED)).message is not None


async def test_what_was_refused_comes_too_where_only_the_hourly_look_finds_it_over(
    house: House,
) -> None:
    pair, _ = await _lock(house)
    house.clock.move(timedelta(minutes=2))
    await house.database.write(an_update, pair, house.clock.now())
    # A process that had not heard of the trouble: it sends, and leaves the case as it is.
    await house.deliver()
    await _look(house)
    await house.deliver()
    shown = [one.facts for one in house.discord.posted if isinstance(one.facts, UpdateShared)]
    assert len({facts.update for facts in shown}) == len(shown) == 2


@pytest.mark.parametrize("state", [PairState.RUNNING, PairState.PAUSED])
@pytest.mark.parametrize("has_thread", [True, False])
async def test_it_is_not_over_while_the_pair_has_no_thread_to_write_in(
    house: House, state: PairState, has_thread: bool
) -> None:
    pair, case = await _lock(house)
    await house.database.write(pairs.set_state, GUILD, pair, state)
    if not has_thread:
        await house.database.write(pairs.record_thread, GUILD, pair, None)
    await _look(house)
    assert (await house.database.read(cases.get, GUILD, case)).state is CaseState.OPEN


async def test_a_pair_that_has_ended_needs_no_thread(house: House) -> None:
    pair, case = await _lock(house)
    await house.database.write(pairs.record_thread, GUILD, pair, None)
    await house.database.write(pairs.end, GUILD, pair, EndReason.TOGETHER, house.clock.now())
    await _look(house)
    assert (await house.database.read(cases.get, GUILD, case)).state is CaseState.RESOLVED
