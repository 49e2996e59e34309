"""Every day that a phrase may mean: "next friday", "a week from monday", "mid april", 3/4.

It uses no clock: the caller says which day is today for the person who typed. Nothing is guessed:
if two days are plausible, both are returned, soonest first.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date

from bot.domain.errors import DomainError
from bot.domain.times import calendar, dates, holidays
from bot.domain.times.calendar import DAY, WEEK, coming, last_of, monday_of, months_later
from bot.domain.times.civil import WEEKDAYS

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_FRIDAY, _SATURDAY, _SUNDAY = 4, 5, 6
MID_MONTH = 15
# Relative to today.
_PLAIN = {
    "ereyesterday": -2,
    "yesterday": -1,
    "last week": -7,
    "today": 0,
    "now": 0,
    "tonight": 0,
    "eod": 0,
    "later today": 0,
    "tomorrow": 1,
    "overmorrow": 2,
}
_W = "|".join(WEEKDAYS)
_M = "|".join(MONTHS)
_YEAR = r"(?:19|20)\d\d"
_UNIT = r"(?:day|week|month|year)s?"
# Ends of something whose dates only the speaker knows.
_UNKNOWN_END = re.compile(
    r"(?:(?:at|by|before|until|till|in|during|after) )?((?:the )?(?:(?:end|start|beginning) of )?"
    r"(?:the |this |my |our |next |last )?"
    r"(?:(?:school|academic|fiscal|fall|spring|summer|winter) )?"
    r"(?:term|semester|trimester|quarter|(?<!end of )(?<!start of )(?<!beginning of )q[1-4]|"
    r"rotation|clerkship|block|course|season|school|classes|finals|exams?|spring|summer|fall|"
    r"autumn|winter|break|holidays?|vacation)(?: (?:break|holidays?))?)"
)
_NUMBERS_WITHIN = re.compile(r"(?<![\d/.:-])\d{1,2}/\d{1,2}(?:/(?:\d{4}|\d{2}))?(?![\d/:-])")
_HOLIDAY = re.compile(
    rf"\b(?:this |next )?(?P<name>{holidays.NAMES})(?: day|(?<=easter) sunday)?"
    r"(?: (?P<year>20\d\d))?\b"
)
# Only the speaker knows which week of their term is the fifth.
_NUMBERED_WEEK = re.compile(
    r"\bweek (?:number |no |# ?)?\d{1,2}\b(?![/:.-]| ?(?:am|pm|[ap]\b|o'clock))"
)
_FILLER = re.compile(r"\b(?:on|the|of|at|due|sometime|some ?time|any ?day|any ?time|s)\b")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_LEAD = re.compile(
    r"(?:(?P<lead>by|until|till?|til|before|no later than|at latest|in|within|during|over|for|from|"
    r"starting(?: on)?|beginning(?: on)?|since|not later than|latest)\b)? ?(?P<rest>.*)"
)

_OF_STRETCHES = ("in", "within", "during", "over")

Rule = Callable[[re.Match[str], date], "Sequence[date] | None"]
_RULES: list[tuple[re.Pattern[str], Rule]] = []


def meanings(words: str, today: date, zone: str = "", *, day_first: bool = False) -> list[date]:
    """Return every day that `words` (of `words.spelled_out`) may mean, soonest first.

    `zone` says whether the month comes first in 3/4, unless the language is one of `day_first`.
    Past days are returned too. Raises `DomainError` ``when.unreadable``, ``when.no_such_day`` for
    31 February, and ``when.not_known`` for the end of a term.
    """
    if unknown := _UNKNOWN_END.fullmatch(words):
        raise DomainError("when.not_known", what=unknown[1])
    if numbered := _NUMBERED_WEEK.search(words):
        raise DomainError("when.not_known", what=numbered[0])
    if named := _HOLIDAY.search(words):
        return _with_holiday(named, words, today, zone)
    words = " ".join(_FILLER.sub(" ", words).split())
    led = _LEAD.fullmatch(words)
    assert led is not None, "every part is optional"
    lead, rest = led["lead"] or "", led["rest"]
    if not rest:
        raise DomainError("when.unreadable")
    try:
        if (month := month_named(rest, today)) is not None:
            return _of_month(month, lead)
        days = _found(words, today) or _with_numbers(words, today, zone, day_first=day_first)
        # "In" precedes a month or a period, and no date: "log in april 5".
        if days is None and lead not in _OF_STRETCHES:
            days = _found(rest, today)
            if days is None:
                days = dates.in_numbers(rest, today, zone, day_first=day_first)
    except (ValueError, OverflowError) as error:
        raise DomainError("when.unreadable") from error
    if days is None:
        raise DomainError("when.unreadable")
    if lead == "before" and _PLAIN.get(rest, 1) > 0:
        days = [each for day in days for each in (day - DAY, day) if each >= min(today, day)]
    return sorted(dict.fromkeys(days))


def suggestions(today: date) -> tuple[tuple[str, date], ...]:
    """Return days to offer someone who has typed nothing yet."""
    return (
        ("tomorrow", today + DAY),
        ("in a week", today + WEEK),
        ("in two weeks", today + 2 * WEEK),
        ("in a month", months_later(today, 1)),
        ("in three months", months_later(today, 3)),
    )


def month_named(words: str, today: date) -> tuple[date, date] | None:
    """Return the first and last day of the month that `words` name, or of its next occurrence."""
    match = re.fullmatch(rf"(?:next |this |coming )?({_M})(?: (\d{{4}}))?", words)
    if match is None:
        return None
    month = MONTHS.index(match[1]) + 1
    year = int(match[2]) if match[2] else today.year + (month < today.month)
    return date(year, month, 1), last_of(year, month)


def _of_month(month: tuple[date, date], lead: str) -> list[date]:
    """Return what a month's name means: "by May" and "in May" its last day, alone any of it."""
    first, last = month
    if lead == "before":
        return [first - DAY]
    if lead in ("from", "since", "starting", "beginning"):
        return [first]
    return [last] if lead else [first, first.replace(day=MID_MONTH), last]


