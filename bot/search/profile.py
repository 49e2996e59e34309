"""Who a suggestion is for: the few facts of a profile that ranking uses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain import stage_words
from bot.domain.vocabulary import Stage
from bot.search.understood import Understood
from bot.search.vocabulary import Facet, Vocabulary


class SearchProfileError(ValueError):
    """A profile has a fact of the wrong kind; names it."""


@dataclass(frozen=True, slots=True)
class SearchProfile:
    """A profile. Communities count only with `community_opt_in`; empty means not said."""

    id: str
    stage: str = ""
    stage_year: int | None = None
    fields: tuple[str, ...] = ()
    state: str = ""
    memberships: tuple[str, ...] = ()
    communities: tuple[str, ...] = ()
    community_opt_in: bool = False
    format: str = ""
    goals: tuple[str, ...] = ()


# Beside other stages, "sophomore" is a mistake.
_WITH_CLASSES = (Stage.HIGH_SCHOOL, Stage.COLLEGE_PRE_HEALTH, Stage.NURSING_STUDENT)
_YEARS = {
    Stage.HIGH_SCHOOL: "a grade such as 10th grade, or sophomore",
    Stage.COLLEGE_PRE_HEALTH: "sophomore, or second year",
    Stage.NURSING_STUDENT: "sophomore, NS2, or second year",
    Stage.PHARMACY_STUDENT: "P2, or second year",
    Stage.PHYSICAL_THERAPY_STUDENT: "DPT2, or second year",
    Stage.DENTAL_STUDENT: "D2, or second year",
    Stage.MEDICAL_STUDENT: "MS2, or second year",
    Stage.RESIDENT: "PGY-2, or second year",
}
_FORMATS = frozenset({"virtual", "in-person", "hybrid", "any"})
_LISTS = ("fields", "memberships", "communities", "goals")


def seeker_from(entry: Mapping[str, Any]) -> SearchProfile:
    """Read a profile from plain values; everything but `id` may be left out.

    Raises `SearchProfileError` naming the profile and the fact that is wrong.
    """
    name = entry.get("id")
    if name in (None, ""):
        raise SearchProfileError("a profile has no id")
    values: dict[str, Any] = {"id": str(name)}
    for key, value in entry.items():
        if key == "id" or value is None:
            continue
        if key in _LISTS:
            values[key] = _texts(name, key, value)
        elif key == "stage_year":
            values[key] = _year(name, value)
        elif key == "community_opt_in":
            if not isinstance(value, bool):
                raise SearchProfileError(f"{name}: community_opt_in is neither true nor false")
            values[key] = value
        elif key in ("stage", "state", "format"):
            if not isinstance(value, str):
                raise SearchProfileError(f"{name}: {key} is not text")
            values[key] = value.strip()
        else:
            raise SearchProfileError(f"{name}: {key} is not a fact that profiles have")
    _require_year_of(name, values.get("stage", ""), entry.get("stage_year"))
    return SearchProfile(**values)


def wishes(
    seeker: SearchProfile, vocabulary: Vocabulary, read: Callable[[str], Understood]
) -> Understood:
    """Return what a profile asks for; `read` parses facts that were written in words.

    The goals never add a stage, a place, or a community: those were said in their own fields, or
    were left out on purpose.
    """
    facts = vocabulary.known
    goals = read(". ".join(seeker.goals)) if seeker.goals else Understood()

    def values_of(facet: Facet, allowed: frozenset[str], texts: tuple[str, ...]) -> tuple[str, ...]:
        values: list[str] = []
        for text in texts:
            values += [text] if text in allowed else read(text).of(facet)
        return tuple(dict.fromkeys(values))

    shared = seeker.communities if seeker.community_opt_in else ()
    state = (seeker.state.upper(),) if seeker.state.upper() in facts.states else (seeker.state,)
    stage = values_of(Facet.STAGE, facts.stages, (seeker.stage,))
    values: dict[Facet, tuple[str, ...]] = {
        Facet.STAGE: stage,
        Facet.YEAR: (str(_class_year(seeker.stage_year, stage)),) if seeker.stage_year else (),
        Facet.FIELD: values_of(Facet.FIELD, facts.fields, seeker.fields) or goals.of(Facet.FIELD),
        Facet.PLACE: values_of(Facet.PLACE, facts.states, state),
        Facet.COMMUNITY: values_of(Facet.COMMUNITY, facts.communities, shared),
        Facet.OFFER: goals.of(Facet.OFFER),
        Facet.FORMAT: values_of(Facet.FORMAT, _FORMATS, (seeker.format,)),
    }
    return Understood(
        query=seeker.id,
        values={facet: chosen for facet, chosen in values.items() if chosen},
        text=goals.text,
        mentoring=True,
    )


def _class_year(year: int, stage: tuple[str, ...]) -> int:
    """Count high school years from 9th grade, as the catalogue does."""
    return year - 8 if "high-school" in stage and year > 8 else year


def _texts(name: object, key: str, value: object) -> tuple[str, ...]:
    """Accept a list of texts, or one text with parts between semicolons."""
    if isinstance(value, str):
        value = value.split(";")
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise SearchProfileError(f"{name}: {key} is not a list of texts")
    return tuple(item.strip() for item in value if item.strip())


def _year(name: object, value: object) -> int | None:
    """Accept a number, or a year in words: "MS3", "PGY-2", "sophomore"."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        if not value.strip():
            return None
        if value.strip().isdecimal():
            return int(value)
        typed = stage_words.read(value)
        if typed and typed.year:
            return typed.year
    raise SearchProfileError(
        f"{name}: stage_year is not a year. Write a number, MS3, PGY-2, or sophomore."
    )


def _require_year_of(name: object, stage_text: str, year_text: object) -> None:
    """Refuse a year in words that belongs to another stage: "PGY-2" of a medical student."""
    typed = stage_words.read(year_text) if isinstance(year_text, str) else None
    stage = stage_words.stage_of(stage_text)
    if typed is None or typed.stage is None or stage is None or typed.stage is stage:
        return
    if typed.stage is Stage.COLLEGE_PRE_HEALTH and stage in _WITH_CLASSES:
        return
    raise SearchProfileError(
        f"{name}: stage_year is “{year_text}”, which isn’t a year of {stage.value}. "
        f"Write a number, or {_YEARS.get(stage, 'second year')}."
    )
