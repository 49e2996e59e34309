"""From "cohort create" and plain values to a slash command's data, as Discord's app does it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.people.errors import NotPossibleError
from sandbox.rules import commands as kinds
from sandbox.state.records import (
    CHAT,
    Channel,
    Guild,
    Json,
    Mentionable,
    Role,
    User,
)
from sandbox.state.world import World

NUMBERS = {kinds.INTEGER: int, kinds.NUMBER: float}


@dataclass(frozen=True, slots=True)
class Place:
    """Who types the command, and where; `mentioned` gathers what its values are about."""

    world: World
    user: User
    guild: Guild
    channel: Channel
    mentioned: list[Mentionable] = field(default_factory=list)

    def mention(self, value: Any) -> str:
        """Return the id, as text, of a person, role, channel, file or message, or of an int."""
        thing = getattr(value, "user", value)
        if isinstance(thing, int):
            thing = self._by_id(thing)
        if not isinstance(thing, Mentionable):
            raise NotPossibleError(f"{value!r} is nothing that an option can hold")
        self.mentioned.append(thing)
        return str(thing.id)

    def _by_id(self, number: int) -> User | Role | Channel:
        for group in (self.world.users, self.guild.roles, self.guild.channels):
            if number in group:
                thing: User | Role | Channel = group[number]
                return thing
        raise NotPossibleError(f"nothing here has the id {number}")


def find(world: World, guild: Guild, path: str) -> tuple[Json, list[Json]]:
    """Return the registered command and the chain of options down to what `path` names."""
    first, *rest = path.split()
    available = [*guild.commands.values(), *world.application.commands.values()]
    for command in available:
        if command["type"] == CHAT and command["name"] == first:
            break
    else:
        raise NotPossibleError(f"there is no command /{first}")
    chain = [command]
    for name in rest:
        inner = chain[-1].get("options") or []
        option = next((each for each in inner if each["name"] == name and each["type"] <= 2), None)
        if option is None:
            raise NotPossibleError(f"there is no command /{path}")
        chain.append(option)
    if any(each["type"] <= 2 for each in chain[-1].get("options") or []):
        raise NotPossibleError(f"/{path} is a group, not a command")
    return command, chain


def command_data(
    place: Place, path: str, values: Mapping[str, Any], *, focused: str | None = None
) -> Json:
    """Return an interaction's data for a command, refusing what the app would not let pass."""
    command, chain = find(place.world, place.guild, path)
    options = {each["name"]: each for each in chain[-1].get("options") or []}
    named = {_real_name(options, name, path): value for name, value in values.items()}
    missing = [
        name for name, option in options.items() if option.get("required") and name not in named
    ]
    if missing and focused is None:
        raise NotPossibleError(f"/{path} needs {', '.join(missing)}")
    filled: list[Json] = []
    for name, value in named.items():
        if value is None:
            continue
        entry = _filled(place, options[name], value, typing=name == focused)
        filled.append(entry)
    for link in reversed(chain[1:]):
        filled = [{"type": link["type"], "name": link["name"], "options": filled}]
    data: Json = {"id": command["id"], "name": command["name"], "type": 1, "options": filled}
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    return data


def _real_name(options: Mapping[str, Json], name: str, path: str) -> str:
    """Accept `remind_on` for "remind-on" and `from_` for "from"."""
    for wanted in (
        name,
        name.rstrip("_"),
        name.replace("_", "-"),
        name.rstrip("_").replace("_", "-"),
    ):
        if wanted in options:
            return wanted
    raise NotPossibleError(f"/{path} has no option {name!r}; it has {', '.join(options) or 'none'}")


def _filled(place: Place, option: Json, value: Any, *, typing: bool) -> Json:
    kind, name = option["type"], option["name"]
    entry: Json = {"type": kind, "name": name}
    if typing:
        return entry | {"value": str(value), "focused": True}
    if kind == kinds.STRING:
        return entry | {"value": _checked_text(option, str(value))}
    if kind in NUMBERS:
        return entry | {"value": _checked_number(option, NUMBERS[kind](value))}
    if kind == kinds.BOOLEAN:
        if not isinstance(value, bool):
            raise NotPossibleError(f"{name} is either true or false")
        return entry | {"value": value}
    return entry | {"value": place.mention(value)}


def _checked_text(option: Json, value: str) -> str:
    choices = option.get("choices")
    if choices:
        for choice in choices:
            if value in (choice["name"], choice["value"]):
                return str(choice["value"])
        offered = ", ".join(choice["name"] for choice in choices)
        raise NotPossibleError(f"{option['name']} offers {offered}, not {value!r}")
    least, most = option.get("min_length", 0), option.get("max_length", 6000)
    if not least <= len(value) <= most:
        raise NotPossibleError(f"{option['name']} takes {least} to {most} characters")
    return value


def _checked_number(option: Json, value: float) -> float:
    choices = option.get("choices")
    if choices and value not in [choice["value"] for choice in choices]:
        raise NotPossibleError(f"{option['name']} does not offer {value}")
    low, high = option.get("min_value", -(2**53)), option.get("max_value", 2**53)
    if not low <= value <= high:
        raise NotPossibleError(f"{option['name']} takes {low} to {high}")
    return value
