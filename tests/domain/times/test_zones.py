"""Time zones as people type them."""

import pytest

from bot.domain.errors import DomainError
from bot.domain.times.zones import resolve


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("America/Chicago", "America/Chicago"),
        ("america/new_york", "America/New_York"),
        ("Chicago", "America/Chicago"),
        (" los angeles ", "America/Los_Angeles"),
        ("Eastern", "America/New_York"),
        ("Pacific time", "America/Los_Angeles"),
        ("EST", "America/New_York"),
        ("utc", "UTC"),
        ("Kolkata", "Asia/Kolkata"),
    ],
)
def test_a_city_a_name_or_how_people_say_it_is_understood(typed: str, zone: str) -> None:
    assert resolve(typed) == zone


def test_a_misspelt_zone_is_refused_with_what_comes_close() -> None:
    with pytest.raises(DomainError) as refusal:
        resolve("Chicgo")
    assert refusal.value.code == "time_zone.unknown"
    assert refusal.value.facts["close"][0].zone == "America/Chicago"


@pytest.mark.parametrize("typed", ["", "   ", "Moonbase", "../../etc/passwd", "🙂" * 300])
def test_nonsense_is_refused(typed: str) -> None:
    with pytest.raises(DomainError) as refusal:
        resolve(typed)
    assert len(refusal.value.facts["typed"]) <= 60
