"""Goals, through the front door: few, dated, seen by both, and moved by their owner alone."""

from bot.messages.errors import CORRECT
from sandbox import Answer, Channel, Person
from tests.discord.conftest import Society
from tests.discord.people import a_pair, until_status

GOAL = "Apply to three summer programs"


async def set_goal(person: Person, thread: Channel, words: str = GOAL) -> Answer:
    form = await person.slash("goal add", at=thread)
    return await person.submit(form, {"words": words, "due": "in two months"})


async def test_a_goal_is_seen_by_both_and_its_progress_too(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    answer = await set_goal(mentee, thread)
    assert answer.ephemeral
    assert "2 more goals" in answer.text
    noted = await mentee.slash("goal progress", goal="1", percent=40, note="Two drafts", at=thread)
    assert "0% → 40%" in noted.text
    listed = await mentor.slash("goal list", at=thread)
    assert GOAL in listed.text
    assert f"40% · {mentee.mention} · Due" in listed.text
    assert "40% · Yours · Due" in (await mentee.slash("goal list", at=thread)).text
    await until_status(mentor, lambda text: f"Goal shared with you: {GOAL}" in text)


async def test_with_the_mouse_alone_a_goal_is_reached_and_told(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    empty = await mentee.slash("goal list", at=thread)
    form = await mentee.click(empty, "Set a goal")
    await mentee.submit(form, {"words": GOAL, "due": "in a month"})
    listed = await mentee.slash("goal list", at=thread)
    opened = await mentee.select(listed, None, [GOAL])
    form = await mentee.click(opened, custom_id="pc1:goal:progress:")
    step = await mentee.submit(form, {"percent": ["75"]})
    assert "75%" in step.text
    reached = await mentee.click(opened, custom_id="pc1:goal:done:")
    assert "You reached" in reached.text
    form = await mentee.click(reached, custom_id="pc1:win:form:")
    told = await mentee.submit(form, {"words": "All three are sent"})
    assert "Congratulations" in told.text
    shown = await society.discord.until_message(thread, containing="All three are sent")
    assert shown.notified == set(), "it asks nothing of anyone"
    again = await mentee.click(opened, custom_id="pc1:goal:done:")
    assert "already reached" in again.text


async def test_a_fourth_open_goal_is_refused_until_one_is_let_go(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    for number in range(3):
        await set_goal(mentee, thread, f"Goal number {number}")
    refused = await set_goal(mentee, thread, "One too many")
    assert "You have 3 open goals" in refused.text
    assert "One too many" in refused.text, "what was typed is given back"
    opened = await mentee.select(
        await mentee.slash("goal list", at=thread), None, ["Goal number 0"]
    )
    assert "Dropped" in (await mentee.click(opened, custom_id="pc1:goal:let-go:")).text
    assert "maximum" in (await set_goal(mentee, thread, "One too many")).text


async def test_only_its_owner_moves_a_goal(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    await set_goal(mentee, thread)
    refused = await mentor.slash("goal progress", goal="1", percent=50)
    assert "someone else’s" in refused.text
    assert "someone else’s" in (await mentor.slash("goal done", goal="1")).text
    stranger = society.guild.person("Somebody else")
    assert "can’t find that goal" in (await stranger.slash("goal done", goal="1")).text
    assert "can’t find that goal" in (await mentee.slash("goal done", goal="my first one")).text


async def test_a_goal_of_four_thousand_characters_is_refused_and_given_back(
    society: Society,
) -> None:
    _, mentee, thread = await a_pair(society)
    long = "study @everyone " * 250
    refused = await set_goal(mentee, thread, long)
    assert "The limit is 300" in refused.text
    [file] = [each for message in refused.messages for each in message.attachments]
    assert long.strip() in file.data.decode()
    assert "No goals yet" in (await mentee.slash("goal list", at=thread)).text


async def test_the_picture_of_a_pairs_way_is_theirs_alone(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    await set_goal(mentee, thread)
    listed = await mentee.slash("goal list", at=thread)
    drawn = await (await mentee.click(listed, "Our progress")).settled(within=30)
    [file] = [each for message in drawn.messages for each in message.attachments]
    assert file.data.startswith(b"\x89PNG")
    assert "Meetings: 0" in drawn.text
    assert drawn.ephemeral
    stranger = society.guild.person("Somebody else")
    button = next(each for each in listed.buttons if each.label == "Our progress")
    assert button.custom_id is not None
    own = (await stranger.slash("status")).message
    assert own is not None
    refused = await (await stranger.click_forged(own, button.custom_id)).settled()
    assert "another pair" in refused.text


async def test_a_note_alone_leaves_a_goal_where_it_is(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    await set_goal(mentee, thread)
    await mentee.slash("goal progress", goal="1", percent=37, at=thread)
    listed = await mentee.slash("goal list", at=thread)
    opened = await mentee.select(listed, None, [GOAL])
    form = await mentee.click(opened, custom_id="pc1:goal:progress:")
    assert "37% → 37%" in (await mentee.submit(form, {"note": "One more draft"})).text


async def test_a_day_that_has_passed_is_said_to_have_passed(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    form = await mentee.slash("goal add", at=thread)
    typed = {"words": "Sleep", "due": "yesterday"}
    refused = await mentee.submit(form, typed)
    assert "which has passed" in refused.text
    assert "Sleep" in refused.text, "one word is not lost either"
    again = await mentee.click(refused, CORRECT)
    assert again.modal is not None
    assert {field.custom_id: field.value for field in again.modal.fields} == typed


async def test_the_partner_sees_a_goal_and_no_button_that_would_be_refused(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    await set_goal(mentee, thread)
    opened = await mentor.select(await mentor.slash("goal list", at=thread), None, [GOAL])
    assert GOAL in opened.text
    assert [button.label for button in opened.buttons] == ["View goals"]
