"""Searching for programs, through the front door."""

from pathlib import Path

import pytest

from bot.domain.states import Role
from sandbox import Answer, Discord, Person
from tests.discord.conftest import Society, a_bot
from tests.discord.enrolled import enrol
from tests.discord.menus import named, options, walk

LONG_QUESTION = (
    "i'm a first gen latina premed in chicago, want research, virtual is fine, and i would love "
    "somebody who has been through the applications themselves not too long ago"
)
DROP, NARROW, OPEN = "Not what you meant", "Narrow the list", "Open"


def buttons(answer: Answer) -> set[str]:
    """Return the labels of an answer's buttons."""
    assert answer.message is not None
    return {node["label"] for node in walk(answer.message.components) if "label" in node}


@pytest.fixture
def ana(society: Society) -> Person:
    """Yield a member."""
    return society.guild.person("Ana")


async def test_an_answer_says_what_was_understood_why_each_fits_and_what_may_rule_it_out(
    ana: Person,
) -> None:
    answer = await ana.slash("program search", query=LONG_QUESTION)

    assert answer.ephemeral
    assert "Stage: pre-health" in answer.text
    assert "Place: Illinois" in answer.text
    assert "Hispanic or Latinx" in answer.text
    assert "✓" in answer.text
    assert "△" in answer.text


async def test_what_was_understood_can_be_taken_back_and_brought_back(ana: Person) -> None:
    answer = await ana.slash("program search", query=LONG_QUESTION)
    assert "Place: Illinois" in options(answer, DROP)

    changed = await ana.select(answer, named(answer, DROP), ["Place: Illinois"])
    without = changed.text
    again = await ana.click(answer, "Start over")

    assert "Illinois" not in without.partition("\n")[0]
    assert "Place: Illinois" not in without
    assert "Place: Illinois" in again.text


async def test_how_long_it_should_last_is_named_and_can_be_removed(ana: Person) -> None:
    answer = await ana.slash("program search", query="premed mentoring until graduation")
    assert "Length: until graduation" in answer.text

    without = await ana.select(answer, named(answer, DROP), ["Length: until graduation"])
    assert "Length" not in without.text


async def test_programs_can_be_narrowed_down_on_the_message_itself(ana: Person) -> None:
    answer = await ana.slash("program search", query="nursing mentor")
    choice = next(each for each in options(answer, NARROW) if each.startswith("Format: in person"))

    narrowed = await ana.select(answer, named(answer, NARROW), [choice])

    assert "Format: in person" in narrowed.text
    assert "How people meet isn’t known" not in narrowed.text


async def test_pages_turn_forth_and_back(ana: Person) -> None:
    answer = await ana.slash("program search", query="mentor for a medical student")
    first = answer.text

    second = (await ana.click(answer, "Next")).text
    back = (await ana.click(answer, "Back")).text

    assert "Page 1 of" in first
    assert "Page 2 of" in second
    assert back == first


async def test_options_set_a_facet_by_hand_and_leave_out_what_does_not_fit(ana: Person) -> None:
    offered = await ana.autocomplete("program search", "state", "tex", query="mentor")
    assert [choice.name for choice in offered.choices] == ["Texas"]

    answer = await ana.slash("program search", query="mentor", state=offered.choices[0].value)

    assert "Place: Texas" in answer.text
    assert "Not near you" not in answer.text


async def test_an_option_may_be_said_in_ones_own_words(ana: Person) -> None:
    answer = await ana.slash("program search", query="mentor", stage="M2", state="chicago")

    assert "Stage: medical student" in answer.text
    assert "Place: Illinois" in answer.text


async def test_a_forged_option_is_refused_with_its_name(ana: Person) -> None:
    answer = await ana.slash("program search", query="mentor", field="; DROP TABLE programs")

    assert answer.ephemeral
    assert "as a field" in answer.text


