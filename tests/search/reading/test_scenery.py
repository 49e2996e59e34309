"""What is only mentioned is not a stage, field, place, or wish."""

import pytest

from bot.search import Facet, ProgramIndex


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("failed nursing class 6 months away from graduation", {"stage", "field"}),
        ("premed, parents never finished a 4 yr degree", {"stage", "community"}),
        ("premed, my counselor says no", {"stage"}),
        ("premed, one semester left", {"stage"}),
        ("youth ministry and premed", {"stage"}),
        ("orientation was fun, premed", {"stage"}),
        ("BS in journalism, now premed", {"stage"}),
        ("premed with a med list", {"stage"}),
    ],
)
def test_scenery_adds_no_facet(index: ProgramIndex, question: str, expected: set[str]) -> None:
    assert set(index.understand(question).document) <= expected


def test_where_somebody_moves_is_where_they_will_be(index: ProgramIndex) -> None:
    understood = index.understand("nurse, i live in kansas city but im moving to chicago")

    assert understood.of(Facet.PLACE) == ("IL",)


def test_a_country_somebody_comes_from_is_not_where_they_are(index: ProgramIndex) -> None:
    assert not index.understand("moved from jamaica, premed in florida").elsewhere
    assert index.understand("premed in jamaica").elsewhere


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        ("i scribe in a cardiology clinic, applying to med school", ()),
        ("public health major, junior, want to be a dentist", ("dentistry",)),
        ("i had surgery last year and want to be a doctor", ()),
        ("psychology major, premed", ()),
        ("my therapist says go for it. premed", ()),
        ("i am a physical therapist's daughter, premed", ()),
        ("switching out of nursing to premed", ()),
        ("i was a nursing major, now premed", ()),
        ("my ortho rotation ended, M3", ()),
        ("my mental health is bad, premed", ()),
        ("premed, shadowed an orthopedic surgeon, didn't love it", ()),
        ("my grandma is on dialysis, 9th grade", ()),
        ("shadowed a pt, an ot, and a nurse, still premed", ()),
        ("volunteered in hospice. premed", ()),
        ("i babysit a dentist's kids. premed", ()),
        ("i babysit a dentist's kids and now i want to be one", ("dentistry",)),
        ("premed, my kid is in kidney failure", ()),
        ("my parents want me in derm, M2, want family med", ("family-medicine",)),
        ("im in the pre-vet society at cornell", ("veterinary",)),
        ("my orthodontist let me watch, now i want to do that", ("dentistry",)),
        ("switched from nursing to premed", ()),
        ("cancer survivor, premed", ()),
        ("my grandma had a stroke, premed who likes geriatrics", ("other-medicine",)),
        ("premed, wants neurology", ("neurology",)),
        ("has her heart set on nursing", ("nursing",)),
        ("the speech therapist was a saint, want to be a dentist", ("dentistry",)),
        ("was an emt, now a second year med student", ()),
        ("working on my pre-reqs for PA", ("physician-assistant",)),
    ],
)
def test_a_workplace_an_illness_or_an_earlier_course_is_no_wish(
    index: ProgramIndex, question: str, fields: tuple[str, ...]
) -> None:
    said = index.understand(question).of(Facet.FIELD)

    assert tuple(name for name in said if name != "medicine") == fields


@pytest.mark.parametrize(
    ("question", "year"),
    [
        ("washburn nursing junior", ("3",)),
        ("high school senior in ohio", ("4",)),
        ("someone senior for a new nurse", ()),
    ],
)
def test_a_class_of_students_is_a_year(
    index: ProgramIndex, question: str, year: tuple[str, ...]
) -> None:
    assert index.understand(question).of(Facet.YEAR) == year


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        ("ER physician assistant 5 yrs", ("physician-assistant",)),
        ("social worker on an oncology floor", ("social-work",)),
        ("ob hospitalist, 2 yrs out", ("ob-gyn",)),
        ("4th year, neuro, applying to PA school", ("physician-assistant",)),
        ("my kid's pediatrician inspired me, now i want nursing", ("nursing",)),
        ("a black woman doctor to talk to, premed", ()),
        ("women's doctor", ("ob-gyn",)),
        ("third yr on wards rn", ()),
    ],
)
def test_a_ward_a_major_and_who_is_known_are_no_field(
    index: ProgramIndex, question: str, fields: tuple[str, ...]
) -> None:
    read = index.understand(question).of(Facet.FIELD)
    assert tuple(name for name in read if name != "medicine") == fields


@pytest.mark.parametrize(
    ("question", "formats"),
    [
        ("saw on the internet that premeds need mentors", ()),
        ("read online that shadowing matters, premed", ()),
        ("people on the internet say to shadow, premed", ()),
        ("premed, want a mentor over the internet", ("virtual",)),
        ("looking for a mentor online, premed", ("virtual",)),
    ],
)
def test_where_something_was_read_is_no_way_to_meet(
    index: ProgramIndex, question: str, formats: tuple[str, ...]
) -> None:
    assert index.understand(question).of(Facet.FORMAT) == formats


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("high school senior in gary, close enough to chicago?", ("IN",)),
        ("premed in fort worth, an hour from oklahoma city", ("TX",)),
        ("nurse close to chicago", ("IL",)),
        ("premédica en la universidad de puerto rico", ("PR",)),
        ("gay ms1 at a southern school", ("south",)),
    ],
)
def test_a_town_that_is_only_close_is_not_where_they_are(
    index: ProgramIndex, question: str, places: tuple[str, ...]
) -> None:
    assert index.understand(question).of(Facet.PLACE) == places


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        ("social worker to MD, 31", ("medicine",)),
        ("OT to DPT, is it worth it", ("physical-therapy",)),
        ("RN to BSN, working nights", ("nursing",)),
        ("EMT on an ambulance, want to be a surgeon", ("surgery",)),
    ],
)
def test_a_job_that_is_left_is_no_field(
    index: ProgramIndex, question: str, fields: tuple[str, ...]
) -> None:
    assert index.understand(question).of(Facet.FIELD) == fields


def test_what_relatives_and_classmates_are_is_no_field(index: ProgramIndex) -> None:
    for question in (
        "im an M1, everyone's parents are surgeons",
        "M1, all my friends are dentists",
    ):
        assert index.understand(question).of(Facet.FIELD) == ()


def test_the_town_they_moved_from_is_not_theirs(index: ProgramIndex) -> None:
    assert index.understand("m1, moving from alabama").of(Facet.PLACE) == ()
    assert index.understand("premed @ penn in yonkers").of(Facet.PLACE) == ("NY",)
