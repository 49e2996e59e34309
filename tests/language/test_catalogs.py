"""A language is spoken only if its catalog is there, can be read, and is complete."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.language.catalogs import (
    ENGLISH_ALONE,
    FOLDER,
    LANGUAGES,
    Languages,
    defects,
    load,
    read,
    texts_in,
)
from bot.language.say import ENGLISH

THREE_FORMS = "nplurals=3; plural=n == 1 ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2;"
TWO_FORMS = "nplurals=2; plural=(n != 1);"
WAITING = """
msgid "{n} thing is waiting for {person}."
msgid_plural "{n} things are waiting for {person}."
"""


def a_catalog(texts: str, *, plurals: str = TWO_FORMS, mark: str = "") -> str:
    return f"""{mark}
msgid ""
msgstr ""
"Language: es\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {plurals}\\n"
{texts}
"""


GOOD = a_catalog(
    'msgid "Hi, {person}."\nmsgstr "Hola, {person}."\n'
    + WAITING
    + 'msgstr[0] "Una cosa espera a {person}."\nmsgstr[1] "{n} cosas esperan a {person}."'
)


def loaded(folder: Path, text: str | bytes | None) -> tuple[Languages, list[str]]:
    """Return what is spoken with this as the Spanish catalog, and what the log says."""
    if text is not None:
        data = text.encode() if isinstance(text, str) else text
        (folder / "es.po").write_bytes(data)
    with capture_logs() as logs:
        languages = load(folder)
    return languages, [f"{log['event']}: {log['reason']}" for log in logs]


def test_a_complete_catalog_is_spoken(tmp_path: Path) -> None:
    languages, logged = loaded(tmp_path, GOOD)
    assert logged == []
    assert languages.are_several
    say = languages.say_in("es-ES")
    assert say("Hi, {person}.", person="Ana") == "Hola, Ana."
    one, many = "{n} thing is waiting for {person}.", "{n} things are waiting for {person}."
    assert say.count(one, many, 1, person="Ana") == "Una cosa espera a Ana."
    assert say.count(one, many, 3, person="Ana") == "3 cosas esperan a Ana."
    assert say("Never translated.") == "Never translated."


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("es-419", "es"),
        ("es-ES", "es"),
        ("es", "es"),
        ("es-XX", "es"),
        ("en-US", "en"),
        ("en-GB", "en"),
        ("fr", "en"),
        ("tlh-KX", "en"),
        ("", "en"),
        ("-", "en"),
    ],
)
def test_a_locale_falls_back_to_its_language_and_then_to_english(
    tmp_path: Path, locale: str, language: str
) -> None:
    languages, _ = loaded(tmp_path, GOOD)
    assert languages.say_in(locale).language == language
    assert ENGLISH_ALONE.say_in(locale) is ENGLISH
    assert not ENGLISH_ALONE.are_several


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (None, "language.unreadable: "),
        (b"\xff\xfe\x00", "language.unreadable: "),
        ("msgid “no", "language.unreadable: "),
        (GOOD.replace("(n != 1)", "exit(1)"), "language.unreadable: "),
        ("", "language.not_spoken: its header is marked fuzzy"),
        (a_catalog(""), "language.not_spoken: it contains no texts"),
        (GOOD.replace("\n", "#, fuzzy\n", 1), "language.not_spoken: its header is marked fuzzy"),
        (GOOD.replace('msgid "Hi', '#, fuzzy\nmsgid "Hi'), "is marked fuzzy"),
        (GOOD.replace("Hola, {person}.", ""), "lacks a translation"),
        (GOOD.replace("{n} cosas esperan a {person}.", ""), "lacks a translation"),
        (GOOD.replace("Hola, {person}.", "Hola."), "other places"),
        (GOOD.replace("Hola, {person}.", "Hola, {persona}."), "other places"),
        (GOOD.replace("Hola, {person}.", "Hola, {person.__class__}."), "other places"),
        (GOOD.replace("Hola, {person}.", "Hola, {person!r}."), "other places"),
        (GOOD.replace("Hola, {person}.", "Hola, {person}, {n}."), "other places"),
        (GOOD.replace("Hola, {person}.", "Hola, {person."), "brace out of place"),
        (GOOD.replace("Hola, {person}.", "Hola, person}."), "brace out of place"),
    ],
)
def test_anything_less_is_english_with_one_line_in_the_log(
    tmp_path: Path, text: str | bytes | None, reason: str
) -> None:
    languages, logged = loaded(tmp_path, text)
    assert languages.say_in("es-419") is ENGLISH
    assert not languages.are_several
    [line] = logged
    assert reason in line


def test_two_filled_forms_of_three_are_not_complete(tmp_path: Path) -> None:
    two = GOOD.replace(TWO_FORMS, THREE_FORMS)
    languages, [line] = loaded(tmp_path, two)
    assert languages.say_in("es") is ENGLISH
    assert "lacks a translation, or one of its plural forms" in line
    three = f'{two.rstrip()}\nmsgstr[2] "{{n}} cosas esperan a {{person}}."\n'
    languages, logged = loaded(tmp_path, three)
    assert (languages.say_in("es").language, logged) == ("es", [])


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_translated_so_far_has_no_defect(code: str) -> None:
    catalog = read(FOLDER / f"{code}.po", code)
    if catalog.fuzzy:  # not spoken yet, so some of it may be missing
        for message in list(catalog):
            if message.id and (message.fuzzy or not all(texts_in(message.string))):
                catalog.delete(message.id, message.context)
        catalog.fuzzy = False
    assert len(catalog)
    assert list(defects(catalog)) == []
