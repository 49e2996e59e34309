import pytest

from bot.domain.stage_words import read, stage_of
from bot.domain.vocabulary import STAGES
from bot.language.say import ENGLISH
from bot.messages.labels import label


@pytest.mark.parametrize(
    ("typed", "stage", "year"),
    [
        ("Sophomore", "college-pre-health", 2),
        ("I'm a junior", "college-pre-health", 3),
        ("jr", "college-pre-health", 3),
        ("Sr.", "college-pre-health", 4),
        ("soph", "college-pre-health", 2),
        ("Sr resident", "resident", 4),
        ("Undergraduate (Senior)", "college-pre-health", 4),
        ("Freshman (College)", "college-pre-health", 1),
        ("College, pre-health", "college-pre-health", None),
        ("Pre-med", "college-pre-health", None),
        ("high school junior", "high-school", 3),
        ("10th grade", "high-school", 10),
        ("Grade 11", "high-school", 11),
        ("MS2", "medical-student", 2),
        ("M-3", "medical-student", 3),
        ("ms iii", "medical-student", 3),
        ("OMS II", "medical-student", 2),
        ("MS2 - Medical Student", "medical-student", 2),
        ("Medical student (MS2)", "medical-student", 2),
        ("2nd year medical student", "medical-student", 2),
        ("Medical Student - 2nd Year", "medical-student", 2),
        ("PGY-2", "resident", 2),
        ("PGY-1 (Intern)", "resident", 1),
        ("Second-year resident", "resident", 2),
        ("P3", "pharmacy-student", 3),
        ("D2", "dental-student", 2),
        ("3rd year nursing student", "nursing-student", 3),
        ("nursing junior", "nursing-student", 3),
        ("RN", "nurse", None),
        ("Junior faculty", "junior-faculty", None),
        ("post-bacc", "post-bac", None),
        ("Attending", "early-career", None),
        ("attending physician", "early-career", None),
        ("Physician in practice", "early-career", None),
    ],
)
def test_a_stage_is_read_as_people_write_it(typed: str, stage: str, year: int | None) -> None:
    read_stage = read(typed)
    assert read_stage is not None
    assert (read_stage.stage, read_stage.year) == (stage, year)


@pytest.mark.parametrize(
    "typed", ["", "wizard", "intern", "fellow", "MD", "M 1 day", "2", "P", "physician", "m2m", "12"]
)
def test_what_may_mean_several_stages_is_none(typed: str) -> None:
    assert stage_of(typed) is None


@pytest.mark.parametrize("stage", STAGES)
def test_each_stage_is_read_by_its_own_name(stage: str) -> None:
    assert stage_of(stage) == stage_of(stage.replace("-", " ").upper()) == stage


@pytest.mark.parametrize("stage", STAGES)
def test_each_stage_is_read_by_its_label(stage: str) -> None:
    assert stage_of(label(ENGLISH, stage)) == stage


def test_a_year_alone_says_no_stage() -> None:
    year = read("second year")
    assert year is not None
    assert (year.stage, year.year) == (None, 2)
