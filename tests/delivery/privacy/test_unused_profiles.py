"""Whoever doesn't use a profile for a year is asked about it; only silence erases it."""

from datetime import timedelta

import pytest

from bot.delivery.notifier import ForbiddenError
from bot.delivery.privacy import retention
from bot.domain.ids import UserId
from bot.domain.privacy.nudges import ProfileUnused
from bot.domain.states import EndReason
from bot.services.cohorts import profiles as profile_service
from bot.services.privacy import privacy
from bot.services.programs import saved_programs
from bot.storage.cohorts import profiles
from bot.storage.pairs import endings, pairs
from tests.delivery.privacy.test_erasures import ANA, BEN, Scene, scene
from tests.delivery.society import GUILD
from tests.services.society import somebody

__all__ = ["scene"]
DAY = timedelta(days=1)
EVE = UserId(744_444_444_444_444_444)


async def night(scene: Scene) -> None:
    """Do what is done each day, and send what is due."""
    await retention.clear_unused_profiles(scene.database, scene.settings.privacy, scene.clock.now())
    for _ in range(3):
        await scene.delivery.deliver_due()


def asked(scene: Scene) -> list[ProfileUnused]:
    """Return who was asked about their profile."""
    return [one.facts for one in scene.discord.posted if isinstance(one.facts, ProfileUnused)]


async def has_profile(scene: Scene, user: UserId = EVE) -> bool:
    return await scene.database.read(profiles.find, GUILD, user) is not None


@pytest.fixture
async def a_year_later(scene: Scene) -> Scene:
    """Yield a society in which Eve and Ana, who is in a pair, did nothing for a year."""
    for user in (EVE, ANA):
        await profile_service.choose(scene.app, somebody(user), "offers", ["research"])
    scene.clock.move(365 * DAY)
    await night(scene)
    return scene


async def test_no_one_is_asked_a_day_before_and_no_one_in_a_pair(scene: Scene) -> None:
    for user in (EVE, ANA):
        await profile_service.choose(scene.app, somebody(user), "offers", ["research"])
    scene.clock.move(364 * DAY)
    await night(scene)
    assert asked(scene) == []

    scene.clock.move(DAY)
    await night(scene)
    assert [facts.person for facts in asked(scene)] == [EVE]


async def test_without_an_answer_it_is_erased_on_the_day_that_was_said(
    a_year_later: Scene,
) -> None:
    scene = a_year_later
    [facts] = asked(scene)
    assert facts.erased_at == scene.clock.now() + 30 * DAY

    scene.clock.move(29 * DAY)
    await night(scene)
    assert await has_profile(scene)
    scene.clock.move(DAY)
    await night(scene)

    assert not await has_profile(scene)
    assert await has_profile(scene, ANA)
    assert len(asked(scene)) == 1


@pytest.mark.parametrize("answers", [True, False])
async def test_whoever_answers_or_uses_the_bot_keeps_it_and_is_asked_again_in_a_year(
    a_year_later: Scene, answers: bool
) -> None:
    scene = a_year_later
    scene.clock.move(5 * DAY)
    if answers:
        await privacy.keep_profile(scene.app, somebody(EVE))
    else:
        await saved_programs.list_for_person(scene.app, somebody(EVE))
        await profile_service.choose(scene.app, somebody(EVE), "offers", ["shadowing"])
    scene.clock.move(200 * DAY)
    await night(scene)
    assert await has_profile(scene)
    assert len(asked(scene)) == 1

    scene.clock.move(170 * DAY)
    await night(scene)
    assert len(asked(scene)) == 2


async def test_a_profile_of_someone_who_could_not_be_told_stays(scene: Scene) -> None:
    await profile_service.choose(scene.app, somebody(EVE), "offers", ["research"])
    scene.clock.move(365 * DAY)
    scene.discord.befalls("create_thread", "before", ForbiddenError(50013), times=20)

    for _ in range(50):
        await night(scene)
        scene.clock.move(DAY)

    assert asked(scene) == []
    assert await has_profile(scene)


async def test_whoever_has_ended_a_mentorship_is_asked_too(a_year_later: Scene) -> None:
    scene = a_year_later
    pair = await scene.database.read(pairs.get, GUILD, scene.pair)
    now = scene.clock.now()
    await scene.database.write(endings.close, pair, EndReason.TOGETHER, now, now)

    for _ in range(2):
        await night(scene)
        scene.clock.move(DAY)

    assert {facts.person for facts in asked(scene)} == {EVE, ANA}
    assert not await has_profile(scene, BEN)
