"""People who sign up, and pairs who have met: what most stories begin with."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.domain.ids import ChannelId, GuildId
from bot.storage.pairs import pairs
from sandbox import Answer, Channel, Message, Person
from sandbox.people.transcript import text_of
from tests.delivery.society import a_held_meeting
from tests.discord.conftest import Society

CHECK_IN = "A quick check-in"
TUESDAY = 1


MENUS = ("stage", "fields", "topics", "formats")


def answers(**changes: Any) -> dict[str, Any]:
    """Return the answers to the sign-up of someone ordinary: menus chosen and words typed."""
    ordinary: dict[str, Any] = {
        "stage": ["college-pre-health"],
        "fields": ["medicine"],
        "topics": ["research"],
        "time_zone": "Chicago",
    }
    return ordinary | changes


async def choose(
    society: Society, person: Person, button: str = "I want a mentor", **changes: Any
) -> Answer:
    """Go through a sign-up's first step, up to the button that opens its form."""
    step = await person.click(await society.panel(), button)
    if any(each.label == "Yes, 18 or older" for each in step.buttons):
        step = await person.click(step, "Yes, 18 or older")
    for menu, chosen in answers(**changes).items():
        if menu in MENUS:
            await person.select(step, f"pc1:join:{menu}", chosen)
    return step


async def open_form(
    society: Society, person: Person, button: str = "I want a mentor", **changes: Any
) -> Answer:
    """Go through a sign-up up to its form, and open it."""
    step = await choose(society, person, button, **changes)
    return await person.click(step, custom_id="pc1:join:words:")


async def sign_up(
    society: Society, person: Person, button: str = "I want a mentor", **changes: Any
) -> Answer:
    """Sign someone up through the panel."""
    form = await open_form(society, person, button, **changes)
    return await person.submit(form, words(**changes))


def words(**changes: Any) -> dict[str, Any]:
    """Return what is typed into the form of a sign-up."""
    return {key: value for key, value in answers(**changes).items() if key not in MENUS}


async def confirm(person: Person, answer: Answer) -> Answer:
    """Press the button that an act which touches many asks for, if this one does."""
    for button in answer.buttons:
        if (button.custom_id or "").startswith("pc1:act:confirm"):
            return await (await person.click(answer, button.label)).settled()
    return answer


async def propose_and_approve(society: Society) -> Answer:
    """Propose pairs for Spring, and approve all of them."""
    await (await society.mo.slash("match preview", cohort="Spring")).settled()
    asked = await (await society.mo.slash("match approve", cohort="Spring")).settled()
    return await confirm(society.mo, asked)


async def end_cohort(society: Society, name: str = "Spring") -> Answer:
    """End a cohort, and confirm it."""
    return await confirm(society.mo, await society.mo.slash("cohort end", name=name))


async def open_cohort(society: Society, name: str = "Spring") -> None:
    """Make a cohort and open it."""
    await society.mo.slash("cohort create", name=name)
    await society.mo.slash("cohort open", name=name)
    await society.panel()


async def a_pair(society: Society, zone: str = "Chicago") -> tuple[Person, Person, Channel]:
    """Return a mentor, a mentee and the thread in which they were introduced."""
    mentor, mentee = society.guild.person("Mira"), society.guild.person("Nils")
    await open_cohort(society)
    await sign_up(society, mentor, "I can mentor", stage=["resident"], time_zone=zone)
    await sign_up(society, mentee, time_zone=zone)
    await propose_and_approve(society)
    message = await society.discord.until_message(mentee, containing=", meet <@")
    # Discord shows it a moment before the bot has written down that the two have met.
    await until_status(mentee, lambda text: "sending your introduction" not in text)
    return mentor, mentee, society.discord.world.channels[message.channel_id]


async def direct_messages_on(society: Society, person: Person) -> None:
    """Let a person choose direct messages, and wait until the bot has tried one."""
    panel = await person.slash("nudges")
    await person.click(panel, custom_id="pc1:nudges:dms-on:")
    await society.discord.wait_for(lambda: "It works" in panel.text)


async def until_status(person: Person, holds: Callable[[str], bool]) -> str:
    """Ask for /status until it says so; a bot that never does fails the test."""
    for _ in range(200):
        text = (await person.slash("status")).text
        if holds(text):
            return text
    raise AssertionError(text)


def first_check_in(society: Society, zone: str = "America/Chicago") -> datetime:
    """Return the first Tuesday, 18:00 in `zone`, at least a week after the newest pair met."""
    place = ZoneInfo(zone)
    introduced = society.guild.threads[-1].created_at
    assert introduced is not None
    day = introduced.astimezone(place).date() + timedelta(days=7)
    day += timedelta(days=(TUESDAY - day.weekday()) % 7)
    return datetime.combine(day, time(18), place)


async def until_asked(society: Society, thread: Channel, instant: datetime) -> Message:
    """Move to a check-in's hour and return it."""
    society.discord.clock.set(instant)
    return await society.discord.until_message(thread, containing=CHECK_IN)


def standing(thread: Channel, containing: str) -> list[Message]:
    """Return the messages in a thread that contain these words."""
    return [each for each in thread.standing() if containing in text_of(each)]


async def have_met(society: Society, thread: Channel) -> None:
    """Save that the people of a thread have met just now."""
    guild, now = GuildId(society.guild.id), society.discord.clock.now()

    def keep(connection: Connection) -> None:
        pair = pairs.in_thread(connection, guild, ChannelId(thread.id))
        assert pair is not None
        a_held_meeting(connection, pair.id, now, guild)

    await society.running.app.database.write(keep)
