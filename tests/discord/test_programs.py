"""Programs, through the front door."""

from tests.discord.conftest import Society


async def test_a_question_in_ones_own_words_finds_programs_and_says_why(society: Society) -> None:
    ana = society.guild.person("Ana")

    answer = await ana.slash("program search", query="emergency medicine")

    assert answer.ephemeral
    assert "Your field" in answer.text


async def test_a_name_half_typed_offers_programs_and_the_choice_shows_its_card(
    society: Society,
) -> None:
    ana = society.guild.person("Ana")

    offered = await ana.autocomplete("program show", "name", "tri-cou")
    card = await ana.slash("program show", name=offered.choices[0].value)

    assert "High School Mentorship Program" in card.text
    assert "Delta" in card.text
