"""A GPA next to an MCAT score says who asks; other numbers don't."""

import pytest

from bot.search import Facet, ProgramIndex


@pytest.mark.parametrize(
    ("question", "stages"),
    [
        ("3.9 / 516 and no idea where to apply", ("college-pre-health",)),
        ("3.45 gpa, 498 mcat, DO or MD", ("college-pre-health",)),
        ("3.7 and 509, who do i talk to", ("college-pre-health",)),
        ("M1 who had a 3.9/516", ("medical-student",)),
        ("3.2 gpa", ()),
        ("3.5 miles from 500 hospitals", ()),
        ("version 2.1, 900 pages", ()),
    ],
)
def test_scores_of_an_applicant_are_read(
    index: ProgramIndex, question: str, stages: tuple[str, ...]
) -> None:
    assert index.understand(question).of(Facet.STAGE) == stages
