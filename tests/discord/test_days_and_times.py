"""Days and times through the front door: every command reads them alike, and asks where it must.

The society's first day is Tuesday, April 6, 2027.
"""

import pytest

from bot.language.say import ENGLISH
from bot.messages.errors import CORRECT
from bot.messages.time_choices import zone_said
from sandbox import Answer, Channel, Person
from tests.discord.conftest import Society
from tests.discord.meeting_people import ids_of
from tests.discord.people import a_pair

BOTH = ("Fri, Apr 9", "Fri, Apr 16")


async def a_goal(person: Person, thread: Channel, typed: str) -> Answer:
    form = await person.slash("goal add", at=thread)
    return await person.submit(form, {"words": "Apply", "due": typed})


async def a_commitment(person: Person, thread: Channel, typed: str) -> Answer:
    return await person.slash("commit add", at=thread, what="Write", due=typed)


async def an_absence(person: Person, thread: Channel, typed: str) -> Answer:
    return await person.slash("away", at=thread, from_="today", until=typed)


async def a_reminder(person: Person, _: Channel, typed: str) -> Answer:
    return await person.slash("program save", name="EMRA", remind_on=typed)


async def a_snooze(person: Person, _: Channel, typed: str) -> Answer:
    panel = await person.slash("nudges")
    form = await person.select(panel, "pc1:nudges:snooze:", ["other"])
    return await person.submit(form, {"until": typed})


COMMANDS = {
    "goal": a_goal,
    "commit": a_commitment,
    "away": an_absence,
    "program": a_reminder,
    "nudges": a_snooze,
}
READINGS = {
    "goal": "pc1:goal:reading:",
    "commit": "pc1:commit:reading:",
    "away": "pc1:away:reading:",
    "program": "pc1:program:save-reading:",
    "nudges": "pc1:nudges:snooze-reading:",
}
# What each says once the second Friday was meant.
TAKEN = {
    "goal": "Fri, Apr 16.",
    "commit": "<t:1807923600:F>",
    "away": "Fri, Apr 16",
    "program": "Fri, Apr 16, 2027",
    "nudges": "Snoozed",
}


@pytest.mark.parametrize("command", COMMANDS)
async def test_next_friday_is_asked_about_everywhere_and_one_click_says_which(
    society: Society, command: str
) -> None:
    _, mentee, thread = await a_pair(society)
    asked = await COMMANDS[command](mentee, thread, "next friday")
    assert all(day in asked.text for day in BOTH)
    offered = ids_of(asked.messages[0], READINGS[command])
    assert len(offered) == len(BOTH)
    done = await mentee.click_forged(asked.messages[0], offered[1])
    assert TAKEN[command] in done.text


@pytest.mark.parametrize("command", COMMANDS)
async def test_what_can_not_be_read_opens_again_in_the_form(society: Society, command: str) -> None:
    _, mentee, thread = await a_pair(society)
    refused = await COMMANDS[command](mentee, thread, "31 de abril")
    assert "Apr 31 doesn’t exist" in refused.text
    form = await mentee.click(refused, CORRECT)
    assert form.modal is not None
    assert "31 de abril" in [field.value for field in form.modal.fields]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("el 15 de mayo", "Sat, May 15."),
        ("in a fortnight", "Tue, Apr 20."),
        ("by june", "Wed, Jun 30."),
        ("mar 1", "Wed, Mar 1, 2028"),
        ("cob friday", "Fri, Apr 9."),
    ],
)
async def test_a_goal_shows_its_weekday_and_its_year_unless_it_is_this_one(
    society: Society, typed: str, shown: str
) -> None:
    _, mentee, thread = await a_pair(society)
    assert shown in (await a_goal(mentee, thread, typed)).text


@pytest.mark.parametrize(
    "sentence",
    ["Write by 2031-03-04 7pm", "Write 2031-03-04 7pm", "Write by march 4, 2031 at 7pm"],
)
async def test_the_hour_of_a_day_too_far_ahead_is_not_taken_as_todays(
    society: Society, sentence: str
) -> None:
    _, mentee, thread = await a_pair(society)
    refused = await mentee.slash("commit add", at=thread, what=sentence)
    assert "more than three years away" in refused.text
    form = await mentee.click(refused, CORRECT)
    assert form.modal is not None
    assert any("2031" in str(field.value) for field in form.modal.fields)


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("Write friday by noon", "<t:1807290000:F>"),
        ("Write two weeks before may 1", "<t:1808010000:F>"),
        ("Write in six weeks", "<t:1810688400:F>"),
        ("escribir en dos semanas", "<t:1808269200:F>"),
    ],
)
async def test_a_commitment_in_one_sentence_says_when_it_is_due(
    society: Society, sentence: str, shown: str
) -> None:
    _, mentee, thread = await a_pair(society)
    assert shown in (await mentee.slash("commit add", at=thread, what=sentence)).text


async def test_the_end_of_a_day_is_asked_about(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    asked = await a_commitment(mentee, thread, "eod friday")
    assert len(ids_of(asked.messages[0], READINGS["commit"])) == 3


async def test_before_our_next_meeting_is_when_it_begins(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    none = await a_commitment(mentee, thread, "before our next meeting")
    assert "have a meeting coming up" in none.text


async def test_monthly_alone_is_asked_for_the_day_of_it(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    form = await mentee.slash("meet propose", at=thread)
    asked = await mentee.submit(form, {"time-0": "monthly"})
    assert "same date each month or the same weekday" in asked.text


async def test_two_weekdays_and_one_hour_are_two_times(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    form = await mentee.slash("meet propose", at=thread)
    proposed = await mentee.submit(form, {"time-0": "thu/mon 6pm"})
    # Thursday, April 8 and Monday, April 12, 18:00 in Chicago.
    assert "<t:1807225200:F>" in proposed.text
    assert "<t:1807570800:F>" in proposed.text


async def test_a_city_with_namesakes_is_asked_about_in_setup(society: Society) -> None:
    panel = await society.mo.slash("setup")
    form = await society.mo.click(panel, custom_id="pc1:setup:zone:")
    asked = await society.mo.submit(form, {"time_zone": "Portland"})
    assert "“America/Los_Angeles” (Portland, Oregon) or “America/New_York”" in asked.text
    again = await society.mo.click(asked, CORRECT)
    done = await society.mo.submit(again, {"time_zone": "Portland, Maine"})
    assert "America/New_York" in done.text


async def test_an_offset_is_said_to_be_without_summer_time(society: Society) -> None:
    panel = await society.mo.slash("setup")
    form = await society.mo.click(panel, custom_id="pc1:setup:zone:")
    done = await society.mo.submit(form, {"time_zone": "UTC+2"})
    assert zone_said(ENGLISH, "Etc/GMT-2") in done.text
