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
from bot.messages import custom_id
from bot.messages.custom_id import Target

Interaction = discord.Interaction[Any]


@dataclass(frozen=True, slots=True)
class Click:
    """A click or a choice: what the component points at, and the values chosen in a select."""

    app: App
    interaction: Interaction
    target: Target
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Submission:
    """A submitted form: what it is about, and each field's values by its key."""

    app: App
    interaction: Interaction
    target: Target
    fields: dict[str, tuple[str, ...]]

    def text(self, key: str) -> str:
        """Return what was typed into, or chosen in, the field `key`; empty when left out."""
        return next(iter(self.fields.get(key, ())), "").strip()


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
        area = self._areas.get(target.area)
        if interaction.type is discord.InteractionType.modal_submit:
            on_submit = area and area.submissions.get(target.verb)
            if not on_submit:
                raise DomainError("component.unknown")
            fields = typed_fields(data["components"])
            await on_submit(Submission(self._app, interaction, target, fields))
        else:
            on_click = area and area.clicks.get(target.verb)
            if not on_click:
                raise DomainError("component.unknown")
            values = tuple(data.get("values", ()))
            await on_click(Click(self._app, interaction, target, values))


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
