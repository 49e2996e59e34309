"""One wording for what people say in many: "tmr", "morgen" and "tomorow" all are tomorrow.

The readers of days, hours and zones each know few words. This table brings them what was typed.
"""

import re

MOST_READ = 100

_WEEKDAYS = {
    "monday": "montags?|lunes",
    "tuesday": "dienstags?|martes|tues",
    "wednesday": "mittwochs?|mi[eé]rcoles|weds",
    "thursday": "donnerstags?|jueves|thurs?",
    "friday": "freitags?|viernes",
    "saturday": "samstags?|sonnabends?|s[aá]bado",
    "sunday": "sonntags?|domingo",
}
_MONTHS = {
    "january": "januar|enero",
    "february": "februar|febrero",
    "march": "m(?:ä|ae)rz",
    "april": "abril",
    "may": "mai|mayo",
    "june": "juni|junio",
    "july": "juli|julio",
    "august": "agosto",
    "september": "septiembre",
    "october": "oktober|octubre",
    "november": "noviembre",
    "december": "dezember|diciembre",
}
_NUMBERS = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_ANY_WEEKDAY = "|".join(_WEEKDAYS)

# What is said, and the words it is read as; in this order, each upon what the earlier ones left.
SAME: tuple[tuple[str, str], ...] = (
    ("[\u2013\u2014]", "-"),
    ("\u2019", "'"),
    (r"\b([ap])\. ?m\b\.?", r"\1m"),
    (r"(?<=[^\W\d])\.", " "),
    (r"[,;?!~()]", " "),
    (r"\s+", " "),
    (r"\b(?:how about|what about|maybe|perhaps|around|about|let's say|please|bitte)\b ?", ""),
    (r"\b(?:my|our|local) time\b", ""),
    # Numbers and hours.
    *((rf"\b{word}\b", str(number)) for number, word in enumerate(_NUMBERS, start=1)),
    (r"\b(\d{1,2}) thirty\b", r"half past \1"),
    (r"\b(\d{1,2}) fifteen\b", r"quarter past \1"),
    (r"\ba quarter\b", "quarter"),
    (r"\b(?:at )?(\d{1,2}) ?-?ish\b", r"at \1"),
    (r"(?<=[\dmn]) ?-?ish\b", ""),
    (r"\bum (?=\d)", "at "),
    (r"\b(\d{1,2}) ?[.:] ?(\d{2}) ?(?:uhr|h)\b", r"\1:\2"),
    (r"\b(\d{1,2}) ?uhr (\d{2})\b", r"\1:\2"),
    (r"\b(\d{1,2}) ?uhr\b", r"\1h"),
    # Days.
    (r"\b(?:the )?day after tomorrow\b|\b(?:ü|ue)bermorgen\b", "overmorrow"),
    (r"\bmorgen fr(?:ü|ue)h\b", "tomorrow morning"),
    (r"\b(?:tmrw?|tmw|tomm+or+ow|2mo?rr?o?w?|morgen|ma[nñ]ana)\b", "tomorrow"),
    (r"\b(?:heute|hoy)\b", "today"),
    (r"\b(?:gestern|ayer)\b", "yesterday"),
    (r"\b(?:eom|monatsende)\b", "end of the month"),
    (r"\beoy\b", "end of the year"),
    *((rf"\b(?:{said})\b", name) for name, said in _WEEKDAYS.items()),
    *((rf"\b(?:{said})\b", name) for name, said in _MONTHS.items()),
    (r"(?<![\d.])(\d{1,2})\. (?=[a-z])", r"\1 "),
    (r"\bvormittags?\b", "morning"),
    (r"\bnachmittags?\b", "afternoon"),
    (r"\babends?\b", "evening"),
    (r"\bmittags?\b", "noon"),
    (rf"(?:^|(?<=[a-z] ))am (?={_ANY_WEEKDAY})", "on "),
    (r"\bn(?:ä|ae)chste[nrs]?\b", "next"),
    (r"\b(?:kommende[nrs]?|diese[nrs]?) ", "this "),
    (r"\bwoche\b", "week"),
)
_SAME = tuple((re.compile(said), meant) for said, meant in SAME)

# Long enough to be known with one slip of the finger in them.
_LONG_NAMES = (
    *_WEEKDAYS,
    *(name for name in _MONTHS if len(name) > 5),
    *("tomorrow", "weekend"),
)
_NO_SLIPS = {"sundae", "sundry", *(f"{name}s" for name in _LONG_NAMES)}


def plain(typed: str) -> str:
    """Return what was typed in the words that the readers know, single-spaced."""
    words = " ".join(typed.casefold().split())[: 2 * MOST_READ]
    for said, meant in _SAME:
        words = said.sub(meant, words)
    return " ".join(_meant(word) for word in words.split())[:MOST_READ]


def _meant(word: str) -> str:
    """Return the name that a word is but for one slip; what is read so is told back as read."""
    if len(word) < 5 or word in _LONG_NAMES or word in _NO_SLIPS:
        return word
    return next((name for name in _LONG_NAMES if _is_slip(word, name)), word)


def _is_slip(typed: str, meant: str) -> bool:
    """Whether one letter is missing, too many or another one, or two are swapped."""
    pairs = enumerate(zip(typed, meant, strict=False))
    head = next((at for at, (one, other) in pairs if one != other), min(len(typed), len(meant)))
    one, other = typed[head:], meant[head:]
    swapped = one[:2] == other[:2][::-1] and one[2:] == other[2:]
    return swapped or other in (one[1:], one) or one == other[1:] or one[1:] == other[1:]
