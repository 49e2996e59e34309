"""Who may join, condition by condition, and the three groups that follow from it."""

import pytest

from bench import asked
from bot.domain.ids import ProgramId
from bot.domain.programs.programs import Program, Restriction, Scope
from bot.search import CatalogueError, Fit, Open, ProgramIndex, Vocabulary, parse_programs
from bot.search.asker import Asker
from bot.search.eligibility import Judge, rules_of
from bot.search.wording.sentences import together


def stand(vocabulary: Vocabulary, asker: Asker, *requires: str) -> Open:
    program = Program(ProgramId("a"), "A", scope=Scope.NATIONAL, requires=requires)
    return Judge(vocabulary).judging(asker)(program, rules_of(program), False).open


@pytest.mark.parametrize(
    ("asker", "requires", "expected"),
    [
        (Asker(stages=("high-school",)), "who: high-school", Open.YES),
        (Asker(stages=("nurse",)), "who: high-school", Open.NO),
        (Asker(), "who: high-school", Open.IF),
        (Asker(starting_out=True), "who: nursing-student", Open.NO),
        (Asker(stages=("resident",), professions=("pharmacy",)), "who: medicine resident", Open.NO),
        (Asker(stages=("resident",)), "who: medicine resident", Open.YES),
        (Asker(stages=("nurse",), professions=("nursing",)), "who: medicine any", Open.NO),
        (Asker(stages=("medical-student",), years=("2",)), "year: 1 | 2", Open.YES),
        (Asker(stages=("medical-student",), years=("3",)), "year: 1 | 2", Open.NO),
        (Asker(age=12), "age: 14-18", Open.NO),
        (Asker(places=("MD",)), "region: MD/Baltimore", Open.IF),
        (Asker(places=("MD",), cities=("baltimore",)), "region: MD/Baltimore", Open.YES),
        (Asker(places=("TX",)), "region: MD/Baltimore", Open.NO),
        (Asker(communities=("black-african-american",)), "community: urm", Open.YES),
        (Asker(communities=("hispanic-latinx",)), "community: black-african-american", Open.NO),
        (Asker(gender="women"), "gender: men", Open.NO),
        (Asker(citizen=False), "citizenship: citizen | permanent-resident", Open.NO),
        (Asker(schools=("ucla",)), "school: Wayne State University", Open.NO),
        (Asker(), "school: any", Open.YES),
    ],
)
def test_one_condition(vocabulary: Vocabulary, asker: Asker, requires: str, expected: Open) -> None:
    assert stand(vocabulary, asker, "who: any", requires) is expected


def test_conditions_hold_together_and_values_are_alternatives(vocabulary: Vocabulary) -> None:
    black_man = ("community: black-african-american", "gender: men")
    asker = Asker(communities=("black-african-american",))

    assert stand(vocabulary, asker, "who: any", *black_man) is Open.IF
    assert stand(vocabulary, asker._replace(gender="women"), "who: any", *black_man) is Open.NO
    assert stand(vocabulary, asker._replace(gender="men"), "who: any", *black_man) is Open.YES


def test_an_entry_without_conditions_is_judged_by_its_other_facts(vocabulary: Vocabulary) -> None:
    program = Program(
        ProgramId("a"),
        "A",
        stages=("nurse",),
        state="OH",
        scope=Scope.LOCAL,
        restriction=Restriction.MEMBERS,
        restricted_to="club members",
    )
    judge = Judge(vocabulary)

    def open_to(asker: Asker) -> Open:
        return judge.judging(asker)(program, rules_of(program), False).open

    assert open_to(Asker(stages=("nurse",), places=("OH",))) is Open.IF
    assert open_to(Asker(stages=("nurse",), places=("TX",))) is Open.NO
    assert open_to(Asker(stages=("high-school",))) is Open.NO


