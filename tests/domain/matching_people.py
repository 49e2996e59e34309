"""Small builders of people to match, and a strategy for any of them."""

from typing import Any

from hypothesis import strategies as st

from bot.domain.matching import MatchPerson, MatchSettings
from bot.domain.vocabulary import (
    COMMUNITIES,
    FIELDS,
    FORMATS,
    ROLES_WANTED,
    STAGES,
    TOPICS,
    MeetingFormat,
    PersonRole,
    Stage,
)
from bot.domain.windows import Window, parse_windows

USUAL = MatchSettings()


def a_mentee(name="mentee", **changes) -> MatchPerson:
    return a_person(name, PersonRole.MENTEE, **changes)


def a_mentor(name="mentor", **changes) -> MatchPerson:
    return a_person(name, PersonRole.MENTOR, **changes)


def a_person(name, role, **changes) -> MatchPerson:
    if "windows" in changes:
        changes["windows"] = parse_windows(changes["windows"])
    if "formats" in changes:
        changes["formats"] = frozenset(map(MeetingFormat, changes["formats"]))
    for key in (
        "fields",
        "topics",
        "offers",
        "avoid",
        "prior_partners",
        "would_repeat",
        "communities",
    ):
        if key in changes:
            changes[key] = frozenset(changes[key])
    changes.setdefault("stage", Stage.ANY)
    return MatchPerson(name, role, **changes)


def some_of(values, most=3) -> st.SearchStrategy[frozenset[Any]]:
    return st.frozensets(st.sampled_from(values), max_size=most)


windows = st.builds(
    lambda day, half_hours, length: Window(day, half_hours * 30, half_hours * 30 + length),
    st.integers(0, 6),
    st.integers(0, 47),
    st.sampled_from([30, 45, 60, 90, 240]),
)

NAMES = [f"p{number}" for number in range(12)]


def people_named(name) -> st.SearchStrategy[MatchPerson]:
    return st.builds(
        MatchPerson,
        st.just(name),
        st.sampled_from(list(PersonRole)),
        stage=st.sampled_from(STAGES),
        fields=some_of(FIELDS, 2),
        topics=some_of(TOPICS[:6]),
        offers=st.none() | some_of(TOPICS[:6]),
        capacity=st.integers(0, 3),
        time_zone=st.sampled_from(["UTC", "America/New_York", "Asia/Kolkata"]),
        windows=st.lists(windows, max_size=3).map(lambda some: tuple(sorted(set(some)))),
        formats=some_of(FORMATS, 2),
        state=st.sampled_from(["NY", "CA", None]),
        avoid=some_of(NAMES, 1),
        prior_partners=some_of(NAMES, 1),
        would_repeat=some_of(NAMES, 2),
        communities=some_of(COMMUNITIES, 2),
        share_communities=st.booleans(),
        hours=st.sampled_from([None, 0.0, 1.0, 2.5, 4.0]),
        near_peer=st.sampled_from([None, True, False]),
        out_of_field=st.sampled_from([None, True, False]),
        roles_wanted=some_of(ROLES_WANTED, 2).map(lambda some: frozenset(map(str, some))),
        present=st.sampled_from([True, True, True, False]),
    )


groups = st.integers(0, len(NAMES)).flatmap(
    lambda count: st.tuples(*(people_named(name) for name in NAMES[:count])).map(list)
)
