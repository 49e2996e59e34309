"""Discord IDs as files hold them, and what spreadsheets do to them.

A spreadsheet keeps 15 digits of a number, and an ID has 17 to 20. Opened and saved once, IDs end in
zeros or turn into 4.58305E+17. What can be restored exactly is restored; for the rest, the range of
IDs that may have been there is known, so that a user name can be checked against it.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

KEPT_DIGITS = 15
"""How many digits of a number a spreadsheet keeps."""
_FLOAT_STEP = 64
"""IDs of today are stored as multiples of this where numbers are 64-bit floats."""
_ID = re.compile(r"\d{17,20}")
_GROUPED = re.compile(r"\d{1,3}(?:([,.\s_’'])\d{3})(?:\1\d{3}){3,5}")
_DECIMAL = re.compile(r"(?P<whole>\d{15,20})[.,]0+")
_POWER = re.compile(r"(?P<number>\d(?:[.,]\d+)?)\s*[eE]\s*\+?(?P<power>1[5-9])")
_WRAPPED = re.compile(r"""^(?:=\s*"(.*)"|=\s*(\d+)|`(.*)`|['’‘`](.*)|"(.*)"|[“”](.*)[“”])$""")
_DISCRIMINATOR = re.compile(r"(?<=\S)#\d{1,4}$")
_LINK = re.compile(
    r"(?:<@!?(?P<mention>\d+)>|(?:https?://)?(?:www\.)?discord(?:app)?\.com/users/(?P<link>\d+)/?)"
)


@dataclass(frozen=True, slots=True)
class RuinedId:
    """A number that was an ID: it was between `low` and `high`, and may still be `exact`."""

    typed: str
    low: int
    high: int
    exact: str | None = None

    def may_be(self, user: int) -> bool:
        """Return whether the person's ID may have been written here."""
        return self.low <= user <= self.high


def read_id(typed: str) -> "str | RuinedId":
    """Return the ID or the name in a cell, restored where that is exact."""
    text = unformatted(typed)
    if link := _LINK.fullmatch(text):
        return link["mention"] or link["link"]
    digits = unicodedata.normalize("NFKC", text)
    if _GROUPED.fullmatch(digits):
        digits = re.sub(r"\D", "", digits)
    if power := _POWER.fullmatch(digits):
        return _of_power(text, power)
    if decimal := _DECIMAL.fullmatch(digits):
        whole = int(decimal["whole"])
        if len(decimal["whole"]) > KEPT_DIGITS and whole % _FLOAT_STEP == 0:
            return RuinedId(text, whole - _FLOAT_STEP, whole + _FLOAT_STEP, str(whole))
        digits = decimal["whole"]
    if _ID.fullmatch(digits):
        lost = len(digits) - KEPT_DIGITS
        if digits.endswith("0" * lost):
            return RuinedId(text, int(digits) - 10**lost, int(digits) + 10**lost, digits)
        return digits
    # Names ended in four digits once, and some exports still write #0.
    return digits if digits.isdecimal() else _DISCRIMINATOR.sub("", text)


def unformatted(typed: str) -> str:
    """Return a cell without what makes a spreadsheet show it as text: ``="..."``, ``'``."""
    text, before = typed.strip(), ""
    while text != before:
        before, text = text, _WRAPPED.sub(_inner, text).strip()
    return text


def _inner(match: re.Match[str]) -> str:
    return next(part for part in match.groups() if part is not None)


def _of_power(text: str, match: re.Match[str]) -> "str | RuinedId":
    number, power = match["number"].replace(",", "."), int(match["power"])
    try:
        value = int(Decimal(f"{number}E{power}"))
    except InvalidOperation:  # pragma: no cover
        return text
    lost = power - len(number.partition(".")[2])
    if lost <= 0:
        return str(value)
    return RuinedId(text, value - 10**lost, value + 10**lost)
