"""Suggestions for a profile."""

import pytest

from bot.search import Facet, Fit, ProgramIndex, SearchProfile, SearchProfileError, seeker_from


def first(index: ProgramIndex, seeker: SearchProfile) -> str:
    return str(index.suggest(seeker).results[0].program.id)


def test_stage_field_and_state_lead_to_the_program(index: ProgramIndex) -> None:
    seeker = SearchProfile("a", stage="resident", fields=("internal-medicine",), state="WA")

    assert first(index, seeker) == "uw-internal-medicine-mentorship"


@pytest.mark.parametrize(
    "seeker",
    [SearchProfile("a"), SearchProfile("a", communities=("women",), state="nowhere at all")],
)
def test_who_said_nothing_is_not_known_well_enough(
    index: ProgramIndex, seeker: SearchProfile
) -> None:
    assert index.suggest(seeker).fit is Fit.NONE
    assert index.suggest(SearchProfile("a", stage="resident")).fit is not Fit.NONE


def test_communities_count_only_when_shared(index: ProgramIndex) -> None:
    silent = SearchProfile("a", stage="nurse", communities=("black-african-american",))
    shared = SearchProfile(
        "a", stage="nurse", communities=("black-african-american",), community_opt_in=True
    )

    assert index.suggest(silent).understood.of(Facet.COMMUNITY) == ()
    assert first(index, silent) != "nbna-collaborative-mentorship"
    assert first(index, shared) == "nbna-collaborative-mentorship"


def test_what_is_meant_for_a_neighbouring_community_stands_behind(index: ProgramIndex) -> None:
    def found(*communities: str) -> list[str]:
        seeker = SearchProfile(
            "a",
            stage="college-pre-health",
            fields=("medicine",),
            state="IL",
            communities=communities,
            community_opt_in=True,
        )
        return [str(result.program.id) for result in index.suggest(seeker).results]

    assert found("black-african-american")[0] == "black-men-in-white-coats"
    hispanic = found("hispanic-latinx")
    assert "amsa-mentorship" in hispanic
    assert "black-men-in-white-coats" not in hispanic


def test_another_kind_of_community_shuts_nobody_out(index: ProgramIndex) -> None:
    seeker = SearchProfile(
        "a",
        stage="medical-student",
        fields=("dermatology",),
        communities=("women",),
        community_opt_in=True,
    )

    assert first(index, seeker) == "aad-diversity-mentorship"


def test_a_membership_opens_its_door(index: ProgramIndex) -> None:
    outside = SearchProfile("a", stage="medical-student", format="virtual")
    member = SearchProfile("a", stage="medical-student", format="virtual", memberships=("AMSA",))

    def obstacles(seeker: SearchProfile) -> tuple[str, ...]:
        found = {str(r.program.id): r for r in index.suggest(seeker).results}
        return found["amsa-mentorship"].obstacles

    assert "Only for AMSA members." in obstacles(outside)
    assert obstacles(member) == ()


def test_goals_in_words_become_wishes(index: ProgramIndex) -> None:
    seeker = SearchProfile(
        "a", stage="high-school", goals=("get paid", "Latina role model in Texas")
    )
    understood = index.suggest(seeker).understood

    assert "paid-internship" in understood.of(Facet.OFFER)
    assert understood.of(Facet.COMMUNITY) == ()
    assert understood.of(Facet.PLACE) == ()


def test_what_cannot_be_reached_comes_after_what_can(index: ProgramIndex) -> None:
    seeker = SearchProfile(
        "a", stage="college-pre-health", state="TX", goals=("research", "shadowing")
    )
    found = [str(result.program.id) for result in index.suggest(seeker).results]

    assert found[0] == "tarleton-hppmp"
    assert found.index("black-men-in-white-coats") < found.index("miami-hpm")


