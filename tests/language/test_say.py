"""Texts, lists, days, and hours in each language, with anything at all in their places."""

from datetime import date, time

import pytest

from bot.language.say import ENGLISH
from tests.language.pseudo import PSEUDO, pseudo_text
from tests.language.spoken import as_if_finished

SPANISH = as_if_finished().say_in("es-419")
NAMES = [
    "Ana",
    "O’Neill “Nell”",
    "{n}",
    "{0} {person.__class__}",
    "%s %(n)d",
    "דנה כהן",
    "أحمد",
    "\u202eabc",
    "«José»",
]


@pytest.mark.parametrize("say", [ENGLISH, SPANISH, PSEUDO])
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_shown_as_it_is_in_any_direction_of_writing(say, name: str) -> None:
    assert name in say("{person} is away.", person=name)
    assert name in say.count("{n} note from {person}", "{n} notes from {person}", 2, person=name)
    assert name in say.of("button", "Ask {person}", person=name)


def test_english_needs_no_catalog() -> None:
    assert ENGLISH("You’re in.") == "You’re in."
    assert ENGLISH.count("{n} thing", "{n} things", 1) == "1 thing"
    assert ENGLISH.count("{n} thing", "{n} things", 0) == "0 things"
    assert ENGLISH.of("button", "Move") == "Move"


def test_lists_follow_each_language() -> None:
    assert ENGLISH.all(["A"]) == "A"
    assert ENGLISH.all(["A", "B"]) == "A and B"
    assert ENGLISH.all(["A", "B", "C"]) == "A, B, and C"
    assert ENGLISH.any(["A", "B", "C"]) == "A, B, or C"
    assert SPANISH.all(["A", "B", "C"]) == "A, B y C"
    assert SPANISH.any(["A", "B", "C"]) == "A, B o C"


def test_a_day_has_its_year_only_if_it_is_another_one() -> None:
    day = date(2027, 3, 2)
    assert ENGLISH.day(day) == ENGLISH.day(day, date(2027, 12, 31)) == "Tue, Mar 2"
    assert ENGLISH.day(day, date(2026, 12, 31)) == "Tue, Mar 2, 2027"
    assert SPANISH.day(day) == "mar, 2 de mar"


def test_a_span_of_days_is_one_text() -> None:
    first, last = date(2027, 3, 2), date(2027, 3, 5)
    assert ENGLISH.days(first, last) == "Tue, Mar 2 – Fri, Mar 5"
    assert ENGLISH.days(first, first) == "Tue, Mar 2"
    assert SPANISH.days(first, last) == "mar, 2 de mar – vie, 5 de mar"


def test_an_hour_is_written_with_spaces_that_can_be_typed() -> None:
    assert ENGLISH.hour(time(18)) == "6 PM"
    assert ENGLISH.hour(time(18, 30)) == "6:30 PM"
    assert SPANISH.hour(time(18, 30)) == "6:30 p.m."


def test_the_language_made_by_machine_keeps_what_is_no_word() -> None:
    kept = ["{person}", "<@12>", "<t:1767225600:R>", "`/meet propose`", "https://a.b/c?d=é", "**"]
    text = f"Ask {kept[0]} or {kept[1]} {kept[2]}: use {kept[3]}, or see {kept[4]} for **more**."
    said = pseudo_text(text)
    assert all(part in said for part in kept)
    words = "Sign up for a cohort as a mentor or mentee."
    assert pseudo_text(words).startswith("⟦")
    assert pseudo_text(words).endswith("⟧")
    assert 1.25 < len(pseudo_text(words)) / len(words) < 1.4
    assert "Sign up" not in pseudo_text("Ñ Sign up for it")
