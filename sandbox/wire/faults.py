"""Faults on demand: what a network and a busy API do to a request, when a test says so."""

import asyncio
import random
from dataclasses import dataclass, field
from enum import StrEnum

from sandbox.state.changes import STANDSTILL_SECONDS, Changes


class FaultKind(StrEnum):
    """What can go wrong, and whether it happens before or after the effect."""

    TOO_MANY = "429"
    ERROR_500 = "500"
    ERROR_502 = "502"
    ERROR_503 = "503"
    ERROR_504 = "504"
    ERROR_502_AFTER = "502 after the effect"
    RESET_BEFORE = "reset before the effect"
    RESET_AFTER = "reset after the effect"
    HANG_BEFORE = "hang before the effect"
    HANG_AFTER = "hang after the effect"
    SLOW = "slow"


AFTER_EFFECT = frozenset({FaultKind.RESET_AFTER, FaultKind.HANG_AFTER, FaultKind.ERROR_502_AFTER})
ERRORS = {
    FaultKind.ERROR_500: 500,
    FaultKind.ERROR_502: 502,
    FaultKind.ERROR_503: 503,
    FaultKind.ERROR_504: 504,
    FaultKind.ERROR_502_AFTER: 502,
}


@dataclass(slots=True, eq=False)
class Fault:
    """One rule: for which requests, which of the kinds, how often.

    Without `probability` it strikes from the `nth` matching request on, `times` times; with it,
    each matching request is struck at random by `rng`.
    """

    method: str
    route: str
    kinds: tuple[FaultKind, ...]
    nth: int = 1
    times: int | None = 1
    probability: float | None = None
    rng: random.Random = field(default_factory=lambda: random.Random(0))
    seconds: float = 1.0
    seen: int = 0
    hits: int = 0
    struck: int = 0
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def matches(self, method: str, pattern: str) -> bool:
        """Return whether this rule applies to a request."""
        return self.method in ("*", method) and self.route in ("*", pattern)

    def roll(self) -> FaultKind | None:
        """Count a matching request and return what happens to it."""
        self.seen += 1
        if self.times is not None and self.hits >= self.times:
            return None
        if self.probability is not None:
            if self.rng.random() >= self.probability:
                return None
        elif self.seen < self.nth:
            return None
        self.hits += 1
        return self.kinds[0] if len(self.kinds) == 1 else self.rng.choice(self.kinds)


class Faults:
    """Hold the rules and decide, request by request."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._rules: list[Fault] = []

    def add(
        self,
        method: str,
        route: str,
        *kinds: FaultKind,
        nth: int = 1,
        times: int | None = 1,
        probability: float | None = None,
        rng: random.Random | None = None,
        seconds: float = 1.0,
    ) -> Fault:
        """Add a rule for a method and route pattern ("*" matches all) and return it.

        `seconds` is how long SLOW takes and what 429 asks to wait. With a `probability` the rule
        has no end unless `times` is given.
        """
        fault = Fault(method, route, kinds, nth, times, probability, seconds=seconds)
        if probability is not None and times == 1:
            fault.times = None
        if rng is not None:
            fault.rng = rng
        self._rules.append(fault)
        return fault

    def pick(self, method: str, pattern: str) -> tuple[Fault, FaultKind] | None:
        """Return the fault that strikes this request, if any."""
        for fault in self._rules:
            if fault.matches(method, pattern) and (kind := fault.roll()):
                return fault, kind
        return None

    def happened(self, fault: Fault) -> None:
        """Count a fault that has struck, and wake those who wait for it."""
        fault.struck += 1
        self._changes.happened()

    async def hit(self, fault: Fault, count: int = 1, within: float = STANDSTILL_SECONDS) -> None:
        """Wait until the fault has struck `count` times, and its effect, if any, is done."""
        what = f"a fault in {fault.method} {fault.route}"
        await self._changes.until(lambda: fault.struck >= count, within, what)

    def clear(self) -> None:
        """Delete all rules and release every request that hangs."""
        for fault in self._rules:
            fault.released.set()
        self._rules.clear()
