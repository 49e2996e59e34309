"""Route button clicks, selects, and modal submissions to their handlers.

Each noun's module declares its handlers with `Routes`; the router finds the handler by the custom
ID alone. No state is kept between showing a button and its click, so a button works a week and ten
restarts later, and a form that was opened before a restart is still accepted.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import discord
import structlog

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, InteractionId, RoleId, UserId
from bot.language.catalogs import Languages
from bot.language.say import Say
from bot.messages import custom_id
from bot.messages.custom_id import Target
from bot.services.actor import Actor
from bot.views import payloads

Interaction = discord.Interaction[Any]
T = TypeVar("T")
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Click:
    """A click or a choice: who acts, what the component refers to, and the values of a select."""

    app: App
    interaction: Interaction
    actor: Actor
    target: Target
    values: tuple[str, ...]

    @property
    def say(self) -> Say:
        """Return the language of whoever clicked."""
        return self.app.languages.say_in(self.actor.language)

    def choice(self) -> str:
        """Return what was chosen; empty if nothing was."""
        return self.values[0] if self.values else ""

    def numbers(self) -> list[int]:
        """Return the ids or numbers that were chosen.

        Raises `DomainError` ``component.unknown`` for what no select of ours offers.
        """
        read = (payloads.whole_number(value) for value in self.values)
        numbers = [number for number in read if number is not None]
        if len(numbers) < len(self.values):
            raise DomainError("component.unknown")
        return numbers

    def number(self) -> int:
        """Return the one number that was chosen; raise as `numbers` if there isn't exactly one."""
        if len(self.values) != 1:
            raise DomainError("component.unknown")
        return self.numbers()[0]


@dataclass(frozen=True, slots=True)
class Submission:
    """A submitted form: who acts, what it is about, and each field's values by its key."""

    app: App
    interaction: Interaction
    actor: Actor
    target: Target
    fields: dict[str, tuple[str, ...]]

    @property
    def say(self) -> Say:
        """Return the language of whoever submitted it."""
        return self.app.languages.say_in(self.actor.language)

    def text(self, key: str) -> str:
        """Return what was typed into, or chosen in, the field `key`; empty if left out."""
        return next(iter(self.fields.get(key, ())), "").strip()


def actor_in(interaction: Interaction, guild: GuildId) -> Actor:
    """Return who is asking, as someone who acts in `guild`.

    The society is always named, because a click in a direct message carries none, and its component
    says which it belongs to. In a direct message Discord sends no roles or permissions, so whoever
    clicks acts as a plain member; the service refuses what a member may not do.
    """
    member = interaction.user
    is_here, server = interaction.guild_id == guild, interaction.guild
    roles = member.roles if is_here and isinstance(member, discord.Member) else []
    return Actor(
        guild=guild,
        user=UserId(member.id),
        interaction=InteractionId(interaction.id),
        manages_server=is_here and interaction.permissions.manage_guild,
        roles=frozenset(RoleId(role.id) for role in roles),
        owns_server=is_here and server is not None and server.owner_id == member.id,
        language=str(interaction.locale),
    )


def say_for(interaction: Interaction) -> Say:
    """Return the language of whoever sees the answer to an interaction."""
    languages: Languages = interaction.client.app.languages
    return languages.say_in(str(interaction.locale))


OnClick = Callable[[Click], Awaitable[None]]
OnSubmit = Callable[[Submission], Awaitable[None]]


class Routes:
    """The handlers of one area, declared next to the components that lead to them."""

    def __init__(self, area: str) -> None:
        self.area = area
        self.clicks: dict[str, OnClick] = {}
        self.submissions: dict[str, OnSubmit] = {}

    def click(self, verb: str) -> Callable[[OnClick], OnClick]:
        """Declare the handler of a button or select with `verb`."""

        def declare(handler: OnClick) -> OnClick:
            self.clicks[verb] = handler
            return handler

        return declare

    def click_each(
        self, values: Mapping[str, T]
    ) -> Callable[[Callable[[Click, T], Awaitable[None]]], Callable[[Click, T], Awaitable[None]]]:
        """Declare the handler of several buttons that differ in one value, given by verb."""

        def declare(
            handler: Callable[[Click, T], Awaitable[None]],
        ) -> Callable[[Click, T], Awaitable[None]]:
            for verb, value in values.items():
                self.clicks[verb] = _with_value(handler, value)
            return handler

        return declare

    def submit(self, verb: str) -> Callable[[OnSubmit], OnSubmit]:
        """Declare the handler of a form with `verb`."""

        def declare(handler: OnSubmit) -> OnSubmit:
            self.submissions[verb] = handler
            return handler

        return declare


def _with_value(handler: Callable[[Click, T], Awaitable[None]], value: T) -> OnClick:
    async def on_click(click: Click) -> None:
        await handler(click, value)

    return on_click


class Router:
    """Find and run the handler of a component interaction."""

    def __init__(self, app: App, areas: Iterable[Routes]) -> None:
        self._app = app
        self._areas = {routes.area: routes for routes in areas}

    async def dispatch(self, interaction: Interaction) -> None:
        """Run the handler that the interaction's custom ID names.

        Raises `DomainError` ``component.unknown``, and logs a line, for an ID that was never ours,
        is from another version, or belongs to another society.
        """
        data: Any = interaction.data
        name = data.get("custom_id")
        target = custom_id.parse(name) if isinstance(name, str) else None
        if target is None:
            raise _unknown("no shape of ours")
        if (interaction.guild_id or target.guild) != target.guild:
            raise _unknown("another server's", target)
        actor, area = actor_in(interaction, target.guild), self._areas.get(target.area)
        if interaction.type is discord.InteractionType.modal_submit:
            on_submit = area and area.submissions.get(target.verb)
            if not on_submit:
                raise _unknown("no such form", target)
            fields = payloads.typed_fields(data.get("components"))
            await on_submit(Submission(self._app, interaction, actor, target, fields))
        else:
            on_click = area and area.clicks.get(target.verb)
            if not on_click:
                raise _unknown("no such button", target)
            values = payloads.chosen(data)
            await on_click(Click(self._app, interaction, actor, target, values))


def _unknown(reason: str, target: Target | None = None) -> DomainError:
    """Log why an ID is refused, without the ID itself, which may contain a person's."""
    area, verb = (target.area, target.verb) if target else (None, None)
    log.warning("component.unknown", reason=reason, area=area, verb=verb)
    return DomainError("component.unknown")
