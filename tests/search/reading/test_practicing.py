"""A profession that opens a question is what its asker is; one they wish for is not."""

import pytest

from bot.search import Facet, ProgramIndex


@pytest.mark.parametrize(
    ("question", "stages"),
    [
        ("ophthalmologist, female, denver", ("physician",)),
        ("general surgeon in private practice since 2023", ("physician",)),
        ("oncologist looking for a mentor for grant writing", ("physician",)),
        ("anesthesiologist here, burned out", ("physician",)),
        ("retired pediatrician, would like to give back", ("physician",)),
        ("dermatóloga en miami, busco mentora", ("physician",)),
        ("dentist, just opened my office", ("early-career",)),
        ("physical therapist, 5 years in, want to lead a clinic", ("early-career",)),
        ("social worker at a hospital", ("early-career",)),
        ("surgeon, year 2 of practice", ("early-career",)),
        ("ginecóloga con 4 años de práctica", ("early-career",)),
        ("surgeon mentor", ()),
        ("cardiologist in tulsa to shadow", ()),
        ("want to be a doctor, dentist, or optometrist", ()),
        ("45 yr old mechanic. doctor? lol", ()),
        ("12 years old, surgeon in training", ("middle-school",)),
    ],
)
def test_who_opens_with_a_profession_practices_it(
    index: ProgramIndex, question: str, stages: tuple[str, ...]
) -> None:
    assert index.understand(question).of(Facet.STAGE) == stages
