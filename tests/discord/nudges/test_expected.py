"""What `/nudges` foretells for the coming week is what then notifies, and nothing else."""

import re
from datetime import UTC, datetime, timedelta

from bot.messages.nudges.settings import COMING
from sandbox import Channel, Message, Person
from tests.discord.conftest import Society
from tests.discord.meeting_people import ahead, arranged, typed
from tests.discord.people import a_pair
from tests.discord.waiting import plan_ahead

HOUR = timedelta(hours=1)
REMINDER = "Meeting reminder"


async def expected(person: Person, thread: Channel) -> list[tuple[datetime, str]]:
    """Return what someone reads about the coming week: when, and what."""
    panel = (await person.slash("nudges", at=thread)).text
    coming = panel.partition(COMING)[2].partition("Where")[0]
    found = re.findall(r"<t:(\d+):f>: (.+)", coming)
    return [(datetime.fromtimestamp(int(at), UTC), what) for at, what in found]


async def next_after(society: Society, thread: Channel, known: Message) -> Message:
    """Wait for the message that follows one."""
    await society.discord.wait_for(lambda: thread.standing()[-1] is not known)
    return thread.standing()[-1]


async def test_an_arranged_meeting_is_one_reminder_and_no_question(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 4)
    await arranged(society, mentor, mentee, thread, typed(when))
    await plan_ahead(society)

    assert await expected(mentor, thread) == [(when - 24 * HOUR, REMINDER)]

    await mentee.click(await mentee.slash("nudges"), custom_id="pc1:nudges:hour-on:")
    both = [(when - 24 * HOUR, REMINDER), (when - HOUR, REMINDER)]
    assert await expected(mentee, thread) == both


async def test_proposed_times_take_the_place_of_the_first_meetings_reminder(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    first = "First meeting reminder"
    assert first in [what for _, what in await expected(mentee, thread)]
    assert await expected(mentor, thread) == []

    await mentee.slash("meet propose", at=thread, time=typed(ahead(society, 6)))
    await society.discord.until_message(thread, containing="would like to meet")

    theirs = [what for _, what in await expected(mentor, thread)]
    assert "Proposed times reminder" in theirs
    assert first not in [what for _, what in await expected(mentee, thread)]


async def test_what_is_not_planned_yet_is_foretold_and_comes(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    society.discord.clock.set(ahead(society, 3, 12))

    foretold = await expected(mentee, thread)

    kinds = [what for _, what in foretold]
    assert "Check-in" in kinds or "First meeting reminder" in kinds
    for at, _ in foretold[:2]:
        newest = thread.standing()[-1]
        society.discord.clock.set(at - HOUR)
        await plan_ahead(society)
        assert thread.standing()[-1] is newest
        society.discord.clock.set(at)
        assert mentee.id in (await next_after(society, thread, newest)).notified


async def test_a_check_in_that_an_update_makes_needless_is_left_out(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    society.discord.clock.set(ahead(society, 3, 12))
    assert "Check-in" in [what for _, what in await expected(mentee, thread)]

    form = await mentee.slash("update log", at=thread)
    await mentee.submit(form, {"moved": "A draft", "next_step": "Send it"})

    assert "Check-in" not in [what for _, what in await expected(mentee, thread)]
    assert "Check-in" not in [what for _, what in await expected(mentor, thread)]
