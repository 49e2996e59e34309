"""What a pair is follows from what it did: a pause and its end change none of it."""

from datetime import timedelta

import pytest

from sandbox import Person
from tests.discord.conftest import Society
from tests.discord.enrolled import a_pair
from tests.discord.meeting_people import ahead, arranged, typed
from tests.discord.pairs.test_agreements import answer_all, reveal
from tests.discord.people import until_status


async def is_said_to_be(person: Person, state: str) -> None:
    """Wait until /status says of the person's pair that it is in a state."""
    await until_status(person, lambda text: f"· {state}" in text)


async def take_a_break(society: Society, person: Person, *, early: bool) -> None:
    """Pause a pair, and resume it by hand or let the pause run out."""
    paused = await person.slash("pair pause", days=5)
    assert "pair.none" not in paused.text
    await is_said_to_be(person, "Paused")
    if early:
        await person.slash("pair resume")
    else:
        await society.pass_time(days=6)


@pytest.mark.parametrize("early", [True, False])
async def test_a_pause_leaves_a_pair_introduced_that_was_introduced(
    society: Society, early: bool
) -> None:
    _, mentee, _ = await a_pair(society)
    await is_said_to_be(mentee, "Introduced")
    await take_a_break(society, mentee, early=early)
    await is_said_to_be(mentee, "Introduced")


async def test_a_pause_leaves_an_agreement_in_force(society: Society) -> None:
    mentor, mentee, thread = await reveal(society)
    [shown] = [each for each in thread.standing() if "Agree" in str(each.components)]
    for person in (mentor, mentee):
        await person.click(shown, "Agree")
    await is_said_to_be(mentee, "Agreement in place")
    await take_a_break(society, mentee, early=True)
    await is_said_to_be(mentee, "Agreement in place")


async def test_a_pair_is_running_once_it_has_met(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 2)
    await arranged(society, mentor, mentee, thread, typed(when))
    society.discord.clock.set(when + timedelta(hours=2))
    question = await society.discord.until_message(thread, containing="Did you meet")
    for person in (mentor, mentee):
        await person.click(question, "We met")
    await is_said_to_be(mentee, "Active")
    await take_a_break(society, mentee, early=True)
    await is_said_to_be(mentee, "Active")


async def test_the_date_of_an_agreement_goes_once_its_owner_was_reminded(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    await answer_all(mentor)
    part = "Answers for the agreement"
    before = await until_status(mentee, lambda text: part in text)
    assert "Due <t:" in before.partition(part)[2].partition("\n")[0]

    await society.pass_time(days=4)
    await society.discord.until_message(thread, containing="are still missing")
    after = await until_status(mentee, lambda text: part in text)
    assert "Due <t:" not in after.partition(part)[2].partition("\n")[0]
