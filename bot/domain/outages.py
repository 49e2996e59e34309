"""Outages: why nothing can be saved or sent for a while, and since when."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class OutageReason(StrEnum):
    """What is wrong, as far as whoever runs the bot can do something about it."""

    GONE = "gone"
    FULL = "full"
    READ_ONLY = "read-only"
    DAMAGED = "damaged"
    LOCKED = "locked"
    UNREACHABLE = "unreachable"
    OTHER = "other"
    DELIVERY = "delivery"
    """Everything is saved, but delivery fails again and again."""

    @property
    def lasts(self) -> bool:
        """Whether only a restart ends it: what works in the meantime proves nothing."""
        return self is OutageReason.DAMAGED

    @property
    def shows_at_once(self) -> bool:
        """Whether one failed write is proof, although a smaller one might succeed."""
        return self in (OutageReason.GONE, OutageReason.FULL, OutageReason.READ_ONLY) or self.lasts


@dataclass(frozen=True, slots=True)
class Outage:
    """What is known about an outage; `rescued` is the copy made of a database that was deleted."""

    reason: OutageReason
    since: datetime
    path: str | None = None
    rescued: str | None = None
    until: datetime | None = None
    """When it was over, once it is."""
