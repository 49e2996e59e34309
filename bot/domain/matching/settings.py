"""The weights of the matching, and the keywords with which a cohort changes them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from bot.domain.errors import DomainError

EPOCH = date(2026, 1, 5)
"""The day whose time zone offsets hold where no start was given; a Monday in winter."""


class WindowRule(StrEnum):
    """Whether two people without one unbroken hour in common may be paired."""

    HARD = "hard"
    SOFT = "soft"


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each component of the score counts; only the proportions matter."""

    topics: float = 30.0
    field: float = 22.0
    stage: float = 14.0
    windows: float = 14.0
    hours: float = 6.0
    place: float = 4.0
    communities: float = 6.0
    roles: float = 4.0

    def to_json(self) -> dict[str, float]:
        """Return plain JSON values."""
        return {part.name: getattr(self, part.name) for part in fields(self)}

    def scaled(self, factors: Mapping[str, float]) -> "Weights":
        """Return weights multiplied by `factors`, by name of component."""
        changed = {name: getattr(self, name) * factor for name, factor in factors.items()}
        return replace(self, **changed)


PARTS = tuple(part.name for part in fields(Weights))


@dataclass(frozen=True, slots=True)
class MatchSettings:
    """One run's settings.

    `starts` is the cohort's first day, whose offsets convert availability to UTC. `kept_total` is
    the share of the best possible total below which the worst-off pair isn't improved any further.
    """

    weights: Weights = Weights()
    windows: WindowRule = WindowRule.HARD
    starts: date = EPOCH
    kept_total: float = 0.996

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "weights": self.weights.to_json(),
            "windows": self.windows.value,
            "starts": self.starts.isoformat(),
            "kept_total": self.kept_total,
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "MatchSettings":
        """Return the settings that `to_json` wrote."""
        return cls(
            weights=Weights(**plain["weights"]),
            windows=WindowRule(plain["windows"]),
            starts=date.fromisoformat(plain["starts"]),
            kept_total=plain["kept_total"],
        )


@dataclass(frozen=True, slots=True)
class MatchConfig:
    """`config/matching.toml`: the default settings, and what each keyword changes."""

    usual: MatchSettings
    words: Mapping[str, Mapping[str, float]]

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> "MatchConfig":
        """Read the parsed file; raise ``matching.config`` naming the invalid key."""
        for name, weight in table["weights"].items():
            if name not in PARTS or not weight >= 0:
                raise DomainError("matching.config", key=f"weights.{name}")
        for word, factors in table["words"].items():
            if any(name not in PARTS or not factor >= 0 for name, factor in factors.items()):
                raise DomainError("matching.config", key=f"words.{word}")
        weights = Weights(**{name: float(weight) for name, weight in table["weights"].items()})
        if not sum(weights.to_json().values()) > 0:
            raise DomainError("matching.config", key="weights")
        usual = MatchSettings(
            weights=weights,
            windows=WindowRule(table["rules"]["windows"]),
            kept_total=float(table["objective"]["kept_total"]),
        )
        return cls(usual, {word.casefold(): dict(f) for word, f in table["words"].items()})

    def settings(self, words: Iterable[str] = (), **changes: Any) -> MatchSettings:
        """Return the default settings adjusted by `words`, then by `changes` to single settings.

        A word is a key of the file's `words`, such as "field matters more"; any other raises
        ``matching.unknown_word`` with the words that are known.
        """
        weights = self.usual.weights
        for word in words:
            factors = self.words.get(" ".join(word.casefold().split()))
            if factors is None:
                raise DomainError("matching.unknown_word", word=word, known=sorted(self.words))
            weights = weights.scaled(factors)
        return replace(self.usual, weights=weights, **changes)
