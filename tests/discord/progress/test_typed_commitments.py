"""Commitments with unclear times: nothing is lost, and every possible meaning is offered."""

from datetime import datetime, timedelta

from bot.messages.errors import CORRECT
from sandbox import Answer, Person
from tests.discord.conftest import Society
from tests.discord.meeting_people import CHICAGO, clocks_go_back, ids_of, says
from tests.discord.people import a_pair

ESSAY = "Draft my statement"
ADD, MOVE = "pc1:commit:reading:", "pc1:commit:move-reading:"


def on_the_day(society: Society, days: int) -> str:
    day = society.discord.clock.now().astimezone(CHICAGO).date() + timedelta(days=days)
    return day.isoformat()


async def choose(person: Person, asked: Answer, prefix: str, number: int) -> Answer:
    """Click one of the readings that are offered."""
    message = asked.messages[0]
    return await person.click_forged(message, ids_of(message, prefix)[number])


def fields_of(form: Answer) -> dict[str, str | None]:
    assert form.modal is not None
    return {field.custom_id: field.value for field in form.modal.fields}


async def test_two_days_in_a_command_become_two_buttons(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    first, second = on_the_day(society, 3), on_the_day(society, 4)
    asked = await mentee.slash(
        "commit add", at=thread, what=f"{ESSAY} by {first} or {second}", obstacle="Exams"
    )
    assert "Which one do you mean?" in asked.text
    offered = ids_of(asked.messages[0], ADD)
    assert len(offered) == 2
    made = await choose(mentee, asked, ADD, 1)
    due = datetime.combine(datetime.fromisoformat(second), datetime.min.time(), CHICAGO)
    due = due.replace(hour=20)
    text = await says(society, made, f"<t:{int(due.timestamp())}:F>")
    assert f"**{ESSAY}**" in text
    listed = await mentee.slash("commit list", at=thread)
    assert listed.text.count(ESSAY) >= 1
    again = await mentee.click_forged(asked.messages[0], offered[0])
    assert "don’t have what you typed" in again.text


async def test_an_unclear_hour_in_the_form_is_offered_and_mended_in_it(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    empty = await mentee.slash("commit list", at=thread)
    form = await mentee.click(empty, custom_id="pc1:commit:form:")
    typed = {"words": ESSAY, "due": f"{on_the_day(society, 3)} at 8", "plan_b": "Ten minutes"}
    asked = await mentee.submit(form, typed)
    assert len(ids_of(asked.messages[0], ADD)) == 2
    assert "Ten minutes" in asked.text
    kept = fields_of(await mentee.click(asked, CORRECT))
    assert {key: kept[key] for key in typed} == typed


async def test_what_a_command_refuses_opens_in_the_form(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    for values, said in (
        ({"what": ESSAY, "due": "whenever"}, "couldn’t read"),
        ({"what": f"{ESSAY} by Sept 31", "plan-b": "Soup"}, "Sep 31 doesn’t exist"),
        ({"what": "email Dr. May"}, "When is it due?"),
        ({"what": f"{ESSAY} by the end of term"}, "I don’t know when"),
        ({"what": ESSAY, "due": "May"}, "could be"),
    ):
        refused = await mentee.slash("commit add", values, at=thread)
        assert said in refused.text
        for text in values.values():
            assert text in refused.text, "what was typed is given back"
        kept = fields_of(await mentee.click(refused, CORRECT))
        assert kept["words"] == values["what"]
        assert (kept["due"] or "") == values.get("due", "")
        assert (kept["plan_b"] or "") == values.get("plan-b", "")


async def test_a_blank_promise_opens_the_form_with_the_rest_of_what_was_typed(
    society: Society,
) -> None:
    _, mentee, thread = await a_pair(society)
    values = {"what": "   ", "due": "tomorrow 7pm", "obstacle": "exam week"}
    form = fields_of(await mentee.slash("commit add", values, at=thread))
    assert (form["due"], form["obstacle"]) == ("tomorrow 7pm", "exam week")
    values = {"due": "tomorrow 7pm", "plan-b": "soup " * 200}
    refused = await mentee.slash("commit add", values, at=thread)
    assert "What will you do?" in refused.text
    assert values["plan-b"].strip() in refused.text, "no form holds it, so it is given back"


async def test_the_hour_that_comes_twice_is_asked_about_a_promise_too(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    change = clocks_go_back(society)
    asked = await mentee.slash("commit add", at=thread, what=f"Call by {change:%b %d %Y} 1:30am")
    assert "comes twice" in asked.text
    assert any("after the clocks go back" in str(each.label) for each in asked.buttons)
    made = await choose(mentee, asked, ADD, 1)
    second = datetime(change.year, change.month, change.day, 1, 30, fold=1, tzinfo=CHICAGO)
    await says(society, made, f"<t:{int(second.timestamp())}:F>")


async def test_another_time_that_may_mean_two_is_offered_by_command(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    await mentee.slash("commit add", at=thread, what=f"{ESSAY} by {on_the_day(society, 3)}")
    asked = await mentee.slash(
        "commit move", at=thread, commitment="1", due=f"{on_the_day(society, 5)} at 8"
    )
    moved = await choose(mentee, asked, MOVE, 1)
    assert "Moved" in await says(society, moved, "Moved")
    listed = await mentee.slash("commit list", at=thread)
    assert listed.text.count(ESSAY) == 1


async def test_another_time_that_may_mean_two_is_offered_from_its_form_too(
    society: Society,
) -> None:
    _, mentee, thread = await a_pair(society)
    made = await mentee.slash("commit add", at=thread, what=f"{ESSAY} by {on_the_day(society, 3)}")
    days = await mentee.click(made, "Move")
    typed = f"{on_the_day(society, 5)} at 8"
    asked = await mentee.submit(await mentee.click(days, "Pick another date…"), {"due": typed})
    kept = fields_of(await mentee.click(asked, CORRECT))
    assert kept["due"] == typed
    moved = await choose(mentee, asked, MOVE, 0)
    assert "Moved" in await says(society, moved, "Moved")
