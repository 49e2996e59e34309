"""Ages are read however they are written, and lengths of time are none."""

import pytest

from bot.search import Facet, ProgramIndex


@pytest.mark.parametrize(
    ("question", "age"),
    [
        ("im 15 and want to be a doctor", 15),
        ("is 34 too old to start? nontrad", 34),
        ("live in chicago, 28, applied to a post bac", 28),
        ("late 30s, out of the military", 35),
        ("tengo 17 y quiero ser cirujano", 17),
        ("mi hijo, 16 años, quiere ser médico", 16),
        ("my 14 year old son", 14),
        ("tengo un hijo de 16 que quiere ser médico", 16),
        ("hs junior, 16f", 16),
        ("sixteen years old and into sports", 16),
        ("nurse for twelve years", None),
        ("nurse for 12 years", None),
        ("40 hours of shadowing", None),
        ("llevo 10 años trabajando", None),
        ("premed with 3 kids", None),
        ("enfermera con 10 años en guadalajara", None),
        ("cirujano con 15 años de práctica", None),
        ("tengo 12 años trabajando de enfermera", None),
        ("mi hija tiene 12 años y quiere ser doctora", 12),
        ("una niña de 12 años en miami", 12),
        ("tengo 16 años de edad", 16),
        ("my twin girls are 16, one wants nursing", 16),
        ("there are 16 med schools here", None),
    ],
)
def test_an_age_is_read(index: ProgramIndex, question: str, age: int | None) -> None:
    assert index.understand(question).age == age


def test_an_age_stands_for_a_stage_where_none_is_written(index: ProgramIndex) -> None:
    assert index.understand("im 12 and love science").of(Facet.STAGE) == ("middle-school",)
    assert index.understand("im 16, want to be a surgeon").of(Facet.STAGE) == ("high-school",)
    assert index.understand("im 41, want to be a surgeon").of(Facet.STAGE) == ()


@pytest.mark.parametrize(
    ("question", "gender"),
    [("hs junior, 16f", "women"), ("16m phoenix", "men"), ("im 16", "")],
)
def test_a_letter_beside_an_age_says_the_gender(
    index: ProgramIndex, question: str, gender: str
) -> None:
    assert index.understand(question).gender == gender


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("fifth semester of nursing at washburn", ("3",)),
        ("last semester of nursing at unlv", ("4",)),
        ("tercer semestre de enfermería en rutgers", ("2",)),
        ("junior, 16, baltimore high school", ("3",)),
        ("grado 11, nueva york", ("3",)),
        ("new nursing student at washburn", ("1",)),
        ("i work with a junior partner, premed", ()),
        ("one semester left of nursing school", ("4",)),
        ("BSN student, graduating in may", ("4",)),
        ("med student about to graduate", ("4",)),
        ("estudiante de enfermería, me falta un semestre", ("4",)),
        ("premed, graduating in may", ()),
    ],
)
def test_a_year_of_school_is_read(
    index: ProgramIndex, question: str, years: tuple[str, ...]
) -> None:
    assert index.understand(question).of(Facet.YEAR) == years
