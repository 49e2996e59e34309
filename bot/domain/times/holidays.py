"""Holidays that people use as dates: Thanksgiving, Mother's Day, el día de los muertos.

The federal ones are those of 5 U.S.C. 6103, and those of the church are counted from Easter Sunday.
A name with another day in another country is read as where the speaker is, or else as each.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date

from bot.domain.times import calendar
from bot.domain.times.calendar import DAY

Rule = Callable[[int], date]


def _fixed(month: int, day: int) -> Rule:
    return lambda year: date(year, month, day)


def _nth(month: int, nth: int, weekday: int, later: int = 0) -> Rule:
    def rule(year: int) -> date:
        day = calendar.nth_weekday(year, month, nth, weekday)
        assert day is not None, "each month has four of every weekday"
        return day + later * DAY

    return rule


def _of_easter(later: int) -> Rule:
    return lambda year: calendar.easter(year) + later * DAY


_MONDAY, _THURSDAY, _SUNDAY = 0, 3, 6
_SECOND_OF_MAY = _nth(5, 2, _SUNDAY)
_RULES: dict[str, Rule] = {
    "newyear": _fixed(1, 1),
    "epiphany": _fixed(1, 6),
    "mlk day": _nth(1, 3, _MONDAY),
    "groundhog day": _fixed(2, 2),
    "valentines": _fixed(2, 14),
    "presidents day": _nth(2, 3, _MONDAY),
    "mardi gras": _of_easter(-47),
    "ash wednesday": _of_easter(-46),
    "st patrick's day": _fixed(3, 17),
    "april fools": _fixed(4, 1),
    "palm sunday": _of_easter(-7),
    "maundy thursday": _of_easter(-3),
    "good friday": _of_easter(-2),
    "easter eve": _of_easter(-1),
    "easter": _of_easter(0),
    "easter monday": _of_easter(1),
    "tax day": _fixed(4, 15),
    "earth day": _fixed(4, 22),
    "may day": _fixed(5, 1),
    "cinco de mayo": _fixed(5, 5),
    "memorial day": _nth(5, -1, _MONDAY),
    "juneteenth": _fixed(6, 19),
    "columbus day": _nth(10, 2, _MONDAY),
    "halloween": _fixed(10, 31),
    "all saints day": _fixed(11, 1),
    "all souls day": _fixed(11, 2),
    "veterans day": _fixed(11, 11),
    "black friday": _nth(11, 4, _THURSDAY, 1),
    "cyber monday": _nth(11, 4, _THURSDAY, 4),
    "christmaseve": _fixed(12, 24),
    "christmas": _fixed(12, 25),
    "boxing day": _fixed(12, 26),
    "innocents day": _fixed(12, 28),
    "newyearseve": _fixed(12, 31),
}
USA = re.compile(
    r"America/(?:New_York|Chicago|Denver|Los_Angeles|Phoenix|Anchorage|Boise|Detroit|Indiana/.*|"
    r"Indianapolis|Kentucky/.*|Louisville|Menominee|North_Dakota/.*|Puerto_Rico|Juneau|Sitka|Nome|"
    r"Adak)|Pacific/(?:Honolulu|Guam)|US/.*"
)
_MEXICO = re.compile(
    r"America/(?:Mexico_City|Monterrey|Tijuana|Cancun|Merida|Chihuahua|Hermosillo|Mazatlan|"
    r"Matamoros|Ciudad_Juarez|Ojinaga|Bahia_Banderas|Guatemala|El_Salvador)"
)
_SPAIN = re.compile(r"Europe/Madrid|Atlantic/Canary|Africa/Ceuta")
_BRITAIN = re.compile(r"Europe/(?:London|Dublin)")
_CANADA = re.compile(
    r"America/(?:Toronto|Montreal|Vancouver|Edmonton|Winnipeg|Halifax|Regina|St_Johns)|Canada/.*"
)
# Each with where its day is that one; where that is unknown, it may be any.
_BY_COUNTRY: dict[str, tuple[tuple[re.Pattern[str], Rule], ...]] = {
    "mother's day": (
        (USA, _SECOND_OF_MAY),
        (_CANADA, _SECOND_OF_MAY),
        (_MEXICO, _fixed(5, 10)),
        (_SPAIN, _nth(5, 1, _SUNDAY)),
        (_BRITAIN, _of_easter(-21)),
    ),
    # In the United States, who says it in Spanish may keep the day of Mexico.
    "madres day": (
        (re.compile(r"America/Puerto_Rico"), _SECOND_OF_MAY),
        (_MEXICO, _fixed(5, 10)),
        (_SPAIN, _nth(5, 1, _SUNDAY)),
    ),
    "trabajo day": (
        (_MEXICO, _fixed(5, 1)),
        (_SPAIN, _fixed(5, 1)),
        (_CANADA, _nth(9, 1, _MONDAY)),
    ),
    "father's day": (
        (USA, _nth(6, 3, _SUNDAY)),
        (_CANADA, _nth(6, 3, _SUNDAY)),
        (_MEXICO, _nth(6, 3, _SUNDAY)),
        (_BRITAIN, _nth(6, 3, _SUNDAY)),
        (_SPAIN, _fixed(3, 19)),
    ),
    "thanksgiving": ((USA, _nth(11, 4, _THURSDAY)), (_CANADA, _nth(10, 2, _MONDAY))),
    "labor day": (
        (USA, _nth(9, 1, _MONDAY)),
        (_CANADA, _nth(9, 1, _MONDAY)),
        (_MEXICO, _fixed(5, 1)),
        (_SPAIN, _fixed(5, 1)),
    ),
}
NAMES = "|".join(sorted((*_RULES, *_BY_COUNTRY), key=len, reverse=True))


def days(name: str, year: int | None, today: date, zone: str) -> Sequence[date]:
    """Return each day that a holiday may be in a year, or else at its next occurrence."""
    if name in _RULES:
        rules = [_RULES[name]]
    else:
        countries = _BY_COUNTRY[name]
        here = [rule for where, rule in countries if where.fullmatch(zone)]
        rules = here or [rule for _, rule in countries]
    return sorted({_next(rule, year, today) for rule in rules})


def _next(rule: Rule, year: int | None, today: date) -> date:
    if year is not None:
        return rule(year)
    this_year = rule(today.year)
    return this_year if this_year >= today else rule(today.year + 1)
