"""Programs for someone who wants to be a mentor."""

import pytest

from bot.search import Open, ProgramIndex


@pytest.mark.parametrize(
    ("question", "program", "expected"),
    [
        ("physician looking to mentor premed students", "amsa-mentorship", Open.YES),
        ("I'm a nurse, how can I mentor students", "uic-nursing-alumni-mentor", Open.IF),
        ("rn in chicago looking to mentor new grads", "uic-nursing-alumni-mentor", Open.IF),
        ("ob-gyn attending, want to mentor residents", "acog-mentorship", Open.YES),
        (
            "EM resident, EMRA member, want to mentor med students",
            "emra-student-resident",
            Open.YES,
        ),
        ("EM resident, how can i mentor med students", "emra-student-resident", Open.IF),
        ("pharmacist near stephenville texas, happy to mentor students", "tarleton", Open.YES),
    ],
)
def test_who_may_mentor_is_judged_by_the_conditions_for_mentors(
    index: ProgramIndex, question: str, program: str, expected: Open
) -> None:
    answer = index.search(question, limit=43)
    found = [r for r in answer.results if r.program.id.startswith(program)]

    assert answer.case.startswith("You want to be a mentor.")
    assert answer.confident == (found[0].named and found[0].open is Open.YES)
    assert [result.open for result in found] == [expected]
    assert "Its mentors include people like you." in found[0].why
    assert found[0].step.endswith("about mentoring there.")


@pytest.mark.parametrize(
    ("question", "program"),
    [
        ("I'm a nurse, how can I mentor students", "amsa-mentorship"),
        ("cardiologist looking to mentor students", "acog-mentorship"),
        ("nurse in oregon, want to mentor students", "tarleton-hppmp"),
        ("male physician, want to mentor students", "amwa-mentorship"),
    ],
)
def test_a_program_that_takes_others_as_mentors_is_not_listed(
    index: ProgramIndex, question: str, program: str
) -> None:
    answer = index.search(question, limit=43)

    assert program not in {str(result.program.id) for result in answer.results}


@pytest.mark.parametrize(
    "question",
    [
        "premed junior at hunter, can i be a mentor",
        "tercer año de premed en hunter, ya no soy nueva, ¿puedo ser mentora?",
    ],
)
def test_the_program_of_their_own_school_comes_first(index: ProgramIndex, question: str) -> None:
    answer = index.search(question)

    assert answer.results[0].program.id == "hunter-pre-health-peer-mentoring"
    assert answer.results[0].open is Open.YES
    assert answer.confident


def test_a_stage_that_was_not_said_is_a_condition(index: ProgramIndex) -> None:
    first = index.search("ob-gyn, 20 years in practice, want to mentor residents").results[0]

    assert first.program.id == "acog-mentorship"
    assert first.condition == "your stage is practicing physician"
    assert "It takes mentors." in first.why


def test_who_says_nothing_of_themselves_is_asked(index: ProgramIndex) -> None:
    answer = index.search("i want to become a mentor")

    assert answer.results == ()
    assert any("Tell me what you do" in step for step in answer.next_steps)
    assert answer.guide == "become-find-mentees"


def test_the_answer_is_in_spanish_for_who_asks_in_spanish(index: ProgramIndex) -> None:
    answer = index.search("soy enfermera y quiero ser mentora de estudiantes")

    assert answer.case.startswith("Quieres ser mentor o mentora.")
    assert "Entre sus mentores hay gente como tú." in answer.results[0].why