@pytest.mark.parametrize(
    ("stage", "field", "state", "communities", "program"),
    [
        ("medical-student", "emergency-medicine", "TX", (), "emra-student-resident"),
        ("nursing-student", "nursing", "NV", (), "unlv-rebel-nurse"),
        ("nurse", "nursing", "IL", (), "uic-nursing-alumni-mentor"),
        ("high-school", "medicine", "NY", (), "ccny-health-professions-mentorship"),
        ("college-pre-health", "medicine", "FL", (), "miami-hpm"),
        ("resident", "ob-gyn", "CO", (), "acog-mentorship"),
        ("medical-student", "dermatology", "GA", ("urm",), "aad-diversity-mentorship"),
        ("medical-student", "oncology", "MN", ("hispanic-latinx",), "asco-diversity-mentoring"),
        ("early-career", "surgery", "", ("women",), "acs-wisc-mentorship"),
        ("junior-faculty", "ophthalmology", "MA", (), "harvard-ophthalmology-mentoring"),
        ("nurse", "nursing", "NY", ("men",), "nyc-men-in-nursing"),
        ("dental-student", "dentistry", "CA", ("lgbtq",), "ucsf-lgbtq-mentorship"),
        ("medical-student", "family-medicine", "WI", (), "wisconsin-family-medicine-mentors"),
    ],
)
def test_a_profile_is_sent_where_it_can_go(
    index: ProgramIndex,
    stage: str,
    field: str,
    state: str,
    communities: tuple[str, ...],
    program: str,
) -> None:
    seeker = SearchProfile(
        "a",
        stage=stage,
        fields=(field,),
        state=state,
        communities=communities,
        community_opt_in=True,
    )

    assert first(index, seeker) == program
    assert index.suggest(seeker).fit is not Fit.NONE


def test_twins_who_differ_in_what_they_did_not_tick_get_the_same(index: ProgramIndex) -> None:
    plain = SearchProfile("a", stage="nurse", fields=("nursing",), state="NY")
    other = SearchProfile(
        "a", stage="nurse", fields=("nursing",), state="NY", communities=("men", "urm")
    )

    assert index.suggest(plain).document == index.suggest(other).document


def test_facts_in_words_are_understood(index: ProgramIndex) -> None:
    seeker = seeker_from({"id": 7, "stage": "MS2", "fields": "emergency medicine", "state": "Ohio"})

    assert seeker.id == "7"
    understood = index.suggest(seeker).understood
    assert understood.of(Facet.STAGE) == ("medical-student",)
    assert understood.of(Facet.FIELD) == ("emergency-medicine",)
    assert understood.of(Facet.PLACE) == ("OH",)


def test_an_empty_profile_is_answered(index: ProgramIndex) -> None:
    answer = index.suggest(SearchProfile("a"))

    assert answer.results
    assert answer.query == "a"


@pytest.mark.parametrize(
    ("typed", "year"), [("MS3", 3), ("PGY-2", 2), ("sophomore", 2), ("second year", 2), ("4", 4)]
)
def test_a_year_may_be_in_words(typed: str, year: int) -> None:
    assert seeker_from({"id": "a", "stage_year": typed}).stage_year == year


@pytest.mark.parametrize(
    ("stage", "typed", "fits"),
    [
        ("medical-student", "MS3", True),
        ("medical student", "third year", True),
        ("medical-student", "3", True),
        ("medical-student", "PGY-2", False),
        ("medical-student", "sophomore", False),
        ("resident", "PGY-2", True),
        ("resident", "MS2", False),
        ("undergrad", "junior", True),
        ("undergrad", "MS3", False),
        ("high-school", "sophomore", True),
        ("high-school", "10th grade", True),
        ("nursing-student", "senior", True),
        ("post-bac", "sophomore", False),
        ("", "MS3", True),
    ],
)
def test_a_year_in_words_is_one_of_the_stage(stage: str, typed: str, fits: bool) -> None:
    entry = {"id": "a", "stage_year": typed, "stage": stage}
    if fits:
        assert seeker_from(entry).stage_year
        return
    with pytest.raises(SearchProfileError, match=f"“{typed}”, which isn’t a year of .* Write a"):
        seeker_from(entry)


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ({}, "no id"),
        ({"id": "a", "fields": 3}, "fields"),
        ({"id": "a", "stage_year": "two"}, "stage_year"),
        ({"id": "a", "stage_year": True}, "stage_year"),
        ({"id": "a", "community_opt_in": "yes"}, "community_opt_in"),
        ({"id": "a", "state": 5}, "state"),
        ({"id": "a", "height": 180}, "height"),
    ],
)
def test_a_wrong_fact_is_named(entry: dict[str, object], fault: str) -> None:
    with pytest.raises(SearchProfileError, match=fault):
        seeker_from(entry)
