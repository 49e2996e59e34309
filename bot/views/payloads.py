"""Parse what came with an interaction, trusting nothing.

Discord's app sends only what was offered. A modified one, or one that still shows what an earlier
version offered, may send anything: what does not fit is refused here, before a service sees it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import discord
from discord import AppCommandOptionType as Kind
from discord import app_commands

from bot.domain.typed_text import clean

LARGEST = 2**63 - 1
"""The largest id and number that Discord uses and a database holds."""
_LONGEST_TYPED = 6000
_LONGEST_WORD = 40
# Shorter numbers are those that lists show, and mean the same when they are pasted.
_PICKED_ID = re.compile(r"\d{7,}|[a-z0-9]+(?:-[a-z0-9]+)+")
# Where Discord puts the objects for the IDs in options.
_RESOLVED = {
    Kind.user: ("users",),
    Kind.channel: ("channels",),
    Kind.role: ("roles",),
    Kind.mentionable: ("users", "roles"),
    Kind.attachment: ("attachments",),
}


def whole_number(text: object) -> int | None:
    """Return the number from 0 to `LARGEST` that `text` spells in plain digits, or None."""
    if not (isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) < 20):
        return None
    number = int(text)
    return number if number <= LARGEST else None


# --- clicks and forms -----------------------------------------------------------------------------


def chosen(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the values chosen in a select; of a button, none."""
    values = data.get("values")
    return tuple(v for v in values if isinstance(v, str)) if isinstance(values, list) else ()


def is_bot(data: Mapping[str, Any], user: int) -> bool:
    """Return whether someone chosen in a select is a bot."""
    resolved = data.get("resolved")
    users = resolved.get("users") if isinstance(resolved, dict) else None
    picked = users.get(str(user)) if isinstance(users, dict) else None
    return isinstance(picked, dict) and picked.get("bot") is True


def roles_of(data: Mapping[str, Any], user: int) -> frozenset[int]:
    """Return the roles of someone chosen in a select or a form."""
    resolved = data.get("resolved")
    members = resolved.get("members") if isinstance(resolved, dict) else None
    picked = members.get(str(user)) if isinstance(members, dict) else None
    roles = picked.get("roles") if isinstance(picked, dict) else None
    numbers = (whole_number(role) for role in roles) if isinstance(roles, list) else ()
    return frozenset(number for number in numbers if number is not None)


def typed_fields(components: object) -> dict[str, tuple[str, ...]]:
    """Return each field's values by key, wherever labels and rows have put it."""
    fields: dict[str, tuple[str, ...]] = {}
    for component in _walk(components):
        key = component.get("custom_id")
        if isinstance(key, str) and ("values" in component or "value" in component):
            fields[key] = chosen(component) if "values" in component else (_text(component),)
    return fields


def typed_texts(components: object) -> list[str]:
    """Return what was typed into the fields, in their order, without what was chosen."""
    texts = [_text(each).strip() for each in _walk(components) if "values" not in each]
    return [text for text in texts if text]


def _text(component: Mapping[str, Any]) -> str:
    value = component.get("value")
    return clean(str(value)) if isinstance(value, str | bool | int) and value else ""


def _walk(components: object) -> Iterator[dict[str, Any]]:
    """Yield every component in order, however deeply nested; anything else is left out."""
    ahead = [components]
    while ahead:
        node = ahead.pop()
        if isinstance(node, list):
            ahead += reversed(node)
        elif isinstance(node, dict):
            yield node
            ahead += [node.get("component"), node.get("components")]


def texts_typed_by(interaction: discord.Interaction[Any]) -> list[str]:
    """Return what someone typed into a form, or into the options of a command."""
    data: Any = interaction.data
    if interaction.type is discord.InteractionType.modal_submit:
        return typed_texts(data.get("components"))
    if interaction.type is discord.InteractionType.application_command:
        return _typed_into(command_of(interaction), data)
    return []


def _typed_into(command: object, data: Mapping[str, Any]) -> list[str]:
    """Return what was typed into a command's options, or the whole command to paste again.

    Pasted into the message box, a command fills its options in, so that one that is wrong costs
    none of the others.
    """
    texts, options = typed_options(data), options_of(data)
    parameters = command.parameters if isinstance(command, app_commands.Command) else []
    offered = {parameter.display_name: parameter for parameter in parameters}
    picked = {name for name, parameter in offered.items() if parameter.autocomplete}
    if len(options) > 1 and isinstance(command, app_commands.Command):
        filled = ((str(each.get("name")), _as_chosen(each, offered, data)) for each in options)
        shown = [f"{name}: {words}" for name, words in filled if words]
        return [" ".join((f"/{command.qualified_name}", *shown))] if texts else []
    # One word alone, or one name from a list, is quickly typed again.
    alone = len(texts) == 1 and all(
        name in picked or (" " not in text and len(text) <= _LONGEST_WORD)
        for name, text in texts.items()
    )
    return [] if alone else list(texts.values())


