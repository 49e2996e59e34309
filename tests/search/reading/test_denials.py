"""What is negated is not asked for, wherever the "not" is."""

import pytest

from bot.search import Facet, Fit, Open, ProgramIndex


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        ("i dont want to be a nurse, i want to be a doctor", ("medicine",)),
        ("no quiero ser enfermera, quiero ser doctora", ("medicine",)),
        ("how to tell my parents i dont want to be a doctor anymore", ()),
        ("shadowing a nurse but not delivering babies", ("nursing",)),
        ("everyone says be an RN or PA but i dont want that, i want med school", ()),
        ("work with patients but not become an MD, dentist or pharmacist", ()),
        ("emergency med is not for me", ()),
        ("surgery isn't for me, medical student", ()),
        ("i want to quit nursing", ()),
        ("shadowed in oncology and hated it, what about family med", ("family-medicine",)),
        ("i thought about pharmacy but no, nursing it is", ("nursing",)),
        ("residente de oncología... bueno, medicina interna", ("internal-medicine",)),
    ],
)
def test_denied_fields_are_left_out(
    index: ProgramIndex, question: str, fields: tuple[str, ...]
) -> None:
    said = index.understand(question).of(Facet.FIELD)

    assert tuple(name for name in said if name != "any-health-career") == fields


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("premed at ku. not at any of those schools: penn, asu, hunter. anything for me?", ()),
        ("i don't go to any of these (penn, unlv, rutgers) but i'm in nursing school", ()),
        ("none of those: asu or hunter. premed in arizona", ()),
        ("not at any of those schools, i'm at hunter, premed", ("hunter",)),
        ("any of these schools: penn, asu?", ("penn", "asu")),
    ],
)
def test_a_list_of_schools_that_are_not_theirs_is_no_wish(
    index: ProgramIndex, question: str, names: tuple[str, ...]
) -> None:
    assert index.understand(question).names == names


@pytest.mark.parametrize(
    "question",
    [
        "not a nursing student yet, waitlisted at rutgers nursing",
        "quiero estudiar enfermería, no tengo prepa terminada",
        "never been a nursing student, i'm a pa student",
    ],
)
def test_what_someone_is_not_is_no_stage(index: ProgramIndex, question: str) -> None:
    stages = index.understand(question).of(Facet.STAGE)

    assert not {"nursing-student", "high-school"} & {*stages}


def test_a_school_that_is_denied_shuts_its_programs(index: ProgramIndex) -> None:
    answer = index.search("estudiante de odontología en california, no en ucsf")

    assert answer.fit is Fit.NONE


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        ("surgery bores me, psych scares me, OB is all i liked. ms3", ("ob-gyn",)),
        ("not a nurse yet, second semester of nursing school", ("nursing",)),
    ],
)
def test_what_bores_is_denied_and_what_is_not_yet_is_wanted(
    index: ProgramIndex, question: str, fields: tuple[str, ...]
) -> None:
    assert index.understand(question).of(Facet.FIELD) == fields


def test_nobody_of_a_community_around_is_no_wish_against_it(index: ProgramIndex) -> None:
    read = index.understand("dermatologist, no women above me, black")
    assert read.of(Facet.COMMUNITY) == ("black-african-american",)
    assert Facet.COMMUNITY not in read.without


@pytest.mark.parametrize(
    ("question", "program"),
    [
        (
            "i'm not a medical student, i'm a dental student at ucsf, lesbian",
            "ucsf-lgbtq-mentorship",
        ),
        (
            "no soy estudiante de medicina, soy estudiante de odontología en ucsf, gay",
            "ucsf-lgbtq-mentorship",
        ),
        (
            "i'm not a nurse, i'm a respiratory therapist in minneapolis, woman, want to lead",
            "whlt-mentorship",
        ),
        ("i'm not a resident yet, ms2, black, interested in oncology", "asco-diversity-mentoring"),
        ("not premed anymore, M2 interested in ob gyn", "acog-mentorship"),
    ],
)
def test_a_stage_that_is_denied_shuts_no_program_that_takes_others(
    index: ProgramIndex, question: str, program: str
) -> None:
    first = index.search(question).results[0]

    assert (first.program.id, first.open) == (program, Open.YES)


def test_a_stage_that_is_denied_shuts_what_is_for_it_alone(index: ProgramIndex) -> None:
    answer = index.search("i'm not a medical student, want someone in emergency medicine", limit=43)
    standing = {str(result.program.id): result.open for result in answer.results}

    assert standing.get("emra-student-resident", Open.NO) is Open.NO