def _with_numbers(words: str, today: date, zone: str, *, day_first: bool) -> list[date] | None:
    """Read a phrase around 5/1, such as "two weeks before 5/1", as around each day that may be."""
    match = _NUMBERS_WITHIN.search(words)
    if match is None or match[0] == words:
        return None
    try:
        meant = dates.in_numbers(match[0], today, zone, day_first=day_first) or ()
    except DomainError:
        # The 12/40 of "12/40 tomorrow" is no date.
        return None
    around = (f"{words[: match.start()]}{day}{words[match.end() :]}" for day in meant)
    return [day for phrase in around for day in _found(phrase, today) or ()] or None


def _with_holiday(named: re.Match[str], words: str, today: date, zone: str) -> list[date]:
    """Read a phrase around a holiday, such as "the day before thanksgiving"."""
    year = int(named["year"]) if named["year"] else None
    found_days = holidays.days(named["name"], year, today, zone)
    around = (f"{words[: named.start()]}{day}{words[named.end() :]}" for day in found_days)
    return sorted({day for phrase in around for day in meanings(phrase, today, zone)})


class _NoDayError(Exception):
    """Part of a phrase names no day, so the whole is another kind of phrase."""


def _found(words: str, today: date) -> list[date] | None:
    for says, means in _RULES:
        if phrase := says.fullmatch(words):
            try:
                days = means(phrase, today)
            except _NoDayError:
                continue
            if days is not None:
                return list(days)
    return None


def _one(words: str, today: date) -> list[date]:
    """Return what part of a phrase means; raise `_NoDayError` if it means nothing."""
    days = _found(words, today)
    if days is None:
        raise _NoDayError(words)
    return days


def _rule(says: str) -> Callable[[Rule], Rule]:
    def add(rule: Rule) -> Rule:
        _RULES.append((re.compile(says), rule))
        return rule

    return add


def _weekday_of(name: str) -> int:
    return WEEKDAYS.index(name)


