"""CONTRIBUTING's recipe for a command: a forgotten step is named, with the file to write it in."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.cogs import COGS
from bot.cogs.base import AppCog
from bot.messages import help as help_words

ROOT = Path(__file__).parents[1]
RECIPE = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("### A command\n")[1].split("\n###")[0]


AnyCommand = app_commands.Group | app_commands.Command[Any, ..., Any]


def commands() -> Iterator[tuple[str, type[AppCog]]]:
    """Yield each command's first word, as members type it, with the cog that has it."""
    for cog in COGS:
        for command in cog.__cog_app_commands__:
            yield (command.parent or command).name, cog


def unhelped(names: set[str]) -> list[str]:
    """Return a sentence about each command that no line of `/help` names."""
    helped = set(re.findall(r"`/([a-z]+)", Path(help_words.__file__).read_text("utf-8")))
    return [
        f"/{name} is not in /help: add a line for it in bot/messages/help.py"
        for name in sorted(names - helped)
    ]


def unlisted(listed: tuple[type[AppCog], ...]) -> list[str]:
    """Return a sentence about each cog that is defined but not loaded."""
    for path in (ROOT / "bot" / "cogs").glob("*.py"):
        import_module(f"bot.cogs.{path.stem}")
    return [
        f"{cog.__name__} is not loaded: list it in COGS of bot/cogs/__init__.py"
        for cog in AppCog.__subclasses__()
        if cog.__module__.startswith("bot.cogs.") and cog not in listed
    ]


def leaves_of(command: AnyCommand) -> list[app_commands.Command[Any, ..., Any]]:
    """Return the commands that members can run: this one, or all those of a group."""
    inside = command.walk_commands() if isinstance(command, app_commands.Group) else [command]
    return [leaf for leaf in inside if isinstance(leaf, app_commands.Command)]


def undescribed(command: app_commands.Command[Any, ..., Any]) -> list[str]:
    """Return a sentence about a command, and each of its options, that members see without one."""
    name = f"/{command.qualified_name}"
    sentences = []
    if command.description in ("", "…"):
        sentences.append(f"{name} has no description: its docstring is what members read")
    return sentences + [
        f"{name} {option.display_name} has no description: "
        f"give it one with @app_commands.describe({option.name}=...)"
        for option in command.parameters
        if str(option.description) == "…"
    ]


def test_help_names_every_command_that_is_registered() -> None:
    assert unhelped({name for name, _ in commands()} - {"help", "setup"}) == []
    assert unhelped({"dance"}) == [
        "/dance is not in /help: add a line for it in bot/messages/help.py"
    ]


def test_every_cog_is_loaded() -> None:
    assert unlisted(COGS) == []
    [sentence] = unlisted(COGS[:-1])
    assert sentence == f"{COGS[-1].__name__} is not loaded: list it in COGS of bot/cogs/__init__.py"


@pytest.mark.parametrize("cog", COGS)
def test_every_command_says_what_it_and_its_options_do(cog: type[AppCog]) -> None:
    leaves = [leaf for command in cog.__cog_app_commands__ for leaf in leaves_of(command)]
    sentences = [sentence for leaf in leaves for sentence in undescribed(leaf)]
    assert leaves, "the cog has no command"
    assert not sentences, "\n".join(sentences)


def test_a_command_or_an_option_without_a_description_is_named() -> None:
    @app_commands.command(name="dance")
    async def dance(interaction: discord.Interaction, steps: int) -> None:
        pass

    group = app_commands.Group(name="party", description="Dances")
    group.add_command(dance)
    [leaf] = leaves_of(group)
    assert undescribed(leaf) == [
        "/party dance has no description: its docstring is what members read",
        "/party dance steps has no description: give it one with @app_commands.describe(steps=...)",
    ]


def test_the_recipe_names_files_that_exist() -> None:
    for path in re.findall(r"`((?:bot|tests)/[a-z_/]+\.py)`", RECIPE):
        assert (ROOT / path).is_file(), path
