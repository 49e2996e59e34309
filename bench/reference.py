"""Write the reference pages: the commands from their tree, the settings from their definitions.

`make reference` runs it; `tests/cli/test_reference.py` holds that the pages fit what they describe.
"""

import re
from collections.abc import Iterator
from typing import Any

from discord import app_commands

from bench.licences import ROOT
from bot.cogs import COGS
from bot.configuration import config_dir, environment_name, known_keys

COMMANDS, SETTINGS = ROOT / "docs" / "commands.md", ROOT / "docs" / "settings.md"
_COMMANDS_HEAD = """\
# Commands

Every command, with its options; those in brackets can be left out. `make reference` writes this
page from the commands themselves. In Discord, `/help` shows those that you can use now.
"""
_SETTINGS_HEAD = """\
# Settings

Every setting, with its default and its environment variable. `make reference` writes this page from
`config/default.toml`, which says how to change one.
"""
_SECTION = re.compile(r"\[(\w+)\]")
_KEY = re.compile(r"(\w+) = (.*)")


def commands() -> str:
    """Return the page of commands."""
    tops = {
        command.name: command
        for cog in COGS
        for command in cog.__cog_app_commands__
        if command.parent is None
    }
    parts = [_COMMANDS_HEAD]
    for name, top in sorted(tops.items()):
        leaves = list(top.walk_commands()) if isinstance(top, app_commands.Group) else [top]
        parts.append(f"\n## /{name}\n")
        if top.default_permissions is not None:
            parts.append("\nFor moderators.\n")
        for leaf in leaves:
            if isinstance(leaf, app_commands.Command):
                parts += ["\n", *_command(leaf)]
    return "".join(parts)


def _command(leaf: app_commands.Command[Any, ..., Any]) -> Iterator[str]:
    options = [
        option.display_name if option.required else f"[{option.display_name}]"
        for option in leaf.parameters
    ]
    yield f"`/{' '.join([leaf.qualified_name, *options])}`: {leaf.description}\n"
    if leaf.parameters:
        yield "\n"
    for option in leaf.parameters:
        yield f"- `{option.display_name}`: {option.description}\n"


def settings() -> str:
    """Return the page of settings."""
    known = set(known_keys())
    parts, section, comment = [_SETTINGS_HEAD], "", ""
    for line in (config_dir() / "default.toml").read_text("utf-8").splitlines():
        if found := _SECTION.fullmatch(line):
            section, comment = found[1], ""
            parts.append(f"\n## {section}\n")
        elif line.startswith("#"):
            comment += line.removeprefix("#")
        elif (found := _KEY.match(line)) and (section, found[1]) in known:
            about = f"\n{comment.strip()}\n" if comment else ""
            variable = environment_name((section, found[1]))
            parts.append(f"{about}\n- `{found[1]} = {found[2]}`, `{variable}`\n")
            comment = ""
        elif not line:
            comment = ""
    return "".join(parts)


def main() -> None:
    """Write both pages."""
    COMMANDS.write_text(commands(), "utf-8")
    SETTINGS.write_text(settings(), "utf-8")


if __name__ == "__main__":
    main()
