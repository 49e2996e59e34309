"""Phrases as people type them, read as meant or asked about, and never silently wrong.

The half called "kept" was written down with its answers before the reader was, and is only counted.
"""

import pytest

from tests.domain.times import phrases
from tests.domain.times.phrases import Verdict

ENOUGH = 0.97


@pytest.mark.parametrize("half", ["tuned", "kept"])
def test_phrases_are_read_as_meant_or_asked_about(half: str) -> None:
    counts = phrases.counts(half)
    assert counts.total() >= 200
    assert counts[Verdict.WRONG] == 0, phrases.report(half)
    good = counts[Verdict.RIGHT] + counts[Verdict.ASKED]
    assert good / counts.total() >= ENOUGH, phrases.report(half)
