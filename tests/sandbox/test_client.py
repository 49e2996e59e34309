"""An unmodified discord.py client meets the stand-in."""

from tests.sandbox.client import Panel
from tests.sandbox.conftest import Scene


async def test_every_option_type_arrives(scene: Scene):
    role = scene.guild.role("Mentors")
    file = scene.discord.attachment("people.csv", b"a,b")
    answer = await scene.ana.slash(
        "hello",
        name="Em",
        count=3,
        who=scene.ben,
        role=role,
        channel=scene.general,
        loud=True,
        remind_on="2026-01-05",
        file=file,
    )
    assert answer.text == "Em 3 ben Mentors general True 2026-01-05 a,b"
    assert answer.ephemeral


async def test_autocomplete_offers_choices(scene: Scene):
    answer = await scene.ana.autocomplete("hello", "name", "em")
    assert [choice.name for choice in answer.choices] == ["emma"]


async def test_buttons_menus_and_forms_work(scene: Scene):
    panel = await scene.ana.slash("panel")
    hello = await scene.ben.click(panel, "Answer")
    chosen = await scene.ben.select(panel, None, ["Two"])
    form = await scene.ben.click(panel, "Ask")
    wrote = await scene.ben.submit(form, {"Your words": "a few"})
    updated = await scene.ben.click(panel, "Update")
    assert hello.text == "Hello ben"
    assert chosen.text == "Chose ['Two']"
    assert wrote.text == "You wrote a few"
    assert updated.text == "Updated"
    assert updated.buttons == []


async def test_labelled_forms_work(scene: Scene):
    form = await scene.ana.slash("survey")
    answer = await scene.ana.submit(form, {"Topic": "Research", "Who": [scene.ben]})
    assert answer.text == "['r'] ['ben']"


async def test_ticks_and_uploads_arrive(scene: Scene):
    form = await scene.ana.slash("choices")
    file = scene.discord.attachment("people.csv", b"a,b")
    filled = {"One of": "b", "Any of": ["x", "y"], "18 or older": True, "File": file}
    full = await scene.ana.submit(form, filled)
    empty = await scene.ana.submit(await scene.ana.slash("choices"), {"One of": "a"})
    assert full.text == "b ['x', 'y'] True ['a,b']"
    assert empty.text == "a [] False []"


async def test_a_deferred_answer_settles_and_follow_ups_can_be_edited(scene: Scene):
    answer = await scene.ana.slash("slow")
    await answer.settled()
    await scene.discord.wait_for(lambda: "edited" in answer.text)
    assert answer.deferred
    assert answer.text == "Done\nMore, edited"
    assert answer.ephemeral


async def test_layouts_are_read_as_text(scene: Scene):
    answer = await scene.ana.slash("cohort create", name="Spring")
    assert answer.text == "Cohort Spring\nOpen"
    assert answer.buttons[0].url == "https://example.org"


async def test_buttons_in_a_dm_work(scene: Scene):
    user = await scene.bot.fetch_user(scene.ana.id)
    sent = await user.send("A panel", view=Panel())
    assert scene.ana.dm is not None
    answer = await scene.ana.click(scene.ana.dm.messages[sent.id], "Answer")
    assert answer.text == "Hello ana"
    assert answer.ephemeral


async def test_context_menus_carry_their_target(scene: Scene):
    said = scene.ben.says(scene.general, "I passed!")
    about = await scene.ana.user_menu("View somebody", scene.ben)
    quoted = await scene.ana.message_menu("Quote", said)
    assert about.text == "This is ben"
    assert quoted.text == "> I passed!"
