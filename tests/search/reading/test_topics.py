"""A question that isn't a search for a program is not answered with one."""

import pytest

from bot.catalogue import load_guide
from bot.search import Facet, Fit, ProgramIndex
from tests.search.conftest import CONFIG


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
        ("cuántas horas de voluntariado necesito", "hours"),
        ("does a dui hurt my nursing license", "paper"),
        ("how do i find a mentor in nursing school", ""),
        ("is there anything for high school students in baltimore", ""),
        ("what is HPMP", ""),
        ("outfit for a nurse residency interview??", "job"),
        ("do med schools accept online prereqs", "fact"),
        ("when do med school apps open", "dates"),
        ("what to wear... jk, how do i find a mentor", ""),
        ("i failed my med surg exam", "exam"),
        ("any travel nurse agencies you recommend", "job"),
        ("took the MCAT, 3.7 GPA, have my LORs, need a mentor", ""),
        ("looking for a mentor, i failed the nclex", ""),
        ("looking for a mentor, what mcat score do i need", "scores"),
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
        ("I'm a nurse, how can I mentor students", "mentoring-others"),
        ("resident, want to give back and mentor med students", "mentoring-others"),
        ("i want to find a doctor and mentor for my residency", ""),
        ("what's the average MCAT for DO schools", "scores"),
        ("minimum gpa for pa school?", "scores"),
        ("how much does AMSA cost", "cost"),
        ("how expensive is applying to med school", "cost"),
        ("when does the cycle open", "dates"),
        ("deadline for nursing applications", "dates"),
        ("how many shadowing hours do i need", "hours"),
        ("do nurses make more than PAs", "pay"),
        ("how do i email a surgeon to shadow", "contact"),
        ("my mentor hasn't replied in 3 weeks", "silence"),
        ("mi mentora ya no me contesta, ¿qué hago?", "silence"),
        ("gift for my mentor at graduation", "thanks"),
        ("what should i bring to my first meeting with my mentor", "meeting"),
        ("how much is LMSA dues", "cost"),
        ("cuánto cuesta AMSA", "cost"),
        ("when does the AAD mentorship open", "dates"),
        ("is there a deadline for MERIT", "dates"),
        ("does EMRA take M1s", ""),
        ("when i start at penn state nursing, who mentors me", ""),
        ("nurse in ohio, can i mentor here", "mentoring-others"),
        ("can i mentor my little brother's friends, med student", ""),
        ("do i need calculus for med school", "fact"),
        ("is a 506 mcat ok for DO schools", "fact"),
        ("me da miedo la sangre, ¿puedo ser enfermera?", "fact"),
        ("can i be a nurse with a DUI", "paper"),
        ("is there a school in ohio for mentors", ""),
        ("does my school have a program", ""),
        ("¿aceptan a gente sin papeles en la escuela de enfermería?", "fact"),
        ("¿aceptan premeds en el programa de AMSA?", ""),
        ("chief resident, general surgery, job hunt starts in fall", ""),
        ("looking for a job as a scribe near austin", "job"),
        ("necesito trabajo de asistente medico en los angeles", "job"),
        ("i want to quit my marketing job and go to nursing school, mentor?", ""),
        ("quiero trabajar como enfermera en texas, busco mentora", ""),
        ("what do i wear to my first day of shadowing", "fact"),
        ("i failed organic chem twice, is med school over for me", "chances"),
        ("do mentors get paid", "fact"),
        ("retired nurse, would love to help young nurses", "mentoring-others"),
        ("i think i'm going to hurt myself", "crisis"),
        ("premed, need a mentor, i want to kill myself", "crisis"),
        ("ya no quiero vivir", "crisis"),
        ("my brother is suicidal and im a nursing student, what do i do", "crisis"),
        ("nurse on a unit with suicidal patients, want a mentor", ""),
        ("hand surgery after i cut myself on a scalpel, premed wants a surgeon mentor", ""),
        ("i'm dying to find a mentor, premed", ""),
        ("i feel burned out and want to quit med school", "strain"),
        ("burned out RN looking for a mentor in chicago", ""),
        ("want to quit nursing and go to medical school", ""),
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

    assert answer.case.startswith("That’s a question about a job, not a search for a program.")
    assert answer.guide == "where-early-career"


@pytest.mark.parametrize(
    ("question", "about", "guide", "where"),
    [
        ("what's the average MCAT for DO schools", "scores", "where-premed", "Choose DO Explorer"),
        ("when does the cycle open", "dates", "", "AACOMAS"),
        ("how many shadowing hours do i need", "how many hours", "where-premed", "admissions"),
        ("how do i ask a doctor to shadow", "how to ask", "find-small-question", "/outreach add"),
        ("is 34 too old to start", "chances", "find-identity", "admissions office"),
        ("my mentor never replies", "answer", "blog-two-sided", "/pair rematch"),
        ("¿cuánto gana una enfermera en texas?", "sueldos", "", "Occupational Outlook"),
    ],
)
def test_a_fact_gets_no_program_but_the_nearest_item_and_where_to_look(
    index: ProgramIndex, question: str, about: str, guide: str, where: str
) -> None:
    answer = index.search(question)

    assert about in answer.case
    assert answer.results == ()
    assert answer.guide == guide
    assert where in answer.next_steps[0]
    assert not answer.confident


def test_a_fact_about_a_program_that_is_named_shows_what_is_known_of_it(
    index: ProgramIndex,
) -> None:
    answer = index.search("how much does AMSA cost")

    assert "what something costs, which I don’t know" in answer.case
    assert [str(result.program.id) for result in answer.results] == ["amsa-mentorship"]
    assert not answer.confident


def test_every_topic_says_where_to_look_in_both_languages(index: ProgramIndex) -> None:
    for topic, (english, spanish) in index.vocabulary.where_to_look.items():
        assert bool(english) == bool(spanish), topic
        assert english or index.vocabulary.guides[topic], topic


def test_every_topic_names_an_item_that_the_guide_has(index: ProgramIndex) -> None:
    guide = load_guide(CONFIG / "guidance.toml")

    for topic, item in index.vocabulary.guides.items():
        assert not item or guide.get(item), topic