def _number(word: str | None) -> int:
    if word is None or word in ("a", "an", "a single"):
        return 1
    return 2 if "couple" in word else int(word)


def _later(today: date, number: int, unit: str) -> date:
    match unit.rstrip("s"):
        case "day":
            return today + number * DAY
        case "week":
            return today + number * WEEK
        case "month":
            return months_later(today, number)
    return months_later(today, 12 * number)


# --- days relative to today ---------------------------------------------------------------------


@_rule("|".join(sorted(_PLAIN, key=len, reverse=True)))
def _plain(phrase: re.Match[str], today: date) -> Sequence[date]:
    return [today + _PLAIN[phrase[0]] * DAY]


@_rule(
    rf"(?:in |within |within next |in next |during next |over next |next )?"
    rf"(?P<number>\d{{1,4}}|an?|(?:a )?couple(?: of)?|(?:a )?couple) (?P<unit>{_UNIT})'?"
    r"(?: from (?:now|today)| later| time| out| or so| max| at most| ahead)?"
)
def _relative(phrase: re.Match[str], today: date) -> Sequence[date]:
    """Read "in 3 days", "two weeks from now", "within a month"."""
    return [_later(today, _number(phrase["number"]), phrase["unit"])]


@_rule(
    rf"(?:in |within |in next |within next )?(?P<low>\d{{1,2}}|an?) ?"
    rf"(?P<unit>{_UNIT} )?(?:-|to|or) ?(?P<high>\d{{1,2}}) ?(?P<other>{_UNIT})?"
    r"(?: from now| time)?"
)
def _two_numbers(phrase: re.Match[str], today: date) -> Sequence[date] | None:
    """Read "in 2-3 weeks" and "in a day or two", which are ambiguous."""
    unit = phrase["other"] or (phrase["unit"] or "").strip()
    if not unit:
        return None
    return [_later(today, _number(phrase[which]), unit) for which in ("low", "high")]


@_rule(
    rf"(?:in |within |in next |next )?(?:a )?(?:few|several|some) (?P<unit>{_UNIT[:-1]})(?: time)?"
)
def _few(phrase: re.Match[str], today: date) -> Sequence[date]:
    return [_later(today, number, phrase["unit"]) for number in (2, 3, 4)]


@_rule(r"(?:in |within )?(?P<number>an?|\d{1,2}) (?P<unit>week|month|year)s? and a half")
def _and_a_half(phrase: re.Match[str], today: date) -> Sequence[date]:
    begin = _later(today, _number(phrase["number"]), phrase["unit"])
    match phrase["unit"]:
        case "week":
            return [begin + 3 * DAY, begin + 4 * DAY]
        case "month":
            return [begin + 15 * DAY]
    return [months_later(begin, 6)]


@_rule(r"(?:in |within )?(?:half an?|a half) (?P<unit>year|month)(?: from now)?")
def _half(phrase: re.Match[str], today: date) -> Sequence[date]:
    return [months_later(today, 6) if phrase["unit"] == "year" else today + 15 * DAY]


@_rule(r"(?:in |within )?(?:a |next )?fortnight(?:'?s time| from now| time)?")
def _fortnight(_said: re.Match[str], today: date) -> Sequence[date]:
    return [today + 2 * WEEK]


@_rule(r"in (fifteen|eight)days")
def _spanish_week(phrase: re.Match[str], today: date) -> Sequence[date]:
    """Read "en quince días" and "en ocho días", which mean two weeks and one week."""
    exact = 15 if phrase[1] == "fifteen" else 8
    return [today + (exact - 1) * DAY, today + exact * DAY]


@_rule(r"(?:in |within )?(?P<number>\d{1,2}|a) (?:business|working|week) ?days?(?: from now)?")
def _working(phrase: re.Match[str], today: date) -> Sequence[date]:
    return [calendar.working_days_later(today, _number(phrase["number"]))]


@_rule(rf"(?P<number>\d{{1,4}}|an?|(?:a )?couple(?: of)?) (?P<unit>{_UNIT}) ago")
def _ago(phrase: re.Match[str], today: date) -> Sequence[date]:
    return [_later(today, -_number(phrase["number"]), phrase["unit"])]


