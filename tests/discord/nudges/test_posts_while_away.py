"""What is posted while someone is away notifies them only after their return."""

from datetime import datetime, time, timedelta

from sandbox.state.records import SILENT
from tests.discord.conftest import Society
from tests.discord.enrolled import a_circle, a_pair
from tests.discord.meeting_people import CHICAGO, TAKE, ahead, says, typed

ZONE = "America/Chicago"


def at_noon(society: Society, days: int) -> None:
    """Let it be noon in Chicago, so many days from today."""
    day = ahead(society, days).date()
    society.discord.clock.set(datetime.combine(day, time(12), CHICAGO))


async def test_times_for_someone_away_wait_for_their_return(society: Society) -> None:
    mentor, ana, thread = await a_pair(society)
    at_noon(society, 1)
    await ana.slash("away", from_="today", until="in 3 days", at=thread)
    await society.discord.until_message(thread, containing="is away")
    await mentor.slash("meet propose", at=thread, time=typed(ahead(society, 9)))

    asked = await society.discord.until_message(thread, containing="would like to meet")
    assert asked.notified == set()
    assert asked.flags & SILENT
    at_noon(society, 4)
    welcome = await society.discord.until_message(thread, containing="elcome back")
    assert welcome.notified == {ana.id}
    await says(society, await ana.click(asked, custom_id=TAKE), "You’re meeting")


async def test_only_the_others_of_a_circle_are_notified_while_one_is_away(
    society: Society,
) -> None:
    mentor, (ana, ben), thread = await a_circle(society, ZONE, ZONE)
    at_noon(society, 1)
    await ben.slash("away", from_="today", until="in 3 days", at=thread)
    await society.discord.until_message(thread, containing="is away")
    society.discord.clock.set(society.discord.clock.now() + timedelta(minutes=5))
    await ana.slash("meet propose", at=thread, time=typed(ahead(society, 2)))

    asked = await society.discord.until_message(thread, containing="would like to meet")
    assert asked.notified == {mentor.id}
