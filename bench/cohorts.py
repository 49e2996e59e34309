"""Seeded cohorts and score matrices to measure matching on. No one in them is real."""

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from bot.domain.matching import MatchPerson
from bot.domain.vocabulary import (
    COMMUNITIES,
    FIELDS,
    FORMATS,
    ROLES_WANTED,
    TOPICS,
    MeetingFormat,
    PersonRole,
    Stage,
)
from bot.domain.windows import Window

if TYPE_CHECKING:
    from numpy.typing import NDArray

KINDS = ("ample", "scarce", "even", "rivals", "narrow", "alike")
ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")
_MENTEE_STAGES = (
    Stage.HIGH_SCHOOL,
    Stage.COLLEGE_PRE_HEALTH,
    Stage.COLLEGE_PRE_HEALTH,
    Stage.POST_BAC,
    Stage.NURSING_STUDENT,
    Stage.MEDICAL_STUDENT,
)
_MENTOR_STAGES = (
    Stage.COLLEGE_PRE_HEALTH,
    Stage.MEDICAL_STUDENT,
    Stage.MEDICAL_STUDENT,
    Stage.NURSE,
    Stage.RESIDENT,
    Stage.EARLY_CAREER,
    Stage.JUNIOR_FACULTY,
)
_SUPPLY = {"ample": 1.5, "scarce": 0.6, "even": 1.0, "rivals": 0.9, "narrow": 1.2, "alike": 0.8}


def few_mentors(mentees: int, seed: int) -> list[MatchPerson]:
    """Return a scarce cohort in which few mentors take several mentees each."""
    return [
        replace(person, capacity=person.capacity + 1) if person.is_mentor else person
        for person in cohort("scarce", mentees, seed, supply=0.4)
    ]


def cohort(kind: str, mentees: int, seed: int, *, supply: float | None = None) -> list[MatchPerson]:
    """Return a cohort with about `mentees` mentees; one in twenty mentors too.

    ample, scarce, even: places for 1.5, 0.6 and 1.0 of the mentees. rivals: most want the same few
    mentors. narrow: few windows, few formats, long lists. alike: all profiles are the same.
    `supply` is how many places there are for each mentee, if not as many as the kind has.
    """
    dice = Random(f"{kind}/{mentees}/{seed}")
    people = [_person(dice, kind, PersonRole.MENTEE, n) for n in range(mentees)]
    places, wanted = 0, round(mentees * (_SUPPLY[kind] if supply is None else supply))
    while places < wanted:
        role = PersonRole.BOTH if dice.random() < 0.05 else PersonRole.MENTOR
        people.append(_person(dice, kind, role, len(people)))
        places += people[-1].capacity
    return _with_lists(dice, kind, people)


def _person(dice: Random, kind: str, role: PersonRole, number: int) -> MatchPerson:
    mentor = role is not PersonRole.MENTEE
    capacity = dice.choice((1, 1, 2, 2, 3)) if mentor else 0
    name = str(10**17 + number * 7919)
    if kind == "alike":
        return MatchPerson(name, role, Stage.ANY, capacity=capacity)
    popular = kind == "rivals" and dice.random() < (0.15 if mentor else 0.85)
    fields = ["surgery"] if popular else dice.sample(FIELDS, dice.choice((0, 1, 1, 2)))
    ways = 1 if kind == "narrow" else dice.choice((0, 0, 1, 2, 3))
    communities = dice.sample(COMMUNITIES, dice.choice((0, 0, 1, 2)))
    return MatchPerson(
        name,
        role,
        dice.choice(_MENTOR_STAGES if mentor else _MENTEE_STAGES),
        fields=frozenset(fields),
        topics=frozenset(dice.sample(TOPICS, dice.choice((0, 2, 3, 4) if not mentor else (3, 5)))),
        capacity=capacity,
        time_zone=dice.choice(ZONES),
        windows=_windows(dice, kind),
        formats=frozenset(MeetingFormat(way) for way in dice.sample(FORMATS, ways)),
        state=dice.choice(("NY", "CA", "TX", "IL", None)),
        communities=frozenset(communities),
        share_communities=dice.random() < 0.3,
        hours=dice.choice((None, 1.0, 2.0, 4.0)),
        near_peer=dice.choice((None, None, True, False)),
        out_of_field=dice.choice((None, True, False)),
        roles_wanted=frozenset(dice.sample(ROLES_WANTED, dice.choice((0, 1, 2)))),
    )


def _windows(dice: Random, kind: str) -> tuple[Window, ...]:
    count = dice.choice((1, 1, 2)) if kind == "narrow" else dice.choice((0, 1, 2, 3, 4))
    found = set()
    for _ in range(count):
        start = dice.choice((7, 8, 12, 17, 18, 19, 20, 22)) * 60 + dice.choice((0, 0, 30))
        found.add(Window(dice.randrange(7), start, start + dice.choice((60, 90, 120, 180, 240))))
    return tuple(sorted(found))


def _with_lists(dice: Random, kind: str, people: list[MatchPerson]) -> list[MatchPerson]:
    share, most = (0.3, 6) if kind == "narrow" else (0.05, 2)
    names = [person.id for person in people]
    listed = []
    for person in people:
        avoid = dice.sample(names, min(len(names), dice.randint(1, most)))
        prior = dice.sample(names, 1)
        listed.append(
            replace(
                person,
                avoid=frozenset(avoid if dice.random() < share else ()),
                prior_partners=frozenset(prior if dice.random() < share else ()),
            )
        )
    return listed


def hard_matrix(
    kind: str, mentees: int, seed: int
) -> "tuple[NDArray[np.int16], NDArray[np.int64]]":
    """Return scores and capacities made to mislead an optimiser.

    product: entries i*j, the classic worst case of the Hungarian method. trap: each mentee's best
    pair blocks someone who has no other. ladder: raising the worst-off costs the total dearly.
    ties: three distinct scores. thin: two or three allowed pairs each.
    """
    dice = np.random.default_rng([mentees, seed, sum(map(ord, kind))])
    mentors = max(1, mentees * 2 // 3)
    capacity = dice.integers(1, 3, mentors)
    shape = (mentees, mentors)
    if kind == "product":
        grid = np.outer(np.arange(1, mentees + 1), np.arange(1, mentors + 1))
        return (grid * 10_000 // grid.max()).astype(np.int16), capacity
    if kind == "trap":
        scores = np.full(shape, -1, np.int16)
        rows = np.arange(mentees)
        scores[rows, rows % mentors] = 5_000
        scores[rows, (rows + 1) % mentors] = 9_000
        return scores, np.ones(mentors, np.int64)
    if kind == "ladder":
        gap = np.abs(np.arange(mentees)[:, None] * mentors // mentees - np.arange(mentors)[None])
        steep = np.maximum(0, 10_000 - 10_000 * (gap / mentors) ** 0.3)
        noise = dice.integers(0, 50, shape)
        return np.clip(steep + noise, 0, 10_000).astype(np.int16), capacity
    if kind == "ties":
        return dice.choice(np.array([-1, 4_000, 7_000], np.int16), shape), capacity
    scores = np.full(shape, -1, np.int16)
    for row in range(mentees):
        some = dice.choice(mentors, min(mentors, 3), replace=False)
        scores[row, some] = dice.integers(0, 10_001, len(some))
    return scores, capacity


HARD = ("product", "trap", "ladder", "ties", "thin")
