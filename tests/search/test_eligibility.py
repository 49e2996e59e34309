"""Who may join, condition by condition, and the three groups that follow from it."""

import pytest

from bench import asked
from bot.domain.ids import ProgramId
from bot.domain.programs.programs import Program, Restriction, Scope
from bot.search import CatalogueError, Fit, Open, ProgramIndex, Vocabulary, parse_programs
from bot.search.asker import Asker
from bot.search.eligibility import Judge, rules_of


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
        ("middle school student, black boy", "black-men-in-white-coats", Open.NO),
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

    assert found[program].open is expected


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
    answer = index.search("12 year old in omaha who loves science")

    assert answer.fit is Fit.NONE
    assert answer.case.startswith("Nothing here is open to you.")
    assert answer.next_steps[0].startswith("Ask your school counselor first")
    assert any("/mentor find" in step for step in answer.next_steps)


def test_a_condition_is_named_in_the_first_line(index: ProgramIndex) -> None:
    answer = index.search("MS3 going for EM")

    assert answer.fit is Fit.IF
    assert "a member of EMRA" in answer.case
    assert answer.results[0].condition == "you're a member of EMRA, or join"


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
