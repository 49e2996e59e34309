"""Typed text: what is invisible is removed, and what belongs to a sign stays."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.typed_text import clean, one_line

HEALTH_WORKER = "👩🏽\u200d⚕\ufe0f"
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize(
    "typed",
    [
        *("", "   ", "\u200b", "\u200b \u200b", "\u2060", "\ufeff", "\u00ad", "\u200d", "\u200e"),
        *("\u3164", "\u2800", "\u115f\u1160", "\u034f", "\ufe0f", "\u180e", "\n\u200b\n", "\0"),
        "\u202e\u202c",
    ],
)
def test_what_shows_nothing_is_empty(typed: str) -> None:
    assert clean(typed) == ""


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("  Slept\u200b well ", "Slept well"),
        ("\u202egnp.exe", "gnp.exe"),
        ("Ana\u2067 Ruiz\u2069", "Ana Ruiz"),
        ("a\u200fb\u061cc", "abc"),
        ("a\u00a0b\u3000c", "a b c"),
        ("one\r\ntwo\u2028three", "one\ntwo\nthree"),
        ("  - deep\n    - deeper  ", "- deep\n    - deeper"),
        ("tab\there", "tab here"),
        ("a\u200db", "ab"),
        ("José\u200dé", "Joséé"),
        ("e\u0301\u200dn\u0303", "e\u0301n\u0303"),
        ("ё\u200dж 日\u200c本", "ёж 日本"),
        ("\ud800x", "x"),
    ],
)
def test_what_is_invisible_goes_and_the_rest_stays(typed: str, plain: str) -> None:
    assert clean(typed) == plain


@pytest.mark.parametrize(
    "typed",
    [
        HEALTH_WORKER,
        f"{HEALTH_WORKER} first",
        "👨\u200d👩\u200d👧\u200d👦",
        "❤\ufe0f\u200d🔥",
        "🏳\ufe0f\u200d🌈",
        ENGLAND,
        "می\u200cخواهم",
        "ක්\u200dෂ",
        "naïve café",
        "日本語",
        "A plan, for Friday",
    ],
)
def test_what_joins_a_sign_is_kept(typed: str) -> None:
    assert clean(typed) == typed


def test_one_line_has_single_spaces() -> None:
    assert one_line("a \u200b b\n c") == "a b c"


@given(st.text(max_size=80))
def test_cleaning_twice_changes_nothing_more(typed: str) -> None:
    assert clean(clean(typed)) == clean(typed)


@given(st.text(max_size=80))
def test_no_mark_that_turns_the_direction_is_left(typed: str) -> None:
    kept = {unicodedata.bidirectional(character) for character in clean(typed)}
    assert kept.isdisjoint({"LRO", "RLO", "LRE", "RLE", "PDF", "LRI", "RLI", "FSI", "PDI"})
