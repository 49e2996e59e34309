"""What others say, and what was wanted once, is no wish of the asker's."""

import pytest

from bot.search import Facet, ProgramIndex


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        ("everyone assumes i want to be a nurse. i want to be a surgeon", ("surgery",)),
        ("my boyfriend thinks i should do nursing, i want pharmacy", ("pharmacy",)),
        ("todos dicen que enfermería pero yo quiero odontología", ("dentistry",)),
        ("everyone says nursing, 10th grade", ("nursing",)),
        ("used to want derm, rotated through the ED, sold. MS4", ("emergency-medicine",)),
        ("thought i wanted surgery but it's psych, ms3", ("psychiatry",)),
        ("hated nursing clinicals, switching to pharmacy", ("pharmacy",)),
        ("hospice chaplain thinking of nursing, 50", ("nursing",)),
        ("i always wanted to be a nurse", ("nursing",)),
    ],
)
def test_only_the_asker_s_own_wish_counts(
    index: ProgramIndex, question: str, fields: tuple[str, ...]
) -> None:
    assert index.understand(question).of(Facet.FIELD) == fields
