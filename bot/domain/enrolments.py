"""What a sign-up must hold to be kept."""

from dataclasses import dataclass

from bot.domain import time_zones
from bot.domain.errors import DomainError
from bot.domain.vocabulary import FIELDS, STAGES, TOPICS, Stage

LARGEST_CAPACITY = 10
LONGEST_GOALS = 600


@dataclass(frozen=True, slots=True)
class TypedAnswers:
    """A submitted sign-up form, as it came."""

    adult: bool
    stage: str
    fields: tuple[str, ...]
    topics: tuple[str, ...]
    time_zone: str
    goals: str = ""


@dataclass(frozen=True, slots=True)
class CheckedAnswers:
    """A sign-up that can be kept: known words, and a real time zone."""

    stage: str
    fields: tuple[str, ...]
    topics: tuple[str, ...]
    time_zone: str
    goals: str


def check(typed: TypedAnswers) -> CheckedAnswers:
    """Return the answers as they are kept.

    Raises `DomainError` ``enrolment.under_age``, ``enrolment.unknown_choice`` for a value that no
    select of ours offers, ``time_zone.unknown``, ``enrolment.goals_long``.
    """
    if not typed.adult:
        raise DomainError("enrolment.under_age")
    if typed.stage not in STAGES or typed.stage == Stage.ANY:
        raise DomainError("enrolment.unknown_choice", value=typed.stage[:60])
    for value in typed.fields:
        if value not in FIELDS:
            raise DomainError("enrolment.unknown_choice", value=value[:60])
    for value in typed.topics:
        if value not in TOPICS:
            raise DomainError("enrolment.unknown_choice", value=value[:60])
    if len(typed.goals) > LONGEST_GOALS:
        raise DomainError("enrolment.goals_long", most=LONGEST_GOALS)
    return CheckedAnswers(
        stage=typed.stage,
        fields=typed.fields,
        topics=typed.topics,
        time_zone=time_zones.resolve(typed.time_zone),
        goals=typed.goals.strip(),
    )