@pytest.mark.parametrize(
    ("requires", "reason"),
    [
        ("wizards", "not written as kind: value"),
        ("colour: red", "is not one of"),
        ("who: wizard", "the vocabulary does not know"),
        ("who: sorcery nurse", "the vocabulary does not know"),
        ("year: 9", "the vocabulary does not know"),
        ("region: ZZ/Nowhere", "the vocabulary does not know"),
        ("gender: cats", "the vocabulary does not know"),
        ("age: old", "the vocabulary does not know"),
    ],
)
def test_a_wrong_condition_is_refused(vocabulary: Vocabulary, requires: str, reason: str) -> None:
    entry = f'[[programs]]\nid = "a"\nname = "A"\nrequires = ["{requires}"]\n'

    with pytest.raises(CatalogueError, match=reason):
        parse_programs(entry, vocabulary.known)


@pytest.mark.parametrize(
    ("question", "program", "expected"),
    [
        ("black woman premed", "black-men-in-white-coats", Open.NO),
        ("black premed", "black-men-in-white-coats", Open.IF),
        ("black man, premed", "black-men-in-white-coats", Open.YES),
        ("middle school student, black boy", "black-men-in-white-coats", Open.IF),
        ("black med student, want a physician mentor", "lmsa-physician-mentorship", Open.IF),
        ("latina med student, want a physician mentor", "lmsa-physician-mentorship", Open.YES),
        ("straight guy, ucsf med student", "ucsf-lgbtq-mentorship", Open.IF),
        ("daca premed", "miami-hpm", Open.NO),
        ("latina med student, dermatology, green card", "aad-diversity-mentorship", Open.YES),
        ("latina med student, dermatology, daca", "aad-diversity-mentorship", Open.NO),
        ("PA student, woman", "amwa-mentorship", Open.NO),
        ("MS3 going for EM", "emra-student-resident", Open.IF),
        ("EM resident", "emra-student-resident", Open.NO),
        ("new grad nurse in chicago", "uic-nursing-alumni-mentor", Open.IF),
    ],
)
def test_the_shipped_entries_meet_the_asker(
    index: ProgramIndex, question: str, program: str, expected: Open
) -> None:
    found = {str(r.program.id): r for r in index.search(question, limit=43).results}

    # What is closed and not near is left out.
    assert (found[program].open if program in found else Open.NO) is expected


def test_every_shipped_entry_states_its_conditions(index: ProgramIndex) -> None:
    for program in index.programs:
        assert program.requires, program.id


def test_open_to_every_stage_is_said_only_where_the_source_says_so(index: ProgramIndex) -> None:
    said = [
        one
        for question in ("premed woman", "woman surgeon", "nurse, woman, minneapolis")
        for result in index.search(question, limit=43).results
        for one in (*result.why, *result.obstacles)
    ]

    assert "Open to every stage." not in said


def test_nothing_open_is_said_first_with_what_to_do_instead(index: ProgramIndex) -> None:
    answer = index.search("can middle schoolers apply? she is 12")

    assert answer.fit is Fit.NONE
    assert answer.case.startswith("Nothing here is open to you.")
    assert len(answer.closest) == 2
    assert answer.next_steps[0].startswith("Ask your school counselor first")
    assert any("/mentor find" in step for step in answer.next_steps)


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        ("black premed in idaho", "you’re a man"),
        ("pre-PA in Idaho", "you’re Black or African American, and you’re a man"),
        ("premed at miami, AMSA?", "you’re a member of AMSA (or join) and it takes your stage"),
        (
            "man in nursing",
            "your stage is nurse or nursing student, and you can be in New York",
        ),
        (
            "looking for something for kids in new york",
            "your stage is high school, and you’re in 10th grade or 11th grade",
        ),
        ("M2, derm mentor", "you’re underrepresented in medicine, and you’re a US citizen"),
        (
            "estudiante de medicina, dermatología",
            "eres de un grupo subrepresentado en la medicina, y eres ciudadano",
        ),
    ],
)
def test_every_open_condition_is_named(index: ProgramIndex, question: str, condition: str) -> None:
    answer = index.search(question)

    assert any(result.condition.startswith(condition) for result in answer.results[:3])


def test_a_first_line_in_doubt_names_every_condition_of_the_first(index: ProgramIndex) -> None:
    answer = index.search("pre-PA in Idaho")

    assert answer.fit is Fit.NONE
    assert answer.case.startswith("No program fits for certain.")
    assert "you’re Black or African American, and you’re a man" in answer.case


