"""One program: its name while it is typed, its card, and what is wrong with it."""

import pytest

from sandbox import Person
from tests.discord.conftest import Society


@pytest.fixture
def ana(society: Society) -> Person:
    """Yield a member."""
    return society.guild.person("Ana")


@pytest.mark.parametrize("typed", ["tri-cou", "workforce", "TCWA", "Workfroce"])
async def test_a_name_half_typed_or_mistyped_offers_the_program(ana: Person, typed: str) -> None:
    offered = await ana.autocomplete("program show", "name", typed)

    card = await ana.slash("program show", name=offered.choices[0].value)

    assert "High School Mentorship Program" in card.text


async def test_a_program_that_not_everybody_may_join_is_marked_while_it_is_typed(
    ana: Person,
) -> None:
    offered = await ana.autocomplete("program show", "name", "EMRA")

    assert offered.choices[0].name.endswith("(not open to all)")


async def test_a_card_says_who_may_join_first_and_sends_to_the_host(ana: Person) -> None:
    card = await ana.slash("program show", name="TCWA")

    assert card.ephemeral
    joining, offering = card.text.index("Who can join"), card.text.index("What it offers")
    assert joining < offering
    assert "Last verified" in card.text
    assert "check with the host" in card.text
    assert any(button.url for button in card.buttons)


async def test_what_is_not_established_is_said_plainly(ana: Person) -> None:
    card = await ana.slash("program show", name="Year-long mentorship for minority")

    assert "It isn’t known who runs it" in card.text


@pytest.mark.parametrize("name", ["no such program at all", "🎉", "x" * 300, "'; --", "<@1>"])
async def test_an_unknown_name_leads_to_the_search(ana: Person, name: str) -> None:
    answer = await ana.slash("program show", name=name)

    assert answer.ephemeral
    assert "I can’t find a program called" in answer.text
    assert "/program search" in answer.text


async def test_nothing_is_called_close_to_no_name_at_all(ana: Person) -> None:
    answer = await ana.slash("program show", name="🎉 ?")

    assert "Did you mean" not in answer.text


async def test_somebody_says_what_is_wrong_and_the_moderators_hear_of_it(
    society: Society, ana: Person
) -> None:
    form = await ana.slash("program correct", name="EMRA")
    thanks = await ana.submit(
        form,
        {
            "Which part?": ["The link"],
            "What should it say?": "It moved to another page @everyone",
        },
    )

    told = await society.discord.until_message(society.back_room, containing="rogram correction")

    assert "to the moderators" in thanks.text
    assert society.mo.can_see(society.back_room)
    assert "It moved" not in str(told.embeds)


async def test_a_correction_is_accepted_once_and_leads_to_the_change(
    society: Society, ana: Person
) -> None:
    form = await ana.slash("program correct", name="EMRA")
    await ana.submit(form, {"Which part?": ["The link"], "What should it say?": "It moved"})

    review = await society.mo.slash("catalogue review")
    accepted = await society.mo.click(review, custom_id="pc1:catalogue:accept:")
    twice = await society.mo.click(review, custom_id="pc1:catalogue:accept:")
    after = await society.mo.slash("catalogue review")

    assert "It moved" in review.text
    assert "Edit applying" in [button.label for button in accepted.buttons]
    assert "already" in twice.text
    assert "No corrections to review" in after.text


async def test_nobody_fills_the_queue_alone(ana: Person) -> None:
    filled = {"Which part?": ["The link"], "What should it say?": "It moved"}
    for _ in range(10):
        await ana.submit(await ana.slash("program correct", name="EMRA"), filled)

    answer = await ana.submit(await ana.slash("program correct", name="EMRA"), filled)

    assert "waiting for the moderators" in answer.text
    assert "It moved" in answer.text


@pytest.mark.parametrize(
    ("decision", "news"), [("accept", "accepted your correction"), ("reject", "left the entry")]
)
async def test_whoever_sent_a_correction_hears_privately_what_was_decided(
    society: Society, ana: Person, decision: str, news: str
) -> None:
    form = await ana.slash("program correct", name="EMRA")
    thanks = await ana.submit(
        form, {"Which part?": ["The link"], "What should it say?": "It moved"}
    )
    assert "I’ll let you know privately" in thanks.text

    review = await society.mo.slash("catalogue review")
    await society.mo.click(review, custom_id=f"pc1:catalogue:{decision}:")

    told = await society.discord.until_message(ana, containing=news)
    assert told.notified == {ana.id}
    assert society.discord.world.channels[told.channel_id].type == 12
    assert "EMRA" in (await ana.click(told, "Open program")).text
