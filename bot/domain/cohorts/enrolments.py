"""The answers of a sign-up, as typed and as saved."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from bot.domain.errors import DomainError
from bot.domain.ids import CohortId
from bot.domain.times import zones as time_zones
from bot.domain.times.availability import read_windows
from bot.domain.typed_text import clean
from bot.domain.vocabulary import (
    COMMUNITIES,
    FIELDS,
    FORMATS,
    ROLES_WANTED,
    STAGES,
    TOPICS,
    Stage,
)
from bot.domain.windows import Window, format_windows, parse_windows

LARGEST_CAPACITY = 10
LONGEST_GOALS = 600
MOST_HOURS = 100
MOST_WINDOWS = 21
_HOURS = re.compile(
    r"(\d{1,3}(?:\.\d{1,2})?)\s*(?:h|hrs?|hours?)?(?:\s*(?:a|per|/)\s*month)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Preferences:
    """How, when, and with whom someone would like to meet; each part is optional.

    `hours` are hours a month, `place` a state's two letters. `near_peer` is None without a
    preference. `earlier` are partners of former years that a people file named, by ID.
    `goals_shown` if the goals were typed into a form that says that the partner sees them.
    `unconfirmed` if someone else signed them up, and they were asked to confirm and haven't yet.
    `places_unsaid` if a mentor hasn't said how many mentees they can take; one is assumed.
    """

    hours: float | None = None
    formats: tuple[str, ...] = ()
    place: str | None = None
    windows: tuple[Window, ...] = ()
    roles: tuple[str, ...] = ()
    near_peer: bool | None = None
    out_of_field: bool | None = None
    earlier: tuple[str, ...] = ()
    goals_shown: bool | None = None
    unconfirmed: bool | None = None
    places_unsaid: bool | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the answers as plain values, without the empty ones."""
        plain: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name == "windows":
                value = format_windows(value)
            if value not in (None, "", ()):
                plain[field.name] = list(value) if isinstance(value, tuple) else value
        return plain

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "Preferences":
        """Return the preferences that `to_json` wrote."""
        values = _with_tuples(plain)
        values["windows"] = parse_windows(plain.get("windows", ""))
        return cls(**values)


NO_PREFERENCES = Preferences()


@dataclass(frozen=True, slots=True)
class Answers:
    """A sign-up as it is saved: known values, a real time zone, comparable hours."""

    stage: str
    fields: tuple[str, ...]
    topics: tuple[str, ...]
    capacity: int
    time_zone: str
    goals: str
    wishes: Preferences = NO_PREFERENCES

    @property
    def words_for_partner(self) -> str:
        """Return the goals if their author knows that the partner sees them; else nothing."""
        return self.goals if self.wishes.goals_shown else ""


@dataclass(frozen=True, slots=True)
class TypedAnswers:
    """An unfinished sign-up, each part as it was chosen or typed."""

    adult: bool = False
    stage: str = ""
    fields: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    goals: str = ""
    time_zone: str = ""
    windows: str = ""
    hours: str = ""
    place: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        plain = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: list(v) if isinstance(v, tuple) else v for name, v in plain.items()}

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "TypedAnswers":
        """Return the answers that `to_json` wrote."""
        return cls(**_with_tuples(plain))

    @classmethod
    def of(cls, answers: Answers) -> "TypedAnswers":
        """Return answers as their author would type them, so that they can be edited."""
        wishes = answers.wishes
        return cls(
            adult=True,
            stage="" if answers.stage == Stage.ANY else answers.stage,
            fields=answers.fields,
            # A people file may name topics and a stage that no menu of ours offers.
            topics=tuple(topic for topic in answers.topics if topic in TOPICS),
            formats=wishes.formats,
            goals=answers.goals,
            time_zone=answers.time_zone,
            windows=format_windows(wishes.windows).replace(";", ", "),
            hours=hours_text(wishes.hours),
            place=wishes.place or "",
        )


