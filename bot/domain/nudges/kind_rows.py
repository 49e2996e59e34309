"""What is declared of a kind of nudge: one row of `NudgeKind`, and the words it is made of."""

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any


class Area(StrEnum):
    """The folder of a kind, the same in each layer."""

    PROGRAMS = "programs"
    COHORTS = "cohorts"
    MATCHING = "matching"
    PAIRS = "pairs"
    MEETINGS = "meetings"
    PROGRESS = "progress"
    REQUESTS = "requests"
    OUTREACH = "outreach"
    NUDGES = "nudges"
    MODERATION = "moderation"
    PRIVACY = "privacy"
    SAFETY = "safety"
    YOUTH = "youth"


class Policy(Enum):
    """When a kind may come. Every kind has exactly one of these."""

    # What no one asked for: the weekly limit counts it, and holds it back.
    RATE_LIMITED = "rate-limited"
    # What the person requested or should know: in the daytime, outside the limit.
    REQUESTED = "requested"
    # For information only, nothing to do: it waits for the morning, and that is all.
    DAYTIME_ONLY = "daytime-only"
    # What may be posted at night, for `KindRow.why`. People are notified in their own morning.
    IMMEDIATE = "immediate"


class Notifies(StrEnum):
    """Whom the message notifies: the row's recipient, or the people its facts name in `pings`."""

    PERSON = "its person"
    NAMED = "those it names"
    ROLE = "a role, and those it names"
    NOBODY = "no one"


class Cost(Enum):
    """What it costs to miss a message: what a full week still has room for depends on it."""

    # It only informs, or asks what can wait: it leaves room for the others.
    LITTLE = "little"
    # Someone waits for an answer, or the person chose the day.
    MORE = "more"
    # A meeting within reach, or news that comes once: it always notifies.
    MUCH = "much"


class Pause(StrEnum):
    """What the pause of a pair does to a nudge about it."""

    WAITS = "waits"
    LEFT_OUT = "left out"
    GOES = "-"


_MUCH = frozenset(
    {
        "agreement-revealed",
        "introduction",
        "meeting-cancelled",
        "meeting-reminder",
        "pair-ended",
        "pair-resumed",
    }
)
_MORE = frozenset({"meeting-proposed", "meeting-confirmed", "circle-asked", "times-waiting"})
# News of a pair that can wait an hour: to someone in several pairs it comes in one notice.
_TOGETHER = frozenset(
    {"agreement-revealed", "introduction", "meeting-proposed", "pair-ended", "pair-resumed"}
)
# What another person started, and waits for an answer to.
_FROM_A_PERSON = frozenset({"circle-asked", "contact-waiting", "meeting-proposed", "request-asked"})


@dataclass(frozen=True, slots=True)
class KindRow:
    """The declaration of one kind. `priority`: lower is sent first.

    `mutable`: people can mute it. `alone`: it never shares a message with others for the same
    person. `left_out_when_away`: it makes no sense later, so it is not held for a return.
    `mostly_waits`: its own decision lets it wait for the morning while it can, and at night it
    notifies no one.
    `confidential`: it opens no case if it fails, and no log names it.
    `resend_if_uncertain`: it is sent a second time when no one can tell whether the first arrived.
    """

    name: str
    area: Area
    facts: type[Any]
    priority: int
    policy: Policy
    notifies: Notifies
    why: str = "no one asked for it"
    pause: Pause = Pause.GOES
    mutable: bool = False
    alone: bool = False
    left_out_when_away: bool = False
    mostly_waits: bool = False
    resend_if_uncertain: bool = False
    confidential: bool = False

    @property
    def in_log(self) -> str:
        """What a log calls it."""
        return "confidential" if self.confidential else self.name

    @property
    def cost(self) -> Cost:
        """What it costs to miss it."""
        if self.notifies is Notifies.ROLE or self.name in _MUCH:
            return Cost.MUCH
        if self.policy is Policy.REQUESTED or self.name in _MORE:
            return Cost.MORE
        return Cost.LITTLE

    @property
    def is_from_a_person(self) -> bool:
        """Whether someone waits for the answer: it is held by no patience, only by the budget."""
        return self.name in _FROM_A_PERSON

    @property
    def is_told_together(self) -> bool:
        """Whether one notice tells someone of all such posts in their pairs' threads."""
        return self.name in _TOGETHER

    @property
    def is_mergeable(self) -> bool:
        """Whether it may share a message with others for the same person in the same place."""
        return self.is_held_back and not self.alone

    @property
    def is_held_back(self) -> bool:
        """Whether it waits for the daytime, and for the end of an absence or a snooze."""
        return self.policy in (Policy.RATE_LIMITED, Policy.REQUESTED)

    @property
    def is_silent_at_night(self) -> bool:
        """Whether it may be posted at someone's night, and then does not notify them."""
        return self.notifies in (Notifies.NAMED, Notifies.ROLE) or self.mostly_waits

    @property
    def follows_settings(self) -> bool:
        """Whether its recipient's settings apply."""
        return self.is_held_back or self.mutable
