"""Asking for a moderator: who asked, about whom, where; and when the one who asked will hear."""

from datetime import datetime, time, timedelta

from sandbox import Answer, Channel, Person
from sandbox.people.transcript import text_of
from tests.discord.conftest import Society
from tests.discord.meeting_people import CHICAGO, ahead
from tests.discord.moderation.test_cases import a_help_case
from tests.discord.people import a_pair, standing, until_status

ASKED = "asked for a moderator"


async def test_the_case_names_both_and_links_their_thread(society: Society) -> None:
    mentor, mentee, thread, case = await a_help_case(society)
    said = text_of(case)
    for fact in (f"{mentee.mention} {ASKED} on", mentor.mention, f"<#{thread.id}>"):
        assert fact in said
    for ours in ("pair:", "asked by:", "None"):
        assert ours not in said


async def test_who_asked_reads_by_when_they_hear_and_asking_again_keeps_the_day(
    society: Society,
) -> None:
    _, mentee, thread = await a_pair(society)
    asked = await mentee.click(
        await mentee.slash("pair status", at=thread), custom_id="pc1:pair:not-right:"
    )
    told = await mentee.click(asked, "Ask a moderator")
    day = society.discord.clock.now() + timedelta(days=3)
    assert "by <t:" in told.text
    stamp = int(told.text.partition("by <t:")[2].partition(":")[0])
    assert abs(stamp - day.timestamp()) < 60
    society.discord.clock.advance(timedelta(days=1))
    again = await mentee.click(asked, "Ask a moderator")
    assert f"<t:{stamp}:D>" in again.text
    assert "already" in again.text


async def test_the_day_of_asking_is_the_societys(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    late = datetime.combine(ahead(society, 2).date(), time(22), CHICAGO)
    society.discord.clock.set(late)
    await ask(mentee, thread)
    said = f"{mentee.mention} {ASKED} on {late:%a, %b} {late.day}"
    await society.discord.until_message(society.back_room, containing=said)


async def test_neither_learns_from_asking_that_the_other_has_asked(society: Society) -> None:
    mentor, mentee, thread, _ = await a_help_case(society)
    society.discord.clock.advance(timedelta(days=1))
    told = await ask(mentor, thread)
    day = society.discord.clock.now() + timedelta(days=3)
    assert "already" not in told.text
    stamp = int(told.text.partition("by <t:")[2].partition(":")[0])
    assert abs(stamp - day.timestamp()) < 60
    both = f"{mentee.mention} and {mentor.mention} {ASKED}"
    case = await society.discord.until_message(society.back_room, containing=both)
    assert "askers" not in text_of(case)
    assert "already" in (await ask(mentor, thread)).text
    assert f"<t:{stamp}:D>" in (await ask(mentor, thread)).text


async def ask(person: Person, thread: Channel) -> Answer:
    """Ask for a moderator by the pair's own way out."""
    asked = await person.click(
        await person.slash("pair status", at=thread), custom_id="pc1:pair:not-right:"
    )
    return await person.click(asked, "Ask a moderator")


async def test_moderators_are_reminded_once_unless_somebody_took_it(society: Society) -> None:
    _, mentee, _, case = await a_help_case(society)
    society.discord.clock.advance(timedelta(days=2, hours=1))
    await society.discord.wait_for(lambda: len(standing(society.back_room, ASKED)) == 2)
    assert case.id != standing(society.back_room, ASKED)[-1].id
    society.discord.clock.advance(timedelta(days=3))
    await until_status(mentee, lambda text: bool(text))
    assert len(standing(society.back_room, ASKED)) == 2


async def test_what_somebody_took_is_not_brought_up_again(society: Society) -> None:
    _, mentee, _, case = await a_help_case(society)
    await society.mo.click(case, custom_id="pc1:case:take:")
    society.discord.clock.advance(timedelta(days=2, hours=1))
    for _ in range(20):
        await until_status(mentee, lambda text: bool(text))
    assert len(standing(society.back_room, ASKED)) == 1
