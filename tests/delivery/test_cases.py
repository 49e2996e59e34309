"""Which trouble becomes which case, and when moderators hear of it."""

from datetime import timedelta

from bot.delivery.notifier import GoneError
from bot.domain.nudges import CaseOpened, UpdateShared
from bot.domain.states import CaseState, NudgeKind
from bot.storage import cases
from tests.delivery.conftest import House
from tests.delivery.society import GUILD, an_introduced_pair, an_update


async def _look(house: House) -> None:
    delivery = house.delivery()
    await delivery.start()
    await delivery.close()


async def test_a_thread_deleted_by_hand_is_one_case_about_its_pair_and_not_one_a_message(
    house: House,
) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    for _ in range(3):
        await house.database.write(an_update, pair)
    house.discord.befalls("send", "before", GoneError(10003), times=3)
    await house.deliver()
    [case] = await house.database.read(cases.open_in, GUILD)
    assert (case.kind, case.subject) == ("thread-trouble", f"pair:{pair}")
    assert case.facts["reason"] == "the channel is gone"
    # It can wait for Monday's digest.
    assert [one for one in house.discord.posted if isinstance(one.facts, CaseOpened)] == []


async def test_it_is_over_once_a_message_arrives_there_again(house: House) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    await house.database.write(an_update, pair)
    house.discord.befalls("send", "before", GoneError(10003))
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
