"""Normalize wording: "tmr", "mañana", "morgen", and "tomorow" all become "tomorrow".

The parsers of days, hours, and zones each know few words, all English. These tables convert what
was typed into those.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from bot.domain.times import spanish
from bot.domain.typed_text import clean

MOST_READ = 100

# Patterns, each with what its match becomes.
Replacements = tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...]

_WEEKDAYS = {
    "monday": "montags?",
    "tuesday": "dienstags?|tues|tu",
    "wednesday": "mittwochs?|weds|wen?sday|wensday",
    "thursday": r"donnerstags?|thurs?|(?<!\d )th",
    "friday": "freitags?",
    "saturday": "samstags?|sonnabends?",
    "sunday": "sonntags?",
}
_MONTHS = {
    "january": "januar",
    "february": "februar|febuary",
    "march": "m(?:ä|ae)rz|marhc|mrach|marh",
    "april": "apri|aprl|apil|arpil|apirl|aprill",
    "may": "mai",
    "june": "juni|juen",
    "july": "juli|jully|jluy",
    "august": "augst",
    "october": "oktober",
    "december": "dezember",
}
_NAMES = {**_WEEKDAYS, **_MONTHS}
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_HOURS = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_LARGER = {
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
}
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_LATER_ORDINALS = {
    word: number
    for number, word in enumerate(
        (
            *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
            *("seventeenth", "eighteenth", "nineteenth", "twentieth"),
        ),
        start=10,
    )
} | {"thirtieth": 30}


def _nth(number: int) -> str:
    """Return 1st, 2nd, 3rd, 4th ... 21st."""
    last = number % 10 if number not in (11, 12, 13) else 0
    return f"{number}{('th', 'st', 'nd', 'rd')[last] if last < 4 else 'th'}"


_ANY_WEEKDAY = "|".join(_WEEKDAYS)
_ANY_MONTH = "|".join((*_MONTH_NAMES, *(name[:3] for name in _MONTH_NAMES), "sept"))
_ANY_SHORT_DAY = "mon|tues?|weds?|thu|thurs?|fri|sat|sun"
_AFTER_ORDINAL = f"day|week|{_ANY_WEEKDAY}|{_ANY_SHORT_DAY}|of|{_ANY_MONTH}"
_ANY_NAME = f"{_ANY_WEEKDAY}|{_ANY_SHORT_DAY}|{_ANY_MONTH}"
_GLUED = f"in|within|by|at|on|until|till|tonight|today|tomorrow|tmrw?|{_ANY_NAME}"
# What may follow an hour without changing it.
_BUSY = "shift|work|class(?:es)?|school|lab|clinic|rounds|practice|church|lecture|dinner|gym"
_BUSY_IN_SPANISH = "clases?|trabajo|escuela|turno|guardia|laboratorio|cena"
_HOUR_BEFORE = r"(?:(?<=[ap]m)|(?<=:\d\d)|(?<=noon))"
_MEET = r"(?:meeting|session|call|chat|1:1|1 on 1|catch-?up|check-?in|appointment)"


def _timetable(letters: re.Match[str]) -> str:
    """Return the weekdays of "mwf"; one alone is no timetable."""
    named = [name for name, letter in zip(_WEEKDAYS, letters.groups(), strict=False) if letter]
    return "/".join(named) if len(named) > 1 else letters[0]


def _beside_noon(words: re.Match[str]) -> str:
    hour = 12 if words[2] == "noon" else 24
    return f"{hour - 1}:30" if words[1] == "before" else f"{hour % 24}:30"


# No minutes are 10 to 12 here: "10,11am" are two hours.
WITH_COMMA = r"\b(\d{1,2}),(00|[0-5]5|[2-5]0)(?= ?(?:[ap]\.? ?m\b|[ap]\b))"

# What is typed, and the words it becomes; in this order, each applied to the result of the earlier
# ones.
# Signs that are not ASCII.
_SIGNS: Replacements = (
    ("[\u2010-\u2014\u2212]", "-"),
    # A picture says nothing about a day, except one that crosses it out.
    ("(?![\u274c\u26d4])[\u2300-\u27bf\u2b00-\u2bff\ufe0f\u20e3]", " "),
    ("(?![\U0001f6ab\U0001f44e])[\U0001f000-\U0001faff\u200d]", " "),
    (r"(\d)? ?\u00bd", r"\1 and a half"),
    (r"(\d) ?\u00bc", r"\1.25"),
    (r"(\d) ?\u00be", r"\1.75"),
    ("[\u2018\u2019\u00b4]", "'"),
)
SAME: Replacements = (
    (r"`", "'"),
    (r"\b([ap])\. ?m\b\.?", r"\1m"),
    (r"(?<=[\dy]) ([ap]) m\b", r" \1m"),
    (r"(?<=[^\W\d])\.", " "),
    (r"(?<=\d)([ap])\b(?!\.)", r"\1m"),
    (r"@", " at "),
    # "5,30pm" has its minutes after a comma, and "5,6 april" are two days.
    (WITH_COMMA, r"\1:\2"),
    (rf"\b(\d{{1,2}}),(\d{{1,2}}) ?(?:of )?({_ANY_MONTH})\b", r"\1 \3 or \2 \3"),
    (
        rf"\b({_ANY_MONTH})\.? (\d{{1,2}}),(\d{{1,2}})\b(?! ?(?:[ap]\.?m|o'? ?clock)|[:.h])",
        r"\1 \2 or \1 \3",
    ),
    (r"^\+ ?(?=\d{1,3} ?(?:d|w|days?|weeks?|months?)\b)", "in "),
    # "in2weeks", "everymon6pm" and "tonight9".
    (
        rf"\b(every|next|nxt|this|coming)(?=(?:{_ANY_WEEKDAY}|{_ANY_SHORT_DAY}|week|month)(?![a-z]))",
        r"\1 ",
    ),
    (rf"(?<![a-z])({_GLUED})(?=\d)", r"\1 "),
    (r"(?<=\d)(?=(?:day|week|month|year|hour|minute)s?\b)", " "),
    (r"\b([ecmp])(?:st ?/ ?\1dt|dt ?/ ?\1st)\b", r"\1t"),
    (r"[,;?!~()\"“”]", " "),
    (r"\s+", " "),
    (
        (
            r"\b(?:how (?:about|bout)|what about|maybe|perhaps|around|about|approx|roughly|"
            r"(?:can|could|should|shall) we (?:do|try|meet|say)|(?:does|would) (?=[a-z]+day)|"
            r"let'?s (?:say|do|try|meet)|instead(?! of)|say|please|pls|bitte|idk|"
            r"i (?:think|guess)|probably|"
            r"like(?= \d)|hmm+|umm*|works(?: for (?:me|us))?|if possible|"
            r"(?:at the )?latest|sharp|exactly|on the dot)\b ?"
        ),
        "",
    ),
    (r"\b(?:my|our|local) time\b", ""),
    # No phrase for a day or an hour contains a fraction, such as "one third" or "one second".
    (r"\b(?:one|two|three) (?:seconds?|thirds?|fourths?|fifths?)\b", "fraction"),
    (r"\b\d{1,3} (?:seconds?|secs?)$", "fraction"),
    (r"\b(?:lol|lmao|ha(?:ha)+h?|(?:ja){2,}j?|thx|thanks?(?: you)?|tysm|(?<!de )gracias)\b", ""),
    (r"^(?:ok(?:ay)?|yes|yeah|sure) | ok(?:ay)?$", ""),
    # Numbers and hours.
    (
        rf"\b(twenty|thirty)[ -]({'|'.join(_ORDINALS)})\b",
        lambda words: _nth(_LARGER[words[1]] + 1 + _ORDINALS.index(words[2])),
    ),
    (rf"\b({'|'.join(_LATER_ORDINALS)})\b", lambda word: _nth(_LATER_ORDINALS[word[1]])),
    (rf"\b({'|'.join(_HOURS)})\b", lambda word: str(_HOURS.index(word[1]) + 1)),
    (r"\b(\d{1,2}) thirty\b", r"half past \1"),
    (r"\b(\d{1,2}) fifteen\b", r"quarter past \1"),
    (r"\b(\d{1,2}) forty-? ?5\b", r"\1:45"),
    (
        r"\b(twenty|thirty|forty|fifty)[ -]([1-9])(?= (?:min|hour|hr|day|week|wk))",
        lambda words: str(_LARGER[words[1]] + int(words[2])),
    ),
    (rf"\b({'|'.join(_LARGER)})\b", lambda word: str(_LARGER[word[1]])),
    (r"\bn a half\b", "and a half"),
    (r"\b(\d{1,2})(?: and (?:a |1 )?| )(?:1/2|half) (hours?|hrs?|days?)\b", r"\1.5 \2"),
    (
        r"\b(\d{1,2})(?: and (?:a |1 )?| )(?:1/2|half) (weeks?|wks?|months?|years?)\b",
        r"\1 \2 and a half",
    ),
    (r"\b(\d{1,2}) (hours|hrs|days) and a half\b", r"\1.5 \2"),
    (r"\ba day and a half\b", "1.5 days"),
    (r"\ban hour and a quarter\b", "1.25 hours"),
    (r"\b(?:3 quarters|3/4)(?: of an)? hour\b", "45 minutes"),
    (r"\b(?:1/4|(?:a )?quarter)(?: of an)? hour\b", "15 minutes"),
    (r"\b1/2 (?:an )?hour\b", "half an hour"),
    (r"\bhalf past (?:noon|midday)\b", "12:30pm"),
    (r"\bhalf past midnight\b", "0:30"),
    (r"\b(?:oh|zero|o) ?(\d) hundred(?: hours)?\b", r"0\g<1>00"),
    (r"\b(1\d|2[0-3]) hundred(?: hours)?\b", r"\g<1>00"),
    (r"\b(?:oh|zero) half past (\d)\b", r"0\1:30"),
    (r"\b(?:oh|zero) ?(\d) ([0-5]\d)\b", r"0\1:\2"),
    (r"\bat (1[3-9]|2[0-3]) ([0-5]\d)\b(?! ?[/:.-])", r"at \1:\2"),
    (r"\b(?:a )?half (?:an )?(?:hour|hr) (before|after) (noon|midnight)\b", _beside_noon),
    (r"\b(an|half) hr\b", r"\1 hour"),
    (r"\b(?:a )?half (?:an? )?hour\b", "half an hour"),
    (r"\b(?:a )?couple (?:of )?(?=hours|hrs)", "2 "),
    (r"\b12 (?=noon|midnight)", ""),
    (
        r"(?<=\d)( ?[ap]m)? ?(?:-|to|till|until) ?(?:noon|midday)\b",
        lambda half: half[1] or "am",
    ),
    (r"\b(noon|midday|midnight) ?(?:-|to|till|until) ?\d{1,2}(?::\d{2})? ?(?:[ap]m)?\b", r"\1"),
    (r"'?\btil\b", "till"),
    (r"\ba quarter\b", "quarter"),
    (r"\b(?:at )?(\d{1,2}) ?-?ish\b", r"at \1"),
    (r"(?<=[\dmn]) ?-?ish\b", ""),
    (r"\bum (?=\d)", "at "),
    (r"\b(\d{1,2}) ?[.:] ?(\d{2}) ?(?:uhr|h|hrs|hours)\b", r"\1:\2"),
    (r"\b(\d{1,2}) ?uhr (\d{2})\b", r"\1:\2"),
    (r"\b(\d{1,2}) ?uhr\b", r"\1h"),
    (r"\b([012]\d[0-5]\d) ?(?:hrs|hours|h)\b", r"\1"),
    (r"\b(\d{1,2}) ?o'? ?clock\b", r"\1 o'clock"),
    (
        (
            r"\b(?:close of (?:business|play)|end of (?:the )?(?:business|work(?:ing)?)(?: day)?|"
            r"eob|c\.?o\.?b\.?)\b"
        ),
        "cob",
    ),
    (r"\b(?:end of (?:the )?day|day's end)\b", "eod"),
    (r"(?<![ap]m )\bin the (am|pm)\b", r"\1 part"),
    (rf"\b({_ANY_WEEKDAY}|{_ANY_SHORT_DAY}|tomorrow|today|tmrw?) (am|pm)\b(?! \d)", r"\1 \2 part"),
    (r"^(\d{1,2}) (?=(?:in the|at) (?:morning|afternoon|evening|night)$)", r"at \1 "),
    (r"\bam part\b", "morning"),
    (r"\bpm part\b", "afternoon"),
    (r"\bafter lunch\b", "afternoon"),
    (r"\b(?:at |over )?lunch(?: ?-?(?:time|break|hour))?\b", "noon"),
    (r"\bfirst thing\b(?: in the morning)?", "firstthing"),
    (r"\bfirstthing (.+) morning\b", r"firstthing \1"),
    (r"\b(\d{1,2}) ?- ?(\d{1,2}) ?(?:uhr|h)\b", r"\1:00-\2:00"),
    (r"\b(?:by|on) or before\b", "by"),
    (
        r"(?<![\d/:-])([01]\d|2[0-3])([0-5]\d) ?(?:-|to) ?([01]\d|2[0-3])([0-5]\d)(?![\d/:-])",
        r"\1:\2-\3:\4",
    ),
    (r"\bnlt\b", "no later than"),
    # Days.
    # As timetables write them: "MWF", "TTh", "TR", "m/w".
    (
        r"\b(?=[mtw])(?!mt\b|mr\b|wth\b)(?:(m)/?)?(?:(tu?)/?)?(?:(w)/?)?(?:(th|r)/?)?(f)?\b",
        _timetable,
    ),
    (r"\bb4\b|\bprior to\b", "before"),
    (r"\b(?:btw|b/w)\b", "between"),
    (r"\bday before yesterday\b", "ereyesterday"),
    (r"\b(?:the )?day after tom(?:orrow)?\b|\b(?:ü|ue)bermorgen\b", "overmorrow"),
    (r"\bmorgen fr(?:ü|ue)h\b", "tomorrow morning"),
    (
        r"\b(?:to?mrw?|tmrrw|tmrow|tom+or+ow|2mo?rr?o?w?|tmoro?w?|tomoz|tomo|tom|tmw|morgen)\b",
        "tomorrow",
    ),
    (r"\b(?:tonite|2nite|2night)\b", "tonight"),
    (r"\b(?:2day|tdy|heute)\b", "today"),
    (r"\b(?:gestern)\b", "yesterday"),
    (r"\bnite\b", "night"),
    (r"\b(?:arvo|aft)\b", "afternoon"),
    (r"\bmorn\b", "morning"),
    (r"(?<!s )(?<!year )(?<!xmas )\beve\b", "evening"),
    (r"\bnxt\b", "next"),
    (r"\b(?:wkend|wknd|week ?-?end)s?\b", "weekend"),
    (r"\b(\d+) ?wks?\b|\b(\d+)w\b", r"\1\2 weeks"),
    (r"\bwk\b", "week"),
    (r"\b(\d+) ?d\b", r"\1 days"),
    (r"\b(\d+) ?(?:hrs?|hours?)\b", r"\1 hours"),
    (r"\b(\d+) ?(?:mins?|minutes?)\b", r"\1 minutes"),
    (r"\b(\d+) ?(?:mos|mths?)\b", r"\1 months"),
    (r"\b(\d+) ?yrs?\b", r"\1 years"),
    (r"\b(?:eom|monatsende)\b", "end of month"),
    (r"\b(this |next |the )?(day|week|month|year)'?s?[ -]end\b", r"end of \1\2"),
    (
        r"\bbefore (?:the )?(this |next )?(day|week|month|year) (?:ends|is over|is out|finishes)\b",
        r"end of \1\2",
    ),
    (r"\beoy\b", "end of year"),
    (r"\beow\b", "end of week"),
    (r"\bnew year'?s day\b|\bnew years?\b(?!'| eve)", "newyear"),
    (r"\bnew year'?s eve\b|\bnye\b|\bsilvester\b", "newyearseve"),
    (r"\bapril fools?'?s?'?(?: day)?\b", "april fools"),
    (r"\b(?:st|saint) (?:patrick|paddy|patty)'?s?(?: day)?\b", "st patrick's day"),
    (r"\b(?:martin luther king(?: jr)?|mlk(?: jr)?)'?s?(?: day)?\b", "mlk day"),
    (r"\bpresident'?s?'? day\b", "presidents day"),
    (r"\bveteran'?s?'? day\b", "veterans day"),
    (r"\b(?:mother|mom)'?s?'? day\b", "mother's day"),
    (r"\b(?:father|dad)'?s?'? day\b", "father's day"),
    (r"\blabour day\b", "labor day"),
    (r"\bindigenous people'?s?'? day\b", "columbus day"),
    (r"\bturkey day\b|\bthanksgiving day\b", "thanksgiving"),
    (r"\bfat tuesday\b", "mardi gras"),
    (r"\bholy (?:thursday|thur?s?)\b", "maundy thursday"),
    (r"\bholy (?:saturday|sat)\b", "easter eve"),
    (r"\b(?:the )?day of the dead\b", "all souls day"),
    (r"\b(?:3|three) kings'? day\b", "epiphany"),
    (r"\bchristmas eve\b|\bxmas eve\b", "christmaseve"),
    (r"\b(?:christmas|xmas)(?: day)?\b", "christmas"),
    (r"\bvalentine'?s?(?: day)?\b", "valentines"),
    (r"\b(?:the )?(?:fourth|4th) of july\b(?! \d)|\bindependence day\b", "july 4"),
    (
        rf"\b(?:{'|'.join(f'(?P<{name}>{words})' for name, words in _NAMES.items())})\b",
        lambda word: word.lastgroup or "",
    ),
    (rf"(?<![\d.])([1-5])\. (?={_ANY_WEEKDAY})", r"\1th "),
    (r"(?<![\d.])(\d{1,2})\. (?=[a-z])", r"\1 "),
    (r"\bvormittags?\b", "morning"),
    (r"\bnachmittags?\b", "afternoon"),
    (r"\babends?\b", "evening"),
    (r"\bmittags?\b", "noon"),
    (rf"(?:^|(?<=[a-z] ))am (?={_ANY_WEEKDAY})", "on "),
    (r"\bn(?:ä|ae)chste[nrs]?\b", "next"),
    (r"\b(?:kommende[nrs]?|diese[nrs]?) ", "this "),
    (r"\bwoche\b", "week"),
    (rf"\b(?:the )?next to next ({_ANY_WEEKDAY}|{_ANY_SHORT_DAY}|week)\b", r"\1 after next"),
    # Series.
    (r"\b(?:bi|semi)-?monthly\b", "every 2 months"),
    (r"\b(?:every|each) (?:1|single) ", "every "),
    (r"\beach\b", "every"),
    (r"\bonce (?:a|per|every) week\b", "weekly"),
    (r"\b(?:once a month|per month|a month on|every month|monthly)\b", "monthly"),
    (r"\b(?:every )?alternat(?:e|ing)\b", "every other"),
    (
        rf"\b({'|'.join(_ORDINALS)})(?= (?:{_AFTER_ORDINAL})s?\b|$)",
        lambda word: _nth(_ORDINALS.index(word[1]) + 1),
    ),
    # How long, and what else is on that day, change no time: "5pm for an hour", "8am after class".
    (
        (
            r"\bfor (?:about )?(?:half an|an|\d{1,3}(?:\.\d+)?) (?:hours?|minutes?)"
            r"(?: and a (?:half|quarter))?\b"
        ),
        "",
    ),
    (
        (
            rf"{_HOUR_BEFORE} (?:right |just )?(?:after|before|between) (?:my |our |the )?"
            rf"(?:{_BUSY}|{_BUSY_IN_SPANISH})$"
        ),
        "",
    ),
    (
        (
            rf"{_HOUR_BEFORE} (?:when|while|bc|because|cuz|since|so|cuando|mientras|porque)\b"
            rf"(?!.*\b(?:{_ANY_NAME}|tomorrow|today|tonight|week|month|meet|talk)\b)[a-z' ]+$"
        ),
        "",
    ),
    # The next meeting of the two.
    (
        (
            rf"\b(?:our|the|my)? ?next {_MEET}\b|\b(?:our|the) {_MEET}\b"
            r"|\b(?:next time )?we (?:next )?(?:meet|talk|speak)(?: (?:next|again))?\b"
        ),
        "nextmeeting",
    ),
)
_SAME, _NOT_ASCII = (
    tuple((re.compile(pattern), meant) for pattern, meant in replacements)
    for replacements in (SAME, _SIGNS)
)

_WITH_COMMA = re.compile(WITH_COMMA, re.IGNORECASE)
_SHORT_NAMES = {
    **{name[:3]: name for name in (*_WEEKDAYS, *_MONTH_NAMES) if name != "may"},
    "sept": "september",
}
_SHORT = re.compile(rf"(?<![a-z])({'|'.join(_SHORT_NAMES)})(?![a-z])")

# Long enough to be recognized with one typo.
_LONG_NAMES = (
    *_WEEKDAYS,
    *(name for name in _MONTH_NAMES if len(name) > 5),
    *("tomorrow", "weekend"),
)
_NO_SLIPS = {"sundae", "sundry", *(f"{name}s" for name in _LONG_NAMES)}


@lru_cache(maxsize=512)
def plain(typed: str, language: str = "") -> str:
    """Return what was typed in the words that the parsers know, single-spaced.

    `language` is the speaker's, such as "es"; Spanish is recognized by its words without it.
    """
    words = " ".join(clean(typed).casefold().split())[: 2 * MOST_READ]
    if language.startswith("es") or spanish.is_spanish(words):
        words = spanish.in_english(words)
    for pattern, meant in _SAME if words.isascii() else (*_NOT_ASCII, *_SAME):
        words = pattern.sub(meant, words)
    return " ".join(_meant(word) for word in words.split())[:MOST_READ]


def with_colons(typed: str) -> str:
    """Return what was typed with "5,30pm" written as "5:30pm"."""
    return _WITH_COMMA.sub(r"\1:\2", typed)


def spelled_out(words: str) -> str:
    """Return `words` with each weekday and month named in full."""
    return _SHORT.sub(lambda match: _SHORT_NAMES[match[1]], words)


def _meant(word: str) -> str:
    """Return the name that a word is, allowing for one typo.

    The answer repeats what was understood.
    """
    if len(word) < 5 or word in _LONG_NAMES or word in _NO_SLIPS:
        return word
    return next((name for name in _LONG_NAMES if _is_slip(word, name)), word)


def _is_slip(typed: str, meant: str) -> bool:
    """Return whether one letter is missing, extra, or different, or two are swapped."""
    pairs = enumerate(zip(typed, meant, strict=False))
    head = next(
        (at for at, (letter, other) in pairs if letter != other), min(len(typed), len(meant))
    )
    tail, other = typed[head:], meant[head:]
    swapped = tail[:2] == other[:2][::-1] and tail[2:] == other[2:]
    return swapped or other in (tail[1:], tail) or tail == other[1:] or tail[1:] == other[1:]
