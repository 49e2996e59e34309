"""People are held to what Discord's own app would let them do."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sandbox import BEGINNING, Discord, NotPossibleError, Permission
from sandbox.people.answers import NO_RESPONSE
from sandbox.state.clock import Clock, instant_of
from tests.sandbox.conftest import Scene


async def test_unknown_commands_and_options_are_not_sent(scene: Scene):
    cases: list[tuple[str, dict[str, Any], str]] = [
        ("nothing", {}, "no command"),
        ("cohort", {"name": "x"}, "group"),
        ("cohort destroy", {}, "no command"),
        ("hello", {}, "needs name"),
        ("hello", {"name": "x", "colour": 1}, "no option"),
        ("hello", {"name": "x", "count": 6}, "takes 1 to 5"),
        ("hello", {"name": "x", "who": 12345}, "nothing here"),
    ]
    for command, options, reason in cases:
        with pytest.raises(NotPossibleError, match=reason):
            await scene.ana.slash(command, options)
    assert scene.bot.handled == []


async def test_default_permissions_are_honoured_unless_forced(scene: Scene):
    moderator = scene.guild.person("Mo", allow=Permission.MANAGE_GUILD)
    with pytest.raises(NotPossibleError, match="may not use"):
        await scene.ana.slash("moderate")
    assert (await moderator.slash("moderate")).text == "Moderated"
    assert (await scene.ana.slash("moderate", force=True)).text == "Moderated"


async def test_what_cannot_be_seen_or_pressed_is_refused(scene: Scene):
    panel = await scene.ana.slash("panel")
    private = await scene.ana.slash("hello", name="x")
    for press, reason in [
        (scene.ana.click(panel, "Later"), "cannot be pressed"),
        (scene.ana.click(panel, "Nope"), "no button"),
        (scene.ana.select(panel, None, ["Three"]), "offers"),
        (scene.ana.select(panel, None, ["One", "Two"]), "1 to 1"),
        (scene.ben.click(private, "x"), "cannot see"),
        (scene.ana.submit(private), "no form"),
    ]:
        with pytest.raises(NotPossibleError, match=reason):
            await press


async def test_forms_hold_back_what_does_not_fit(scene: Scene):
    panel = await scene.ana.slash("panel")
    form = await scene.ana.click(panel, "Ask")
    assert form.modal is not None
    assert [field.label for field in form.modal.fields] == ["Your words"]
    for values, reason in [
        ({}, "1 to 50"),
        ({"Your words": "x" * 51}, "1 to 50"),
        ({"Other": "x"}, "asks for"),
    ]:
        with pytest.raises(NotPossibleError, match=reason):
            await scene.ana.submit(form, values)


async def test_silence_is_seen_as_silence(scene: Scene):
    scene.discord.world.patience = 0.05
    answer = await scene.ana.slash("silent")
    assert answer.failed == NO_RESPONSE
    assert answer.text == NO_RESPONSE


async def test_forged_acts_reach_the_bot(scene: Scene):
    panel = await scene.ana.slash("panel")
    assert panel.message is not None
    scene.discord.world.patience = 0.05
    forged = await scene.ana.click_forged(panel.message, "never:made")
    form = await scene.ana.submit_forged("never:opened", {"words": "x"})
    assert forged.failed == NO_RESPONSE
    assert form.failed == NO_RESPONSE
    assert len(scene.bot.handled) == 3


async def test_a_second_press_is_a_new_interaction(scene: Scene):
    panel = await scene.ana.slash("panel")
    first = await scene.ana.click(panel, "Answer")
    second = await scene.ana.repeat(first)
    assert second.text == first.text
    assert len(set(scene.bot.handled)) == 3


async def test_everyone_sees_their_own_side(scene: Scene):
    await scene.ana.slash("panel")
    await scene.ana.slash("hello", name="secret")
    scene.ben.says(scene.general, f"well done {scene.ana.mention}")
    assert ["secret" in sight.text for sight in scene.ana.sees()] == [False, True, False]
    assert [sight.ephemeral for sight in scene.ben.sees()] == [False, False]
    last = scene.ben.sees()[-1]
    assert (last.place, last.author, last.pinged) == ("#general", "Ben", ("Ana",))
    assert "[Answer]" in str(scene.ben.sees()[0])
    assert "(Later)" in str(scene.ben.sees()[0])


async def test_one_person_can_be_in_two_servers(scene: Scene):
    other = scene.discord.guild("Another Society")
    ana_there = other.join(scene.ana)
    assert (await ana_there.slash("hello", name="x")).failed is None
    with pytest.raises(NotPossibleError, match="cannot see"):
        await scene.ben.slash("hello", name="x", at=other.channel("general"))


async def test_waiting_for_a_message_needs_no_sleep(scene: Scene):
    await scene.bot.get_partial_messageable(scene.general.id).send("a word")
    found = await scene.discord.until_message(scene.general, containing="word")
    seen = await scene.discord.until_message(scene.ana, containing="word")
    assert found is seen
    with pytest.raises(ZeroDivisionError):
        await scene.discord.wait_for(lambda: 1 / 0)
    with pytest.raises(TimeoutError):
        await scene.discord.until_message(scene.ana, containing="never", within=0.01)


async def test_the_clock_stands_until_it_is_moved_with_its_ids_stamps_and_file(tmp_path: Path):
    file = tmp_path / "clock"
    async with Discord.serve(clock_file=file) as discord:
        guild = discord.guild("Society")
        ana = guild.person("Ana")
        before = ana.says(guild.channel("general"), "before")
        discord.clock.advance(timedelta(days=3))
        after = ana.says(guild.channel("general"), "after")
        assert before.created_at == BEGINNING
        assert after.created_at == BEGINNING + timedelta(days=3)
        assert instant_of(after.id) == after.created_at
        assert float(file.read_text()) == after.created_at.timestamp()


async def test_ids_rise_while_time_stands():
    clock = Clock()
    ids = [clock.snowflake() for _ in range(3)]
    assert ids == sorted(set(ids))
    assert {instant_of(one) for one in ids} == {BEGINNING}


def test_a_clock_that_goes_by_itself_cannot_be_kept_in_a_file(tmp_path: Path):
    with pytest.raises(ValueError, match="goes with the machine's"):
        Clock(None, tmp_path / "clock")
