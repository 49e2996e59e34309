"""Which programs come first, and why."""

import pytest

from bot.search import Facet, Fit, Open, ProgramIndex, SearchAnswer


def ids(answer: SearchAnswer) -> list[str]:
    return [str(result.program.id) for result in answer.results]


@pytest.mark.parametrize(
    ("name", "program"),
    [
        ("AMSA", "amsa-mentorship"),
        ("emra", "emra-student-resident"),
        ("what is HPMP", "ccny-health-professions-mentorship"),
        ("black men in white coats", "black-men-in-white-coats"),
        ("the white coats one", "black-men-in-white-coats"),
        ("MERIT", "merit-health-leadership-academy"),
        ("rebal nurse", "unlv-rebel-nurse"),
        ("Tarlton State", "tarleton-hppmp"),
        ("u miami", "miami-hpm"),
        ("University of Miami", "miami-hpm"),
        ("ohsu", "ohsu-md-diversity-mentorship"),
        ("AMSSA", "amsa-mentorship"),
    ],
)
def test_a_name_brings_its_program_first(index: ProgramIndex, name: str, program: str) -> None:
    answer = index.search(name)

    assert ids(answer)[0] == program
    assert answer.fit is not Fit.NONE


@pytest.mark.parametrize(
    ("asked", "program"),
    [
        ("how do i join blackmen in whitecoats", "black-men-in-white-coats"),
        ("educators4care", "stanford-e4c"),
        ("mountain area health education", "mahec-mmmp"),
        ("is the WiSC program any good?", "acs-wisc-mentorship"),
        (
            "natl assoc of hispanic healthcare executives",
            "hispanic-healthcare-executives-mentorship",
        ),
    ],
)
def test_a_name_is_known_run_together_shortened_or_abbreviated(
    index: ProgramIndex, asked: str, program: str
) -> None:
    answer = index.search(asked)

    assert answer.fit is not Fit.NONE
    assert ids(answer)[0] == program


def test_only_the_program_that_was_named_says_so(index: ProgramIndex) -> None:
    answer = index.search("EMRA, or something else about emergency medicine")
    named = [r.program.id for r in answer.results if "You asked for it by name." in r.why]

    assert named == ["emra-student-resident"]
    assert len(answer.results) > 1


FROM_A_GROUP = "The first is from the school or group you named"


@pytest.mark.parametrize(
    ("question", "case"),
    [
        ("nurse at stanford hospital", f"{FROM_A_GROUP}; nothing"),
        ("i work as a nurse for stanford health care", f"{FROM_A_GROUP}; nothing"),
        ("washburn law student", f"{FROM_A_GROUP}; it’s open"),
        ("rutgers", f"{FROM_A_GROUP}; it’s open"),
        ("i go to penn state, nursing junior, want a mentor", f"{FROM_A_GROUP}; nothing"),
        ("hunter college premed", f"{FROM_A_GROUP}; nothing"),
        ("international student at university of miami, premed", f"{FROM_A_GROUP}, but it isn’t"),
        ("pharmacy resident, ACCP member", f"{FROM_A_GROUP}; nothing"),
        ("EMRA, M2", "This is the program you asked for; it’s open to you if you’re a member"),
        ("rebel nurse at unlv, BSN student", "This is the program you asked for"),
        ("hunter pre-health mentoring, i'm premed", "This is the program you asked for"),
    ],
)
def test_a_school_that_was_named_is_no_program_that_was(
    index: ProgramIndex, question: str, case: str
) -> None:
    answer = index.search(question)
    by_name = "You asked for it by name." in answer.results[0].why

    assert answer.case.startswith(case)
    assert by_name is case.startswith("This is the program")
    assert by_name is not ("From the school or group you named." in answer.results[0].why)


def test_a_name_alone_is_not_padded_out_with_others(index: ProgramIndex) -> None:
    assert ids(index.search("EMRA")) == ["emra-student-resident"]


def test_who_will_only_meet_online_is_not_sent_to_a_campus(index: ProgramIndex) -> None:
    answer = index.search("virtual only mentorship premed")

    assert "amsa-mentorship" in ids(answer)[:3]
    assert answer.understood.of(Facet.FORMAT) == ("virtual",)


def test_near_beats_far(index: ProgramIndex) -> None:
    in_texas = ids(index.search("premed in Texas"))
    in_new_york = ids(index.search("premed in New York City"))

    assert in_texas[0] == "tarleton-hppmp"
    assert in_new_york[0] == "hunter-pre-health-peer-mentoring"
    assert in_new_york.index("cornell-community-health-mentorship") == 1