@pytest.mark.parametrize(
    ("conditions", "spanish", "expected"),
    [
        (["you work there"], False, "you work there"),
        (["you work there", "you're a nurse"], False, "you work there and you're a nurse"),
        (["you're a or b", "you're a c"], False, "you're a or b, and you're a c"),
        (["x", "y", "z"], False, "x, y, and z"),
        (["x or y", "z", "w"], False, "x or y; z; and w"),
        (["trabajas ahí", "eres a o b"], True, "trabajas ahí, y eres a o b"),
    ],
)
def test_conditions_that_hold_together_are_not_read_as_alternatives(
    conditions: list[str], spanish: bool, expected: str
) -> None:
    assert together(conditions, spanish=spanish) == expected


def test_what_a_source_only_implies_bars_no_one_and_is_never_claimed(index: ProgramIndex) -> None:
    other = index.search("black med student, want a physician mentor", limit=43)
    asked = next(r for r in other.results if r.program.id == "lmsa-physician-mentorship")
    latina = index.search("latina med student, want a physician mentor", limit=43)
    met = next(r for r in latina.results if r.program.id == "lmsa-physician-mentorship")

    assert asked.condition == "it takes people who aren’t Hispanic or Latinx"
    assert any("doesn’t say whether it’s only for" in obstacle for obstacle in asked.obstacles)
    assert not any(why.startswith("Meant for people who are Hispanic") for why in met.why)
    assert any(why.startswith("Probably meant for people who are") for why in met.why)


def test_an_implied_condition_that_is_not_met_never_makes_an_answer(index: ProgramIndex) -> None:
    answer = index.search("straight guy, ucsf med student, the lgbtq mentors?")

    assert answer.fit is not Fit.CERTAIN


@pytest.mark.parametrize(
    ("question", "program", "step"),
    [
        ("MS3 going for EM", "emra-student-resident", "To apply: Through EMRA's medical student"),
        ("nurse at Stanford hospital", "stanford-health-care-nurse-mentorship", "on its own page"),
        ("premed at wayne state", "wayne-state-premed-mentoring", "Ask Wayne State University"),
        ("premed, AMSA?", "amsa-mentorship", "about that before you apply"),
        ("new grad nurse, man, nyc", "nyc-men-in-nursing", "Find out first whether New York City"),
        ("utah nursing student", "utah-nursing-mentorship", "no public page describes it"),
        ("pre-PA in Idaho", "black-men-in-white-coats", "Ask Black Men in White Coats how"),
    ],
)
def test_what_may_be_open_says_what_to_do_next(
    index: ProgramIndex, question: str, program: str, step: str
) -> None:
    found = {str(r.program.id): r for r in index.search(question).results}

    assert step in found[program].step


def test_what_is_closed_has_no_next_step_of_its_own(index: ProgramIndex) -> None:
    closed = [r for r in index.search("nursing student in Ohio").results if r.open is Open.NO]

    assert closed
    assert not any(result.step for result in closed)


@pytest.mark.parametrize(
    "question",
    ["nursing student in Ohio", "pre-PA in Idaho", "MS2, cardiology", "M3, psychiatry"],
)
def test_an_answer_in_doubt_says_what_to_do_besides(index: ProgramIndex, question: str) -> None:
    answer = index.search(question)

    assert answer.fit is Fit.NONE
    assert answer.next_steps[0].startswith("Ask")
    assert any("/outreach" in step for step in answer.next_steps)


@pytest.mark.parametrize(
    "question",
    [
        "veterinary student looking for mentor",
        "12 year old in omaha who loves science",
        "chiropractic student in maine",
        "male cardiologist in texas",
    ],
)
def test_if_nothing_is_near_no_program_fills_the_place(index: ProgramIndex, question: str) -> None:
    answer = index.search(question)

    assert answer.results == ()
    assert answer.next_steps
    assert "nearest" not in answer.case