async def test_one_is_opened_and_two_are_compared(ana: Person) -> None:
    answer = await ana.slash("program search", query="mentor for a medical student")
    first, second, *_ = options(answer, OPEN)

    card = await ana.select(answer, named(answer, OPEN), [first])
    both = await ana.select(answer, named(answer, OPEN), [first, second])

    assert first in card.text
    assert "Who can join" in card.text
    assert "Side by side" in both.text
    assert first in both.text
    assert second in both.text


async def test_what_is_not_there_is_said_with_the_two_closest_and_where_else_to_ask(
    ana: Person,
) -> None:
    answer = await ana.slash("program search", query="can middle schoolers apply? she is 12")

    assert "Nothing here fits well" in answer.text
    assert len(options(answer, OPEN)) == 2
    elsewhere = await ana.click(answer, "See who to ask")
    assert "Where to ask first" in elsewhere.text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("apprenticeship for plumbers in alaska", "That’s outside what I know"),
        ("veterinary student looking for mentor", "No program here is about veterinary medicine"),
        ("12 year old in omaha who loves science", "nothing is near what you asked"),
    ],
)
async def test_if_nothing_is_near_no_program_is_shown(
    ana: Person, question: str, said: str
) -> None:
    answer = await ana.slash("program search", query=question)

    assert said in answer.text
    assert options(answer, OPEN) == []
    assert "✓" not in answer.text
    assert "See who to ask" in buttons(answer)


async def test_a_question_of_fact_is_told_what_is_not_known_and_where_to_look(ana: Person) -> None:
    answer = await ana.slash("program search", query="what's the average MCAT for DO schools")

    assert "Not a search for a program" in answer.text
    assert "a question about the scores and grades that schools want" in answer.text
    assert "ask your own departments" in answer.text
    assert "→ MSAR has figures for MD schools" in answer.text
    assert "✓" not in answer.text


async def test_a_fact_about_a_named_program_is_answered_with_what_its_card_has(
    ana: Person,
) -> None:
    answer = await ana.slash("program search", query="how much does AMSA cost")

    assert "what something costs, which I don’t know" in answer.text
    assert options(answer, OPEN) == ["AMSA mentorship program"]


async def test_who_would_rather_mentor_is_shown_what_the_guide_says_about_it(ana: Person) -> None:
    answer = await ana.slash("program search", query="i want to become a mentor")

    assert "The guide’s “Go where mentees look” helps with that." in answer.text


async def test_each_program_that_may_be_open_says_what_to_do(ana: Person) -> None:
    answer = await ana.slash("program search", query="pre-PA in Idaho")

    assert "Open if you’re Black or African American, and you’re a man" in answer.text
    assert "→ Ask Black Men in White Coats how to join." in answer.text
    assert "→ Ask your college’s health professions advising first." in answer.text


async def test_who_wants_to_mentor_is_sent_to_an_open_cohort_first_and_then_to_programs(
    society: Society, ana: Person
) -> None:
    question = "physician looking to mentor premed students"
    before = await ana.slash("program search", query=question)
    await society.mo.slash("cohort create", name="Fall 2027")
    await society.mo.slash("cohort open", name="Fall 2027")
    after = await ana.slash("program search", query=question)

    assert "`/join`" not in before.text
    assert "→ `/mentor find` has a button to take requests" in before.text
    assert "You want to be a mentor" in after.text
    joins = after.text.index("Sign-ups are open here: `/join` Fall 2027 as a mentor.")
    assert joins < after.text.index("`/mentor find`") < after.text.index("AMSA mentorship program")
    assert "✓ Its mentors include people like you." in after.text

    await enrol(society, ana, Role.MENTOR, cohort="Fall 2027")
    signed_up = await ana.slash("program search", query=question)
    assert "You want to be a mentor" in signed_up.text
    assert "Fall 2027" not in signed_up.text


