"""Read the catalogs of translations, and speak only languages whose catalog is complete.

A catalog is a text file, ``po/es.po``, that is read once at start; nothing compiled is kept beside
it. Its header is marked fuzzy until its translators have finished, and until then it is not spoken.
"""

import gettext
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from types import MappingProxyType

import structlog
from babel.core import negotiate_locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from bot.language.say import ENGLISH, Say

FOLDER = Path(__file__).with_name("po")
TEMPLATE = "preceptor.pot"

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Language:
    """A language beside English: what it calls itself, and the CLDR locale that writes its days."""

    name: str
    region: str


# Spanish is written for Latin American students in the United States.
LANGUAGES: Mapping[str, Language] = MappingProxyType({"es": Language("Español", "es_US")})


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages that are spoken, by their code; English always is."""

    spoken: Mapping[str, Say]

    def say_in(self, locale: str) -> Say:
        """Return the catalog for a Discord locale such as ``es-419``.

        A locale that we don't know falls back to its language, and a language to English.
        """
        known = negotiate_locale([locale], list(self.spoken), sep="-")
        return self.spoken.get(known or "", ENGLISH)

    @property
    def are_several(self) -> bool:
        """Return whether there is a language to choose."""
        return len(self.spoken) > 1


def name_of(code: str) -> str:
    """Return what a language calls itself."""
    return LANGUAGES[code].name if code in LANGUAGES else "English"


ENGLISH_ALONE = Languages(MappingProxyType({ENGLISH.language: ENGLISH}))


def load(folder: Path = FOLDER) -> Languages:
    """Read every catalog in `folder`; one that is missing, broken, or unfinished is left out.

    Whoever reads that language then reads English, and one line in the log says why.
    """
    spoken = {ENGLISH.language: ENGLISH}
    for code, language in LANGUAGES.items():
        try:
            catalog = read(folder / f"{code}.po", code)
            unfinished = next(defects(catalog), "")
            translations = compiled(catalog)
        except (OSError, ValueError, PoFileError) as error:
            log.warning("language.unreadable", language=code, reason=str(error))
            continue
        if unfinished:
            log.info("language.not_spoken", language=code, reason=unfinished)
            continue
        spoken[code] = Say(code, language.region, translations)
    return Languages(MappingProxyType(spoken))


def read(path: Path, code: str) -> Catalog:
    """Read a catalog; raise `OSError`, `ValueError`, or `PoFileError` if it can't be read."""
    with path.open("rb") as file:
        return read_po(file, locale=code, abort_invalid=True)


def compiled(catalog: Catalog) -> gettext.GNUTranslations:
    """Return the catalog in the form in which `gettext` looks texts up."""
    file = io.BytesIO()
    write_mo(file, catalog)
    file.seek(0)
    return gettext.GNUTranslations(file)


def defects(catalog: Catalog) -> Iterator[str]:
    """Yield what keeps a catalog from being spoken, each as a sentence with its English text.

    Babel itself fills an empty plural form with English, and lets a misspelled place through.
    """
    if catalog.fuzzy:
        yield "its header is marked fuzzy: its translators haven't finished"
    if not len(catalog):
        yield "it contains no texts"
    for message in catalog:
        if message.id:
            yield from _defects_of(message, catalog.num_plurals)


def _defects_of(message: Message, plurals: int) -> Iterator[str]:
    originals = texts_in(message.id)
    forms = texts_in(message.string)
    name = f"“{originals[0]}”"
    if message.fuzzy:
        yield f"{name} is marked fuzzy"
    if len(forms) != (plurals if len(originals) > 1 else 1) or not all(forms):
        yield f"{name} lacks a translation, or one of its plural forms"
        return
    places = [set(_places(original)) for original in originals]
    # The form for one thing may say “a” instead of its number, and one form what others don't.
    allowed, needed = set.union(*places), set.intersection(*places)
    optional = {"n"} if len(originals) > 1 else set()
    for form in forms:
        try:
            named = set(_places(form))
        except ValueError as error:
            yield f"{name} has a brace out of place in “{form}” ({error})"
            continue
        if named - allowed or needed - named - optional:
            yield f"{name} has other places than its translation “{form}”"


def texts_in(forms: str | Sequence[str] | None) -> list[str]:
    """Return each form of a text: one, or one for each plural."""
    return [forms] if isinstance(forms, str) else list(forms or ())


def _places(text: str) -> Iterator[str]:
    """Yield what stands between braces; raise `ValueError` if a brace is unpaired."""
    for _, name, form, conversion in Formatter().parse(text):
        if name is not None:
            yield f"{name}{':' if form else ''}{form}{'!' if conversion else ''}{conversion or ''}"
