"""A partner who leaves the server, through the front door: one case, one message, no reminders."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sandbox import Channel, Message, Person
from sandbox.people.transcript import buttons_of, text_of
from tests.discord.conftest import Society
from tests.discord.meeting_people import ahead, typed
from tests.discord.people import CHECK_IN, a_pair, confirm, first_check_in, standing, until_status

DAY = timedelta(days=1)
GONE = "has left the server"
FIRST_MEETING = "your first meeting with"


def noon(society: Society, days: int) -> datetime:
    """Return noon some days from now, in people's own time zone, so that news is sent."""
    zone = ZoneInfo("America/Chicago")
    day = society.discord.clock.now().astimezone(zone).date() + days * DAY
    return datetime.combine(day, time(12), zone)


async def left(society: Society) -> tuple[Person, Person, Channel, Message]:
    """Return a pair whose mentor left, their thread, and the moderators' message about it."""
    mentor, mentee, thread = await a_pair(society)
    society.guild.leave(mentor)
    society.discord.clock.set(noon(society, days=2))
    case = await society.discord.until_message(
        society.back_room, containing="Someone left the server"
    )
    return mentor, mentee, thread, case


async def test_moderators_get_one_case_that_names_the_pair_and_its_thread(
    society: Society,
) -> None:
    mentor, mentee, thread, case = await left(society)
    for said in (mentor.mention, mentee.mention, f"<#{thread.id}>", "has left the server"):
        assert said in text_of(case)
    labels = [button.label for button in buttons_of(case)]
    assert {"End and rematch", "Message pair", "Resolve case"} <= set(labels)
    assert not case.notified
    for days in (2, 5, 7, 14):
        society.discord.clock.advance(days * DAY)
        await until_status(mentee, lambda text: bool(text))
    assert len(standing(society.back_room, "Case")) == 1


async def test_who_stays_is_told_once_what_comes_next_and_then_left_in_peace(
    society: Society,
) -> None:
    _, mentee, thread, _ = await left(society)
    told = await society.discord.until_message(thread, containing=GONE)
    assert told.notified == {mentee.id}
    for said in ("A moderator", "`/mentor find`", "`/program suggest`"):
        assert said in text_of(told)
    society.discord.clock.set(first_check_in(society))
    for _ in range(6):
        await until_status(mentee, lambda text: bool(text))
        society.discord.clock.advance(7 * DAY)
    assert len(standing(thread, GONE)) == 1
    assert standing(thread, FIRST_MEETING) == []
    assert standing(thread, CHECK_IN) == []
    assert "n hold" in (await mentee.slash("pair status", at=thread)).text
    assert "moderator" in (await mentee.slash("pair resume", at=thread)).text


async def test_times_ahead_are_not_said_to_have_passed_when_someone_leaves(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    await mentee.slash("meet propose", at=thread, time=typed(ahead(society, 9)))
    asked = await society.discord.until_message(thread, containing="would like to meet")
    society.guild.leave(mentor)

    society.discord.clock.set(noon(society, days=2))

    await society.discord.wait_for(lambda: "These times were withdrawn" in asked.content)
    assert "have passed" not in asked.content


async def test_it_goes_on_when_they_are_back(society: Society) -> None:
    mentor, mentee, thread, _ = await left(society)
    await society.discord.until_message(thread, containing=GONE)
    society.guild.join(mentor)
    society.discord.clock.set(noon(society, days=2))
    back = await society.discord.until_message(thread, containing="is back")
    assert mentor.mention in text_of(back)
    assert "Resolved automatically" in (await society.mo.slash("case show", case=1)).text
    assert "on hold" not in (await mentee.slash("pair status", at=thread)).text


async def test_any_command_of_theirs_tells_that_they_are_back(society: Society) -> None:
    mentor, _, thread, _ = await left(society)
    await society.discord.until_message(thread, containing=GONE)
    society.guild.join(mentor)
    society.discord.clock.advance(timedelta(hours=2))
    await mentor.slash("status")
    await society.discord.until_message(thread, containing="is back")


async def test_resolving_it_shows_whom_it_touches_and_ends_the_pair_kindly(
    society: Society,
) -> None:
    _, mentee, thread, case = await left(society)
    asked = await society.mo.click(case, custom_id="pc1:case:resolve:")
    assert asked.buttons[0].label == "End 1 pair"
    assert "Pairs that end: 1 · People I’ll message: 1" in asked.text
    assert mentee.mention in asked.text
    assert "someone left the server" in asked.text
    assert standing(thread, "someone left the server") == []
    resolved = await confirm(society.mo, asked)
    assert "Cases resolved: 1 · Pairs ended: 1" in resolved.text
    message = await society.discord.until_message(thread, containing="someone left the server")
    assert message.notified == {mentee.id}
    assert "both" not in message.content
    assert "has ended" in (await mentee.slash("update log")).text
