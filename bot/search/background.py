"""Build an index in the background without blocking the event loop."""

import asyncio
import gc
import sys
import time
from collections.abc import Callable, Iterable
from typing import Final

from bot.domain.ids import ProgramId
from bot.domain.programs.programs import Program
from bot.search.program_index import ProgramIndex
from bot.search.vocabulary import Vocabulary

PAUSE_SECONDS: Final = 0.0002
SWITCH_SECONDS: Final = 0.001
LARGE: Final = 2_000


def _breathe() -> None:
    """Release the interpreter for a moment; the event loop runs right away if it has work."""
    time.sleep(PAUSE_SECONDS)


async def build_beside(programs: Iterable[Program], vocabulary: Vocabulary) -> ProgramIndex:
    """Build a whole index in a thread; the caller swaps it in when this returns."""
    return await _in_thread(lambda: ProgramIndex.build(programs, vocabulary, breathe=_breathe))


async def add_society_beside(
    shipped: ProgramIndex, own: Iterable[Program], hidden: Iterable[ProgramId] = ()
) -> ProgramIndex:
    """Build a society's own index in a thread, next to the shared shipped one."""
    return await _in_thread(lambda: shipped.with_society(own, hidden, breathe=_breathe))


async def _in_thread(build: Callable[[], ProgramIndex]) -> ProgramIndex:
    """Run `build` in a thread, with the interpreter switching threads more often.

    The garbage collector is paused until then: an index has no cycles, and a full collection over
    tens of thousands of programs would block the loop for a tenth of a second each time.
    """
    usual, collecting = sys.getswitchinterval(), gc.isenabled()
    sys.setswitchinterval(min(usual, SWITCH_SECONDS))
    gc.disable()
    try:
        index = await asyncio.to_thread(build)
        if index.size > LARGE:
            # It lives long: otherwise the collector's next run would scan all of it.
            gc.freeze()
        return index
    finally:
        sys.setswitchinterval(usual)
        if collecting:
            gc.enable()