def test_a_national_program_counts_where_there_is_no_local_one(index: ProgramIndex) -> None:
    answer = index.search("medical student in Alaska")

    assert answer.fit is not Fit.NONE
    assert answer.results[0].program.everywhere


def test_who_cannot_join_is_told_and_ranked_below(index: ProgramIndex) -> None:
    answer = index.search("ob gyn mentor for a medical student in Texas")
    by_id = {str(result.program.id): result for result in answer.results}

    assert ids(answer)[0] == "acog-mentorship"
    assert "Only for AMSA members." in by_id["amsa-mentorship"].obstacles


def test_an_employer_s_program_says_so(index: ProgramIndex) -> None:
    first = index.search("nurse at Stanford hospital").results[0]

    assert first.program.id == "stanford-health-care-nurse-mentorship"
    assert first.open is Open.YES
    other = index.search("new nurse in Palo Alto").results[0]
    assert other.program.id == "stanford-health-care-nurse-mentorship"
    assert "Only for Stanford Health Care employees." in other.obstacles


def test_a_program_for_another_stage_says_so(index: ProgramIndex) -> None:
    answer = index.search("dermatology resident")

    assert answer.fit is Fit.NONE
    found = {str(result.program.id): result for result in answer.results}
    assert found["aad-diversity-mentorship"].open is Open.NO
    assert any("another stage" in o for o in found["aad-diversity-mentorship"].obstacles)


def test_a_named_community_lifts_its_programs(index: ProgramIndex) -> None:
    plain = ids(index.search("nurse looking for a mentor"))
    named = ids(index.search("black nurse looking for a mentor"))

    assert named[0] == "nbna-collaborative-mentorship"
    assert plain[0] != "nbna-collaborative-mentorship"


def test_a_denied_offer_is_left_out(index: ProgramIndex) -> None:
    answer = index.search("high school student, no shadowing")

    assert all("shadowing" not in result.program.offers for result in answer.results)


def test_reasons_are_short_sentences(index: ProgramIndex) -> None:
    for result in index.search("latina premed in Chicago, research, virtual").results:
        for sentence in (*result.why, *result.obstacles):
            assert sentence.endswith(".")
            assert sentence[0].isupper()
            assert len(sentence) < 160


def test_an_unestablished_host_is_said_plainly(index: ProgramIndex) -> None:
    answer = index.search("minority high school senior in chicago")

    assert answer.results[0].program.id == "chicago-minority-seniors-mentorship"
    assert any("Who runs it isn’t known" in o for o in answer.results[0].obstacles)


def test_a_facet_set_by_hand_replaces_what_was_read(index: ProgramIndex) -> None:
    answer = index.search("premed in Texas", facets={Facet.PLACE: ["MI"]})

    assert ids(answer)[0] == "wayne-state-premed-mentoring"


def test_dropping_a_value_widens_the_search(index: ProgramIndex) -> None:
    question = "nursing student in Kansas"
    answer = index.search(question, drop=[(Facet.PLACE, "KS")])

    assert ids(index.search(question))[0] == "washburn-nursing-peer-mentoring"
    assert answer.understood.of(Facet.PLACE) == ()


def test_at_most_ten_programs_are_returned_best_first(index: ProgramIndex) -> None:
    answer = index.search("mentor")
    groups = [place.group for _, place in answer.ranked]
    first = [score - place.taken for score, place in answer.ranked if place.group == groups[0]]

    assert len(answer.ranked) == 10
    assert groups == sorted(groups)
    assert first == sorted(first, reverse=True)


def test_more_like_one_leaves_it_out(index: ProgramIndex) -> None:
    answer = index.more_like("rutgers-nursing-peer-mentor")

    assert answer is not None
    assert "rutgers-nursing-peer-mentor" not in ids(answer)
    assert answer.results[0].program.fields == ("nursing",)
    assert index.more_like("forged") is None


@pytest.mark.parametrize(
    ("question", "program", "condition"),
    [
        ("nurse in nyc", "nyc-men-in-nursing", "you’re a man"),
        (
            "estudiante de medicina en segundo año",
            "lmsa-physician-mentorship",
            "eres una persona hispana o latina",
        ),
        ("nurse", "nbna-collaborative-mentorship", "you’re Black or African American"),
        ("surgeon, 2 years out, ACS member", "acs-wisc-mentorship", "you’re a woman"),
        (
            "first-year med student at ohsu",
            "ohsu-md-diversity-mentorship",
            "you’re underrepresented in medicine, the first in your family at college",
        ),
    ],
)
def test_a_condition_on_people_is_said_as_people_say_it(
    index: ProgramIndex, question: str, program: str, condition: str
) -> None:
    conditions = {str(r.program.id): r.condition for r in index.search(question, limit=43).results}

    assert condition in conditions[program]