# --- days relative to another day ---------------------------------------------------------------


@_rule(
    rf"(?:in )?(?P<number>\d{{1,2}}|an?|(?:a )?couple(?: of)?)? ?(?P<unit>fortnight|{_UNIT}) "
    r"(?:from|after|on) (?:next )?(?P<what>.+)"
)
def _from(phrase: re.Match[str], today: date) -> Sequence[date]:
    """Read "a week from friday", "3 days after april 5", "a fortnight on monday"."""
    number, unit = _number(phrase["number"]), phrase["unit"]
    if unit == "fortnight":
        number, unit = 2, "weeks"
    return [_later(day, number, unit) for day in _one(phrase["what"], today)]


@_rule(rf"(?:a )?(?P<many>week|fortnight|\d weeks) (?P<what>{_W}|today|tomorrow)")
def _week_on(phrase: re.Match[str], today: date) -> Sequence[date]:
    """Read "a week friday" and "week on friday"."""
    weeks = {"week": 1, "fortnight": 2}.get(phrase["many"]) or int(phrase["many"][0])
    return [day + weeks * WEEK for day in _one(phrase["what"], today)]


@_rule(rf"(?P<what>{_W}|today|tomorrow) (?P<many>week|fortnight)")
def _week_behind(phrase: re.Match[str], today: date) -> Sequence[date]:
    """Read the British "friday week"."""
    weeks = 1 if phrase["many"] == "week" else 2
    days = _one(phrase["what"], today)
    return [days[-1] + weeks * WEEK] if len(days) == 1 else [day + weeks * WEEK for day in days]


@_rule(r"(?P<number>\d{1,2}|an?) (?P<unit>days?|weeks?) before (?P<what>.+)")
def _before(phrase: re.Match[str], today: date) -> Sequence[date]:
    """Read "two days before friday"."""
    return [
        _later(day, -_number(phrase["number"]), phrase["unit"])
        for day in _one(phrase["what"], today)
    ]


@_rule(r"(?:a )?day (?P<way>after|before) (?P<what>.+)")
def _beside(phrase: re.Match[str], today: date) -> Sequence[date]:
    step = DAY if phrase["way"] == "after" else -DAY
    return [day + step for day in _one(phrase["what"], today)]


# --- weekdays -----------------------------------------------------------------------------------


@_rule(
    rf"(?P<which>this(?: coming)?|coming|upcoming|next|following)? ?(?P<day>{_W})(?P<then> next)?"
)
def _weekday(phrase: re.Match[str], today: date) -> Sequence[date]:
    """Return the days that a weekday may mean.

    "Next Friday" said on a Wednesday is the coming one or that of next week. On a Sunday the week
    may just have begun, so there each "next" may be either.
    """
    weekday = _weekday_of(phrase["day"])
    ahead = (weekday - today.weekday()) % 7
    next_one = today + (ahead or 7) * DAY
    if phrase["which"] == "next" or phrase["then"]:
        is_sunday = today.weekday() == _SUNDAY
        in_this_week = weekday > today.weekday() or (is_sunday and ahead > 0)
        return [next_one, next_one + WEEK] if in_this_week else [next_one]
    if phrase["which"] in ("coming", "upcoming", "this coming", "following"):
        return [next_one]
    return [today, next_one] if ahead == 0 else [next_one]


