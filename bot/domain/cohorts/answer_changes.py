"""What a moderator's file changes in someone's sign-up: plain values that the log can keep."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from bot.domain.cohorts.enrolments import Answers
from bot.domain.moderation.acts import Edit
from bot.domain.states import Role
from bot.domain.vocabulary import PersonRole
from bot.domain.windows import format_windows

SignUps = Mapping[Role, Answers]
"""Someone's answers in a cohort, by the role that they were given for."""


class Part(StrEnum):
    """One thing about someone that a file can change."""

    ROLE = "role"
    PLACES = "places"
    STAGE = "stage"
    FIELDS = "fields"
    TOPICS = "topics"
    TIME_ZONE = "time-zone"
    WINDOWS = "windows"
    FORMATS = "formats"
    GOALS = "goals"
    HOURS = "hours"
    PLACE = "place"
    NEAR_PEER = "near-peer"
    EARLIER = "earlier"
    PRIVATE = "private"


# What each was and is belongs to the change; of anything else, that it has changed is enough.
WITH_VALUES = (Part.ROLE, Part.PLACES, Part.STAGE, Part.FIELDS, Part.TOPICS, Part.TIME_ZONE)


def edits(before: SignUps, after: SignUps, *, private: bool = False) -> tuple[Edit, ...]:
    """Return what differs, in the order of `Part`; `private` if their private lists grow too."""
    was, will_be = _parts(before), _parts(after)
    changed = [part for part in was if was[part] != will_be[part]]
    return (
        *((part, was[part], will_be[part]) for part in changed if part in WITH_VALUES),
        *((part, None, None) for part in changed if part not in WITH_VALUES),
        *([(Part.PRIVATE, None, None)] if private else []),
    )


def still_so(changed: Sequence[Edit], now: SignUps) -> tuple[Edit, ...]:
    """Return those of the changes that weren't changed again since."""
    present = _parts(now)
    return tuple(
        (part, before, after)
        for part, before, after in changed
        if Part(part) not in WITH_VALUES or present[Part(part)] == after
    )


def _parts(places: SignUps) -> dict[Part, Any]:
    """Return everything that a file can say of someone, in plain values that can be compared."""
    every = [places[role] for role in Role if role in places]
    wishes = [answers.wishes for answers in every]
    role = PersonRole.BOTH if len(places) > 1 else PersonRole(next(iter(places)).value)
    mentoring = places.get(Role.MENTOR)
    return {
        Part.ROLE: role.value,
        Part.PLACES: mentoring.capacity if mentoring else 0,
        Part.STAGE: _different(answers.stage for answers in every),
        Part.FIELDS: _all(answers.fields for answers in every),
        Part.TOPICS: _all(answers.topics for answers in every),
        Part.TIME_ZONE: _different(answers.time_zone for answers in every),
        Part.WINDOWS: _different(format_windows(each.windows) for each in wishes),
        Part.FORMATS: _all(each.formats for each in wishes),
        Part.GOALS: _different(answers.goals for answers in every),
        Part.HOURS: _different(each.hours for each in wishes),
        Part.PLACE: _different(each.place for each in wishes),
        Part.NEAR_PEER: _different(each.near_peer for each in wishes),
        Part.EARLIER: _all(each.earlier for each in wishes),
    }


def _different(values: Any) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(values))


def _all(values: Any) -> tuple[str, ...]:
    return tuple(sorted({value for some in values for value in some}))
