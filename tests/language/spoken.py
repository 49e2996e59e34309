"""Spanish as it will be spoken, for tests: as if its translators had finished."""

from functools import cache
from types import MappingProxyType

from babel.messages.catalog import Catalog

from bot.language.catalogs import FOLDER, LANGUAGES, Languages, compiled, read
from bot.language.say import ENGLISH, Say


@cache
def as_if_finished() -> Languages:
    """Return every language that has a catalog, finished or not."""
    return spoken(read_own("es"))


def read_own(code: str) -> Catalog:
    """Return a catalog of ours, to change it before it is spoken."""
    return read(FOLDER / f"{code}.po", code)


def spoken(spanish: Catalog) -> Languages:
    """Return English and Spanish, with this catalog."""
    say = Say("es", LANGUAGES["es"].region, compiled(spanish))
    return Languages(MappingProxyType({ENGLISH.language: ENGLISH, say.language: say}))
