"""What follows a confirmed meeting: reminders, the question, series, first meetings."""

from datetime import timedelta

import pytest

from sandbox import Channel, Message
from sandbox.people.transcript import text_of
from tests.discord.conftest import Society
from tests.discord.meeting_people import (
    TAKE,
    ahead,
    arranged,
    events_of,
    ids_of,
    says,
    stamp,
    typed,
)
from tests.discord.people import a_pair, standing

ASKED = "did you meet at"


def reminders(thread: Channel) -> list[Message]:
    """Return the reminders in a thread."""
    return [
        one
        for one in standing(thread, "you meet <t:")
        if "It is settled" not in one.content and "Moved" not in one.content
    ]


async def test_both_are_reminded_once_a_day_and_an_hour_before(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 4)
    await arranged(society, mentor, mentee, thread, typed(when))
    society.discord.clock.set(when - timedelta(hours=24))
    day_before = await society.discord.until_message(thread, containing="To think about before")
    assert day_before.notified == {mentor.id, mentee.id}
    society.discord.clock.set(when - timedelta(hours=1))
    await society.discord.wait_for(lambda: len(reminders(thread)) == 2)
    assert reminders(thread)[1].notified == {mentor.id, mentee.id}
    society.discord.clock.set(when + timedelta(hours=2))
    asked = await society.discord.until_message(thread, containing=ASKED)
    assert asked.notified == {mentor.id, mentee.id}
    assert "Nothing was recorded" in (await mentor.click(asked, "Not now")).text
    assert len(reminders(thread)) == 2
    assert len(standing(thread, ASKED)) == 1


async def test_an_early_meeting_is_reminded_of_before_the_night(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 4, 8, 30)
    await arranged(society, mentor, mentee, thread, typed(when))
    society.discord.clock.set(when - timedelta(hours=24))
    await society.discord.wait_for(lambda: len(reminders(thread)) == 1)
    evening = ahead(society, 0, 20, 45)
    society.discord.clock.set(evening - timedelta(minutes=5))
    await mentee.slash("status")
    assert len(reminders(thread)) == 1
    society.discord.clock.set(evening)
    await society.discord.wait_for(lambda: len(reminders(thread)) == 2)


async def test_each_says_alone_whether_they_met(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 3)
    settled = await arranged(society, mentor, mentee, thread, typed(when))
    meet = ids_of(settled, "pc1:meet:cancel:")[0].replace(":cancel:", ":met:").partition("~")[0]
    assert "has not begun" in (await mentee.click_forged(settled, meet)).text
    society.discord.clock.set(when + timedelta(minutes=10))
    begun = await mentee.slash("meet cancel", number=1, at=thread)
    assert "can't be called off" in begun.text
    society.discord.clock.set(when + timedelta(hours=2))
    asked = await society.discord.until_message(thread, containing=ASKED)
    answer = await mentee.click(asked, "Met")
    assert answer.ephemeral
    assert "Good to hear" in answer.text
    assert "happened" in (await mentor.slash("meet list", at=thread)).text
    over = await mentor.slash("meet cancel", number=1, at=thread)
    assert "has taken place" in over.text
    assert "Already done" in (await mentee.click(asked, "Met")).text


async def test_accounts_that_differ_are_a_quiet_case_and_nobodys_answer_is_shown(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 3)
    await arranged(society, mentor, mentee, thread, typed(when))
    society.discord.clock.set(when + timedelta(hours=2))
    asked = await society.discord.until_message(thread, containing=ASKED)
    await mentee.click(asked, "Met")
    await mentor.click(asked, "They weren't there")
    found = (await society.mo.slash("case list")).text
    assert "did not remember a meeting the same way" in found
    for words in ("weren't", "not-there"):
        assert words not in found
    assert standing(society.back_room, "Case") == []
    assert "not confirmed" in (await mentee.slash("meet list", at=thread)).text


