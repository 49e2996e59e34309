"""From a proposed time to "we met", through the front door."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar

from sandbox import Channel, Discord, Message, Person
from sandbox.transcript import text_of
from tests.discord.conftest import Society
from tests.discord.people import a_pair, standing, until_status

CHICAGO = ZoneInfo("America/Chicago")


def ahead(society: Society, days: int, hour: int = 18) -> datetime:
    """Return an hour of Chicago's some days ahead."""
    day = society.discord.clock.now().astimezone(CHICAGO).date() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, tzinfo=CHICAGO)


def typed(instant: datetime) -> str:
    """Return a time as somebody may type it."""
    return f"{instant:%Y-%m-%d %H:%M}"


def stamp(instant: datetime) -> str:
    """Return how Discord is told an instant."""
    return f"<t:{int(instant.timestamp())}:"


async def arranged(
    society: Society, mentor: Person, mentee: Person, thread: Channel, when: datetime
) -> Message:
    """Let the mentee propose a time and the mentor take it; return what the thread says."""
    await mentee.slash("meet propose", at=thread, time=typed(when))
    asked = await society.discord.until_message(thread, containing="proposes to meet")
    answer = await mentor.click(asked, button_for(asked, "meet:take"))
    await society.discord.wait_for(lambda: "Settled" in answer.text)
    return await society.discord.until_message(thread, containing="It is settled")


def button_for(message: Message, verb: str, number: int = 0) -> str:
    """Return the label of a button by what it does."""
    found = [
        item["label"]
        for row in message.components
        for item in row["components"]
        if f":{verb}:" in f":{item.get('custom_id', '')}"
    ]
    return str(found[number])


def calendar_of(discord: Discord, message: Message) -> Calendar:
    """Return the calendar file of a message."""
    (file,) = message.attachments
    return Calendar.from_ical(discord.file(file))


async def test_a_proposed_time_is_settled_with_one_click(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 3)
    answer = await mentee.slash(
        "meet propose", at=thread, time=typed(when), agenda="My *first* draft <@1>"
    )
    assert answer.ephemeral
    assert stamp(when) in answer.text
    asked = await society.discord.until_message(thread, containing="proposes to meet")
    assert asked.notified == {mentor.id}
    assert stamp(when) in text_of(asked)
    assert "18:00 in Chicago" in text_of(asked)
    await until_status(mentor, lambda text: "proposed times" in text)
    taken = await mentor.click(asked, button_for(asked, "meet:take"))
    await society.discord.wait_for(lambda: "you meet" in taken.text)
    settled = await society.discord.until_message(thread, containing="It is settled")
    assert settled.notified == {mentee.id}
    assert "Settled" in asked.content
    assert "first" in text_of(settled)
