"""Error messages about personal data."""

from collections.abc import Callable
from typing import Any

WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "privacy.whole": lambda f: (
        "That can’t be deleted on its own, because others are part of it. `/privacy delete` "
        "deletes everything; `/pair end` and `/leave` end one thing."
    ),
}
