"""Weekly availability as people read it: ``Mon 6–8:30 PM``."""

from collections.abc import Iterable
from datetime import time
from functools import partial

from bot.domain.windows import Window, parse_window
from bot.language.say import Say
from bot.messages.time_choices import hour_name

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY = 24 * 60


def time_slots(say: Say, windows: Iterable[Window]) -> str:
    """Return time slots separated by commas; empty for none, which means any time."""
    return ", ".join(map(partial(time_slot, say), windows))


def time_slot(say: Say, window: Window | str) -> str:
    """Return one time slot, of a window or of its text."""
    if isinstance(window, str):
        window = parse_window(window)
    start, end = _hour(say, window.start), _hour(say, window.end)
    half = start[-3:]
    # "6–8:30 PM" says the half of the day once.
    first = start.removesuffix(half) if half == end[-3:] and half in (" AM", " PM") else start
    return f"{_DAYS[window.day]} {first}–{end}"


def _hour(say: Say, minutes: int) -> str:
    return hour_name(say, time(*divmod(minutes % _DAY, 60)))
