"""People's own words are shown harmlessly."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.say import ENGLISH
from bot.messages.text import escape, join_list, join_within, truncate

SPICE = st.sampled_from(
    [
        *("<@12>", "<@!12>", "<@&12>", "<#5>", "<t:1:R>", "<:x:1>", "</a b:7>", "<", ">"),
        *("@everyone", "@here", "@", "https://a.b", "HTTP://", "://", "xhttp://", "\n", "\t"),
        *("  ", " ", "\xa0", "\u2003", "\u202e", "\x00", "\x1f", "\x85", "\u2028", "*", "_", "\\"),
    ]
)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("hello <@123456789012345678>", "hello (mention)"),
        ("<@!1> <@&2> <#3>", "(mention) (mention) (mention)"),
        ("**bold** `code`", "\\*\\*bold\\*\\* \\`code\\`"),
        ("[a](https://example.org)", "\\[a\\](https:\u200b//example.org)"),
        ("@everyone", "@\u200beveryone"),
        ("left \u202eto right\0", "left to right"),
        ("<\u202e@123>", "(mention)"),
    ],
)
def test_nothing_pings_formats_or_masks_a_link(typed: str, shown: str) -> None:
    assert escape(typed) == shown


@given(st.text(max_size=300), st.integers(min_value=5, max_value=120))
def test_it_is_never_longer_than_asked_and_never_mentions(typed: str, most: int) -> None:
    shown = escape(typed + "<@123>", most)
    assert len(shown) <= most
    assert "<@123>" not in shown


@given(st.lists(SPICE | st.text(max_size=5), max_size=12).map("".join))
def test_whatever_it_is_mixed_with_nothing_harmful_is_left(typed: str) -> None:
    shown = escape(typed)

    assert not re.search(r"<(?:@[!&]?|#|t:-?|a?:\w+:)\d+", shown)
    assert not re.search(r"@everyone|@here|(?i:\bhttps?://)", shown)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", shown)
    assert not re.search(r"(?<!\\)[*_~`|>\[\]#]", shown.replace("\\\\", ""))
    assert not re.search(r"[^\S\n]{2}|\t|\xa0", shown)


def test_plain_words_are_shown_as_they_are() -> None:
    words = "Ask Dr. Lee: is 7:30 (CET) fine? Ünïcode, 100 % & more."
    assert escape(f"  {words} ") == words


def test_a_cut_shows_that_it_was_cut() -> None:
    assert truncate("abcdef", 4) == "abc…"
    assert truncate("abc", 4) == "abc"


def test_lines_that_do_not_fit_are_left_out_whole_and_counted() -> None:
    lines = ["- <@1>: one", "- <@2>: two", "- <@3>: three"]
    assert join_within(ENGLISH, lines, 100) == "- <@1>: one\n- <@2>: two\n- <@3>: three"
    assert join_within(ENGLISH, lines, 36) == "- <@1>: one\n- <@2>: two\n… and 1 more"
    assert join_within(ENGLISH, lines, 30) == "- <@1>: one\n… and 2 more"
    assert join_within(ENGLISH, lines, 100, number=2) == "- <@1>: one\n- <@2>: two\n… and 1 more"
    assert join_within(ENGLISH, lines, 5) == ""
    assert join_within(ENGLISH, lines, 100, unsaid=4).endswith("three\n… and 4 more")
    assert join_within(ENGLISH, lines, 36, unsaid=4) == "- <@1>: one\n- <@2>: two\n… and 5 more"


def test_lists_read_like_sentences() -> None:
    assert join_list(["a"]) == "a"
    assert join_list(["a", "b"]) == "a and b"
    assert join_list(["a", "b", "c"], last="or") == "a, b, or c"
