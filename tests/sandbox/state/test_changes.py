"""A wait ends when what it waits for holds, or when nothing changes anymore."""

import asyncio
from collections.abc import Callable

import pytest

from sandbox.state.changes import MOST_RENEWALS, Changes

WITHIN = 0.01


class Scripted:
    """A stopwatch that goes on by a second each time it is read, and then does what it is told."""

    def __init__(self, then: Callable[[int], None]) -> None:
        self.read = 0
        self._then = then

    def __call__(self) -> float:
        self.read += 1
        self._then(self.read)
        return self.read * WITHIN * 0.9


def waiting(then: Callable[[Changes, int], None]) -> tuple[Changes, Scripted]:
    changes = Changes()
    stopwatch = Scripted(lambda read: then(changes, read))
    changes.stopwatch = stopwatch
    return changes, stopwatch


async def test_it_ends_at_the_change_that_brings_it_about() -> None:
    changes = Changes()
    came: list[str] = []
    wait = asyncio.create_task(changes.until(lambda: came))
    await asyncio.sleep(0)
    changes.happened()
    assert not wait.done()
    came.append("here")
    changes.happened()
    await wait


async def test_it_gives_up_when_nothing_changes_and_says_what_was_missing() -> None:
    changes, stopwatch = waiting(lambda _changes, _read: None)
    with pytest.raises(TimeoutError, match="waited for the panel"):
        await changes.until(lambda: False, WITHIN, "the panel")
    assert stopwatch.read == 3


async def test_each_change_renews_it_however_long_it_takes() -> None:
    came: list[str] = []

    def go_on(changes: Changes, read: int) -> None:
        if read == 10:
            came.append("here")
        changes.happened()

    changes, _ = waiting(go_on)
    await changes.until(lambda: came, WITHIN)


async def test_a_bot_that_goes_round_in_circles_does_not_hold_it_for_ever() -> None:
    changes, stopwatch = waiting(lambda changes, _read: changes.happened())
    with pytest.raises(TimeoutError):
        await changes.until(lambda: False, WITHIN)
    assert stopwatch.read > MOST_RENEWALS


async def test_a_mistake_in_the_question_fails_whoever_asked() -> None:
    changes = Changes()
    asked = False

    def mistaken() -> bool:
        if asked:
            raise ZeroDivisionError
        return False

    wait = asyncio.create_task(changes.until(mistaken))
    await asyncio.sleep(0)
    asked = True
    changes.happened()
    with pytest.raises(ZeroDivisionError):
        await wait