@_rule(
    rf"(?:(?P<a>{_W}) (?:in )?(?:a )?(?P<w1>this|next|following|\d|a) weeks?'?(?: time)?)"
    rf"|(?:(?P<w2>this|next|following) weeks?'?s? (?P<b>{_W}))"
    rf"|(?:in (?P<w3>\d|a) weeks? (?P<c>{_W}))"
)
def _weekday_of_week(phrase: re.Match[str], today: date) -> Sequence[date]:
    """Read "friday next week", "next week friday" and "in 2 weeks friday"."""
    name = phrase["a"] or phrase["b"] or phrase["c"]
    which = phrase["w1"] or phrase["w2"] or phrase["w3"]
    weeks = {"this": 0, "next": 1, "following": 1, "a": 1}.get(which)
    weeks = int(which) if weeks is None else weeks
    day = monday_of(today) + weeks * WEEK + _weekday_of(name) * DAY
    if which.isdecimal() or which == "a":
        # "Monday in two weeks": in the week that is two weeks away, or two after the next Monday.
        first = coming(_weekday_of(name), today - DAY)
        return sorted({day, first + weeks * WEEK})
    # On a Sunday the next week may have begun already for the speaker.
    is_sunday = today.weekday() == _SUNDAY and weeks > 0 and name != "sunday"
    return [day, day + WEEK] if is_sunday else [day]


@_rule(rf"(?P<day>{_W}) after next")
def _after_next(phrase: re.Match[str], today: date) -> Sequence[date]:
    """Read "the friday after next": a week after what "next friday" may mean."""
    return [day + WEEK for day in _one(f"next {phrase['day']}", today)]


@_rule(rf"(?:first |1st )?(?P<day>{_W}) (?P<way>after|following|before) (?P<what>.+)")
def _weekday_beside(phrase: re.Match[str], today: date) -> Sequence[date]:
    """Read "the monday after april 5" and "the friday before thanksgiving"."""
    weekday = _weekday_of(phrase["day"])
    back = WEEK + DAY if phrase["way"] == "before" else 0 * DAY
    return [coming(weekday, day - back) for day in _one(phrase["what"], today)]


@_rule(rf"(?P<of>today|tomorrow|overmorrow) (?P<day>{_W})|(?P<name>{_W}) (?P<is>today|tomorrow)")
def _weekday_as_well(phrase: re.Match[str], today: date) -> Sequence[date]:
    """Read "tomorrow sunday"; if tomorrow is another weekday, it may be either."""
    day = today + _PLAIN[phrase["of"] or phrase["is"]] * DAY
    weekday = _weekday_of(phrase["day"] or phrase["name"])
    return [day] if day.weekday() == weekday else [day, coming(weekday, today)]


@_rule(rf"otherweek (?P<day>{_W})")
def _other(phrase: re.Match[str], today: date) -> Sequence[date]:
    """Read "el otro sábado", which is the next one or the one after."""
    first = coming(_weekday_of(phrase["day"]), today)
    return [first, first + WEEK]


@_rule(rf"(?P<many>\d) (?P<day>{_W})s from now")
def _weekdays_from_now(phrase: re.Match[str], today: date) -> Sequence[date]:
    first = coming(_weekday_of(phrase["day"]), today) + (int(phrase["many"]) - 1) * WEEK
    return [first, first + WEEK]


@_rule(rf"(?:last|past|this past|previous) (?P<day>{_W})")
def _last_weekday(phrase: re.Match[str], today: date) -> Sequence[date]:
    return [coming(_weekday_of(phrase["day"]), today - WEEK - DAY)]


# --- weeks, months and years --------------------------------------------------------------------


def _of_week(today: date, weeks: int, weekdays: Sequence[int]) -> list[date]:
    monday = monday_of(today) + weeks * WEEK
    days = [monday + number * DAY for number in weekdays]
    return [day for day in days if day >= today]


@_rule(r"(?:in |over |during )?(?:this |coming |this coming )?weekend")
def _weekend(_said: re.Match[str], today: date) -> Sequence[date]:
    return _of_week(today, 0, (_SATURDAY, _SUNDAY))


@_rule(r"(?:in |over |during )?next weekend")
def _next_weekend(_said: re.Match[str], today: date) -> Sequence[date]:
    both = _of_week(today, 0, (_SATURDAY, _SUNDAY)) if today.weekday() < _SATURDAY else []
    return [*both, *_of_week(today, 1, (_SATURDAY, _SUNDAY))]


