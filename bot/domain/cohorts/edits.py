"""What can be changed about a cohort, and what changes: plain values that the log can keep."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, time
from enum import StrEnum
from typing import Any

from bot.domain.cohorts.cohorts import Plan
from bot.domain.moderation.acts import Edit


class Part(StrEnum):
    """One thing that can be changed; its value is the name of the field that holds it."""

    NAME = "name"
    CIRCLES = "circles"
    STARTS_ON = "starts_on"
    ENDS_ON = "ends_on"
    SIGN_UP_UNTIL = "sign_up_until"
    CHECK_IN_DAYS = "check_in_days"
    CHECK_IN_WEEKDAY = "check_in_weekday"
    CHECK_IN_TIME = "check_in_time"
    MOST_MENTEES = "most_mentees"
    MOST_MENTORS = "most_mentors"
    MATCH_WORDS = "match_words"


DATES = frozenset((Part.STARTS_ON, Part.ENDS_ON))
RHYTHM = frozenset((Part.CHECK_IN_DAYS, Part.CHECK_IN_WEEKDAY, Part.CHECK_IN_TIME))
# What the sign-up panel shows.
ON_PANEL = frozenset((Part.NAME, Part.CIRCLES, Part.SIGN_UP_UNTIL, *DATES))
_DAYS = (*DATES, Part.SIGN_UP_UNTIL)
_OWN = frozenset((Part.NAME, *RHYTHM))


@dataclass(frozen=True, slots=True)
class CohortSettings:
    """Everything that a moderator decides about a cohort."""

    name: str
    check_in_days: int
    check_in_weekday: int
    check_in_time: time
    plan: Plan

    def value(self, part: Part) -> Any:
        """Return one part."""
        return getattr(self if part in _OWN else self.plan, part)

    def with_edits(self, edits: Sequence[Edit]) -> "CohortSettings":
        """Return the settings after these edits."""
        new = {Part(part): read(Part(part), after) for part, _, after in edits}
        own = {part.value: value for part, value in new.items() if part in _OWN}
        planned = {part.value: value for part, value in new.items() if part not in _OWN}
        return replace(self, plan=replace(self.plan, **planned), **own)


def edits(before: CohortSettings, after: CohortSettings) -> tuple[Edit, ...]:
    """Return what differs, in the order of `Part`."""
    return tuple(
        (part.value, _plain(before.value(part)), _plain(after.value(part)))
        for part in Part
        if before.value(part) != after.value(part)
    )


def parts_of(changed: Sequence[Edit]) -> frozenset[Part]:
    """Return which parts the edits change."""
    return frozenset(Part(part) for part, _, _ in changed)


def name_before(edits: Sequence[Edit]) -> str:
    """Return what the cohort was called before these edits, or nothing if the name stays."""
    return next((str(before) for part, before, _ in edits if part == Part.NAME), "")


def read(part: Part, plain: Any) -> Any:
    """Return the value of a part that `edits` wrote as a plain one."""
    if part in _DAYS:
        return date.fromisoformat(plain) if plain else None
    if part is Part.CHECK_IN_TIME:
        return time.fromisoformat(plain)
    if part is Part.MATCH_WORDS:
        return tuple(plain)
    if part is Part.CIRCLES:
        return bool(plain)
    return plain


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | time) else value


assert {part.value for part in Part} == (
    {field.name for field in fields(CohortSettings)} - {"plan"}
) | {field.name for field in fields(Plan)}, "every setting can be changed"
