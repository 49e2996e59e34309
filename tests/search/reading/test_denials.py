"""What is negated is not asked for, wherever the "not" is."""

import pytest

from bot.search import Facet, ProgramIndex


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        ("i dont want to be a nurse, i want to be a doctor", ("medicine",)),
        ("no quiero ser enfermera, quiero ser doctora", ("medicine",)),
        ("how to tell my parents i dont want to be a doctor anymore", ()),
        ("shadowing a nurse but not delivering babies", ("nursing",)),
        ("everyone says be an RN or PA but i dont want that, i want med school", ()),
        ("work with patients but not become an MD, dentist or pharmacist", ()),
        ("emergency med is not for me", ()),
        ("surgery isn't for me, medical student", ()),
        ("i want to quit nursing", ()),
        ("shadowed in oncology and hated it, what about family med", ("family-medicine",)),
        ("i thought about pharmacy but no, nursing it is", ("nursing",)),
        ("residente de oncología... bueno, medicina interna", ("internal-medicine",)),
    ],
)
def test_denied_fields_are_left_out(
    index: ProgramIndex, question: str, fields: tuple[str, ...]
) -> None:
    said = index.understand(question).of(Facet.FIELD)

    assert tuple(name for name in said if name != "any-health-career") == fields


def test_a_school_that_is_denied_shuts_its_programs(index: ProgramIndex) -> None:
    answer = index.search("estudiante de odontología en california, no en ucsf")

    assert not answer.confident
