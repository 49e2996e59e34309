"""Places and words for zones as people type them, and the table that they are looked up in.

The half called "kept" was written down with its answers before the reader was, and is only counted.
The "fresh" ones were written without a look at the reader, once it had been tuned on the others,
and the "second" ones by someone who had read neither.
"""

from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import DomainError
from bot.domain.times import landmarks, zones
from bot.domain.times.places import Kind, Place, close_to, folded, large, named
from tests.domain.times import places
from tests.domain.times.phrases import Verdict

ENOUGH = 0.98


@pytest.mark.parametrize(
    ("half", "least"),
    [
        ("tuned", 150),
        ("kept", 150),
        ("fresh tuned", 80),
        ("fresh kept", 80),
        ("found later", 12),
        ("second tuned", 85),
        ("second kept", 85),
        ("third", 105),
    ],
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


def test_every_zip_code_is_in_its_state_or_in_none() -> None:
    zones_seen = set()
    for prefix in range(1000):
        chosen = zones.choices(f"{prefix:03d}01")
        assert bool(chosen) == (landmarks.state_of_zip(f"{prefix:03d}01") is not None), prefix
        zones_seen |= {choice.zone for choice in chosen}
    assert {"America/Puerto_Rico", "Pacific/Honolulu", "America/Anchorage"} <= zones_seen


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("37203", ["America/Chicago", "America/New_York"]),
        ("USC", ["America/New_York", "America/Los_Angeles"]),
        ("University of Florida", ["America/New_York", "America/Chicago"]),
        ("Villanova", ["America/New_York", "Europe/Rome"]),
    ],
)
def test_a_school_or_a_code_that_may_be_in_two_zones_is_asked_about(
    typed: str, offered: list[str]
) -> None:
    with pytest.raises(DomainError, match=r"time_zone\.unclear") as refused:
        zones.resolve(typed)
    assert [choice.zone for choice in refused.value.facts["choices"]][: len(offered)] == offered


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("UT Dallas", "America/Chicago"),
        ("University of North Carolina at Chapel Hill", "America/New_York"),
        ("Ohio State University", "America/New_York"),
        ("Georgia Tech", "America/New_York"),
        ("Johns Hopkins University", "America/New_York"),
        ("Minneapolis-St. Paul", "America/Chicago"),
        ("01002-1234", "America/New_York"),
        ("00901", "America/Puerto_Rico"),
    ],
)
def test_a_school_is_where_its_town_or_its_state_is(typed: str, zone: str) -> None:
    assert zones.resolve(typed) == zone


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
