"""What is kept for a while is erased after it, and not a day before."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.delivery.notifier import TransientError
from bot.delivery.privacy import retention
from bot.domain.ids import UserId
from bot.domain.privacy.register import Term
from bot.domain.states import EndReason, Worth
from bot.domain.youth.youth import AgeBand
from bot.services.privacy import erasing
from bot.storage import presence
from bot.storage.pairs import endings, pairs
from bot.storage.privacy.register import people_in
from bot.storage.tables import goals, pair_feedback, updates
from bot.storage.youth import youth
from bot.storage.youth.youth import Age
from tests.delivery.privacy.test_erasures import ANA, BEN, Scene, scene
from tests.delivery.society import GUILD
from tests.every_society import select

__all__ = ["scene"]
DAY = timedelta(days=1)


async def left(scene: Scene, user: UserId) -> None:
    """Record that someone left the server now."""
    await scene.database.write(presence.record, GUILD, (), (user,), scene.clock.now())
    scene.discord.left.add(user)


async def erase_departed(scene: Scene) -> int:
    """Erase who left long enough ago."""
    return await retention.erase_departed(
        scene.database, scene.settings, scene.clock, scene.discord.is_member
    )


@pytest.mark.parametrize(("days", "is_erased"), [(29, False), (30, True)])
async def test_whoever_left_is_erased_after_thirty_days(
    scene: Scene, days: int, is_erased: bool
) -> None:
    await left(scene, ANA)
    scene.clock.move(days * DAY)

    await erase_departed(scene)

    people = await scene.database.read(people_in, GUILD)
    assert (ANA not in people) is is_erased
    assert BEN in people


@pytest.mark.parametrize(("days", "is_erased"), [(6, False), (7, True)])
async def test_whoever_is_under_18_and_left_is_erased_after_a_week(
    scene: Scene, days: int, is_erased: bool
) -> None:
    now = scene.clock.now()
    await scene.database.write(youth.save_age, Age(GUILD, ANA, AgeBand.OLDER, now))
    await scene.database.write(youth.save_age, Age(GUILD, BEN, AgeBand.ADULT, now))
    for user in (ANA, BEN):
        await left(scene, user)
    scene.clock.move(days * DAY)

    await erase_departed(scene)

    people = await scene.database.read(people_in, GUILD)
    assert (ANA not in people) is is_erased
    assert BEN in people


async def test_whoever_came_back_in_time_is_not_erased(scene: Scene) -> None:
    await left(scene, ANA)
    scene.clock.move(20 * DAY)
    await scene.database.write(presence.record, GUILD, (ANA,), (), scene.clock.now())
    scene.clock.move(20 * DAY)

    assert await erase_departed(scene) == 0


async def test_whoever_came_back_unnoticed_is_not_erased_for_an_old_note(scene: Scene) -> None:
    await left(scene, ANA)
    await left(scene, BEN)
    scene.clock.move(40 * DAY)
    scene.discord.left.remove(ANA)

    assert await erase_departed(scene) == 1

    people = await scene.database.read(people_in, GUILD)
    assert ANA in people
    assert BEN not in people


async def test_no_one_is_erased_about_whom_discord_does_not_answer(scene: Scene) -> None:
    await left(scene, ANA)
    scene.clock.move(40 * DAY)
    scene.discord.befalls("is_member", "before", TransientError("Discord is away"))

    assert await erase_departed(scene) == 0

    assert ANA in await scene.database.read(people_in, GUILD)
    assert await erase_departed(scene) == 1, "the next time it answers"


async def test_one_who_cannot_be_erased_does_not_keep_the_others_and_is_not_logged(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    erase = erasing.erase

    def failing(connection: Connection, *given: Any) -> Any:
        if ANA in given:
            raise ValueError(f"a row of {ANA} that no one expected")
        return erase(connection, *given)

    monkeypatch.setattr(erasing, "erase", failing)
    await left(scene, ANA)
    await left(scene, BEN)
    scene.clock.move(40 * DAY)

    assert await erase_departed(scene) == 1

    people = await scene.database.read(people_in, GUILD)
    assert ANA in people
    assert BEN not in people
    logged = capsys.readouterr().out
    assert "erasing.one_failed" in logged
    assert str(ANA) not in logged


async def test_what_was_said_in_a_mentorship_goes_a_year_after_its_end(scene: Scene) -> None:
    def end(connection: Connection) -> None:
        now = scene.clock.now()
        pair = pairs.get(connection, GUILD, scene.pair)
        pairs.record_worth(connection, GUILD, scene.pair, BEN, Worth.MUCH, now)
        endings.close(connection, pair, EndReason.TOGETHER, now)

    def kept(connection: Connection) -> list[int]:
        tables = (updates, goals, pair_feedback)
        return [len(connection.execute(select(table)).all()) for table in tables]

    await scene.database.write(end)
    chosen = scene.settings.privacy
    scene.clock.move(chosen.erase_pair_texts_after_days * DAY)
    await retention.erase_what_is_old(scene.database, chosen, scene.clock.now())
    assert await scene.database.read(kept) == [2, 2, 1], "not before the day is over"

    scene.clock.move(timedelta(seconds=1))
    gone = await retention.erase_what_is_old(scene.database, chosen, scene.clock.now())

    assert gone[Term.PAIR_TEXTS] > 0
    # Whether they'd meet again is kept, because it decides about later matches.
    assert await scene.database.read(kept) == [0, 0, 1]


async def test_nothing_of_a_mentorship_that_goes_on_is_erased(scene: Scene) -> None:
    scene.clock.move(2_000 * DAY)

    gone = await retention.erase_what_is_old(
        scene.database, scene.settings.privacy, scene.clock.now()
    )

    assert set(gone.values()) == {0}
