"""The one way in for clicks, selects and submitted forms.

Each noun's module declares its handlers with `Routes`; the router finds the handler by the custom
id alone. Nothing is remembered between showing a button and its click, so a button works a week and
ten restarts later, and a form that was opened before a restart is still accepted.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

import discord

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, InteractionId, RoleId, UserId
from bot.messages import custom_id
from bot.messages.custom_id import Target
from bot.services.actor import Actor

Interaction = discord.Interaction[Any]


@dataclass(frozen=True, slots=True)
class Click:
    """A click or a choice: who acts, what the component points at, and what a select holds now."""

    app: App
    interaction: Interaction
    actor: Actor
    target: Target
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Submission:
    """A submitted form: who acts, what it is about, and each field's values by its key."""

    app: App
    interaction: Interaction
    actor: Actor
    target: Target
    fields: dict[str, tuple[str, ...]]

    def text(self, key: str) -> str:
        """Return what was typed into, or chosen in, the field `key`; empty when left out."""
        return next(iter(self.fields.get(key, ())), "").strip()


def actor_in(interaction: Interaction, guild: GuildId) -> Actor:
    """Return who is asking, as somebody who acts in `guild`.

    The society is always named: a click in a direct message comes without one, and its component
    says which it belongs to. There Discord tells nothing of roles and permissions, so whoever
    clicks acts as a plain member; what a member may not do, the service refuses.
    """
    member = interaction.user
    is_here = interaction.guild_id == guild
    roles = member.roles if is_here and isinstance(member, discord.Member) else []
    return Actor(
        guild=guild,
        user=UserId(member.id),
        interaction=InteractionId(interaction.id),
        manages_server=is_here and interaction.permissions.manage_guild,
        roles=frozenset(RoleId(role.id) for role in roles),
    )


OnClick = Callable[[Click], Awaitable[None]]
OnSubmit = Callable[[Submission], Awaitable[None]]


class Routes:
    """The handlers of one area, declared beside the components that lead to them."""

    def __init__(self, area: str) -> None:
        self.area = area
        self.clicks: dict[str, OnClick] = {}
        self.submissions: dict[str, OnSubmit] = {}

    def click(self, verb: str) -> Callable[[OnClick], OnClick]:
        """Declare what a button or select with `verb` does."""

        def declare(handler: OnClick) -> OnClick:
            self.clicks[verb] = handler
            return handler

        return declare

    def submit(self, verb: str) -> Callable[[OnSubmit], OnSubmit]:
        """Declare what a form with `verb` does."""

        def declare(handler: OnSubmit) -> OnSubmit:
            self.submissions[verb] = handler
            return handler

        return declare


class Router:
    """Find and run the handler of a component interaction."""

    def __init__(self, app: App, areas: Iterable[Routes]) -> None:
        self._app = app
        self._areas = {routes.area: routes for routes in areas}

    async def dispatch(self, interaction: Interaction) -> None:
        """Run the handler that the interaction's custom id names.

        Raises `DomainError` ``component.unknown`` for an id that was never ours, is from another
        version, or points into another society.
        """
        data: Any = interaction.data
        target = custom_id.parse(data["custom_id"])
        if target is None or (interaction.guild_id or target.guild) != target.guild:
            raise DomainError("component.unknown")
        actor, area = actor_in(interaction, target.guild), self._areas.get(target.area)
        if interaction.type is discord.InteractionType.modal_submit:
            on_submit = area and area.submissions.get(target.verb)
            if not on_submit:
                raise DomainError("component.unknown")
            fields = typed_fields(data["components"])
            await on_submit(Submission(self._app, interaction, actor, target, fields))
        else:
            on_click = area and area.clicks.get(target.verb)
            if not on_click:
                raise DomainError("component.unknown")
            values = tuple(data.get("values", ()))
            await on_click(Click(self._app, interaction, actor, target, values))


def typed_texts(components: list[dict[str, Any]]) -> list[str]:
    """Return what was typed into the fields, in their order; what was chosen is not among it."""
    texts = []
    for component in components:
        if "values" not in component and component.get("value"):
            texts.append(str(component["value"]).strip())
        texts += typed_texts(_inside(component))
    return [text for text in texts if text]


def _inside(component: dict[str, Any]) -> list[dict[str, Any]]:
    inner: list[dict[str, Any]] = component.get("components") or []
    return [*inner, component["component"]] if "component" in component else inner


def typed_fields(components: list[dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    """Return each field's values by key, wherever labels and rows have put it."""
    fields: dict[str, tuple[str, ...]] = {}
    for component in components:
        if "values" in component:
            fields[component["custom_id"]] = tuple(component["values"])
        elif "value" in component:
            fields[component["custom_id"]] = (str(component["value"] or ""),)
        fields.update(typed_fields(_inside(component)))
    return fields
