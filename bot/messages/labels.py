"""Labels for the values of the vocabulary."""

from collections.abc import Iterable

from bot.domain.vocabulary import (
    COMMUNITIES,
    FIELDS,
    FORMATS,
    ROLES_WANTED,
    STAGES,
    TOPICS,
    Stage,
)
from bot.messages.outgoing import Choice

_SPECIAL = {
    "college-pre-health": "College, pre-health",
    "post-bac": "Post-bac",
    "early-career": "Early career",
    "any-health-career": "Any health career",
    "ob-gyn": "Obstetrics and gynaecology",
    "physician-assistant": "Physician assistant",
    "first-gen": "First-generation student",
    "hispanic-latinx": "Hispanic/Latinx",
    "lgbtq": "LGBTQ+",
    "urm": "Under-represented in medicine",
    "black-african-american": "Black or African American",
    "men-in-nursing": "Men in nursing",
    "money-and-scholarships": "Money and scholarships",
    "balance-and-wellbeing": "Balance and wellbeing",
}


def label(value: str) -> str:
    """Return the label of one value of the vocabulary."""
    return _SPECIAL.get(value) or value.replace("-", " ").capitalize()


def labels(values: Iterable[str]) -> str:
    """Return the labels of several values, separated by commas."""
    return ", ".join(label(value) for value in values)


def stage_choices(chosen: str = "") -> tuple[Choice, ...]:
    """Offer the stages."""
    return _choices((stage for stage in STAGES if stage is not Stage.ANY), (chosen,))


def field_choices(chosen: Iterable[str] = ()) -> tuple[Choice, ...]:
    """Offer the fields."""
    return _choices(FIELDS, chosen)


def topic_choices(chosen: Iterable[str] = ()) -> tuple[Choice, ...]:
    """Offer the topics."""
    return _choices(TOPICS, chosen)


def format_choices(chosen: Iterable[str] = ()) -> tuple[Choice, ...]:
    """Offer the ways to meet."""
    return _choices(FORMATS, chosen)


def role_choices(chosen: Iterable[str] = ()) -> tuple[Choice, ...]:
    """Offer the kinds of mentoring."""
    return _choices(ROLES_WANTED, chosen)


def community_choices(chosen: Iterable[str] = ()) -> tuple[Choice, ...]:
    """Offer the communities, which are always optional and private."""
    return _choices(COMMUNITIES, chosen)


def _choices(values: Iterable[str], chosen: Iterable[str]) -> tuple[Choice, ...]:
    marked = set(chosen)
    return tuple(Choice(label(value), value, chosen=value in marked) for value in values)
