"""The guide, through the front door."""

import pytest

from sandbox import Person
from tests.discord.conftest import Society
from tests.discord.people import a_pair


@pytest.fixture
def ana(society: Society) -> Person:
    """Yield a member."""
    return society.guild.person("Ana")


async def test_without_a_topic_every_moment_is_offered(ana: Person) -> None:
    answer = await ana.slash("guide")

    assert answer.ephemeral
    assert "When it goes quiet" in answer.text
    assert "Where to ask first" in answer.text


async def test_a_moment_is_offered_while_typing_and_gives_its_advice(ana: Person) -> None:
    offered = await ana.autocomplete("guide", "topic", "quiet")

    answer = await ana.slash("guide", topic=offered.choices[0].value)

    assert answer.text.startswith("When it goes quiet")
    assert "For everyone" in answer.text


async def test_advice_is_for_one_side_or_the_other(ana: Person) -> None:
    answer = await ana.slash("guide", topic="first meeting")
    both = answer.text

    mentors = (await ana.click(answer, "For mentors")).text
    mentees = (await ana.click(answer, "For mentees")).text

    assert "For mentors" in mentors
    assert "For mentees" in mentees
    assert len({both, mentors, mentees}) == 3


async def test_pages_go_on_and_the_search_is_the_next_step(ana: Person) -> None:
    answer = await ana.slash("guide", topic="first meeting")
    first = answer.text

    second = await ana.click(answer, custom_id="pc1:guide:more-")
    form = await ana.click(answer, custom_id="pc1:search:form:")

    assert second.text != first
    assert form.modal is not None
    assert form.text == "What would fit you?"


async def test_another_section_is_chosen_from_the_menu(ana: Person) -> None:
    answer = await ana.slash("guide")

    chosen = await ana.select(answer, None, ["Becoming a mentor"])

    assert chosen.text.startswith("Becoming a mentor")


@pytest.mark.parametrize("topic", ["quantum physics", "🎉", "x" * 300])
async def test_an_unknown_topic_shows_what_there_is(ana: Person, topic: str) -> None:
    answer = await ana.slash("guide", topic=topic)

    assert "couldn’t find that topic" in answer.text
    assert "The first meeting" in answer.text


async def test_it_speaks_to_a_mentor_as_a_mentor(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)

    quiet = await mentor.slash("guide", topic="When it goes quiet", at=thread)
    own = await mentee.slash("guide", topic="When it goes quiet", at=thread)

    assert "For mentors" in quiet.text
    assert "You asked for help" not in quiet.text
    assert "For mentees" in own.text
    assert "You asked for help" in own.text
