"""Texts in one language: what every function that writes a message is handed first."""

import gettext
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

# CLDR writes narrow spaces, that no one can type and that break searches.
_NARROW = str.maketrans("\u202f\u2009", "  ")


@dataclass(frozen=True, slots=True)
class Say:
    """Say things in one language. Every text is a whole sentence with named places in it.

    `language` is what the catalog is in, such as ``es``; `region` is the CLDR locale in which days
    and lists are written, such as ``es_US``.
    """

    language: str
    region: str
    catalog: gettext.NullTranslations = field(repr=False, compare=False)

    def __call__(self, text: str, /, **places: object) -> str:
        """Return the text in this language, its places filled."""
        return self.catalog.gettext(text).format_map(places)

    def of(self, context: str, text: str, /, **places: object) -> str:
        """Return a short label, told apart by `context` from others with the same English."""
        return self.catalog.pgettext(context, text).format_map(places)

    def count(self, one: str, many: str, number: int, /, **places: object) -> str:
        """Return the form that goes with `number`, which fills the place `n`."""
        return self.catalog.ngettext(one, many, number).format_map({"n": number, **places})

    def all(self, parts: Sequence[str]) -> str:
        """Return a list: ``A, B, and C``, or ``A, B y C``.

        Only for words that are known when they are translated: Spanish has *e* before a sound that
        isn't known of a mention.
        """
        return self._listed(parts, "standard")

    def any(self, parts: Sequence[str]) -> str:
        """Return a list to choose from: ``A, B, or C``, or ``A, B o C``."""
        return self._listed(parts, "or")

    def _listed(self, parts: Sequence[str], style: Literal["standard", "or"]) -> str:
        # Babel and its tables are loaded only by those who write lists and days.
        from babel.lists import format_list

        return format_list(list(parts), style, locale=self.region)

    def day(self, one: date, today: date | None = None) -> str:
        """Return a calendar day: ``Tue, Mar 3``; with its year if that isn't the one of `today`."""
        from babel.dates import format_skeleton

        other_year = today is not None and one.year != today.year
        skeleton = "yMMMEd" if other_year else "MMMEd"
        return _plain(format_skeleton(skeleton, one, locale=self.region))

    def days(self, first: date, last: date) -> str:
        """Return a span of calendar days: ``Tue, Mar 3 – Fri, Mar 6``."""
        from babel.dates import format_interval

        if first == last:
            return self.day(first)
        return _plain(format_interval(first, last, "MMMEd", locale=self.region))

    def hour(self, one: time) -> str:
        """Return a time of day: ``6 PM``, ``6:30 PM``, or ``6 p.m.``."""
        from babel.dates import format_skeleton

        skeleton = "hm" if one.minute else "h"
        return _plain(format_skeleton(skeleton, one, locale=self.region))


# English is in the code, so it needs no catalog.
ENGLISH = Say("en", "en_US", gettext.NullTranslations())


def marked(text: str, /) -> str:
    """Mark a text that is said later, so that translators find it; return it as it is."""
    return text


def when(instant: datetime, style: str = "f") -> str:
    """Return an instant; each reader's Discord writes it in their own language and time zone."""
    return f"<t:{int(instant.timestamp())}:{style}>"


def _plain(words: str) -> str:
    return words.translate(_NARROW)
