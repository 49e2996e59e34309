"""A ward and how long someone has been there say that they are a nurse."""

import pytest

from bot.search import Facet, ProgramIndex


@pytest.mark.parametrize(
    ("question", "stages"),
    [
        ("med-surg 2 years, hate it, want L&D", ("nurse",)),
        ("med surg, 1 yr, want to transfer to peds", ("nurse",)),
        ("4 years in PACU, want CRNA", ("nurse",)),
        ("5 yrs tele", ("nurse",)),
        ("floated to icu again, need somebody older to talk to", ("nurse",)),
        ("l&d for 6 years and tired", ("nurse",)),
        ("a year and a half of stepdown, who mentors for ICU", ()),
        ("new grad on an oncology floor", ("early-career", "nurse")),
        ("new grad, on a stepdown unit since august", ("early-career", "nurse")),
        ("new grad who wants to work on a peds floor", ("early-career",)),
        ("med surg 2 is killing me, second try", ("nursing-student",)),
        ("PT student, 8 weeks on the icu", ("physical-therapy-student",)),
        ("resident, 2 months in micu", ("resident",)),
        ("want to work in the nicu in 5 years", ()),
    ],
)
def test_a_ward_and_a_time_say_a_nurse(
    index: ProgramIndex, question: str, stages: tuple[str, ...]
) -> None:
    assert index.understand(question).of(Facet.STAGE) == stages


def test_the_floor_of_a_new_graduate_is_no_field(index: ProgramIndex) -> None:
    assert index.understand("new grad on an oncology floor").of(Facet.FIELD) == ()