@pytest.mark.parametrize(
    ("first", "second"), [("Met", "Met"), ("I couldn't", "They weren't there")]
)
async def test_a_case_about_accounts_is_over_once_they_agree(
    society: Society, first: str, second: str
) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 3)
    await arranged(society, mentor, mentee, thread, typed(when))
    society.discord.clock.set(when + timedelta(hours=2))
    asked = await society.discord.until_message(thread, containing=ASKED)
    await mentee.click(asked, "Met")
    await mentor.click(asked, "They weren't there")
    shown = await society.mo.slash("case show", case=1)
    for said in (mentor.mention, mentee.mention, f"<#{thread.id}>"):
        assert said in shown.text
    await mentee.click(asked, first)
    await mentor.click(asked, second)
    assert "did not remember" not in (await society.mo.slash("case list")).text
    assert "over by itself" in (await society.mo.slash("case show", case=1)).text


async def test_silence_is_unknown_and_never_missed(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 3)
    await arranged(society, mentor, mentee, thread, typed(when))
    society.discord.clock.set(when + timedelta(hours=2))
    asked = await society.discord.until_message(thread, containing=ASKED)
    society.discord.clock.set(when + timedelta(days=6, hours=1))
    for _ in range(100):
        text = (await mentee.slash("meet list", at=thread)).text
        if "not confirmed" in text:
            break
    assert "not confirmed" in text
    # A late word still counts.
    await mentor.click(asked, "Met")
    assert "happened" in (await mentee.slash("meet list", at=thread)).text


async def test_a_series_stands_in_the_calendar_and_leaves_out_what_is_paused(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    first = ahead(society, 3)
    asked = await mentee.slash("meet propose", at=thread, time=f"every other {first:%A} 18:00")
    assert "every other week" in asked.text
    shown = await society.discord.until_message(thread, containing="proposes to meet")
    await says(society, await mentor.click(shown, custom_id=TAKE), "every other week")
    settled = await society.discord.until_message(thread, containing="It is settled")
    _, (event,) = events_of(settled)
    assert event["rrule"].to_ical() == b"FREQ=WEEKLY;INTERVAL=2"
    assert event["dtstart"].dt == first
    days = [first + timedelta(days=14 * number) for number in range(3)]
    society.discord.clock.set(first + timedelta(days=1))
    await mentee.slash("pair pause", at=thread, days=20)
    society.discord.clock.set(first + timedelta(days=2))
    left_out = await society.discord.until_message(thread, containing="is left out")
    assert stamp(days[1]) in text_of(left_out)
    calendar, (later,) = events_of(left_out)
    assert calendar["method"] == "PUBLISH"
    assert later["uid"] == event["uid"]
    assert later["sequence"] > event["sequence"]
    assert [one.dt for one in later["exdate"].dts] == [days[1]]
    listed = (await mentee.slash("meet list", at=thread)).text
    assert stamp(days[1]) not in listed
    assert stamp(days[2]) in listed
    sure = await mentor.click(await mentor.slash("meet list", at=thread), "End the series")
    assert "planned meetings are called off with it" in sure.text
    await says(society, await mentor.click(sure, "Yes, end it"), "The series has ended")
    gone = await society.discord.until_message(thread, containing="series of meetings has ended")
    calendar, (off,) = events_of(gone)
    assert calendar["method"] == "CANCEL"
    assert off["uid"] == event["uid"]
    assert off["sequence"] > later["sequence"]


async def test_a_first_meeting_is_asked_of_the_mentee_and_then_of_whoever_has_the_turn(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    society.discord.clock.set(ahead(society, 4))
    nudge = await society.discord.until_message(thread, containing="makes all the difference")
    assert nudge.notified == {mentee.id}
    form = await mentee.click(nudge, "Propose a time")
    await mentee.submit(form, {"time-0": typed(ahead(society, 9))})
    await society.discord.until_message(thread, containing="proposes to meet")
    society.discord.clock.set(ahead(society, 6))
    turn = await society.discord.until_message(thread, containing="it is your turn to choose")
    assert turn.notified == {mentor.id}
    await says(society, await mentor.click(turn, custom_id=TAKE), "you meet")
    await society.discord.until_message(thread, containing="It is settled")
