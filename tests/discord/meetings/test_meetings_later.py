"""What follows a confirmed meeting: reminders, the question, series, first meetings."""

from datetime import timedelta

import pytest

from sandbox import Channel, Message
from sandbox.people.transcript import text_of
from sandbox.state import messages
from sandbox.state.records import SILENT
from tests.discord.conftest import Society
from tests.discord.enrolled import a_circle
from tests.discord.meeting_people import (
    CHICAGO,
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

ASKED = "Did you meet"


def reminders(thread: Channel) -> list[Message]:
    """Return the reminders in a thread."""
    return [one for one in standing(thread, "you’re meeting <t:") if "said yes" not in one.content]


async def test_both_are_reminded_the_day_before_and_asked_on_the_card(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 4)
    card = await arranged(society, mentor, mentee, thread, typed(when))
    society.discord.clock.set(when - timedelta(hours=24))
    day_before = await society.discord.until_message(thread, containing="To prepare")
    assert day_before.notified == {mentor.id, mentee.id}
    society.discord.clock.set(when - timedelta(hours=1))
    await mentee.slash("status")
    society.discord.clock.set(when + timedelta(hours=2))
    asked = await society.discord.until_message(thread, containing=ASKED)
    assert asked.id == card.id, "no one is notified of the question"
    assert len(reminders(thread)) == 1, "one reminder and the calendar file are enough"
    for person in (mentor, mentee):
        assert person.mention in asked.content
    await society.discord.wait_for(lambda: not ids_of(day_before, "pc1:meet:reschedule:"))
    await mentor.click(asked, "We met")
    await society.discord.wait_for(lambda: mentor.mention not in card.content)
    assert mentee.mention in card.content
    await mentee.click(card, "We met")
    await society.discord.wait_for(lambda: "You met <t:" in card.content)
    assert not ids_of(card, "pc1:")
    await society.discord.wait_for(lambda: not ids_of(day_before, "pc1:"))
    assert len([one for one in standing(thread, "<t:") if not one.content.startswith("Once")]) == 2


async def test_who_chooses_it_is_reminded_an_hour_before_too(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 4)
    await arranged(society, mentor, mentee, thread, typed(when))
    panel = await mentee.click(await mentee.slash("nudges"), custom_id="pc1:nudges:hour-on:")
    assert "Turn off 1h reminder" in [button.label for button in panel.buttons]
    society.discord.clock.set(when - timedelta(hours=24))
    await society.discord.until_message(thread, containing="To prepare")
    society.discord.clock.set(when - timedelta(hours=1))
    await society.discord.wait_for(lambda: len(reminders(thread)) == 2)
    assert reminders(thread)[1].notified == {mentee.id}


async def test_a_meeting_set_too_late_for_a_day_ahead_is_announced_and_reminded_of_in_its_hour(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    society.discord.clock.set(ahead(society, 1, 10))
    when = ahead(society, 0, 18)
    await mentee.slash("meet propose", at=thread, time=typed(when))
    asked = await society.discord.until_message(thread, containing="would like to meet")
    await mentor.click(asked, custom_id=TAKE)
    told = await society.discord.until_message(thread, containing="I’ll remind you an hour before")
    assert told.notified == {mentee.id}
    await society.discord.wait_for(lambda: not ids_of(asked, "pc1:"))
    society.discord.clock.set(when - timedelta(hours=1))
    await society.discord.wait_for(lambda: len(reminders(thread)) == 1)
    assert reminders(thread)[0].notified == {mentor.id, mentee.id}


async def test_who_has_not_said_whether_they_met_is_asked_with_the_next_thing(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 4)
    card = await arranged(society, mentor, mentee, thread, typed(when))
    due = ahead(society, 6, 12)
    await mentee.slash("commit add", what="Draft it", due=typed(due), at=thread)
    society.discord.clock.set(when + timedelta(hours=2))
    await society.discord.wait_for(lambda: ASKED in card.content)
    await mentor.click(card, "We met")
    society.discord.clock.set(due - timedelta(hours=24))
    both = await society.discord.until_message(thread, containing="2 things for you")
    assert both.notified == {mentee.id}
    assert "Draft it" in both.content
    assert ASKED in both.content
    await mentee.click(await mentee.click(both, custom_id="pc1:meet:ask:"), "We met")
    await society.discord.wait_for(lambda: "You met <t:" in both.content)
    await society.discord.wait_for(lambda: not ids_of(card, "pc1:"))
    assert not ids_of(both, "pc1:meet:")
    assert ids_of(both, "pc1:commit:"), "the other part can still be answered"


async def test_a_card_that_was_deleted_is_posted_again_once(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 4)
    await mentee.slash("meet propose", at=thread, time=typed(when))
    asked = await society.discord.until_message(thread, containing="would like to meet")
    listed = await mentor.slash("meet list", at=thread)
    messages.delete(society.discord.world, thread, asked)
    await mentor.click(listed, custom_id=TAKE)
    card = await society.discord.until_message(thread, containing="You’re meeting")
    assert card.notified == {mentee.id}
    events_of(card)
    society.discord.clock.set(when + timedelta(hours=2))
    await society.discord.until_message(thread, containing=ASKED)
    assert ASKED in card.content
    assert len(standing(thread, ASKED)) == 1


async def test_a_card_that_was_deleted_comes_again_silently_with_what_changed(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    card = await arranged(society, mentor, mentee, thread, typed(ahead(society, 4)))
    messages.delete(society.discord.world, thread, card)

    await mentee.slash("meet agenda", at=thread, item="My two drafts")

    again = await society.discord.until_message(thread, containing="My two drafts")
    assert "You’re meeting" in again.content
    assert again.flags & SILENT
    assert not again.notified
    events_of(again)
    await mentor.slash("meet agenda", at=thread, item="The third one")
    await society.discord.wait_for(lambda: "The third one" in text_of(again))
    assert len(standing(thread, "You’re meeting")) == 1


async def test_an_early_meeting_is_reminded_of_before_the_night(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 4, 8, 30)
    await arranged(society, mentor, mentee, thread, typed(when))
    await mentee.click(await mentee.slash("nudges"), custom_id="pc1:nudges:hour-on:")
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
    assert "hasn’t started yet" in (await mentee.click_forged(settled, meet)).text
    society.discord.clock.set(when + timedelta(minutes=10))
    begun = await mentee.slash("meet cancel", number=1, at=thread)
    assert "can’t be canceled" in begun.text
    society.discord.clock.set(when + timedelta(hours=2))
    asked = await society.discord.until_message(thread, containing=ASKED)
    answer = await mentee.click(asked, "We met")
    assert answer.ephemeral
    assert "Great!" in answer.text
    assert "Took place" in (await mentor.slash("meet list", at=thread)).text
    over = await mentor.slash("meet cancel", number=1, at=thread)
    assert "already took place" in over.text
    again = await mentee.click(answer, custom_id="pc1:meet:ask:")
    assert "already your answer" in (await mentee.click(again, "We met")).text


async def test_accounts_that_differ_are_a_quiet_case_and_nobodys_answer_is_shown(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 3)
    await arranged(society, mentor, mentee, thread, typed(when))
    society.discord.clock.set(when + timedelta(hours=2))
    asked = await society.discord.until_message(thread, containing=ASKED)
    await mentee.click(asked, "We met")
    await mentor.click(asked, "They couldn’t make it")
    found = (await society.mo.slash("case list")).text
    assert "Conflicting answers about a meeting" in found
    for words in ("weren't", "not-there"):
        assert words not in found
    assert standing(society.back_room, "Case") == []
    assert "Not confirmed" in (await mentee.slash("meet list", at=thread)).text


@pytest.mark.parametrize(
    ("first", "second"), [("We met", "We met"), ("I couldn’t make it", "They couldn’t make it")]
)
async def test_a_case_about_accounts_is_over_once_they_agree(
    society: Society, first: str, second: str
) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 3)
    await arranged(society, mentor, mentee, thread, typed(when))
    society.discord.clock.set(when + timedelta(hours=2))
    asked = await society.discord.until_message(thread, containing=ASKED)
    met = await mentee.click(asked, "We met")
    missed = await mentor.click(asked, "They couldn’t make it")
    shown = await society.mo.slash("case show", case=1)
    for said in (mentor.mention, mentee.mention, f"<#{thread.id}>"):
        assert said in shown.text
    await society.discord.wait_for(lambda: not ids_of(asked, "pc1:"))
    for person, answer, label in ((mentee, met, first), (mentor, missed, second)):
        anew = await person.click(answer, custom_id="pc1:meet:ask:")
        await person.click(anew, label)
    assert "Conflicting answers" not in (await society.mo.slash("case list")).text
    assert "Resolved automatically" in (await society.mo.slash("case show", case=1)).text


async def test_silence_is_unknown_and_never_missed(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 3)
    await arranged(society, mentor, mentee, thread, typed(when))
    society.discord.clock.set(when + timedelta(hours=2))
    asked = await society.discord.until_message(thread, containing=ASKED)
    society.discord.clock.set(when + timedelta(days=6, hours=1))
    for _ in range(100):
        text = (await mentee.slash("meet list", at=thread)).text
        if "Not confirmed" in text:
            break
    assert "Not confirmed" in text
    # A late word still counts.
    await society.discord.wait_for(lambda: not ids_of(asked, "pc1:"))
    late = await mentor.click(await mentor.slash("meet list", at=thread), "Say how it went")
    await mentor.click(late, "We met")
    assert "Took place" in (await mentee.slash("meet list", at=thread)).text


async def test_a_series_stands_in_the_calendar_and_leaves_out_what_is_paused(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    first = ahead(society, 3)
    asked = await mentee.slash("meet propose", at=thread, time=f"every other {first:%A} 18:00")
    assert "every other week" in asked.text
    shown = await society.discord.until_message(thread, containing="would like to meet")
    await says(society, await mentor.click(shown, custom_id=TAKE), "every other week")
    settled = await society.discord.until_message(thread, containing="You’re meeting")
    _, (event,) = events_of(settled)
    assert event["rrule"].to_ical() == b"FREQ=WEEKLY;INTERVAL=2"
    assert event["dtstart"].dt == first
    days = [first + timedelta(days=14 * number) for number in range(3)]
    society.discord.clock.set(first + timedelta(days=1))
    await mentee.slash("pair pause", at=thread, days=20)
    society.discord.clock.set(first + timedelta(days=2))
    left_out = await society.discord.until_message(thread, containing="is skipped")
    assert stamp(days[1]) in text_of(left_out)
    calendar, (later,) = events_of(left_out)
    assert calendar["method"] == "PUBLISH"
    assert later["uid"] == event["uid"]
    assert later["sequence"] > event["sequence"]
    assert [one.dt for one in later["exdate"].dts] == [days[1]]
    listed = (await mentee.slash("meet list", at=thread)).text
    assert stamp(days[1]) not in listed
    assert stamp(days[2]) in listed
    sure = await mentor.click(await mentor.slash("meet list", at=thread), "End series")
    assert "scheduled meetings" in sure.text
    await says(society, await mentor.click(sure, "End series"), "Series ended")
    gone = await society.discord.until_message(thread, containing="meeting series has ended")
    calendar, (off,) = events_of(gone)
    assert calendar["method"] == "CANCEL"
    assert off["uid"] == event["uid"]
    assert off["sequence"] > later["sequence"]


async def test_a_first_meeting_is_asked_of_the_mentee_and_then_of_whoever_has_the_turn(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    society.discord.clock.set(ahead(society, 4))
    nudge = await society.discord.until_message(thread, containing="your first meeting with")
    assert nudge.notified == {mentee.id}
    form = await mentee.click(nudge, custom_id="pc1:meet:form:")
    await mentee.submit(form, {"time-0": typed(ahead(society, 9))})
    await society.discord.until_message(thread, containing="would like to meet")
    society.discord.clock.set(ahead(society, 6))
    turn = await society.discord.until_message(thread, containing="for you to pick a time")
    assert turn.notified == {mentor.id}
    await says(society, await mentor.click(turn, custom_id=TAKE), "You’re meeting")
    await society.discord.until_message(thread, containing="You’re meeting")


async def test_who_has_not_answered_is_asked_for_six_days_whatever_others_say(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 3)
    card = await arranged(society, mentor, mentee, thread, typed(when))
    society.discord.clock.set(when + timedelta(hours=2))
    await society.discord.wait_for(lambda: ASKED in card.content)
    await mentee.click(card, "We met")

    mine, theirs = await mentor.slash("status"), await mentee.slash("status")

    assert f"How did your meeting {stamp(when)}f> go?" in mine.text
    assert "We met" in [button.label for button in mine.buttons]
    assert "How did your meeting" not in theirs.text
    await society.discord.wait_for(lambda: mentee.mention not in card.content)
    assert ids_of(card, "pc1:meet:met:")
    society.discord.clock.set(when + timedelta(days=6, minutes=1))
    await society.discord.wait_for(lambda: card.content == f"You met {stamp(when)}F>.")
    assert not ids_of(card, "pc1:")
    assert "How did your meeting" not in (await mentor.slash("status")).text


async def test_nobodys_click_in_a_circle_answers_for_another(society: Society) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO.key, CHICAGO.key)
    when = ahead(society, 4)
    await mentor.slash("meet propose", at=thread, time=typed(when))
    card = await society.discord.until_message(thread, containing="would like to meet")
    for other in (ana, ben):
        await other.click(card, custom_id=TAKE)
    await society.discord.wait_for(lambda: "You’re meeting" in card.content)
    society.discord.clock.set(when + timedelta(hours=2))
    await society.discord.wait_for(lambda: ASKED in card.content)

    await ana.click(card, "We met")

    for person in (mentor, ben):
        assert "How did your meeting" in (await person.slash("status")).text
    assert "How did your meeting" not in (await ana.slash("status")).text
    for person in (mentor, ben):
        await person.click(card, "We met")
    await society.discord.wait_for(lambda: not ids_of(card, "pc1:"))