@pytest.mark.parametrize("question", ["   ", "🎉🎉🎉", "???", "<@1> @everyone", '"" AND OR NOT ()'])
async def test_a_question_that_holds_no_wish_is_answered_with_an_example(
    ana: Person, question: str
) -> None:
    answer = await ana.slash("program search", query=question)

    assert answer.ephemeral
    assert "Try “" in answer.text
    assert "/program suggest" in answer.text
    assert "<@1>" not in answer.text


async def test_of_a_very_long_question_the_beginning_is_read_and_that_is_said(ana: Person) -> None:
    answer = await ana.slash("program search", query="nursing mentor in Ohio " + "please " * 200)

    assert "first 300 characters" in answer.text
    assert "Field: nursing" in answer.text


async def test_a_spanish_question_is_understood(ana: Person) -> None:
    answer = await ana.slash("program search", query="mentora para estudiante de medicina en Texas")

    assert "Etapa: estudiante de medicina" in answer.text
    assert "Lugar: Texas" in answer.text
    assert "Abierto" in answer.text


async def test_the_menus_buttons_and_footer_speak_the_language_of_the_question(ana: Person) -> None:
    answer = await ana.slash("program search", query="mentora para estudiante de medicina")
    spoken, text = buttons(answer), answer.text
    menu = named(answer, "¿No es lo que querías decir? Quita algo")
    dropped = await ana.select(answer, menu, ["Etapa: estudiante de medicina"])
    english = await ana.slash("program search", query="mentor for a medical student")

    assert "Confirma las fechas con quien lo organiza" in text
    assert {"Siguiente", "A quién preguntar"} <= spoken
    assert "Empezar de nuevo" in buttons(dropped)
    assert {"Next", "See who to ask"} <= buttons(english)


async def test_a_card_and_where_to_ask_speak_the_language_of_the_question(ana: Person) -> None:
    answer = await ana.slash("program search", query="estudiante de medicina, quiero emergencias")
    menu = named(answer, "Abre uno, o elige dos para comparar")
    card = await ana.select(answer, menu, ["EMRA Student-Resident Mentorship Program"])
    where = await ana.click(answer, "A quién preguntar")

    assert "Quién puede entrar" in card.text
    assert "Etapa: estudiante de medicina." in card.text
    assert {"Guardar", "Más como este"} <= buttons(card)
    assert "En una escuela de salud, pregunta en tu escuela" in where.text


async def test_the_first_line_says_which_case_it_is_and_each_program_its_group(ana: Person) -> None:
    answer = await ana.slash("program search", query="MS3 going for EM")
    nothing = await ana.slash("program search", query="can middle schoolers apply? she is 12")

    assert "if you’re a member of EMRA (or join)" in answer.text
    assert "Open if you’re a member of EMRA" in answer.text
    assert "Nothing here is open to you" in nothing.text
    assert "Ask your school counselor first" in nothing.text
    assert "Not open to you, but worth knowing" in nothing.text


async def test_a_mentor_of_this_society_is_offered_only_if_someone_has_room(
    society: Society, ana: Person
) -> None:
    question = "can middle schoolers apply? she is 12"
    alone_text = (await ana.slash("program search", query=question)).text
    iris = society.guild.person("Iris")
    await iris.select(await iris.slash("profile"), "pc1:profile:offers", ["research"])
    panel = await iris.click(await iris.slash("mentor find"), custom_id="pc1:mentor:opening")
    await iris.select(panel, "pc1:mentor:promise", ["48"])
    together = await ana.slash("program search", query=question)

    assert "Ask your school counselor first" in alone_text
    assert "`/mentor find`" not in alone_text
    assert "`/mentor find` shows who in this server has room." in together.text


async def test_a_question_that_is_no_search_is_answered_with_the_guide(ana: Person) -> None:
    answer = await ana.slash("program search", query="which hospitals will hire new grads")

    assert "That’s a question about a job" in answer.text
    assert "In a new job, ask three places" in answer.text


async def test_the_other_reading_of_an_abbreviation_is_one_click_away(ana: Person) -> None:
    answer = await ana.slash("program search", query="family medicine, medical student at UW")
    drop = "Not what you meant? Remove something"
    other = next(one for one in options(answer, drop) if "I meant Wisconsin" in one)

    again = await ana.select(answer, named(answer, drop), [other])

    assert "Place: Wisconsin" in again.text


