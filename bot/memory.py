"""Let start-up leave little behind: in memory, and for the garbage collector to look through."""

import ctypes
import gc
import sys


def begin_start_up() -> None:
    """Pause the collector: nearly all that is loaded stays."""
    gc.disable()


def end_start_up() -> None:
    """Resume the collector, spare it what was loaded, and return freed memory to the system.

    glibc keeps what is freed for later, and reading the catalogue takes more than it leaves.
    """
    gc.freeze()
    gc.enable()
    if sys.platform == "linux":
        # Only glibc has it; musl returns memory by itself.
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
