"""The table of routes: Discord's own path patterns, found by a walk through their segments."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.rules.access import require
from sandbox.rules.errors import refusal
from sandbox.rules.problems import invalid
from sandbox.state import messages
from sandbox.state.records import Channel, Guild, Json, Message, Upload
from sandbox.state.world import World
from sandbox.wire.gateway import Gateway


@dataclass(frozen=True, slots=True)
class Reply:
    """A response: a status and, unless there is nothing to say, JSON."""

    status: int
    body: Any = None


NOTHING = Reply(204)


@dataclass(slots=True)
class Call:
    """One request, parsed."""

    world: World
    gateway: Gateway
    params: dict[str, str]
    query: Mapping[str, str]
    body: Any = None
    uploads: dict[int, Upload] = field(default_factory=dict)

    @property
    def bot_id(self) -> int:
        """Return the id of the bot that asks."""
        return self.world.bot.id

    def id(self, name: str) -> int:
        """Return an id from the path, or refuse what is no snowflake."""
        value = self.params[name]
        if not value.isdecimal():
            raise invalid((name,), "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')
        return int(value)

    def asks_for(self, name: str) -> bool:
        """Return whether a switch of the query is on."""
        return self.query.get(name) in ("1", "true")

    def guild(self) -> Guild:
        """Return the guild of the path, which the bot is in, or refuse with 10004."""
        guild = self.world.guilds.get(self.id("guild_id"))
        if guild is None or self.bot_id not in guild.members:
            raise refusal(10004)
        return guild

    def channel(self) -> Channel:
        """Return the channel of the path, seen by the bot or not, or refuse with 10003."""
        channel = self.world.channels.get(self.id("channel_id"))
        if channel is None:
            raise refusal(10003)
        return channel

    def open_channel(self, *needed: int) -> Channel:
        """Return the channel of the path where the bot has permissions, or refuse."""
        channel = self.channel()
        require(self.world, self.bot_id, channel, *needed)
        return channel

    def message(self, channel: Channel) -> Message:
        """Return the message of the path, if it is in the channel, or refuse with 10008."""
        message = messages.find(channel, self.id("message_id"))
        if message is None:
            raise refusal(10008)
        return message

    def form(self) -> Json:
        """Return the body as an object, an empty one when there is none."""
        if self.body is None:
            return {}
        if not isinstance(self.body, dict):
            raise invalid((), "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return dict(self.body)


Handler = Callable[[Call], Reply]


@dataclass(frozen=True, slots=True)
class Route:
    """A method and pattern with its handler; `open` ones carry their own token in the path."""

    method: str
    pattern: str
    handler: Handler
    open: bool = False


class Router:
    """Find the route for a path; a literal segment wins over a parameter."""

    def __init__(self) -> None:
        self._root: Json = {}
        self.routes: list[Route] = []

    def add(
        self, method: str, pattern: str, *, is_open: bool = False
    ) -> Callable[[Handler], Handler]:
        """Register the decorated function for a method and one of Discord's path patterns."""

        def register(handler: Handler) -> Handler:
            node = self._root
            names = []
            for segment in pattern.strip("/").split("/"):
                if segment.startswith("{"):
                    names.append(segment[1:-1])
                    segment = "*"
                node = node.setdefault(segment, {})
            route = Route(method, pattern, handler, is_open)
            node.setdefault("methods", {})[method] = (route, tuple(names))
            self.routes.append(route)
            return handler

        return register

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]] | int:
        """Return the route and its parameters, or the status (404, 405) that says why not."""
        segments = path.strip("/").split("/")
        match = _walk(self._root, segments, 0, [])
        if match is None:
            return 404
        methods, values = match
        if method not in methods:
            return 405
        route, names = methods[method]
        return route, dict(zip(names, values, strict=True))


def _walk(
    node: Json, segments: list[str], index: int, values: list[str]
) -> tuple[Json, list[str]] | None:
    if index == len(segments):
        return (node["methods"], values) if "methods" in node else None
    segment = segments[index]
    if segment in node and segment not in ("*", "methods"):
        match = _walk(node[segment], segments, index + 1, values)
        if match is not None:
            return match
    if "*" in node:
        return _walk(node["*"], segments, index + 1, [*values, segment])
    return None


ROUTER = Router()
