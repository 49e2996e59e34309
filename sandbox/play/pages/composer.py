"""The line below the messages: words to post, or a slash command with its options."""

from collections.abc import Iterator

import htpy as h
from htpy import Element, Node

from sandbox import Permission
from sandbox.people import options
from sandbox.play.pages.components import PLACES
from sandbox.play.window import Column
from sandbox.rules import commands as kinds
from sandbox.state import permissions
from sandbox.state.records import CHAT, ON_MESSAGE, ON_USER, Channel, Json
from sandbox.state.world import World

MOST_OFFERED = 12
YES_NO = (("", "Leave out"), ("true", "True"), ("false", "False"))


def may_use(column: Column, world: World, command: Json, channel: Channel) -> bool:
    """Return whether Discord's app would offer a command to this person here."""
    granted = permissions.in_channel(world, column.person.id, channel)
    if not granted & Permission.USE_APPLICATION_COMMANDS:
        return False
    needed = command.get("default_member_permissions")
    return needed is None or not int(needed) & ~granted


def offered(column: Column, world: World, channel: Channel) -> list[tuple[str, str]]:
    """Return the commands that begin with, or contain, what is being typed; best first."""
    typed = column.typing.removeprefix("/").strip().lower()
    found = [
        (path, about)
        for command in world.application.commands.values()
        if command["type"] == CHAT and may_use(column, world, command, channel)
        for path, about in _paths(command, "")
        if all(word in path for word in typed.split())
    ]
    return sorted(found, key=lambda each: (not each[0].startswith(typed), each[0]))


def _paths(command: Json, before: str) -> Iterator[tuple[str, str]]:
    path = f"{before} {command['name']}".strip()
    inner = [each for each in command.get("options") or [] if each["type"] in (1, 2)]
    if not inner:
        yield path, command.get("description", "")
    for each in inner:
        yield from _paths(each, path)


def menus(column: Column, world: World, channel: Channel, *, on_user: bool) -> list[str]:
    """Return the names of the context menus that this person has here."""
    kind = ON_USER if on_user else ON_MESSAGE
    return [
        command["name"]
        for command in world.application.commands.values()
        if command["type"] == kind and may_use(column, world, command, channel)
    ]


def composer(column: Column, world: World, channel: Channel) -> Node:
    """Show the commands that fit what is typed, or the options of the one that was picked."""
    where = f"c{column.number}"
    if column.command:
        return _command(column, world, where)
    if not column.typing.startswith("/"):
        return None
    found = offered(column, world, channel)
    if not found:
        return h.p(class_="system")["No command is called that."]
    more = len(found) - MOST_OFFERED
    return h.form(class_="commands", data_act="command", aria_label="Commands")[
        (
            h.button(type="submit", name="command", value=path)[
                h.b[f"/{path}"], " ", h.small[about]
            ]
            for path, about in found[:MOST_OFFERED]
        ),
        more > 0 and h.small[f"{more} more: type on."],
    ]


def _command(column: Column, world: World, where: str) -> Node:
    _, chain = options.find(world, column.person.guild, column.command)
    listed = chain[-1].get("options") or []
    needed = [each for each in listed if each.get("required")]
    others = [each for each in listed if not each.get("required")]
    return h.form(class_="command", data_act="run", aria_label=f"/{column.command}")[
        h.div[h.b[f"/{column.command}"], " ", h.small[chain[-1].get("description", "")]],
        (_option(each, column, where) for each in needed),
        (_option(each, column, where) for each in others),
        send_or_cancel("Send"),
    ]


def send_or_cancel(label: str) -> Element:
    """Show the buttons that end a form: one sends what was typed, the other drops it."""
    return h.div(class_="row")[
        h.button(type="submit", class_="button primary")[label],
        h.button(
            type="submit",
            class_="button secondary",
            name="cancel",
            value="yes",
            formnovalidate=True,
        )["Cancel"],
    ]


def _option(option: Json, column: Column, where: str) -> Element:
    name, place = option["name"], f"{where}-o-{option['name']}"
    note = f"{place}-note"
    return h.div(class_="field")[
        h.label(for_=place)[
            name,
            bool(option.get("required")) and h.span(class_="needed", aria_hidden="true")[" *"],
        ],
        _input(option, column, place, note),
        h.small(id=note)[option.get("description", "")],
    ]


def _input(option: Json, column: Column, place: str, note: str) -> Node:
    kind, needed = option["type"], bool(option.get("required"))
    given = {"id": place, "name": option["name"], "required": needed, "aria_describedby": note}
    if kind == kinds.ATTACHMENT:
        return h.input(type="file", **given)
    listed = _listed(option, column)
    if listed is not None:
        return h.select(**given)[(h.option(value=value)[label] for value, label in listed)]
    typed = {"autocomplete": "off", "maxlength": option.get("max_length") or 6000}
    if option.get("autocomplete"):
        return h.input(data_completes=option["name"], list=f"{place}-list", **given, **typed)
    if kind in options.NUMBERS:
        step = "1" if kind == kinds.INTEGER else "any"
        low, high = option.get("min_value"), option.get("max_value")
        return h.input(type="number", step=step, min=low, max=high, **given)
    return h.input(**given, **typed)


def _listed(option: Json, column: Column) -> list[tuple[str, str]] | None:
    """Return what an option offers, if it's a choice from a list."""
    guild, kind = column.person.guild, option["type"]
    first = [("", "Leave out" if not option.get("required") else "Choose")]
    if option.get("choices"):
        return first + [(str(each["value"]), each["name"]) for each in option["choices"]]
    if kind == kinds.BOOLEAN:
        return list(YES_NO)
    if kind == kinds.USER:
        return first + [(str(each.user.id), each.user.name) for each in guild.members.values()]
    if kind == kinds.ROLE:
        return first + [(str(role.id), role.name) for role in guild.roles.values()]
    if kind == kinds.CHANNEL:
        return first + [
            (str(each.id), f"#{each.name}")
            for each in guild.channels.values()
            if each.type in PLACES
        ]
    return None


def completions(column: Column) -> Node:
    """Show what the bot offers for an option, where a browser looks for it."""
    where = f"c{column.number}"
    return [
        h.datalist(id=f"{where}-o-{name}-list")[(h.option(value=each.name) for each in listed)]
        for name, listed in column.choices.items()
    ]
