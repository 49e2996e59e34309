"""A degree that someone has, gave up or passed is not what they study for."""

import pytest

from bot.search import Facet, ProgramIndex


@pytest.mark.parametrize(
    ("question", "stages"),
    [
        ("pharmacist, PGY1 done, critical care", ("pharmacist",)),
        ("undergrad done, now in PA school", ("pa-student",)),
        ("pgy1, not done yet", ("resident",)),
        ("first in my family to graduate high school, CNA now", ("health-worker",)),
        ("about to graduate high school, CNA on weekends", ("high-school",)),
    ],
)
def test_a_training_that_is_over_is_no_stage(
    index: ProgramIndex, question: str, stages: tuple[str, ...]
) -> None:
    assert index.understand(question).of(Facet.STAGE) == stages


@pytest.mark.parametrize(
    ("question", "stages"),
    [
        ("finished my masters in physiology, retaking the mcat", ("college-pre-health",)),
        ("quit my PhD in chemistry, taking the mcat in april", ("college-pre-health",)),
        ("i have a masters in public health and want to be a nurse", ()),
        ("im an associates degree nurse in tucson", ("nurse",)),
        ("working on my MPH at emory", ("graduate-student",)),
        ("md/phd, year 4 (phd part)", ("medical-student",)),
        ("took the nclex tuesday!!! passed!! now what", ("nurse",)),
        ("havent passed the nclex yet, nclex is friday", ("nursing-student",)),
    ],
)
def test_only_what_is_studied_for_is_a_stage(
    index: ProgramIndex, question: str, stages: tuple[str, ...]
) -> None:
    assert index.understand(question).of(Facet.STAGE) == stages


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        ("i have a PhD in immunology and im starting med school", ()),
        ("tengo un máster en salud pública y quiero ser médica", ("medicine",)),
        ("MPH student in epidemiology", ("public-health",)),
    ],
)
def test_what_a_degree_was_in_is_no_aim(
    index: ProgramIndex, question: str, fields: tuple[str, ...]
) -> None:
    assert index.understand(question).of(Facet.FIELD) == fields
