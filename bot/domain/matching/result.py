"""The result of a run: codes and facts. `bot.messages.matching.matching` has the texts."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from bot.domain.vocabulary import PersonRole

Side = Literal[PersonRole.MENTOR, PersonRole.MENTEE]


class Code(StrEnum):
    """What a note says. The part before the dot says where it is used."""

    TOPICS = "good.topics"
    FIELD = "good.field"
    NEAR_FIELD = "good.near-field"
    OPEN_FIELD = "good.open-field"
    NEAR_PEER = "good.near-peer"
    AHEAD = "good.ahead"
    FAR_AHEAD = "good.far-ahead"
    HOURS_IN_COMMON = "good.hours-in-common"
    FLEXIBLE = "good.flexible"
    ENOUGH_HOURS = "good.enough-hours"
    SAME_STATE = "good.same-state"
    ROLES = "good.roles"
    FORMAT = "good.format"
    WILLING = "good.willing"
    ROOM = "good.room"

    NO_TOPIC = "caution.no-topic"
    TOPICS_LEFT = "caution.topics-left"
    OTHER_FIELD = "caution.other-field"
    BEHIND = "caution.behind"
    LEVEL = "caution.level"
    TOO_FAR = "caution.too-far"
    TOO_NEAR = "caution.too-near"
    NO_HOUR = "caution.no-hour"
    FEW_HOURS = "caution.few-hours"
    TIME_SHORT = "caution.time-short"
    OTHER_STATE = "caution.other-state"
    BOTH_WAYS = "caution.both-ways"
    SILENT_PROFILE = "caution.silent-profile"
    NOTHING = "caution.nothing"

    NOBODY_THERE = "reason.nobody-there"
    NO_ROOM = "reason.no-room"
    WINDOWS = "reason.windows"
    FORMATS = "reason.formats"
    LISTS = "reason.lists"
    SEVERAL = "reason.several"
    CAPACITY = "reason.capacity"
    CAPACITY_IN_FIELD = "reason.capacity-in-field"
    CAPACITY_ON_TOPICS = "reason.capacity-on-topics"
    NO_DEMAND = "reason.no-demand"

    ONE_MORE_MENTOR = "fix.one-more-mentor"
    ONE_MORE_MENTEE = "fix.one-more-mentee"
    ADD_WINDOW = "fix.add-window"
    ADD_FORMAT = "fix.add-format"
    RAISE_CAPACITY = "fix.raise-capacity"
    NEXT_ROUND = "fix.next-round"


@dataclass(frozen=True, slots=True)
class Note:
    """One statement: a code, and the facts its text needs, as plain JSON values."""

    code: Code
    facts: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {"code": self.code.value, "facts": self.facts}

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "Note":
        """Return the note that `to_json` wrote."""
        return cls(Code(plain["code"]), plain["facts"])


@dataclass(frozen=True, slots=True)
class MatchedPair:
    """One proposed pair; `score` is between 0 and 1, with four decimals."""

    mentee: str
    mentor: str
    score: float
    locked: bool
    reasons: tuple[Note, ...]
    caution: Note

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "mentee": self.mentee,
            "mentor": self.mentor,
            "score": self.score,
            "locked": self.locked,
            "reasons": [note.to_json() for note in self.reasons],
            "caution": self.caution.to_json(),
        }

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "MatchedPair":
        """Return the pair that `to_json` wrote."""
        reasons = tuple(Note.from_json(note) for note in plain["reasons"])
        return cls(**{**plain, "reasons": reasons, "caution": Note.from_json(plain["caution"])})


@dataclass(frozen=True, slots=True)
class Unmatched:
    """An unmatched person on one side, the reason, and what would change it."""

    user: str
    role: Side
    reason: Note
    fix: Note

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "user": self.user,
            "role": self.role.value,
            "reason": self.reason.to_json(),
            "fix": self.fix.to_json(),
        }

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "Unmatched":
        """Return what `to_json` wrote."""
        role: Side = PersonRole.MENTOR if plain["role"] == "mentor" else PersonRole.MENTEE
        return cls(
            plain["user"], role, Note.from_json(plain["reason"]), Note.from_json(plain["fix"])
        )


@dataclass(frozen=True, slots=True)
class Hint:
    """Two people who would both prefer each other to what they were proposed.

    `mentee_gain` and `mentor_gain` are the differences in score; someone without a pair gains all
    of it. A hint is for moderators to consider: following it may cost someone else their pair.
    """

    mentee: str
    mentor: str
    score: float
    mentee_gain: float
    mentor_gain: float

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "mentee": self.mentee,
            "mentor": self.mentor,
            "score": self.score,
            "mentee_gain": self.mentee_gain,
            "mentor_gain": self.mentor_gain,
        }


@dataclass(frozen=True, slots=True)
class CapacityGap:
    """One more mentor offering `field` with `room` places would place `placed` people."""

    field: str | None
    room: int
    placed: int

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {"field": self.field, "room": self.room, "placed": self.placed}


@dataclass(frozen=True, slots=True)
class MatchResult:
    """What a run proposes, and its key figures.

    Lists are in order of ID. Scores are between 0 and 1; `worst` and `total` are over the pairs
    that were not locked. `plain_total` and `plain_worst` are those of the largest total alone,
    `best_worst` the most that the worst-off pair could have had.
    """

    pairs: tuple[MatchedPair, ...]
    unmatched: tuple[Unmatched, ...]
    hints: tuple[Hint, ...]
    openings: tuple[CapacityGap, ...]
    seed: int
    matched: int
    total: float
    worst: float
    plain_total: float
    plain_worst: float
    best_worst: float

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "pairs": [pair.to_json() for pair in self.pairs],
            "unmatched": [person.to_json() for person in self.unmatched],
            "hints": [hint.to_json() for hint in self.hints],
            "openings": [opening.to_json() for opening in self.openings],
            "seed": self.seed,
            "matched": self.matched,
            "total": self.total,
            "worst": self.worst,
            "plain_total": self.plain_total,
            "plain_worst": self.plain_worst,
            "best_worst": self.best_worst,
        }

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "MatchResult":
        """Return the result that `to_json` wrote."""
        values = dict(plain)
        values["pairs"] = tuple(MatchedPair.from_json(pair) for pair in plain["pairs"])
        values["unmatched"] = tuple(Unmatched.from_json(person) for person in plain["unmatched"])
        values["hints"] = tuple(Hint(**hint) for hint in plain["hints"])
        values["openings"] = tuple(CapacityGap(**opening) for opening in plain["openings"])
        return cls(**values)