@_rule(
    r"(?P<day>\d{4}-\d{2}-\d{2}) weekend|weekend (?P<way>after |before )?(?P<of>\d{4}-\d{2}-\d{2})"
)
def _weekend_of(phrase: re.Match[str], today: date) -> Sequence[date]:
    """Read "labor day weekend": from Saturday on, with a Monday that is off."""
    day = date.fromisoformat(phrase["day"] or phrase["of"])
    saturday = monday_of(day - 2 * DAY) + _SATURDAY * DAY
    if phrase["way"]:
        later = phrase["way"] == "after "
        saturday = coming(_SATURDAY, day) if later else coming(_SATURDAY, day - WEEK - DAY)
        return [saturday, saturday + DAY]
    return sorted({each for each in (saturday, saturday + DAY, day) if each >= today})


@_rule(r"weekend after next")
def _weekend_after(_said: re.Match[str], today: date) -> Sequence[date]:
    return [day for weeks in (1, 2) for day in _of_week(today, weeks, (_SATURDAY, _SUNDAY))]


@_rule(
    r"(?:in |within |during |by )?this week|(?:in|within|during) week|end (?:this )?week"
    r"|later this week"
)
def _this_week(_said: re.Match[str], today: date) -> Sequence[date]:
    return _of_week(today, 0, (_FRIDAY, _SUNDAY))


@_rule(r"(?:in |within |during |by |end )?end next week|later? next week")
def _end_of_next_week(phrase: re.Match[str], today: date) -> Sequence[date]:
    weekdays = (3, _FRIDAY) if phrase[0].startswith("late") else (_FRIDAY, _SUNDAY)
    return _of_week(today, 1, weekdays)


@_rule(r"(?:in |within |during |by )?(?:next|following) week")
def _next_week(_said: re.Match[str], today: date) -> Sequence[date]:
    """Read "next week", which doesn't name a day."""
    monday = monday_of(today) + WEEK
    return sorted({monday, today + WEEK, monday + _FRIDAY * DAY})


@_rule(r"(?:in |within |during |by )?week after next")
def _week_after_next(_said: re.Match[str], today: date) -> Sequence[date]:
    monday = monday_of(today) + 2 * WEEK
    return sorted({monday, today + 2 * WEEK, monday + _FRIDAY * DAY})


@_rule(r"(?:early|start|beginning|early in) (?P<which>this |next )?week")
def _early_week(phrase: re.Match[str], today: date) -> Sequence[date] | None:
    return _of_week(today, (phrase["which"] or "").strip() == "next", (0, 1)) or None


@_rule(r"(?:mid|middle) ?-?(?P<which>this |next )?week|(?P<other>next )mid ?-?week")
def _mid_week(phrase: re.Match[str], today: date) -> Sequence[date] | None:
    weeks = int("next" in (phrase["which"] or phrase["other"] or ""))
    return _of_week(today, weeks, (2,)) or None


@_rule(r"week (?:from |beginning |starting )?(?P<what>.+)")
def _week_of(phrase: re.Match[str], today: date) -> Sequence[date] | None:
    """Read "the week of april 5", which doesn't name a day."""
    if not (days := _found(phrase["what"], today)):
        return None
    monday = monday_of(days[0])
    return [day for day in (monday, monday + _FRIDAY * DAY) if day >= today]


_MONTH = rf"(?:(?P<which>this|next|coming) month|month|(?P<named>{_M})(?: (?P<year>\d{{4}}))?)"


def _month(phrase: re.Match[str], today: date) -> tuple[date, date]:
    if phrase["named"]:
        year = f" {phrase['year']}" if phrase["year"] else ""
        month = month_named(f"{phrase['named']}{year}", today)
        assert month is not None
        return month
    first = months_later(today.replace(day=1), int(phrase["which"] in ("next", "coming")))
    return first, last_of(first.year, first.month)


@_rule(r"(?:in |within |during |by )?this month|(?:in|within|during) month")
def _this_month(_said: re.Match[str], today: date) -> Sequence[date]:
    return [last_of(today.year, today.month)]


@_rule(r"(?:in |within |during |by )?(?:next|following) month")
def _next_month(_said: re.Match[str], today: date) -> Sequence[date]:
    first = months_later(today.replace(day=1), 1)
    return sorted({first, months_later(today, 1), last_of(first.year, first.month)})