def sign_up_draft(cohort: CohortId) -> str:
    """Return what the names of all drafts of sign-ups for a cohort begin with."""
    return f"sign-up:{cohort}:"


def hours_text(hours: float | None) -> str:
    """Return hours a month as people type them."""
    return "" if hours is None else f"{hours:g}"


def check_choices(typed: TypedAnswers) -> None:
    """Refuse to continue before the age was confirmed and each required menu was used.

    Raises `DomainError` ``enrolment.under_age``, ``enrolment.choose_first`` with what is missing,
    ``enrolment.unknown_choice`` for a value that no menu of ours offers.
    """
    if not typed.adult:
        raise DomainError("enrolment.under_age")
    needed = {"stage": typed.stage, "fields": typed.fields, "topics": typed.topics}
    missing = [name for name, chosen in needed.items() if not chosen]
    if missing:
        raise DomainError("enrolment.choose_first", missing=missing)
    require_among([typed.stage], [stage for stage in STAGES if stage is not Stage.ANY])
    require_among(typed.fields, FIELDS)
    require_among(typed.topics, TOPICS)
    require_among(typed.formats, FORMATS)


def check(typed: TypedAnswers, capacity: int) -> Answers:
    """Return the answers as they are saved.

    Raises what `check_choices` and `check_words` raise.
    """
    check_choices(typed)
    time_zone, wishes = check_words(typed)
    return Answers(
        stage=typed.stage,
        fields=typed.fields,
        topics=typed.topics,
        capacity=capacity,
        time_zone=time_zone,
        goals=clean(typed.goals),
        wishes=wishes,
    )


def check_words(typed: TypedAnswers) -> tuple[str, Preferences]:
    """Return the time zone and the preferences that were typed.

    Raises `DomainError` ``time_zone.unknown``, ``window.*``, ``enrolment.hours``,
    ``enrolment.place``, ``enrolment.goals_long``.
    """
    if len(typed.goals) > LONGEST_GOALS:
        raise DomainError("enrolment.goals_long", most=LONGEST_GOALS)
    windows = read_windows(typed.windows)
    if len(windows) > MOST_WINDOWS:
        raise DomainError("enrolment.windows_many", most=MOST_WINDOWS)
    wishes = Preferences(
        hours=_hours(typed.hours),
        formats=tuple(typed.formats),
        place=_place(typed.place),
        windows=windows,
    )
    return time_zones.resolve(typed.time_zone), wishes


def require_among(values: Iterable[str], known_values: Iterable[str]) -> None:
    """Refuse, with ``enrolment.unknown_choice``, a value that no menu of ours offers."""
    allowed = set(known_values)
    for value in values:
        if value not in allowed:
            raise DomainError("enrolment.unknown_choice", value=value[:60])


def require_roles(values: Iterable[str]) -> None:
    """Refuse an unknown kind of mentoring."""
    require_among(values, ROLES_WANTED)


def require_communities(values: Iterable[str]) -> None:
    """Refuse an unknown community."""
    require_among(values, COMMUNITIES)


def require_capacity(capacity: int) -> None:
    """Refuse, with ``enrolment.capacity``, more mentees than one mentor can look after."""
    if not 0 <= capacity <= LARGEST_CAPACITY:
        raise DomainError("enrolment.capacity", most=LARGEST_CAPACITY)


def _with_tuples(plain: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(v) if isinstance(v, list) else v for name, v in plain.items()}


def _hours(typed: str) -> float | None:
    text = clean(typed)
    if not text:
        return None
    match = _HOURS.fullmatch(text)
    if match is None or not 0 < float(match[1]) <= MOST_HOURS:
        raise DomainError("enrolment.hours", typed=text[:60], most=MOST_HOURS)
    return float(match[1])


def _place(typed: str) -> str | None:
    text = clean(typed).upper()
    if text and not re.fullmatch(r"[A-Z]{2}", text):
        raise DomainError("enrolment.place", typed=typed.strip()[:60])
    return text or None
