"""Places and words for zones as people type them, and the table that they are looked up in.

The half called "kept" was written down with its answers before the reader was, and is only counted.
The "fresh" ones were written without a look at the reader, once it had been tuned on the others.
"""

from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import DomainError
from bot.domain.times import zones
from bot.domain.times.places import Kind, Place, close_to, folded, large, named
from tests.domain.times import places
from tests.domain.times.phrases import Verdict

ENOUGH = 0.98


@pytest.mark.parametrize(
    ("half", "least"),
    [("tuned", 150), ("kept", 150), ("fresh tuned", 80), ("fresh kept", 80), ("found later", 12)],
)
def test_places_are_read_as_meant_or_asked_about(half: str, least: int) -> None:
    counts = places.counts(half)
    assert counts.total() >= least
    assert counts[Verdict.WRONG] == 0, places.report(half)
    good = counts[Verdict.RIGHT] + counts[Verdict.ASKED]
    assert good / counts.total() >= ENOUGH, places.report(half)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("Portland", ["Portland, Oregon", "Portland, Maine"]),
        ("San Jose", ["San Jose, California", "San José, Costa Rica"]),
        ("MST", ["America/Denver", "America/Phoenix"]),
    ],
)
def test_of_places_with_one_name_the_largest_is_offered_first(
    typed: str, offered: list[str]
) -> None:
    with pytest.raises(DomainError) as refused:
        zones.resolve(typed)
    assert refused.value.code == "time_zone.unclear"
    labels = [choice.label for choice in refused.value.facts["choices"]]
    assert labels[: len(offered)] == offered
    for choice in refused.value.facts["choices"]:
        assert zones.resolve(choice.zone) == choice.zone


@pytest.mark.parametrize(
    "typed", ["localtime", "Factory", "right/UTC", "posix/Japan", "posixrules"]
)
def test_what_the_zone_database_holds_for_itself_is_no_place(typed: str) -> None:
    with pytest.raises(DomainError, match=r"time_zone\.unknown"):
        zones.resolve(typed)


def test_a_village_with_the_name_of_something_else_is_asked_about() -> None:
    with pytest.raises(DomainError) as refused:
        zones.resolve("Earth")
    assert [choice.label for choice in refused.value.facts["choices"]] == ["Earth, Texas"]


def test_an_offset_is_known_to_have_no_summer_time() -> None:
    assert zones.is_fixed(zones.resolve("UTC+2"))
    assert not zones.is_fixed(zones.resolve("Berlin"))


@pytest.mark.parametrize("name", ["München", "MUNCHEN", " Munchen "])
def test_accents_and_case_do_not_tell_places_apart(name: str) -> None:
    assert named(folded(name))[0].zone == "Europe/Berlin"


def test_every_large_place_has_a_zone_that_the_database_knows() -> None:
    for name in ("london", "new york city", "mumbai", "sao paulo", "kathmandu", "texas", "india"):
        found = large(name)
        assert found
        assert all(ZoneInfo(one.zone) for one in found)


def test_a_line_of_the_table_is_read_as_it_was_written() -> None:
    place = Place(
        "salem", Kind.CITY, "America/New_York", 44_480, "US", "MA", "Salem, Massachusetts"
    )
    assert Place.from_line(place.to_line()) == place


def test_no_town_is_close_to_a_word_of_three_letters() -> None:
    assert close_to("zzz") == ()