@_rule(rf"(?:in |by )?(?:(?:very )?end|last day) {_MONTH}")
def _end_of_month(phrase: re.Match[str], today: date) -> Sequence[date]:
    return [_month(phrase, today)[1]]


@_rule(rf"(?:start|beginning|first day|1(?:st)?) {_MONTH}")
def _start_of_month(phrase: re.Match[str], today: date) -> Sequence[date]:
    first, _ = _month(phrase, today)
    if first < today and not phrase["year"]:
        first = months_later(first, 12 if phrase["named"] else 1)
    return [first]


@_rule(rf"(?:early|early in) {_MONTH}")
def _early_month(phrase: re.Match[str], today: date) -> Sequence[date]:
    return _within_month(phrase, today, (1, 5, 10))


@_rule(rf"(?:late|late in|later in|later) {_MONTH}")
def _late_month(phrase: re.Match[str], today: date) -> Sequence[date]:
    return _within_month(phrase, today, (20, 25, 31))


@_rule(rf"(?:in |by |around )?(?:mid|middle) ?-? ?{_MONTH}")
def _mid_month(phrase: re.Match[str], today: date) -> Sequence[date]:
    """Read "mid march": the 15th; in the middle of it, what is left of it or next year's."""
    first, _ = _month(phrase, today)
    middle = first.replace(day=MID_MONTH)
    if middle >= today or phrase["year"]:
        return [middle]
    later = months_later(middle, 12 if phrase["named"] else 1)
    end = first.replace(day=20)
    return [end, later] if end >= today else [later]


def _within_month(phrase: re.Match[str], today: date, numbers: Sequence[int]) -> list[date]:
    first, last = _month(phrase, today)
    days = [min(first + (number - 1) * DAY, last) for number in numbers]
    ahead = [day for day in days if day >= today]
    if ahead or phrase["year"]:
        return ahead or days
    return [months_later(day, 12 if phrase["named"] else 1) for day in days]


@_rule(rf"(?:in |during )?(?P<nth>[1-4])(?:st|nd|rd|th) week (?:in )?{_MONTH}")
def _week_of_month(phrase: re.Match[str], today: date) -> Sequence[date]:
    """Read "the first week of april", which doesn't name a day."""
    begin = 7 * (int(phrase["nth"]) - 1)
    return _within_month(phrase, today, (begin + 1, begin + 7))


@_rule(r"(?:in |by )?end (?:this |(?P<next>next ))?year|(?:in |by |within )?this year")
def _end_of_year(phrase: re.Match[str], today: date) -> Sequence[date]:
    return [date(today.year + bool(phrase["next"]), 12, 31)]


@_rule(r"(?:in |by |within )?next year")
def _next_year(_said: re.Match[str], today: date) -> Sequence[date]:
    year = today.year + 1
    return sorted({date(year, 1, 1), months_later(today, 12), date(year, 12, 31)})


@_rule(r"(?:in|by|before|end) (?P<year>20\d{2})")
def _in_a_year(phrase: re.Match[str], _today: date) -> Sequence[date]:
    year = int(phrase["year"])
    return [date(year - 1, 12, 31) if phrase[0].startswith("before") else date(year, 12, 31)]


@_rule(r"(?:in |by )?(?:(?P<start>start|beginning)|end) q(?P<nth>[1-4])(?: (?P<year>20\d{2}))?")
def _quarter(phrase: re.Match[str], today: date) -> Sequence[date]:
    """Read "the end of Q2" as of the calendar year."""
    last = 3 * int(phrase["nth"])
    for year in (int(phrase["year"] or today.year), today.year + 1):
        day = date(year, last - 2, 1) if phrase["start"] else last_of(year, last)
        if day >= today or phrase["year"]:
            break
    return [day]


# --- the second tuesday -------------------------------------------------------------------------


