"""What only capitals, or standing alone, tell from everyday words."""

import pytest

from bot.search import Facet, ProgramIndex


@pytest.mark.parametrize(
    ("question", "facet", "expected"),
    [
        ("incoming ms1, native, eyes", Facet.COMMUNITY, ("native-american",)),
        ("ucsf d2, bi", Facet.COMMUNITY, ("lgbtq",)),
        ("surgeon (f), 4 yrs out", Facet.COMMUNITY, ("women",)),
        ("premed, chicago native", Facet.COMMUNITY, ()),
        ("premed, bi weekly calls", Facet.COMMUNITY, ()),
        ("commuter, bio, work at target", Facet.STAGE, ("college-pre-health",)),
        ("MHA student, mexican american, LA, hospital mentor", Facet.PLACE, ("CA",)),
        ("MHA student, shreveport, LA", Facet.PLACE, ("LA",)),
        ("IU junior, PA hopeful", Facet.FIELD, ("physician-assistant",)),
    ],
)
def test_what_a_word_alone_says(
    index: ProgramIndex, question: str, facet: Facet, expected: tuple[str, ...]
) -> None:
    assert index.understand(question).of(facet) == expected