@pytest.mark.parametrize(
    ("question", "near"),
    [
        ("nursing student in Ohio", "penn-state-nursing-mentoring"),
        ("dermatologist 3 years out, male", "aad-diversity-mentorship"),
        ("high school in portland oregon, want medicine", "merit-health-leadership-academy"),
        ("black guy, rutgers nursing dropout, now at ohio state nursing", "nbna-collaborative-m"),
    ],
)
def test_what_shares_the_stage_or_the_very_field_is_near(
    index: ProgramIndex, question: str, near: str
) -> None:
    found = [str(result.program.id) for result in index.search(question).results]

    assert any(name.startswith(near) for name in found)
    assert "amwa-mentorship" not in found


def test_a_condition_is_named_in_the_first_line(index: ProgramIndex) -> None:
    answer = index.search("MS3 going for EM")

    assert answer.fit is Fit.IF
    assert "a member of EMRA" in answer.case
    assert answer.results[0].condition == "you’re a member of EMRA (or join)"


@pytest.mark.parametrize(
    ("question", "fit"),
    [
        ("MS3 going for EM, EMRA member", Fit.CERTAIN),
        ("MS3 going for EM", Fit.IF),
        ("EMRA, M2", Fit.CERTAIN),  # named, and only a membership is left open
        ("EMRA, surgery attending", Fit.NONE),  # named, and closed to them
        ("ob-gyn resident in texas", Fit.CERTAIN),
        ("nursing student at rutgers", Fit.CERTAIN),
        ("nursing student in new jersey", Fit.IF),
        ("psychiatry mentor for medical students", Fit.NONE),
    ],
)
def test_only_what_is_open_for_certain_or_named_is_a_confident_answer(
    index: ProgramIndex, question: str, fit: Fit
) -> None:
    answer = index.search(question)

    assert answer.fit is fit
    assert answer.document["confident"] is (fit is Fit.CERTAIN)


@pytest.mark.parametrize("half", asked.SETS)
def test_a_confident_answer_never_begins_with_what_is_closed_or_in_doubt(
    index: ProgramIndex, half: str
) -> None:
    answers = [index.search(question.text) for question in asked.load(half)]

    confident = [answer.results[0] for answer in answers if answer.confident]
    assert confident
    assert all(first.open is Open.YES or first.named for first in confident)
    assert all(first.open is not Open.NO for first in confident)


@pytest.mark.parametrize(
    "question",
    [
        "cornell med student first year",
        "surgery resident woman",
        "med student",
        "medical student in texas",
        "first year at drexel med",
    ],
)
def test_the_first_line_never_denies_what_is_open_below_it(
    index: ProgramIndex, question: str
) -> None:
    answer = index.search(question)

    assert any(result.open is Open.YES for result in answer.results)
    assert "Nothing is open" not in answer.case
    assert "Nothing here is open" not in answer.case
    assert "I have no program" not in answer.case


def test_other_readings_of_an_abbreviation_are_offered(index: ProgramIndex) -> None:
    from bot.search.reading.senses import other_readings

    answer = index.search("internal medicine resident at UW")
    readings = other_readings(answer.understood, index.vocabulary)

    assert {reading.other[1] for reading in readings} == {"WA", "WI"}


def test_a_pupil_of_another_state_only_aims_at_a_college_they_name(index: ProgramIndex) -> None:
    answer = index.search("high school junior in ohio, can i join the penn pipeline")
    standing = {str(result.program.id): result.open for result in answer.results}

    assert standing.get("penn-educational-pipeline", Open.NO) is Open.NO


def test_another_city_of_a_school_s_state_is_no_certain_answer(index: ProgramIndex) -> None:
    assert index.search("new nurse in chicago").fit is not Fit.NONE
    assert index.search("new nurse in peoria il").fit is Fit.NONE
    assert index.search("nurse in los angeles").fit is Fit.NONE


@pytest.mark.parametrize(
    ("question", "open_"),
    [
        ("AMSA, M1", Open.IF),
        ("not a member of AMSA, M1", Open.IF),
        ("no soy miembro de AMSA, estudiante de medicina", Open.IF),
        ("member of AMSA, M1", Open.YES),
        ("im an AMSA member, ms2", Open.YES),
        ("premed at hunter", Open.YES),
    ],
)
def test_who_names_an_organization_need_not_be_a_member(
    index: ProgramIndex, question: str, open_: Open
) -> None:
    assert index.search(question).results[0].open is open_
