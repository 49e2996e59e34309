"""Error messages about personal data."""

from collections.abc import Callable
from typing import Any

from bot.language.say import Say, marked

_NO_KEY = marked(
    "I can’t delete everything right now, because a file I need is missing. Nothing was "
    "deleted. "
    "Tell the person who runs me: `preceptor doctor` says what to do."
)

WORDS: dict[str, Callable[[Say, dict[str, Any]], str]] = {
    "privacy.whole": lambda say, f: say(
        "That can’t be deleted on its own, because others are part of it. `/privacy delete` "
        "deletes everything; `/pair end` and `/leave` end one thing."
    ),
    "privacy.no_profile": lambda say, f: say(
        "Your profile was already deleted. `/profile` starts a new one anytime."
    ),
    "erasures.key_missing": lambda say, _: say(_NO_KEY),
    "erasures.other_key": lambda say, _: say(_NO_KEY),
}
