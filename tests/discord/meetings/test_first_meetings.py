"""A first meeting is reminded of in time, and pauses and absences postpone that."""

from datetime import datetime, timedelta

import pytest

from sandbox.people.transcript import text_of
from tests.discord.conftest import Society
from tests.discord.enrolled import a_pair
from tests.discord.meeting_people import ahead, typed
from tests.discord.people import first_check_in, standing, until_status

NUDGE = "your first meeting with"
CASE = "Haven’t met yet"
DAY = timedelta(days=1)


async def look(society: Society, moment: datetime) -> str:
    """Move to a moment, let the bot look around, and return the moderators' cases."""
    society.discord.clock.set(moment)
    for _ in range(3):
        text = (await society.mo.slash("case list")).text
    return text


async def test_a_pause_puts_the_nudge_and_the_case_off(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    met = ahead(society, 0)
    society.discord.clock.set(met + 2 * DAY - timedelta(hours=6))
    await mentee.slash("pair pause", at=thread, days=7)

    await look(society, met + 4 * DAY)
    await look(society, met + 9 * DAY)
    await until_status(mentee, lambda text: "aused" not in text)
    assert standing(thread, NUDGE) == []
    society.discord.clock.set(met + 11 * DAY)
    first = await society.discord.until_message(thread, containing=NUDGE)
    assert first.notified == {mentee.id}
    assert "still in `/status`" in (await mentee.click(first, "Not now")).text
    assert CASE not in await look(society, met + 15 * DAY)
    assert CASE not in await look(society, met + 20 * DAY)
    society.discord.clock.set(met + 21 * DAY + timedelta(hours=12))
    await until_case(society)


async def until_case(society: Society) -> None:
    """Wait until the moderators have the case; a bot that never opens it fails the test."""
    for _ in range(100):
        if CASE in (await society.mo.slash("case list")).text:
            return
    raise AssertionError("no case")


@pytest.mark.parametrize("who", ["mentor", "mentee"])
async def test_the_days_that_somebody_is_away_are_not_counted(society: Society, who: str) -> None:
    mentor, mentee, thread = await a_pair(society)
    met = ahead(society, 0)
    person = {"mentor": mentor, "mentee": mentee}[who]
    await person.slash("away", from_="in 3 days", until="in 4 days", at=thread)

    for days in (4, 5):
        await look(society, met + days * DAY)
    await society.discord.until_message(person, containing="elcome back")
    society.discord.clock.set(met + 6 * DAY)

    nudge = await society.discord.until_message(thread, containing=NUDGE)
    assert nudge.created_at >= met + 6 * DAY
    assert nudge.notified == {mentee.id}


async def test_plans_that_are_taken_back_in_time_put_nothing_off(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    met = ahead(society, 0)
    answer = await mentee.slash("away", from_="in 3 days", until="in 9 days", at=thread)
    await mentee.click(answer, custom_id="pc1:away:back:")

    society.discord.clock.set(met + 4 * DAY)

    await society.discord.until_message(thread, containing=NUDGE)


async def test_whoever_proposed_hears_that_their_times_passed_and_nothing_else(
    society: Society,
) -> None:
    _, mentee, thread = await a_pair(society)
    delivery = society.running.client.delivery
    assert delivery is not None
    due = first_check_in(society)
    asked = [each.id for each in thread.standing() if mentee.id in each.notified]
    await mentee.slash("meet propose", at=thread, time=typed(due + timedelta(days=1)))

    while society.discord.clock.now() < due + timedelta(days=3):
        society.discord.clock.advance(timedelta(hours=6))
        await delivery.plan_ahead()
        await delivery.deliver_due()

    told = [each for each in thread.standing() if mentee.id in each.notified]
    [passed] = [each for each in told if each.id not in asked]
    assert "have passed" in text_of(passed)
    assert "met yet" not in text_of(passed)
