"""A command tree: names, descriptions, order of options, and how much of everything."""

import re
from collections import Counter
from typing import Any

from sandbox.rules.problems import Path, Problems
from sandbox.state.records import CHAT, ON_MESSAGE, ON_USER, Json

SUBCOMMAND, GROUP = 1, 2
STRING, INTEGER, BOOLEAN, NUMBER = 3, 4, 5, 10
USER, CHANNEL, ROLE, ATTACHMENT = 6, 7, 8, 11
MOST_OF_A_TYPE = {CHAT: 100, ON_USER: 15, ON_MESSAGE: 15}
MOST_CHARACTERS = 8000
# Word characters of any script; discord.py and Discord both want lower case where there is one.
NAME = re.compile(r"^[-_'\w]{1,32}$")


def check_commands(commands: object) -> list[Json]:
    """Refuse a list of commands that Discord would not register; return it."""
    problems = Problems()
    listed = problems.count((), commands, sum(MOST_OF_A_TYPE.values()))
    for index, command in enumerate(listed):
        _check_command(problems, (index,), command)
    of_type = Counter(command.get("type") or CHAT for command in listed)
    for kind, number in of_type.items():
        if number > MOST_OF_A_TYPE.get(kind, 0):
            message = f"Must be {MOST_OF_A_TYPE.get(kind, 0)} or fewer in length."
            problems.add((), "BASE_TYPE_MAX_LENGTH", message)
    names = Counter((command.get("type") or CHAT, command.get("name")) for command in listed)
    for index, command in enumerate(listed):
        if names[command.get("type") or CHAT, command.get("name")] > 1:
            message = "Application command names must be unique"
            problems.add((index,), "APPLICATION_COMMANDS_DUPLICATE_NAME", message)
    problems.raise_if_any()
    return listed


def _check_command(problems: Problems, path: Path, command: Json) -> None:
    kind = command.get("type") or CHAT
    if not problems.choice((*path, "type"), kind, frozenset(MOST_OF_A_TYPE)):
        return
    if kind == CHAT:
        _check_words(problems, path, command)
        _check_options(problems, (*path, "options"), command.get("options") or [], depth=0)
    else:
        for place, name in _in_each_language(path, command, "name"):
            problems.text(place, name, 32, 1)
        if command.get("description") or command.get("options"):
            message = "Context menu commands cannot have a description or options"
            problems.add(path, "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_INVALID", message)
    if characters(command) > MOST_CHARACTERS:
        message = f"Command exceeds maximum size ({MOST_CHARACTERS})"
        problems.add(path, "APPLICATION_COMMAND_TOO_LARGE", message)


def characters(command: Json) -> int:
    """Return how many of the 8,000 characters a command takes: names, descriptions, choices.

    Of what is said in several languages, the longest counts.
    """
    total = _longest(command, "name") + _longest(command, "description")
    for choice in command.get("choices") or []:
        total += _longest(choice, "name") + len(str(choice.get("value")))
    return total + sum(characters(option) for option in command.get("options") or [])


def _longest(described: Json, key: str) -> int:
    return max(len(words or "") for _, words in _in_each_language((), described, key))


def _in_each_language(path: Path, described: Json, key: str) -> list[tuple[Path, Any]]:
    """Return a name or description, and each of its localizations, with where it stands."""
    localized = described.get(f"{key}_localizations") or {}
    return [
        ((*path, key), described.get(key)),
        *(((*path, f"{key}_localizations", locale), its) for locale, its in localized.items()),
    ]


def _check_words(problems: Problems, path: Path, described: Json) -> None:
    """Check the name and description of a command or an option, in each language."""
    for place, name in _in_each_language(path, described, "name"):
        _check_name(problems, place, name)
    for place, words in _in_each_language(path, described, "description"):
        problems.text(place, words, 100, 1)


def _has_namesakes(siblings: list[Json]) -> bool:
    """Return whether two of the siblings have the same name in any language."""
    locales = {locale for one in siblings for locale in one.get("name_localizations") or {}}
    return any(
        len(
            {(one.get("name_localizations") or {}).get(locale, one.get("name")) for one in siblings}
        )
        < len(siblings)
        for locale in ("", *locales)
    )


def _check_name(problems: Problems, path: Path, name: object) -> None:
    if not isinstance(name, str) or not NAME.match(name) or name != name.lower():
        message = "Command name is invalid"
        problems.add(path, "APPLICATION_COMMAND_INVALID_NAME", message)


def _check_options(problems: Problems, path: Path, options: list[Json], *, depth: int) -> None:
    problems.count(path, options, 25)
    kinds = {option.get("type") for option in options}
    if kinds & {SUBCOMMAND, GROUP} and kinds - {SUBCOMMAND, GROUP}:
        message = "Sub-commands and groups exclude every other kind of option"
        problems.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
    if _has_namesakes(options):
        message = "Option names must be unique"
        problems.add(path, "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", message)
    optional_seen = False
    for index, option in enumerate(options):
        if option.get("required") and optional_seen:
            message = "Required options must be placed before non-required options"
            place = (*path, index)
            problems.add(place, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
        optional_seen |= not option.get("required")
        _check_option(problems, (*path, index), option, depth=depth)


def _check_option(problems: Problems, path: Path, option: Json, *, depth: int) -> None:
    kind = option.get("type")
    if not problems.choice((*path, "type"), kind, frozenset(range(1, 12))):
        return
    _check_words(problems, path, option)
    if kind in (SUBCOMMAND, GROUP):
        if (kind == GROUP and depth > 0) or depth > 1:
            message = "Sub-commands nest no deeper than one group"
            problems.add((*path, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
        inner = option.get("options") or []
        if kind == GROUP and not inner:
            problems.add((*path, "options"), "BASE_TYPE_REQUIRED", "This field is required")
        _check_options(problems, (*path, "options"), inner, depth=depth + 1)
        return
    choices = problems.count((*path, "choices"), option.get("choices") or [], 25)
    if choices and option.get("autocomplete"):
        message = "Autocomplete and choices are mutually exclusive"
        problems.add(path, "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_CHOICES", message)
    if option.get("autocomplete") and kind not in (STRING, INTEGER, NUMBER):
        message = "This option type cannot be autocompleted"
        problems.add(path, "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_TYPE", message)
    check_choices(problems, (*path, "choices"), choices)


def check_choices(problems: Problems, path: Path, choices: list[Json]) -> None:
    """Check choices, of an option or of an autocomplete answer."""
    for index, choice in enumerate(choices):
        for place, name in _in_each_language((*path, index), choice, "name"):
            problems.text(place, name, 100, 1)
        if isinstance(choice.get("value"), str):
            problems.text((*path, index, "value"), choice["value"], 100, 1)
        elif choice.get("value") is None:
            problems.add((*path, index, "value"), "BASE_TYPE_REQUIRED", "This field is required")


def check_autocomplete(data: Json) -> list[Json]:
    """Refuse an autocomplete answer that Discord would not show; return its choices."""
    problems = Problems()
    choices = problems.count(("data", "choices"), data.get("choices"), 25)
    check_choices(problems, ("data", "choices"), choices)
    problems.raise_if_any()
    return choices
