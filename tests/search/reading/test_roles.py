"""Who teaches, advises, mentors or serves others is not one of them."""

import pytest

from bot.search import Facet, Fit, Open, ProgramIndex


@pytest.mark.parametrize(
    ("question", "stages"),
    [
        ("teacher at high school in clarksdale ms", ()),
        ("i teach nursing at washburn", ()),
        ("im an advisor for premeds at university of miami", ()),
        ("i'm a school counselor for high school students in baltimore", ()),
        ("professor of nursing at penn state", ()),
        ("penn medicine student wants to mentor high schoolers", ("medical-student",)),
        ("rn looking to mentor new grads", ("nurse",)),
        ("i want to be a mentor for premeds, med student at stanford", ("medical-student",)),
        ("quiero ser mentora de estudiantes de enfermeria", ()),
        ("want someone to be a mentor for me, med student", ("medical-student",)),
        ("my cousin is a nursing student at rutgers, im not", ()),
        ("resident advisor in dorm", ()),
        ("professor who advises premeds, whats out there for them", ()),
        ("need an advisor, premed at asu", ("college-pre-health",)),
        ("tutor for nursing student at washburn", ("nursing-student",)),
        ("someone to mentor me, new grad nurse", ("nurse",)),
        ("high school chem teacher in omaha", ()),
        ("middle school science teacher, what is there for my kids", ()),
        ("high school bio teacher, 38, want to go to med school", ("college-pre-health",)),
        ("instructor in the eye department at harvard med", ("junior-faculty",)),
    ],
)
def test_whose_stage_it_is(index: ProgramIndex, question: str, stages: tuple[str, ...]) -> None:
    found = index.understand(question).of(Facet.STAGE)

    assert tuple(stage for stage in found if stage != "early-career") == stages


@pytest.mark.parametrize(
    ("question", "program"),
    [
        ("teacher at high school in clarksdale ms", "tcwa-high-school-mentorship"),
        ("i teach nursing at washburn", "washburn-nursing-peer-mentoring"),
        ("im an advisor for premeds at university of miami", "miami-hpm"),
    ],
)
def test_a_program_for_those_they_teach_is_not_open(
    index: ProgramIndex, question: str, program: str
) -> None:
    answer = index.search(question, limit=43)
    standing = {str(result.program.id): result.open for result in answer.results}

    assert answer.fit is Fit.NONE
    assert standing.get(program, Open.NO) is Open.NO


@pytest.mark.parametrize(
    ("question", "stages"),
    [
        ("school counselor, one of my seniors is black and wants pharmacy", ("high-school",)),
        ("counselor at a chicago high school, for one of my latina seniors", ("high-school",)),
        ("i teach 9th grade, a student of mine wants to be a nurse", ("high-school",)),
        ("i teach biology, a 10th grader of mine wants to be a doctor", ("high-school",)),
        ("i teach AP bio. my students are juniors, they want to be doctors", ("high-school",)),
        ("guidance counselor in tulsa, my student wants to be a nurse", ("high-school",)),
        ("soy maestra, una alumna mía de décimo grado quiere ser doctora", ("high-school",)),
        ("soy consejera escolar, uno de mis estudiantes quiere ser médico", ("high-school",)),
        ("pre-health advisor at hunter. what can i recommend to freshmen", ("college-pre-health",)),
        ("i advise premeds at asu, one of my sophomores wants a mentor", ("college-pre-health",)),
        ("i'm a nursing professor, one of my students needs a mentor", ("nursing-student",)),
        ("premed advisor, a student of mine wants a med student mentor", ("college-pre-health",)),
        ("soy maestro de prepa, tengo una estudiante en su último año", ("high-school",)),
        ("i coach a high school team, one of my girls wants to be a nurse", ("high-school",)),
        ("medical school professor, one of my M2s wants a mentor", ("medical-student",)),
        ("one of my friends is a teacher, i'm a nurse", ("nurse",)),
    ],
)
def test_a_teacher_s_student_has_a_stage(
    index: ProgramIndex, question: str, stages: tuple[str, ...]
) -> None:
    understood = index.understand(question)

    assert understood.of(Facet.STAGE) == stages
    assert not understood.teaching


@pytest.mark.parametrize(
    ("question", "communities"),
    [
        ("i treat hispanic patients, med student", ()),
        ("work with lgbtq youth", ()),
        ("trabajo con pacientes hispanos, soy enfermera", ()),
        ("white guy premed, everything is for minorities", ("white",)),
        ("white guy, M1, derm, that minority thing", ("white",)),
        ("woman in premed, every doc i shadowed was a man", ("women",)),
        ("guy in nursing, my clinical groups are all women", ("men-in-nursing",)),
        ("latina med student who works with lgbtq youth", ("hispanic-latinx",)),
        ("black premed who wants to serve black patients", ("black-african-american",)),
        ("lgbtq premed", ("lgbtq",)),
    ],
)
def test_whose_community_it_is(
    index: ProgramIndex, question: str, communities: tuple[str, ...]
) -> None:
    assert index.understand(question).of(Facet.COMMUNITY) == communities