@_rule(rf"(?P<nth>[1-5])(?P<th>st|nd|rd|th)? (?P<day>{_W})(?P<of>(?: in)? {_MONTH})?")
def _nth(phrase: re.Match[str], today: date) -> Sequence[date] | None:
    """Read "2nd tuesday" and "2 tuesday of april"; the 5 of "by 5 friday" is an hour."""
    if not phrase["th"] and not phrase["of"]:
        return None
    return _nth_weekday(phrase, int(phrase["nth"]), today)


@_rule(rf"last (?P<day>{_W})(?: in)? {_MONTH}")
def _last(phrase: re.Match[str], today: date) -> Sequence[date] | None:
    return _nth_weekday(phrase, -1, today)


def _nth_weekday(phrase: re.Match[str], nth: int, today: date) -> Sequence[date] | None:
    weekday = _weekday_of(phrase["day"])
    first, _ = _month(phrase, today)
    step = 12 if phrase["named"] else 1
    for later in range(3):
        month = months_later(first, later * step)
        day = calendar.nth_weekday(month.year, month.month, nth, weekday)
        if day is not None and (day >= today or phrase["year"] or phrase["which"]):
            return [day]
        if phrase["which"] or phrase["year"]:
            # That month has no fifth one, and no other month is meant.
            raise DomainError("when.unreadable")
    return None


# --- dates --------------------------------------------------------------------------------------


@_rule(rf"(?P<day>{_W})[ -](?P<rest>.*\d.*)")
def _named(phrase: re.Match[str], today: date) -> Sequence[date] | None:
    """Read "thursday 3 september"; a weekday that doesn't match the date is asked about."""
    return _date_with_weekday(phrase["day"], phrase["rest"], today)


@_rule(rf"(?P<rest>.*\d.*) (?P<day>{_W})")
def _named_behind(phrase: re.Match[str], today: date) -> Sequence[date] | None:
    return _date_with_weekday(phrase["day"], phrase["rest"], today)


def _date_with_weekday(name: str, rest: str, today: date) -> Sequence[date] | None:
    days = _found(rest, today)
    if days is None:
        days = dates.in_numbers(rest, today, "", day_first=False)
    if not days:
        return None
    fitting = [day for day in days if day.weekday() == _weekday_of(name)]
    # "Friday two weeks ago" is over, whatever weekday that was.
    is_over = all(day < today for day in days)
    return fitting or ([*days] if is_over else [*days, *_one(name, today)])


@_rule(r"(\d{1,2})(?:st|nd|rd|th)?(?: (?P<which>this|next|coming)? ?month)?")
def _day_alone(phrase: re.Match[str], today: date) -> Sequence[date] | None:
    """Read "the 15th", "el 15" and "the 3rd of next month": the next such day."""
    number = int(phrase[1])
    is_ordinal = not phrase[0].isdecimal()
    if not is_ordinal or not 1 <= number <= 31:
        return None
    if phrase["which"]:
        month = months_later(today.replace(day=1), int(phrase["which"] != "this"))
        dates.require_day(month.month, number, month.year)
        return [month.replace(day=number)]
    for later in range(12):
        month = months_later(today.replace(day=1), later)
        if number <= last_of(month.year, month.month).day:
            day = month.replace(day=number)
            if day >= today:
                return [day]
    return None


@_rule(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})")
def _iso(phrase: re.Match[str], _today: date) -> Sequence[date]:
    year, month, day = int(phrase["year"]), int(phrase["month"]), int(phrase["day"])
    dates.require_day(month, day, year)
    return [date(year, month, day)]


@_rule(rf"(?P<month>{_M})[ -]?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:[ -](?P<year>{_YEAR}|'\d\d))?")
@_rule(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -]?(?P<month>{_M})(?:[ -](?P<year>{_YEAR}|'?\d\d))?")
def _month_and_day(phrase: re.Match[str], today: date) -> Sequence[date]:
    year = phrase["year"].strip("'") if phrase["year"] else None
    month, day = MONTHS.index(phrase["month"]) + 1, int(phrase["day"])
    dates.require_named(month, day)
    return [dates.in_year(month, day, year, today)]