async def test_without_a_profile_a_small_form_asks_what_a_suggestion_needs(ana: Person) -> None:
    unknown = await ana.slash("program suggest")
    assert "I don’t know you yet" in unknown.text
    form = await ana.click(unknown, "Answer 5 questions")
    answer = await ana.submit(
        form,
        {
            "Where are you now?": ["Medical student"],
            "Which fields?": ["Emergency medicine"],
            "Where are you?": "Texas",
        },
    )

    assert "Field: emergency medicine" in answer.text
    assert "EMRA" in answer.text
    assert "Only for EMRA members" in answer.text


async def test_whose_discord_is_in_spanish_is_asked_and_answered_in_spanish(ana: Person) -> None:
    ana.user.locale = "es-419"
    unknown = await ana.slash("program suggest")
    assert "Todavía no te conozco" in unknown.text
    form = await ana.click(unknown, "Responder 5 preguntas")
    answer = await ana.submit(
        form,
        {
            "¿En qué etapa estás?": ["Estudiante de medicina"],
            "¿Qué campos te interesan?": ["Medicina de emergencia"],
            "¿Dónde vives?": "Texas",
        },
    )

    assert "Campo: medicina de emergencia" in answer.text
    assert "EMRA" in answer.text
    assert "Abierto si" in answer.text
    assert "Field" not in answer.text


async def test_without_a_profile_the_way_to_it_is_one_click(ana: Person) -> None:
    profile = await ana.click(await ana.slash("program suggest"), custom_id="pc1:profile:show:")

    assert profile.ephemeral
    assert "profile" in profile.text


async def test_more_like_this_finds_others_and_never_the_same(ana: Person) -> None:
    card = await ana.slash("program show", name="EMRA")

    answer = await ana.click(card, "More like this")

    assert answer.text.startswith("Like EMRA")
    assert "Same stage" in answer.text
    assert not any("EMRA" in name for name in options(answer, OPEN))


async def test_nobody_else_can_turn_ones_pages(society: Society, ana: Person) -> None:
    answer = await ana.slash("program search", query="mentor for a medical student")
    ben = society.guild.person("Ben")
    theirs = await ben.slash("program search", query="nursing mentor")
    assert answer.message is not None
    assert theirs.message is not None
    button = next(each for each in answer.buttons if each.label == "Next")

    refused = await ben.click_forged(theirs.message, button.custom_id or "")

    assert "someone else’s" in refused.text


async def test_the_buttons_work_after_a_restart(discord: Discord, tmp_path: Path) -> None:
    guild = discord.guild("A Society")
    guild.text("mentoring")
    ana = guild.person("Ana")
    async with a_bot(discord, tmp_path):
        answer = await ana.slash("program search", query=LONG_QUESTION)

    async with a_bot(discord, tmp_path):
        second: Answer = await ana.click(answer, "Next")

    assert "Page 2 of" in second.text
    assert "Place: Illinois" in second.text


async def test_a_search_is_forgotten_after_a_week(society: Society, ana: Person) -> None:
    old = await ana.slash("program search", query="mentor for a medical student")
    await society.pass_time(days=8)
    await ana.slash("program search", query="nursing mentor")

    answer = await ana.click(old, "Next")

    assert "expired" in answer.text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("i think i'm going to hurt myself", "call or text 988"),
        ("need a mentor, i want to kill myself", "call or text 988"),
        ("ya no quiero vivir", "llama o escribe al 988"),
    ],
)
async def test_a_call_for_help_gets_who_can_help_and_no_program(
    ana: Person, query: str, words: str
) -> None:
    answer = await ana.slash("program search", query=query)

    assert answer.ephemeral
    assert words in answer.text
    assert "Mentorship" not in answer.text
    assert "/mentor find" not in answer.text
