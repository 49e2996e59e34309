"""What a nudge says, as facts: decided from current rows at the moment it leaves.

Each class is one kind of message. `bot.messages.nudges` turns facts into words and buttons, and the
notifier sends them. `ref` is the outbox row's reference, which every button of the message carries.
"""

from dataclasses import dataclass

from bot.domain.ids import (
    CaseId,
    CheckInId,
    CohortId,
    GuildId,
    PairId,
    ProgramId,
    RoleId,
    SavedProgramId,
    UpdateId,
    UserId,
)
from bot.domain.matching.result import Note


@dataclass(frozen=True, slots=True)
class SignUpPanel:
    """The panel with the cohort's sign-up buttons, for the mentoring channel."""

    guild: GuildId
    cohort: CohortId
    cohort_name: str


@dataclass(frozen=True, slots=True)
class Introduction:
    """The first message in a pair's thread; the thread is made, or found by its code, first."""

    guild: GuildId
    pair: PairId
    code: str
    cohort_name: str
    mentor: UserId
    mentees: tuple[UserId, ...]
    reasons: tuple[Note, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Waitlisted:
    """Tell somebody unmatched why, and what they can do meanwhile."""

    guild: GuildId
    cohort: CohortId
    cohort_name: str
    person: UserId
    reason: Note | None


@dataclass(frozen=True, slots=True)
class CheckInDue:
    """Ask the person whose turn it is how things stand."""

    guild: GuildId
    pair: PairId
    check_in: CheckInId
    owner: UserId
    unanswered_before: int


@dataclass(frozen=True, slots=True)
class UpdateShared:
    """Show the partner an update, in the pair's thread."""

    guild: GuildId
    pair: PairId
    update: UpdateId
    author: UserId
    partners: tuple[UserId, ...]
    moved: str
    in_the_way: str
    next_step: str


@dataclass(frozen=True, slots=True)
class CaseOpened:
    """Tell the moderators that something needs them."""

    guild: GuildId
    case: CaseId
    case_kind: str
    facts: dict[str, str]
    moderators: RoleId | None


@dataclass(frozen=True, slots=True)
class SavedProgramDue:
    """Remind somebody of a program that they saved, on the day they chose."""

    guild: GuildId
    saved: SavedProgramId
    person: UserId
    program: ProgramId
    name: str


Facts = (
    SignUpPanel
    | Introduction
    | Waitlisted
    | CheckInDue
    | UpdateShared
    | CaseOpened
    | SavedProgramDue
)
