"""What is posted at someone's night: it wakes no one, and each is notified in their morning."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sandbox import Channel, Person
from tests.discord.conftest import Society
from tests.discord.meeting_people import ahead, typed
from tests.discord.people import open_cohort, propose_and_approve, sign_up, until_status

CHICAGO, MANILA = ZoneInfo("America/Chicago"), ZoneInfo("Asia/Manila")
INTRODUCED, NOTICE = ", meet <@", "Posted in your quiet hours:"


async def approved(society: Society, zone: str) -> tuple[Person, Person]:
    """Approve a mentor in `zone` and a mentee in Chicago."""
    mentor, mentee = society.guild.person("Mira"), society.guild.person("Nils")
    await open_cohort(society)
    await sign_up(society, mentor, "I can mentor", stage=["resident"], time_zone=zone)
    await sign_up(society, mentee)
    await propose_and_approve(society)
    return mentor, mentee


def morning(society: Society, zone: ZoneInfo) -> datetime:
    """Return the next 8:00 in a zone."""
    now = society.discord.clock.now().astimezone(zone)
    today = datetime.combine(now.date(), time(8), zone)
    return today if today > now else today + timedelta(days=1)


async def test_an_introduction_wakes_no_one_and_notifies_the_other_in_their_morning(
    society: Society,
) -> None:
    mentor, mentee = await approved(society, "Manila")
    met = await society.discord.until_message(mentee, containing=INTRODUCED)
    assert met.notified == {mentee.id}  # 10:00 in Chicago is 23:00 in Manila

    society.discord.clock.set(morning(society, MANILA))

    notice = await society.discord.until_message(mentor, containing=f"{NOTICE} Introduction with")
    assert notice.notified == {mentor.id}
    assert f"/{met.channel_id}/{met.id}" in notice.content


async def test_an_introduction_waits_until_it_is_day_for_one_of_them(society: Society) -> None:
    tonight = ahead(society, 0, hour=23)
    society.discord.clock.set(tonight)
    mentor, mentee = await approved(society, "Chicago")
    await until_status(mentee, lambda text: "sending your introduction" in text)

    society.discord.clock.set(tonight + timedelta(hours=9))

    met = await society.discord.until_message(mentee, containing=INTRODUCED)
    assert met.created_at == tonight + timedelta(hours=9)
    assert met.notified == {mentor.id, mentee.id}


async def test_times_proposed_at_someones_night_reach_them_in_the_morning(
    society: Society,
) -> None:
    mentor, mentee = await approved(society, "Manila")
    met = await society.discord.until_message(mentee, containing=INTRODUCED)
    await until_status(mentee, lambda text: "sending your introduction" not in text)
    thread: Channel = society.discord.world.channels[met.channel_id]
    await mentee.slash("meet propose", at=thread, time=typed(ahead(society, 3)))

    asked = await society.discord.until_message(thread, containing="would like to meet")

    assert asked.notified == set()
    society.discord.clock.set(morning(society, MANILA))
    notice = await society.discord.until_message(mentor, containing="Meeting proposal with")
    assert notice.notified == {mentor.id}
    assert f"/{asked.channel_id}/{asked.id}" in notice.content


async def test_whoever_proposes_at_everyones_night_is_told_when_it_will_be_posted(
    society: Society,
) -> None:
    mentor, mentee = await approved(society, "Chicago")
    met = await society.discord.until_message(mentee, containing=INTRODUCED)
    await until_status(mentee, lambda text: "sending your introduction" not in text)
    thread: Channel = society.discord.world.channels[met.channel_id]
    tonight = ahead(society, 0, hour=23)
    society.discord.clock.set(tonight)

    answer = await mentee.slash("meet propose", at=thread, time=typed(ahead(society, 3)))

    dawn = tonight + timedelta(hours=9)
    assert f"I’ll post these <t:{int(dawn.timestamp())}:R>" in answer.text
    society.discord.clock.set(dawn)
    asked = await society.discord.until_message(thread, containing="would like to meet")
    assert asked.created_at == dawn
    assert asked.notified == {mentor.id}
