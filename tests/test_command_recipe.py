"""CONTRIBUTING's recipe for a command: what is forgotten is named, with the file to write it in."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from discord import app_commands

from bot.cogs import COGS
from bot.cogs.base import AppCog
from bot.messages import help as help_words

ROOT = Path(__file__).parents[1]
RECIPE = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("### A command\n")[1].split("\n###")[0]


def commands() -> Iterator[tuple[str, type[AppCog]]]:
    """Yield each command's first word, as members type it, with the cog that has it."""
    for cog in COGS:
        for command in cog.__cog_app_commands__:
            yield (command.parent or command).name, cog


def unhelped(names: set[str]) -> list[str]:
    """Return a sentence about each command that no line of `/help` names."""
    helped = set(re.findall(r"`/([a-z]+)", Path(help_words.__file__).read_text("utf-8")))
    return [
        f"/{name} is nowhere in /help: add a line for it in bot/messages/help.py"
        for name in sorted(names - helped)
    ]


def unlisted(listed: tuple[type[AppCog], ...]) -> list[str]:
    """Return a sentence about each cog that is written and never loaded."""
    for path in (ROOT / "bot" / "cogs").glob("*.py"):
        import_module(f"bot.cogs.{path.stem}")
    return [
        f"{cog.__name__} is never loaded: list it in COGS of bot/cogs/__init__.py"
        for cog in AppCog.__subclasses__()
        if cog.__module__.startswith("bot.cogs.") and cog not in listed
    ]


def test_help_names_every_command_that_is_registered() -> None:
    assert unhelped({name for name, _ in commands()} - {"help", "setup"}) == []
    assert unhelped({"dance"}) == [
        "/dance is nowhere in /help: add a line for it in bot/messages/help.py"
    ]


def test_every_cog_is_loaded() -> None:
    assert unlisted(COGS) == []
    [sentence] = unlisted(COGS[:-1])
    assert (
        sentence == f"{COGS[-1].__name__} is never loaded: list it in COGS of bot/cogs/__init__.py"
    )


@pytest.mark.parametrize("cog", COGS)
def test_every_command_says_what_it_and_its_options_do(cog: type[AppCog]) -> None:
    for command in cog.__cog_app_commands__:
        if isinstance(command, app_commands.Command):
            assert command.description not in ("", "…"), command.qualified_name
            undescribed = [one.name for one in command.parameters if str(one.description) == "…"]
            assert undescribed == [], command.qualified_name


def test_the_recipe_names_files_that_exist() -> None:
    for path in re.findall(r"`((?:bot|tests)/[a-z_/]+\.py)`", RECIPE):
        assert (ROOT / path).is_file(), path
