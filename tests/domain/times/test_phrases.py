"""Phrases as people type them, read as meant or asked about, and never silently wrong.

The half called "kept" was written down with its answers before the reader was, and is only counted.
The "fresh" ones were written without a look at the reader, once it had been tuned on the others,
and the "second" ones by someone who had read neither. So the first count of those is the honest
one; docs/performance.md has it.
"""

import pytest

from tests.domain.times import phrases
from tests.domain.times.phrases import Verdict

ENOUGH = 0.97


@pytest.mark.parametrize(
    ("half", "least"),
    [
        ("tuned", 200),
        ("kept", 200),
        ("fresh tuned", 110),
        ("fresh kept", 110),
        ("found later", 12),
        ("second tuned", 130),
        ("second kept", 130),
        ("third", 80),
    ],
)
def test_phrases_are_read_as_meant_or_asked_about(half: str, least: int) -> None:
    counts = phrases.counts(half)
    assert counts.total() >= least
    assert counts[Verdict.WRONG] == 0, phrases.report(half)
    good = counts[Verdict.RIGHT] + counts[Verdict.ASKED]
    assert good / counts.total() >= ENOUGH, phrases.report(half)
