"""A pair's totals, which both of its people may read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PairStats:
    """How often each good thing happened. A commitment that only its owner sees is not counted."""

    meetings: int = 0
    goals: int = 0
    commitments: int = 0
    wins: int = 0
    updates: int = 0
    check_ins: int = 0
