"""`/away`: reminders pause, the partner knows, and it can be ended."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.messages.errors import CORRECT
from bot.messages.time_choices import span_name
from sandbox import Answer, Channel, Person
from sandbox.people.transcript import text_of
from sandbox.state.records import SILENT
from tests.discord import people
from tests.discord.conftest import Society
from tests.discord.people import (
    CHECK_IN,
    first_check_in,
    standing,
    until_asked,
    until_status,
)

CHICAGO = ZoneInfo("America/Chicago")


async def a_pair(society: Society) -> tuple[Person, Person, Channel]:
    """Return a pair that has met, at noon: no one is told of an absence at night."""
    found = await people.a_pair(society)
    noon = datetime.combine(today(society), time(12), CHICAGO)
    society.discord.clock.set(noon)
    return found


def today(society: Society) -> date:
    """Return the day it is for the pair."""
    return society.discord.clock.now().astimezone(CHICAGO).date()


def ends_away(answer: Answer) -> bool:
    """Return whether an answer offers to end a time away."""
    return any((button.custom_id or "").startswith("pc1:away:back:") for button in answer.buttons)


def in_days(society: Society, days: int) -> str:
    """Return a day as someone types it."""
    return (today(society) + timedelta(days=days)).isoformat()


async def test_the_partner_reads_it_in_the_thread_with_the_note_made_harmless(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    answer = await mentee.slash(
        "away",
        from_="today",
        until=in_days(society, 9),
        note="Exams! @everyone <@1> **hi**",
        at=thread,
    )
    assert answer.ephemeral
    assert days(society, 0, 9).partition(" – ")[2] in answer.text
    assert mentor.mention in answer.text
    told = await society.discord.until_message(thread, containing="is away")
    assert told.notified == set(), "it asks nothing of anyone"
    assert told.flags & SILENT
    assert not told.mention_everyone
    assert "Exams" in told.content


@pytest.mark.parametrize("who", ["mentor", "mentee"])
async def test_a_check_in_in_that_time_is_left_out_whoever_of_the_two_is_away(
    society: Society, who: str
) -> None:
    mentor, mentee, thread = await a_pair(society)
    due = first_check_in(society)
    society.discord.clock.set(due - timedelta(days=1))  # it is queued by now
    person = {"mentor": mentor, "mentee": mentee}[who]
    await person.slash("away", from_="today", until="in 5 days", at=thread)
    society.discord.clock.set(due)
    await until_status(mentee, lambda text: "Check-in" not in text)
    society.discord.clock.set(due + timedelta(days=5))
    await person.slash("status")
    assert standing(thread, CHECK_IN) == []
    asked = await until_asked(society, thread, due + timedelta(days=14))
    assert asked.notified == {mentee.id}, "the turn was kept"


async def test_somebody_is_welcomed_back_by_day_with_nothing_piled_up(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    await mentee.slash("away", from_="today", until=in_days(society, 2), at=thread)
    await society.discord.until_message(thread, containing="is away")
    back_on = today(society) + timedelta(days=3)
    society.discord.clock.set(datetime.combine(back_on, time(10), CHICAGO))
    welcome = await society.discord.until_message(thread, containing="welcome back")
    assert welcome.notified == {mentee.id}
    answer = await mentee.click(welcome, custom_id="pc1:status:show:")
    assert "Check-in" not in answer.text


async def test_back_sooner_is_one_click_and_the_partner_hears_of_it(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    due = first_check_in(society)
    await mentee.slash("away", from_="today", until="in three weeks", at=thread)
    await society.discord.until_message(thread, containing="is away")
    society.discord.clock.set(due - timedelta(days=1))
    back = await mentee.click(await mentee.slash("nudges"), custom_id="pc1:away:back:")
    await society.discord.wait_for(lambda: "Welcome back" in back.text)
    news = await society.discord.until_message(thread, containing="back early")
    assert news.notified == set()
    assert news.flags & SILENT
    await until_asked(society, thread, due)
    again = await mentee.repeat(back)
    assert "already over" in again.text or "lready done" in again.text


async def test_both_away_at_once_is_posted_in_one_message(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    await mentor.slash("away", from_="in 3 days", until="in 10 days", at=thread)
    answer = await mentee.slash("away", from_="in 7 days", until="in 14 days", at=thread)
    assert f"{mentor.mention} is away" in answer.text
    told = await society.discord.until_message(thread, containing="both")
    assert told.notified == set()
    assert told.flags & SILENT


async def test_whose_time_is_longer_is_told_in_full_and_what_both_share_beside_it(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    await mentee.slash("away", from_="in 6 days", until="in 12 days", at=thread)
    await society.discord.until_message(thread, containing="is away")
    await mentor.slash("away", from_="in 3 days", until="in 28 days", at=thread)
    told = await society.discord.until_message(thread, containing="both")
    assert f"{mentor.mention} is away {days(society, 3, 28)}" in told.content
    assert days(society, 6, 12) in told.content


def days(society: Society, first: int, last: int) -> str:
    """Return how a stretch of days from today is named."""
    begin, end = (today(society) + timedelta(days=number) for number in (first, last))
    return span_name(begin, end, begin)


async def test_it_is_posted_at_night_too_and_wakes_no_one(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    society.discord.clock.set(datetime.combine(today(society), time(23), CHICAGO))
    answer = await mentee.slash("away", from_="today", until=in_days(society, 9), at=thread)
    assert mentor.mention in answer.text
    told = await society.discord.until_message(thread, containing="is away")
    assert told.notified == set()


async def test_a_promise_that_falls_into_it_is_due_after_the_return(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    await mentee.slash("commit add", what="Draft it", due=f"{in_days(society, 4)} 18:00", at=thread)
    answer = await mentee.slash("away", from_="tomorrow", until=in_days(society, 8), at=thread)
    assert "1 commitment" in answer.text
    listed = await mentee.slash("commit list", at=thread)
    due = today(society) + timedelta(days=10)
    assert "Draft it" in listed.text
    stamp = next(word for word in listed.text.split("<t:")[1:]).split(":")[0]
    assert int(stamp) // 86400 >= (due - date(1970, 1, 1)).days


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2020-01-01", "2020-01-09", "has passed"),
        ("in 10 days", "in 3 days", "before it starts"),
        ("today", "in 8 months", "up to 92 days"),
        ("whenever", "tomorrow", "whenever"),
        ("today", "<@&1>", ""),
    ],
)
async def test_days_that_make_no_sense_get_a_clear_answer_and_change_nothing(
    society: Society, first: str, last: str, words: str
) -> None:
    _, mentee, thread = await a_pair(society)
    answer = await mentee.slash("away", from_=first, until=last, at=thread)
    assert answer.ephemeral
    assert words in answer.text
    assert not ends_away(answer)
    assert not ends_away(await mentee.slash("nudges"))


async def test_what_the_command_refuses_opens_in_the_form(society: Society) -> None:
    _, mentee, _ = await a_pair(society)
    values = {"from": "some day", "until": "in two weeks", "note": "Exams"}
    refused = await mentee.slash("away", values)
    assert all(text in refused.text for text in values.values())
    again = await mentee.click(refused, CORRECT)
    assert again.modal is not None
    assert {field.custom_id: field.value for field in again.modal.fields} == values
    done = await mentee.submit(again, {"from": "tomorrow"})
    assert ends_away(done)


async def test_times_that_overlap_are_refused_and_named(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    await mentee.slash("away", from_="in 3 days", until="in 10 days", at=thread)
    answer = await mentee.slash("away", from_="in 8 days", until="in 20 days", at=thread)
    assert "already away" in answer.text
    assert ends_away(answer)
    other = await mentee.slash("away", from_="in 11 days", until="in 12 days")
    assert days(society, 11, 12) in other.text


async def test_status_shows_it_to_both_and_gives_an_open_question_more_time(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    await until_asked(society, thread, first_check_in(society))
    before = await until_status(mentee, lambda text: "- Check-in" in text)
    await mentee.slash("away", from_="today", until="in a week", at=thread)
    for person, who in ((mentor, mentee.mention), (mentee, "You")):
        assert f"Away: {who}: " in (await person.slash("status")).text
    assert _due(before) < _due((await mentee.slash("status")).text)


def _due(status: str) -> int:
    line = next(
        line for line in status.splitlines() if line.partition("- ")[2].startswith("Check-in")
    )
    return int(line.rpartition("<t:")[2].partition(":")[0])


async def test_it_takes_no_typing_of_commands(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    form = await mentee.click(await mentee.slash("nudges", at=thread), custom_id="pc1:away:form:")
    answer = await mentee.submit(form, {"from": "tomorrow", "until": "in a week"})
    assert days(society, 1, 7).partition(" – ")[0] in answer.text
    cancelled = await mentee.click(answer, custom_id="pc1:away:back:")
    await society.discord.wait_for(lambda: "canceled" in cancelled.text)


async def test_nobody_can_end_another_persons_time(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    answer = await mentee.slash("away", from_="today", until="in a week", at=thread)
    assert answer.message is not None
    custom_id = answer.message.components[0]["components"][0]["custom_id"]
    told = await society.discord.until_message(thread, containing="is away")
    forged = await mentor.click_forged(told, custom_id)
    assert "can’t find" in forged.text
    assert "Away" in (await mentee.slash("nudges")).text
    assert text_of(told)
