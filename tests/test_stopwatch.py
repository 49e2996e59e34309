"""The stopwatch of the three-second rule counts what the bot does, and not that it had to queue."""

import os
from dataclasses import dataclass, field

import pytest

from tests.stopwatch import ServedTime, queued_seconds


@dataclass
class Machine:
    """A machine whose wall clock and queues say what a test has them say."""

    wall: float = 100.0
    queued: dict[str, float] = field(default_factory=lambda: {"1": 5.0})

    def stopwatch(self) -> ServedTime:
        return ServedTime(lambda: self.wall, lambda: self.queued)


def test_what_is_computed_slept_or_waited_for_counts() -> None:
    machine = Machine()
    watch = machine.stopwatch()
    machine.wall += 4.0
    assert watch() == 4.0


def test_standing_in_the_queue_for_a_processor_does_not_count() -> None:
    machine = Machine()
    watch = machine.stopwatch()
    machine.wall += 4.0
    machine.queued = {"1": 6.0, "2": 1.5}  # the second thread has begun since
    assert watch() == 1.5
    machine.wall += 1.0
    assert watch() == 2.5


def test_it_never_goes_back() -> None:
    machine = Machine()
    watch = machine.stopwatch()
    machine.wall += 1.0
    machine.queued = {"1": 8.0, "2": 3.0}
    assert watch() == 0.0
    machine.queued = {}
    machine.wall += 1.0
    assert watch() == 1.0


def test_the_kernel_counts_this_very_thread() -> None:
    queued = queued_seconds()
    if not queued:
        pytest.skip("this kernel does not count how long threads queue")
    assert str(os.getpid()) in queued
