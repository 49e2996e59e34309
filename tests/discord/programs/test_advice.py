"""Advice where it helps: one item at a time, privately, and off if someone likes."""

from datetime import timedelta

from sandbox import Answer, Channel, Person
from tests.discord.conftest import Society
from tests.discord.meeting_people import ahead, arranged, ids_of, typed
from tests.discord.people import a_pair


async def promise(person: Person, thread: Channel) -> Answer:
    """Add a commitment, and drop it so that there is room for the next."""
    made = await person.slash("commit add", what="Call the clinic by in 9 days", at=thread)
    await person.click(made, "Drop")
    return made


def advice_in(society: Society, answer: Answer) -> list[str]:
    """Return the titles of the advice that an answer holds."""
    guide = society.running.app.catalogue.guide
    return [item.title for item in guide.items if f"**{item.title}**: {item.text}" in answer.text]


async def test_an_answer_brings_one_piece_a_month(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    answer = await promise(mentee, thread)
    assert answer.ephemeral
    [first] = advice_in(society, answer)
    assert advice_in(society, await promise(mentee, thread)) == []
    assert advice_in(society, await mentee.slash("mentor find")) == []
    await society.pass_time(days=32)
    [second] = advice_in(society, await promise(mentee, thread))
    assert second != first
    assert advice_in(society, await promise(mentee, thread)) == []


async def test_the_settings_turn_it_off_and_on(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    panel = await mentee.slash("nudges")
    await mentee.click(panel, custom_id="pc1:nudges:advice-off:")
    assert advice_in(society, await promise(mentee, thread)) == []
    await mentee.click(await mentee.slash("nudges"), custom_id="pc1:nudges:advice-on:")
    assert advice_in(society, await promise(mentee, thread))


async def test_who_turned_it_off_still_has_it_on_asking(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 4)
    await arranged(society, mentor, mentee, thread, typed(when))
    society.discord.clock.set(when - timedelta(hours=24))
    reminder = await society.discord.until_message(thread, containing="To prepare")
    await mentee.click(await mentee.slash("nudges"), custom_id="pc1:nudges:advice-off:")
    assert len(advice_in(society, await mentee.click(reminder, "See advice"))) == 1


async def test_each_of_a_pair_reads_their_own_before_a_meeting(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 4)
    await arranged(society, mentor, mentee, thread, typed(when))
    society.discord.clock.set(when - timedelta(hours=24))
    reminder = await society.discord.until_message(thread, containing="To prepare")
    for person in (mentor, mentee):
        read = await person.click(reminder, "See advice")
        assert read.ephemeral
        assert len(advice_in(society, read)) == 1
    again = await mentee.click(reminder, "See advice")
    assert advice_in(society, again) != advice_in(society, read)
    stranger = society.guild.person("Somebody else")
    refused = await stranger.click_forged(reminder, ids_of(reminder, "pc1:advice:")[0])
    assert advice_in(society, refused) == []


async def test_closing_and_looking_for_a_mentor_bring_theirs(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    assert len(advice_in(society, await mentee.slash("mentor find"))) == 1
    ending = await mentor.slash("pair end", at=thread)
    closed = await mentor.click(ending, ending.buttons[0].label or "")
    assert len(advice_in(society, closed)) == 1
