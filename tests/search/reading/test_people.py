"""The asker is told from their relatives, and from someone they ask for."""

import pytest

from bot.search import Facet, ProgramIndex


@pytest.mark.parametrize(
    ("question", "stages"),
    [
        ("i'm a nurse and my daughter is premed, this is for me", ("nurse",)),
        ("mi hermanita está en la high school, busco algo para ella", ("high-school",)),
        ("i'm a nurse and my daughter is premed, this is for her", ("college-pre-health",)),
    ],
)
def test_who_says_whom_it_is_for_is_believed(
    index: ProgramIndex, question: str, stages: tuple[str, ...]
) -> None:
    assert index.understand(question).of(Facet.STAGE) == stages


@pytest.mark.parametrize(
    ("question", "stages"),
    [
        ("my mom is a nurse and i want to be a doctor", ()),
        ("my brother is a med student at stanford, im in high school in LA", ("high-school",)),
        ("my dad is a pharmacist, im a junior in high school", ("high-school",)),
        ("my husband is a resident so we move a lot, im a nursing student", ("nursing-student",)),
        ("my roommate is premed and won't shut up about it, i'm an RN", ("nurse",)),
        ("mi mamá es enfermera y yo quiero ser doctor", ()),
        ("my daughter is in 7th grade", ("middle-school",)),
        ("niece, 16, wants to be a nurse", ("high-school",)),
        ("mi hija va en séptimo grado", ("middle-school",)),
        ("my nephew is a sophomore in queens and loves hospitals", ("high-school",)),
        ("i'm a nurse, my son is in 10th grade and wants to be a vet", ("high-school",)),
        ("asking for a friend who's a med student", ("medical-student",)),
        ("my son is 3 and i'm a nursing student", ("nursing-student",)),
        ("hijo de dominicanos, estudiante de medicina", ("medical-student",)),
        ("fiance is m1 in philly, i'm a teacher. he needs a mentor", ("medical-student",)),
        ("mi esposo es enfermero y yo soy maestra, él busca mentor", ("nurse",)),
        ("my goddaughter is a rising junior, wants to be a surgeon", ("high-school",)),
        ("my lil sister wants to be a nurse, shes 16, we live in compton", ("high-school",)),
        ("my maw maw was a nurse, im in 11th", ("high-school",)),
        ("my whole family are nurses. M1", ("medical-student",)),
        ("junior at ucla, my mom wants me to be a nurse", ("college-pre-health",)),
        ("my daughter in law is a nurse, i'm premed", ("college-pre-health",)),
        ("mi novia estudia medicina en ucla y está agotada, ¿mentoras?", ("medical-student",)),
        ("premed, my roommate is a nursing major and has a mentor", ("college-pre-health",)),
        ("my TA is a med student, i'm premed", ("college-pre-health",)),
        ("the guy across the hall is an EMT, i'm premed", ("college-pre-health",)),
        ("mi niña tiene 9 años y quiere ser pediatra", ("middle-school",)),
    ],
)
def test_whose_stage_it_is(index: ProgramIndex, question: str, stages: tuple[str, ...]) -> None:
    assert index.understand(question).of(Facet.STAGE) == stages


def test_a_relative_s_place_is_not_the_asker_s(index: ProgramIndex) -> None:
    question = "my brother lives in Ohio, i'm a premed in Texas"

    assert index.understand(question).of(Facet.PLACE) == ("TX",)


def test_a_child_asked_for_brings_its_gender_and_no_community(index: ProgramIndex) -> None:
    understood = index.understand("a mentor for my 14 year old son, we are black")

    assert understood.gender == "men"
    assert understood.for_another
    assert understood.of(Facet.COMMUNITY) == ("black-african-american",)


@pytest.mark.parametrize(
    ("question", "gender"),
    [
        ("my sister is a freshman at hunter, who can mentor her", "women"),
        ("my little brother is premed, who can guide him", "men"),
        ("my oldest is a sophomore and has her heart set on nursing", "women"),
        ("my boy is in 10th grade and wants hospital work", "men"),
        ("my kid is in 10th grade, anything?", ""),
    ],
)
def test_the_gender_is_said_by_the_words_for_a_person(
    index: ProgramIndex, question: str, gender: str
) -> None:
    assert index.understand(question).gender == gender


@pytest.mark.parametrize(
    ("question", "stages", "fields"),
    [
        ("sister just matched into peds, here i am a 10th grader", ("high-school",), ()),
        ("nana was a midwife in ghana. i'm an ms2 and want OB", ("medical-student",), ("ob-gyn",)),
        ("mom, 34, nursing student", ("nursing-student",), ("nursing",)),
        ("my sister and i are both CNAs", ("health-worker",), ("medical-assisting",)),
        ("my wife is a surgeon and wants a mentor", ("physician",), ("surgery",)),
        ("my cousin (dental) says go for it, i'm premed", ("college-pre-health",), ()),
        ("husband (m3) needs somebody in family med", ("medical-student",), ("family-medicine",)),
        ("mi esposa es residente, ¿dónde encuentra mentora?", ("resident",), ()),
        ("ex army nurse in nashville", ("nurse",), ("nursing",)),
        ("my teacher suggested nursing, 27, barista", (), ("nursing",)),
    ],
)
def test_whose_facts_they_are(
    index: ProgramIndex, question: str, stages: tuple[str, ...], fields: tuple[str, ...]
) -> None:
    read = index.understand(question)
    assert read.of(Facet.STAGE) == stages
    assert read.of(Facet.FIELD) == fields


@pytest.mark.parametrize(
    ("question", "for_two"),
    [
        ("me (RN), and my sister (10th grade)", True),
        ("looking for mentors for me, a nurse, and my husband, a med student", True),
        ("my son, 10th grade, wants to be a doctor, and i am an RN who wants a mentor too", True),
        ("para mí, enfermera, y mi hermana, en décimo grado", True),
        ("my brother is a premed and i am a nursing student, we both need mentors", True),
        ("my brother and i are premeds", False),
        ("my mom raised me and my brother, im a premed and he is in med school", False),
        ("they told me and my sister (10th grade) that nursing is good", False),
        ("im an RN looking for a mentor for my daughter in 10th grade", False),
        ("my daughter is in 10th grade and wants to be a nurse too", False),
        ("my mom is a nurse and i want to be a nurse too, 10th grade", False),
    ],
)
def test_someone_who_asks_for_two_is_told_to_ask_for_each(
    index: ProgramIndex, question: str, for_two: bool
) -> None:
    answer = index.search(question)

    told = ("You asked for two people", "Preguntaste por dos personas")
    assert answer.understood.for_two is for_two
    assert any(step.startswith(told) for step in answer.next_steps) is for_two
