"""Reduce what start-up leaves in memory and for the garbage collector to scan."""

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def start_up() -> Iterator[None]:
    """Pause the garbage collector, since nearly everything that is loaded stays.

    It runs again from `end_start_up` on, or when the bot did not even start.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def end_start_up() -> None:
    """Resume the collector, exclude what was loaded, and return freed memory to the system.

    glibc keeps freed memory for later, and reading the catalogue takes more than remains.
    """
    gc.freeze()
    gc.enable()
    if sys.platform == "linux":
        # Only glibc has it; musl returns memory on its own.
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
