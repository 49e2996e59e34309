"""Who may join a program, as data: conditions that must hold, and preferences of its host."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

ANYONE: Final = "any"


class Kind(StrEnum):
    """What a condition is about."""

    WHO = "who"
    YEAR = "year"
    AGE = "age"
    SCHOOL = "school"
    ALUMNI = "alumni"
    EMPLOYER = "employer"
    MEMBER = "member"
    REGION = "region"
    COMMUNITY = "community"
    GENDER = "gender"
    CITIZENSHIP = "citizenship"

    # Conditions are looked up by kind on every search; Enum hashes its name in Python code.
    __hash__ = str.__hash__


GENDERS: Final = ("men", "women")
CITIZENSHIPS: Final = ("citizen", "permanent-resident")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One condition: any one of `values` meets it, and all conditions of a program must hold.

    `who` values are a stage, or a profession and a stage ("medicine early-career"). `region` values
    are a state's two letters, or a state and a place in it ("MD/Baltimore"). `any` says that the
    source itself opens the program to everyone.
    """

    kind: Kind
    values: tuple[str, ...]

    @property
    def open_to_all(self) -> bool:
        """Return whether the source says that this makes no difference."""
        return self.values == (ANYONE,)


@lru_cache(4_096)
def requirement(text: str) -> Requirement:
    """Parse "kind: value | value".

    Raises `ValueError` with words that complete "the fact ...".
    """
    kind, colon, rest = text.partition(":")
    values = tuple(value for part in rest.split("|") if (value := part.strip()))
    if not colon or not values:
        raise ValueError(f"has {text!r}, which is not written as kind: value | value")
    try:
        read = Kind(kind.strip())
    except ValueError:
        kinds = ", ".join(Kind)
        raise ValueError(f"has {kind.strip()!r}, which is not one of {kinds}") from None
    return Requirement(read, values)


def problem_of(
    condition: Requirement,
    *,
    stages: frozenset[str],
    fields: frozenset[str],
    states: frozenset[str],
    communities: frozenset[str],
) -> str | None:
    """Return what is wrong with a condition's values, in words that complete "the fact ...".

    An empty set of known values accepts anything.
    """
    if condition.open_to_all:
        return None
    for value in condition.values:
        match condition.kind:
            case Kind.WHO:
                profession, stage = profession_and_stage(value)
                unknown = (stages and stage not in stages) or (
                    profession and fields and profession not in fields
                )
            case Kind.YEAR:
                unknown = value not in ("1", "2", "3", "4")
            case Kind.AGE:
                unknown = ages(value) is None
            case Kind.REGION:
                unknown = bool(states) and value.partition("/")[0] not in states
            case Kind.COMMUNITY:
                unknown = bool(communities) and value not in communities
            case Kind.GENDER:
                unknown = value not in GENDERS
            case Kind.CITIZENSHIP:
                unknown = value not in CITIZENSHIPS
            case _:
                unknown = False
        if unknown:
            return f"has {value!r} for {condition.kind}, which the vocabulary does not know"
    return None


def profession_and_stage(value: str) -> tuple[str, str]:
    """Split "medicine early-career" into its profession, empty if any, and its stage."""
    profession, _, stage = value.rpartition(" ")
    return profession, stage


def ages(value: str) -> tuple[int, int] | None:
    """Read "14-18" as the lowest and the highest age, or None."""
    low, dash, high = value.partition("-")
    if low.isdigit() and (not dash or high.isdigit()):
        return int(low), int(high) if dash else 200
    return None