def _as_chosen(
    option: Mapping[str, Any],
    offered: Mapping[str, app_commands.Parameter],
    data: Mapping[str, Any],
) -> str:
    """Return an option so that it can be pasted; empty for a person or place of unknown name."""
    value, parameter = option.get("value"), offered.get(str(option.get("name")))
    if parameter is None:
        return ""
    if parameter.choices:
        return next((each.name for each in parameter.choices if each.value == value), "")
    if parameter.type in _RESOLVED:
        return _name_of(str(value), data)
    if isinstance(value, bool):
        return str(value)
    words = str(value).strip()
    # What is picked from a list may be an ID that no one has seen.
    return "" if parameter.autocomplete and _PICKED_ID.fullmatch(words) else words


def _name_of(number: str, data: Mapping[str, Any]) -> str:
    """Return what Discord shows for the ID of a person, place, or role; of a file, nothing."""
    resolved = data.get("resolved")
    groups = resolved if isinstance(resolved, dict) else {}
    for kind, sign, key in (
        ("users", "@", "username"),
        ("channels", "#", "name"),
        ("roles", "@", "name"),
    ):
        group = groups.get(kind)
        facts = group.get(number) if isinstance(group, dict) else None
        if isinstance(facts, dict) and isinstance(facts.get(key), str):
            return f"{sign}{facts[key]}"
    return ""


# --- commands -------------------------------------------------------------------------------------


def command_of(
    interaction: discord.Interaction[Any],
) -> app_commands.Command[Any, ..., Any] | app_commands.ContextMenu | None:
    """Return the command that is used, or None if it is not ours."""
    try:
        return interaction.command
    except (AttributeError, KeyError, TypeError):
        return None


def options_of(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the options that were filled in, from under the names of groups and subcommands."""
    return _dicts(_filled_in(data))


def _filled_in(data: Mapping[str, Any]) -> object:
    options: object = data.get("options")
    while (inner := _dicts(options)) and inner[0].get("type") in (1, 2):
        options = inner[0].get("options")
    return options


def typed_options(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts that were typed, by the names of their options."""
    return {
        str(option.get("name")): value.strip()
        for option in options_of(data)
        if option.get("type") == Kind.string.value
        and isinstance(value := option.get("value"), str)
        and value.strip()
    }


def clean_options(data: Mapping[str, Any]) -> None:
    """Clean every typed option in place, before the library or a command reads it."""
    for option in options_of(data):
        if option.get("type") == Kind.string.value and isinstance(option.get("value"), str):
            option["value"] = clean(option["value"])


def focused_option(data: Mapping[str, Any]) -> str | None:
    """Return the name of the option that someone is typing into."""
    names = (option.get("name") for option in options_of(data) if option.get("focused") is True)
    return next((name for name in names if isinstance(name, str)), None)


def blank_option(
    parameters: Iterable[app_commands.Parameter], data: Mapping[str, Any]
) -> app_commands.Parameter | None:
    """Return the first option that is filled in with nothing that shows, and must not be."""
    offered = {parameter.display_name: parameter for parameter in parameters}
    for option in options_of(data):
        parameter = offered.get(str(option.get("name")))
        is_blank = option.get("value") == "" and option.get("focused") is not True
        if is_blank and parameter and parameter.type is Kind.string and parameter.min_value:
            return parameter
    return None


def fits(parameters: Iterable[app_commands.Parameter], data: Mapping[str, Any]) -> bool:
    """Return whether the options are those that a command with these `parameters` offers.

    The library checks neither choices nor bounds, and accepts an ID that resolves to no object.
    While someone types, the value may still be incomplete, and no IDs are resolved.
    """
    options, filled_in = options_of(data), _filled_in(data) or []
    if not isinstance(filled_in, list) or len(options) < len(filled_in):
        return False
    offered = {parameter.display_name: parameter for parameter in parameters}
    resolved = data.get("resolved")
    is_typing = focused_option(data) is not None
    for option in options:
        parameter = offered.get(str(option.get("name")))
        if parameter is None or option.get("type") != parameter.type.value:
            return False
        value = option.get("value")
        if option.get("focused") is True:
            if not _may_be_typed(parameter, value):
                return False
        elif not _fits(parameter, value):
            return False
        elif parameter.type in _RESOLVED and not is_typing:
            groups = resolved if isinstance(resolved, dict) else {}
            if not any(value in (groups.get(kind) or {}) for kind in _RESOLVED[parameter.type]):
                return False
    return True


def _may_be_typed(parameter: app_commands.Parameter, value: object) -> bool:
    if isinstance(value, str):
        return len(value) <= _LONGEST_TYPED
    is_number = parameter.type in (Kind.integer, Kind.number)
    return is_number and isinstance(value, int | float) and not isinstance(value, bool)


def _fits(parameter: app_commands.Parameter, value: object) -> bool:
    least, most = parameter.min_value, parameter.max_value
    if parameter.choices and value not in [choice.value for choice in parameter.choices]:
        return False
    match parameter.type:
        case Kind.string:
            longest = _LONGEST_TYPED if most is None else most
            return isinstance(value, str) and (least or 0) <= len(value) <= longest
        case Kind.integer:
            if not isinstance(value, int) or isinstance(value, bool):
                return False
            low = -LARGEST if least is None else least
            return low <= value <= (LARGEST if most is None else most)
        case Kind.boolean:
            return isinstance(value, bool)
        case kind if kind in _RESOLVED:
            return whole_number(value) is not None
    return False


def _dicts(value: object) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
