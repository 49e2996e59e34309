"""Collect every text that is translated, and bring the catalogs up to date: `make catalogs`.

The template, ``preceptor.pot``, lists the texts. Each language's own file gets the new ones,
without a translation, and those that changed, marked fuzzy. A test checks that the template fits
the code.
"""

import asyncio
import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import discord
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import write_po
from discord import app_commands
from discord.app_commands import TranslationContextTypes, locale_str
from discord.ext import commands

from bench.licences import ROOT
from bot.app import App
from bot.cogs import COGS
from bot.command_words import context_of
from bot.language.catalogs import FOLDER, LANGUAGES, TEMPLATE, read

# How `Say` is called, and which of its arguments are texts.
KEYWORDS = {"say": None, "marked": None, "of": ((1, "c"), 2), "count": (1, 2)}
# The date is fixed, so that a file that is written again with nothing new stays the same.
HEADER: dict[str, Any] = {
    "project": "Preceptor",
    "version": "1",
    "msgid_bugs_address": "see CONTRIBUTING.md",
    "last_translator": "see the history of this file",
    "language_team": "see docs/translating.md",
    "creation_date": datetime(2026, 12, 1, tzinfo=UTC),
    "revision_date": datetime(2026, 12, 1, tzinfo=UTC),
    "charset": "utf-8",
}
WIDTH = 100


class Collector(app_commands.Translator):
    """Collect the words of commands, each with its context, and translate nothing."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str], None] = {}

    async def translate(
        self, string: locale_str, locale: discord.Locale, context: TranslationContextTypes
    ) -> str | None:
        """Note the text."""
        if kind := context_of(context):
            self.found[kind, string.message] = None
        return None


async def command_words() -> list[tuple[str, str]]:
    """Return what Discord shows of the commands: each text's context and the text itself."""
    client = commands.Bot("", intents=discord.Intents.none(), help_command=None)
    collector = Collector()
    for kind in COGS:
        cog = kind(cast("App", None))
        await client.add_cog(cog)
        for menu in cog.menus:
            client.tree.add_command(menu)
    for command in client.tree.get_commands():
        await command.get_translated_payload(client.tree, collector)
    return list(collector.found)


def sources() -> Iterator[Path]:
    """Yield the modules that say something in the reader's language."""
    for path in sorted((ROOT / "bot").rglob("*.py")):
        if "bot.language.say" in path.read_text("utf-8"):
            yield path


def template() -> Catalog:
    """Return every text that is translated, without translations."""
    catalog = Catalog(fuzzy=False, **HEADER)
    catalog.header_comment = (
        "# The texts of Preceptor that are translated. `make catalogs` writes this file."
    )
    for kind, text in asyncio.run(command_words()):
        catalog.add(text, locations=[("bot/cogs", 0)], context=kind)
    for path in sources():
        where = path.relative_to(ROOT).as_posix()
        for _, texts, comments, context in extract_from_file(
            "python",
            path,
            KEYWORDS,
            ["Translators:"],
            {"encoding": "utf-8"},
            strip_comment_tags=True,
        ):
            catalog.add(texts, locations=[(where, 0)], auto_comments=comments, context=context)
    return catalog


def written(catalog: Catalog) -> bytes:
    """Return a catalog as a file."""
    file = io.BytesIO()
    write_po(file, catalog, width=WIDTH, ignore_obsolete=True, include_lineno=False)
    return file.getvalue()


def updated(code: str, latest: Catalog, folder: Path = FOLDER) -> Catalog:
    """Return a language's catalog with exactly the template's texts; a new one if it has none."""
    path = folder / f"{code}.po"
    catalog = read(path, code) if path.exists() else Catalog(locale=code, **HEADER)
    catalog.update(latest)
    return catalog


def main() -> None:
    """Write the template and every language's catalog, and say what is left to translate."""
    latest = template()
    (FOLDER / TEMPLATE).write_bytes(written(latest))
    for code in LANGUAGES:
        catalog = updated(code, latest)
        (FOLDER / f"{code}.po").write_bytes(written(catalog))
        left = [
            message for message in catalog if message.id and (message.fuzzy or not message.string)
        ]
        sys.stdout.write(f"{code}: {len(catalog)} texts, {len(left)} to translate or to look at.\n")


if __name__ == "__main__":
    main()
