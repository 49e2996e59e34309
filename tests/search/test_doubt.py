"""When the search says that nothing here fits well."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search import Facet, Fit, ProgramIndex
from bot.search.words import LONGEST_QUESTION

EMPTY = [
    "",
    "   ",
    "\n\t",
    "???",
    "🍕🍕🍕",
    "\u200b",
    "|| ||",
    "<@123456789012345678>",
    "https://x.y/z",
]


@pytest.mark.parametrize(
    "question",
    [
        *EMPTY,
        "veterinary",
        "psychiatry mentor for medical students",
        "radiology",
        "pizza near me",
        "asdf qwer zxcv",
        "deadline tomorrow",
        "scholarships for nursing students",
        "MCAT tutoring",
        "mentor for software engineers",
        "premed in Toronto",
        "premed in Paris",
        "mentora psiquiatra",
        "SELECT * FROM users; DROP TABLE programs",
        "chicago bulls tickets",
        "pediatric surgery",
        "hi",
        "is washburn's peer nursing thing open to KU students",
        "orientation leader at rutgers, undecided major, thinking health",
        "np student in chicago, clinicals start in spring",
        "im a resident at ucsf, gay",
        "boston male nurse, nyc men in nursing?",
        "travel nurse at ucla",
        "college senior in maine, latina, reapplying after a rough organic chemistry year",
        "washburn law student",
        "penn nursing undergrad, is the educational pipeline for nurses too",
        "second degree nursing at rutgers, third semester, peer mentors?",
        "miami dade college premed",
        "u of miami junior premed international",
        "straight guy, ucsf med student, the lgbtq mentors?",
        "estudiante de medicina en méxico que quiere especialidad en eeuu",
        "soy médica en venezuela y llegué a houston hace 2 meses",
        "i have read everything",
        "i have read everything on this site " * 9,
        "read, and read, and read",
        "4 yr degree",
    ],
)
def test_what_is_not_here_gets_no_answer(index: ProgramIndex, question: str) -> None:
    assert index.search(question).fit is Fit.NONE


@pytest.mark.parametrize(
    "question",
    [
        "shadowing",
        "paid summer",
        "research mentor",
        "mentor",
        "virtual",
        "chicago",
        "pediatric nurse",
        "first gen college student",
        "nursing 😀",
        '"emergency" AND (medicine* OR NOT surgery)',
        "emergency medicine <@123456789012345678> @everyone",
        "nurse +networking -research ~2 ^3 field:value",
        "mentora para estudiante de medicina en Texas",
        "EMERGENCY MEDICINE",
        "premed in Paris, Texas",
        "Dublin, Ohio medical student",
        "i go to a tiny liberal arts college and nobody here is premed",
        "woman, cardiology fellow, some women in medicine thing?",
        "hospitalist, 2 years out of residency, female, rural idaho",
        "help choosing a specialty",
    ],
)
def test_what_is_here_gets_an_answer(index: ProgramIndex, question: str) -> None:
    answer = index.search(question)

    assert answer.fit is not Fit.NONE
    assert answer.results


def test_doubt_still_offers_the_two_closest(index: ProgramIndex) -> None:
    answer = index.search("cardiology mentor for medical students in Oregon")

    assert answer.fit is Fit.NONE
    assert answer.closest[0].program.id == "amsa-mentorship"
    assert "ohsu-md-diversity-mentorship" in [result.program.id for result in answer.results]
    assert len(answer.closest) == 2


def test_a_very_long_question_is_read_as_far_as_it_matters(index: ProgramIndex) -> None:
    question = "emergency medicine " + "x" * LONGEST_QUESTION + " pizza"

    answer = index.search(question)

    assert answer.query == question
    assert answer.fit is not Fit.NONE
    assert answer.results[0].program.id == "emra-student-resident"


@given(st.text(max_size=300))
def test_any_text_is_answered_without_a_fault(index: ProgramIndex, text: str) -> None:
    answer = index.search(text)

    assert len(answer.results) <= 10
    assert isinstance(answer.document["confident"], bool)


TYPED = ["nurse", "texas", '"AND', "(", "OR", ")", "*", ":", "-", "not", "premed", "😀", "o'neil"]


@given(st.lists(st.sampled_from(TYPED)))
def test_operators_and_quotes_are_only_words(index: ProgramIndex, words: list[str]) -> None:
    answer = index.search(" ".join(words))

    if "nurse" in words and not {"not", "no", "-"} & set(words):
        assert answer.understood.document["field"] == ["nursing"]


NARRATION = (
    "nobody in my dorm sleeps, my lab partner is a nurse's kid, my TA is a med student, the guy "
    "across the hall does EMT shifts, and all of them have a plan except me, and every night i sit "
    "on the fire escape and think about the summer my uncle was in the icu and the lady who held "
    "his hand and never said her name"
)


def test_narration_alone_claims_nothing_about_its_asker(index: ProgramIndex) -> None:
    answer = index.search(NARRATION)

    assert len(NARRATION) > LONGEST_QUESTION
    assert answer.fit is Fit.NONE
    for facet in (Facet.STAGE, Facet.FIELD, Facet.COMMUNITY):
        assert answer.understood.of(facet) == ()
    assert not any("your stage" in why for one in answer.results for why in one.why)


def test_an_age_that_contradicts_a_stage_is_believed_and_answered_calmly(
    index: ProgramIndex,
) -> None:
    answer = index.search("12 yr old medical student")

    assert answer.case.startswith("Nothing here is open to you.")
    assert len(answer.closest) == 2
    assert "school counselor" in answer.next_steps[0]
    assert "/outreach" in answer.next_steps[-1]


def test_a_question_in_two_languages_is_answered_in_one(index: ProgramIndex) -> None:
    answer = index.search("quiero un mentor for my daughter que está en 10th grade in the bronx")

    assert answer.results[0].program.id == "ccny-health-professions-mentorship"
    assert answer.case == "Puedes solicitar: nada de lo que dijiste te excluye."
    assert not any("Meant" in why for why in answer.results[0].why)


def test_two_who_ask_are_not_told_that_one_fits_both(index: ProgramIndex) -> None:
    question = "my husband's a resident in ohio and i'm a new grad nurse, we both want mentors"

    assert index.search(question).fit is Fit.NONE


def test_the_closest_of_the_field_is_judged_by_what_the_asker_said(index: ProgramIndex) -> None:
    answer = index.search("dermatologist 3 years out, male, opening my own practice")
    skin = next(r for r in answer.results if r.program.id == "aad-diversity-mentorship")

    assert skin in answer.closest
    assert skin.open == "no"


@pytest.mark.parametrize(
    ("question", "stages"),
    [
        ("high school nurse", ("nurse",)),
        ("and then i " * 27, ()),
        ("soy premed y busco a mentor in texas", ("college-pre-health",)),
        ("my daughter, 16, wants nursing and my son med school, both in ohio", ("high-school",)),
    ],
)
def test_narration_mixtures_and_contradictions_are_read_without_a_fault(
    index: ProgramIndex, question: str, stages: tuple[str, ...]
) -> None:
    assert index.search(question).understood.of(Facet.STAGE) == stages


@pytest.mark.parametrize("question", ["what a lovely day it is", "zzyzx", "hijo"])
def test_what_no_program_has_a_word_of_was_not_understood(
    index: ProgramIndex, question: str
) -> None:
    answer = index.search(question)

    assert answer.case in (
        "I couldn’t tell what you’re looking for.",
        "No pude entender qué buscas.",
    )
    assert not any("closest to your words" in why for r in answer.results for why in r.why)
    assert not any("cercana a tus palabras" in why for r in answer.results for why in r.why)


def test_a_condition_that_ends_with_a_full_stop_gets_no_second_one(index: ProgramIndex) -> None:
    answer = index.search("soy premédica en University of Miami, busco mentora")

    assert answer.case.endswith("EE. UU.")
