"""A question that isn't a search for a program is not answered with one."""

import pytest

from bot.search import Facet, Fit, ProgramIndex


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("which hospitals will hire new grads", "job"),
        ("how important are LORs for pharmacy school", "letter"),
        ("who should i ask for a letter of rec", "letter"),
        ("NP student, school wont help me find a preceptor", "placement"),
        ("best way to study for the nclex", "exam"),
        ("is 34 too old to start", "chances"),
        ("how long does it take to become a PA", "fact"),
        ("cuántas horas de voluntariado necesito", "fact"),
        ("does a dui hurt my nursing license", "paper"),
        ("how do i find a mentor in nursing school", ""),
        ("is there anything for high school students in baltimore", ""),
        ("what is HPMP", ""),
        ("outfit for a nurse residency interview??", "job"),
        ("do med schools accept online prereqs", "fact"),
        ("when do med school apps open", "fact"),
        ("what to wear... jk, how do i find a mentor", ""),
        ("i failed my med surg exam", "exam"),
        ("any travel nurse agencies you recommend", "job"),
        ("took the MCAT, 3.7 GPA, have my LORs, need a mentor", ""),
        ("looking for a mentor, i failed the nclex", ""),
        ("looking for a mentor, what mcat score do i need", "exam"),
        ("who should write my LOR? a mentor", "letter"),
        ("how hard is rutgers nursing to get into", "fact"),
        ("what are the requirements for unlv nursing", "fact"),
        ("is the rutgers nursing mentor free", ""),
        ("passed the NCLEX on the 2nd try, started on a neuro floor", ""),
        ("took the DAT, looking for someone who will let me shadow", ""),
        ("DO student in rural missouri, rotating in tiny hospitals", ""),
        ("retired surgeon, would like to mentor, not be mentored", "mentoring-others"),
        ("pediatra jubilada, quiero ser mentora", "mentoring-others"),
        ("happy to mentor students, pharmacist", "mentoring-others"),
        ("med student, want someone to mentor me", ""),
    ],
)
def test_the_topic_is_told_from_a_search(index: ProgramIndex, question: str, topic: str) -> None:
    answer = index.search(question)

    assert answer.understood.topic == topic
    assert not topic or answer.fit is Fit.NONE


@pytest.mark.parametrize(
    ("question", "stages"),
    [
        ("do i need calculus for med school", ()),
        ("what is the difference between LPN and RN", ()),
        ("what gpa do you need for rutgers nursing", ()),
        ("is residency worth it", ()),
        ("how hard is nursing school", ()),
        ("what should i do as a nursing student with two kids", ("nursing-student",)),
        ("failed step 1, does that end surgery for me", ("medical-student",)),
        ("what is there to do for high school students in ohio", ("high-school",)),
        ("como estudiante de enfermería, ¿qué hago?", ("nursing-student",)),
        ("DO student, want a mentor in ophtho", ("medical-student",)),
    ],
)
def test_a_question_of_fact_does_not_say_who_asks(
    index: ProgramIndex, question: str, stages: tuple[str, ...]
) -> None:
    assert index.understand(question).of(Facet.STAGE) == stages


def test_the_answer_says_what_it_is_about_and_names_the_guide(index: ProgramIndex) -> None:
    answer = index.search("which hospitals will hire new grads")

    assert answer.case == "That's a question about a job, not a search for a program."
    assert answer.guide == "where-early-career"
