"""One piece of advice at a time, and none twice within a month."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.programs.advice import choose
from bot.domain.programs.guide import Audience, Guide, GuideItem, Moment

START = datetime(2027, 1, 30, 12, tzinfo=UTC)
SILENT = Moment.WHEN_SILENT


def item(name: str, moment: Moment = SILENT, audience: Audience = Audience.BOTH) -> GuideItem:
    """Return a piece of advice."""
    return GuideItem(name, "why", audience, moment, name.title(), f"About {name}.")


GUIDE = Guide(
    (
        item("first"),
        item("second"),
        item("mentors", audience=Audience.MENTOR),
        item("elsewhere", Moment.AT_CLOSING),
    ),
    {moment: moment.value for moment in Moment},
    {"why": "Why"},
)


def test_what_does_not_fit_is_left_for_another_time() -> None:
    short = choose(GUIDE, SILENT, Audience.MENTEE, {}, START, lambda one: one.id == "second")
    none = choose(GUIDE, SILENT, Audience.MENTEE, {}, START, lambda one: False)
    assert short is not None
    assert short.id == "second"
    assert none is None


def test_what_was_never_seen_comes_first_in_the_guides_order() -> None:
    seen: dict[str, datetime] = {}
    given = []
    while found := choose(GUIDE, SILENT, Audience.MENTEE, seen, START):
        seen[found.id] = START
        given.append(found.id)
    assert given == ["first", "second"]


def test_after_a_month_the_longest_unseen_comes_again() -> None:
    seen = {"first": START + timedelta(days=1), "second": START}
    assert choose(GUIDE, SILENT, Audience.MENTEE, seen, START + timedelta(days=30)) is None
    later = choose(GUIDE, SILENT, Audience.MENTEE, seen, START + timedelta(days=40))
    assert later is not None
    assert later.id == "second"


@pytest.mark.parametrize(
    ("audience", "expected"), [(Audience.MENTOR, "mentors"), (Audience.MENTEE, None)]
)
def test_advice_for_the_other_side_is_not_given(audience: Audience, expected: str | None) -> None:
    seen = {"first": START, "second": START}
    found = choose(GUIDE, SILENT, audience, seen, START)
    assert (found.id if found else None) == expected


@pytest.mark.parametrize("seed", range(20))
def test_nothing_comes_twice_in_a_calendar_month_whatever_happens(seed: int) -> None:
    chance = random.Random(seed)
    now, seen = START, dict[str, datetime]()
    given: list[tuple[str, int, int]] = []
    for _ in range(300):
        now += timedelta(hours=chance.randrange(1, 120))
        audience = chance.choice((Audience.MENTEE, Audience.MENTOR))
        found = choose(GUIDE, chance.choice((SILENT, Moment.AT_CLOSING)), audience, seen, now)
        if found is not None:
            seen[found.id] = now
            given.append((found.id, now.year, now.month))
    assert len(given) > 20
    assert len(given) == len(set(given))
