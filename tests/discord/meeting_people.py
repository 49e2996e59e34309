"""A pair that arranges meetings: what the stories about them have in common."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from sandbox import Answer, Channel, Message, Person
from sandbox.state.content import walk
from tests.discord.conftest import Society

CHICAGO = ZoneInfo("America/Chicago")
TAKE = "pc1:meet:take:"


def ahead(society: Society, days: int, hour: int = 18, minute: int = 0) -> datetime:
    """Return an hour of Chicago's some days ahead."""
    today = society.discord.clock.now().astimezone(CHICAGO).date()
    return datetime.combine(today + timedelta(days=days), time(hour, minute), CHICAGO)


def clocks_go_back(society: Society) -> date:
    """Return the next day on which Chicago's clocks do: November's first Sunday."""
    today = society.discord.clock.now().astimezone(CHICAGO).date()
    years = (date(year, 11, 1) for year in (today.year, today.year + 1))
    days = [first + timedelta(days=(6 - first.weekday()) % 7) for first in years]
    return next(day for day in days if day > today)


def typed(instant: datetime) -> str:
    """Return a time as someone may type it."""
    return f"{instant:%Y-%m-%d %H:%M}"


def stamp(instant: datetime) -> str:
    """Return how Discord is told an instant."""
    return f"<t:{int(instant.timestamp())}:"


def ids_of(message: Message, prefix: str) -> list[str]:
    """Return the custom ids of a message's buttons that begin so."""
    found = (str(item.get("custom_id", "")) for item in walk(message.components))
    return [custom_id for custom_id in found if custom_id.startswith(prefix)]


def events_of(message: Message) -> tuple[Calendar, list[Event]]:
    """Return the calendar file of a message, and its events."""
    (file,) = message.attachments
    calendar = Calendar.from_ical(file.data)
    assert isinstance(calendar, Calendar)
    return calendar, [one for one in calendar.walk("VEVENT") if isinstance(one, Event)]


async def says(society: Society, answer: Answer, words: str) -> str:
    """Wait for an answer that follows a message which was replaced first."""
    await society.discord.wait_for(lambda: words in answer.text)
    return answer.text


async def arranged(
    society: Society, mentor: Person, mentee: Person, thread: Channel, when: str
) -> Message:
    """Let the mentee propose a time and the mentor take it; return what the thread says."""
    await mentee.slash("meet propose", at=thread, time=when)
    asked = await society.discord.until_message(thread, containing="would like to meet")
    await says(society, await mentor.click(asked, custom_id=TAKE), "You’re meeting")
    return await society.discord.until_message(thread, containing="You’re meeting")


async def meets(
    society: Society, mentor: Person, mentee: Person, thread: Channel, when: datetime
) -> None:
    """Let a pair arrange a meeting; nobody says whether it took place."""
    await mentee.slash("meet propose", at=thread, time=typed(when))
    offer = await society.discord.until_message(thread, containing="would like to meet")
    await mentor.click(offer, custom_id=TAKE)
