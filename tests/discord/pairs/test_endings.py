"""What a pair leaves behind: meetings cancelled properly, and a goodbye that counts."""

import re
from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import NudgeState
from bot.storage.tables import outbox
from sandbox import Channel, Message, Person
from sandbox.state.messages import delete
from tests.discord.conftest import Society
from tests.discord.enrolled import a_pair
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
from tests.discord.people import first_check_in, standing, until_asked
from tests.every_society import all_nudges

REMINDED = "To prepare"


async def close(society: Society, person: Person, thread: Channel) -> Message:
    """Close the pair of a thread and return its goodbye."""
    asked = await person.slash("pair end", at=thread)
    await person.click(asked, custom_id="pc1:pair:end-now:")
    return await society.discord.until_message(thread, containing="wrapped up")


async def test_the_farewell_takes_the_coming_meeting_out_of_both_calendars(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 4)
    settled = await arranged(society, mentor, mentee, thread, typed(when))
    _, [written] = events_of(settled)

    farewell = await close(society, mentor, thread)

    calendar, [gone] = events_of(farewell)
    assert calendar["method"] == "CANCEL"
    assert gone["uid"] == written["uid"]
    assert int(gone["sequence"]) > int(written["sequence"])
    assert gone["dtstart"].dt == written["dtstart"].dt
    assert farewell.notified == {mentor.id, mentee.id}
    assert stamp(when) in farewell.content
    society.discord.clock.set(when - timedelta(hours=24))
    await mentee.slash("status")
    society.discord.clock.set(when + timedelta(hours=2))
    await mentee.slash("status")
    assert standing(thread, REMINDED) == []
    assert standing(thread, "Did you meet") == []
    assert standing(thread, "canceled your meeting") == []


async def test_a_series_ends_with_its_pair_in_one_message(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    first = ahead(society, 3)
    await mentee.slash("meet propose", at=thread, time=f"every other {first:%A} 18:00")
    shown = await society.discord.until_message(thread, containing="would like to meet")
    await says(society, await mentor.click(shown, custom_id=TAKE), "every other week")
    settled = await society.discord.until_message(thread, containing="You’re meeting")
    _, written = events_of(settled)

    farewell = await close(society, mentee, thread)

    _, gone = events_of(farewell)
    assert {event["uid"] for event in gone} == {event["uid"] for event in written}
    assert re.search(r"Your [4-6] upcoming meetings", farewell.content)  # eight weeks' worth
    assert standing(thread, "meeting series has ended") == []


async def test_a_farewell_without_meetings_ahead_speaks_of_none(society: Society) -> None:
    mentor, _, thread = await a_pair(society)

    farewell = await close(society, mentor, thread)

    assert farewell.attachments == []
    assert "meeting" not in farewell.content


async def test_times_that_wait_for_an_answer_are_void_with_the_pair(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    await mentee.slash("meet propose", at=thread, time=typed(ahead(society, 4)))
    asked = await society.discord.until_message(thread, containing="would like to meet")

    [take] = ids_of(asked, TAKE)
    await close(society, mentor, thread)

    # The message loses its buttons soon, but a phone may still show them.
    assert "has ended" in (await mentor.click_forged(asked, take)).text


async def live_together(society: Society, thread: Channel, mentor: Person, mentee: Person) -> None:
    """Let a pair meet, reach a goal, keep two commitments, log an update, and share a win."""
    for what, seen in (("Draft it", True), ("Sleep more", False)):
        promise = {"what": what, "due": "in 3 days", "partner-sees": seen}
        await mentee.slash("commit add", promise, at=thread)
    for number in (1, 2):
        await mentee.slash("commit done", commitment=str(number), at=thread)
    goal = await mentee.slash("goal add", at=thread)
    await mentee.submit(goal, {"words": "Six letters", "due": "in two months"})
    await mentee.slash("goal done", goal="1", at=thread)
    await mentor.slash("win", text="A good hour", at=thread)
    update = await mentee.slash("update log", at=thread)
    await mentee.submit(update, {"moved": "A draft"})
    when = ahead(society, 2)
    await arranged(society, mentor, mentee, thread, typed(when))
    society.discord.clock.set(when + timedelta(hours=2))
    asked = await society.discord.until_message(thread, containing="Did you meet")
    await says(society, await mentee.click(asked, "We met"), "Great!")


async def test_status_and_farewell_count_what_the_pair_did_and_nothing_that_it_did_not(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    beginning = await mentor.slash("pair status", at=thread)
    await live_together(society, thread, mentor, mentee)

    status = await mentor.slash("pair status", at=thread)
    farewell = await close(society, mentor, thread)

    assert "Nothing yet" in beginning.text
    assert "1 meeting, 1 goal reached, 1 commitment done, 1 win, and 1 update" in status.text
    assert "1 meeting, 1 goal reached, and 1 commitment done" in farewell.content
    for text in (status.text, farewell.content):
        # A commitment that only its owner sees is not counted where the other reads.
        assert "0 " not in text.partition("1 meeting")[2].partition("1 update")[0]
        for private in ("Sleep more", "Draft it", "Six letters", "A good hour", "A draft"):
            assert private not in text
    assert "Thank you both" in farewell.content


async def test_buttons_of_a_deleted_message_are_looked_for_once(society: Society) -> None:
    mentor, _, thread = await a_pair(society)
    [introduction] = standing(thread, ", meet ")
    delete(society.discord.world, thread, introduction)

    await close(society, mentor, thread)

    def over(connection: Connection) -> list[NudgeState]:
        rows = all_nudges(connection, outbox.c.kind == NudgeKind.MESSAGE_OVER)
        return [row.state for row in rows]

    async def is_settled() -> bool:
        states = await society.running.app.database.read(over)
        return bool(states) and not {NudgeState.DUE, NudgeState.LEASED} & set(states)

    # A refused edit is tried again a moment later.
    for _ in range(50):
        if await is_settled():
            break
        society.discord.clock.advance(timedelta(minutes=1))
        await mentor.slash("status")
    assert NudgeState.CANCELLED in await society.running.app.database.read(over)


async def test_what_a_pair_was_asked_keeps_its_words_and_loses_its_buttons_at_the_end(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    await mentee.slash("commit add", what="Draft it", due="in 2 days", at=thread)
    due = first_check_in(society)
    society.discord.clock.set(due)
    await society.discord.until_message(thread, containing="Draft it** was due")
    # What can wait comes an hour after anything else that notifies them.
    asked = await until_asked(society, thread, due + timedelta(hours=1, minutes=1))
    question = asked.content
    assert ids_of(asked, "pc1:check-in:") != []

    goodbye = await close(society, mentor, thread)

    def live() -> list[str]:
        before = [message for message in standing(thread, "") if message.id != goodbye.id]
        return [custom_id for message in before for custom_id in ids_of(message, "pc1:")]

    await society.discord.wait_for(lambda: live() == [])
    assert asked.content == question
    assert ids_of(goodbye, "pc1:") != []
