"""Buttons, menus, and forms: find a button, choose in a menu, complete a form."""

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.people import transcript
from sandbox.people.answers import Modal
from sandbox.people.errors import NotPossibleError
from sandbox.people.options import Place
from sandbox.people.transcript import Field, buttons_of, label_of
from sandbox.state import content as kinds
from sandbox.state.content import walk
from sandbox.state.records import Json, Message

CHOSEN_BY_VALUE = frozenset({kinds.STRING_SELECT, kinds.CHECKBOX_GROUP})


def _buttons(message: Message, label: str | None, custom_id: str | None) -> list[Json]:
    buttons = [each for each in walk(message.components) if each["type"] == kinds.BUTTON]
    if custom_id is not None:
        return _named(buttons, custom_id)
    if label is not None:
        return [each for each in buttons if label_of(each) == label]
    return buttons if len(buttons) == 1 else []


def _named(nodes: list[Json], custom_id: str) -> list[Json]:
    """Return the components of a custom_id or, when there are none, those it is a prefix of."""
    exact = [each for each in nodes if each.get("custom_id") == custom_id]
    return exact or [each for each in nodes if each.get("custom_id", "").startswith(custom_id)]


def has_button(message: Message, label: str | None, custom_id: str | None) -> bool:
    """Return whether a message has such a button."""
    return bool(_buttons(message, label, custom_id))


def button(message: Message, label: str | None, custom_id: str | None) -> Json:
    """Return a button that can be pressed, or say why not."""
    buttons = _buttons(message, label, custom_id)
    if not buttons:
        present = ", ".join(each.label for each in buttons_of(message)) or "none"
        raise NotPossibleError(f"no button {label or custom_id!r} there; there are: {present}")
    usable = [each for each in buttons if not each.get("disabled") and each.get("custom_id")]
    if not usable:
        raise NotPossibleError(f"the button {label_of(buttons[0])!r} cannot be pressed")
    return usable[0]


def _selects(message: Message, custom_id: str | None) -> list[Json]:
    menus = [each for each in walk(message.components) if each["type"] in kinds.SELECTS]
    if custom_id is None:
        return menus if len(menus) == 1 else []
    return _named(menus, custom_id)


def has_select(message: Message, custom_id: str | None) -> bool:
    """Return whether a message has such a menu."""
    return bool(_selects(message, custom_id))


def select(message: Message, custom_id: str | None) -> Json:
    """Return a menu that can be used, or say why not."""
    menus = _selects(message, custom_id)
    if not menus:
        raise NotPossibleError(f"there is no one menu {custom_id!r} there")
    if menus[0].get("disabled"):
        raise NotPossibleError("that menu is disabled")
    return menus[0]


def chosen(place: Place, menu: Json, values: Sequence[Any]) -> list[str]:
    """Return the values that a menu sends for what was picked."""
    least, most = menu.get("min_values", 1), menu.get("max_values", 1)
    if menu.get("required") is False and not values:
        return []
    if not least <= len(values) <= most:
        raise NotPossibleError(f"that menu takes {least} to {most} choices")
    if menu["type"] in CHOSEN_BY_VALUE:
        return [_option_value(menu, value) for value in values]
    return [place.mention(value) for value in values]


def _option_value(menu: Json, wanted: object) -> str:
    for option in menu.get("options", []):
        if wanted in (option["value"], option["label"]):
            return str(option["value"])
    offered = ", ".join(option["label"] for option in menu.get("options", []))
    raise NotPossibleError(f"the menu offers {offered}, not {wanted!r}")


def submission(place: Place, modal: Modal, values: Mapping[str, Any]) -> Json:
    """Return the data of a form's submission, refusing what the app would hold back."""
    fields = modal.fields
    names = {name for field in fields for name in (field.label, field.custom_id)}
    unknown = [name for name in values if name not in names]
    if unknown:
        asked = ", ".join(field.label for field in fields)
        raise NotPossibleError(f"the form asks for {asked}; not for {', '.join(unknown)}")
    filled = [_sent(place, item, values) for item in kinds.components(modal.components)]
    return {"custom_id": modal.custom_id, "components": filled}


def _sent(place: Place, item: Json, values: Mapping[str, Any]) -> Json:
    if item["type"] == kinds.TEXT:
        return {"type": kinds.TEXT, "id": item["id"]}
    field = transcript.field_of(item)
    given = values.get(field.label, values.get(field.custom_id))
    sent: Json = {"type": field.type, "id": field.raw["id"], "custom_id": field.custom_id}
    sent |= _value(place, field, given)
    if item["type"] == kinds.LABEL:
        return {"type": kinds.LABEL, "id": item["id"], "component": sent}
    return {"type": kinds.ROW, "id": item["id"], "components": [sent]}


def _value(place: Place, field: Field, given: Any) -> Json:
    if field.type == kinds.TEXT_INPUT:
        return {"value": _text(field, field.value or "" if given is None else str(given))}
    if field.type == kinds.CHECKBOX:
        return {"value": bool(field.raw.get("default") if given is None else given)}
    if field.type == kinds.RADIO_GROUP:
        picked = _defaults(field)[:1] if given is None else [given]
        if not picked and field.required:
            raise NotPossibleError(f"{field.label!r} needs a choice")
        return {"value": _option_value(field.raw, picked[0]) if picked else None}
    picked = _defaults(field) if given is None else _listed(given)
    if field.required and not picked:
        raise NotPossibleError(f"{field.label!r} needs a choice")
    menu = field.raw
    if field.type == kinds.CHECKBOX_GROUP:
        menu = {"min_values": 0, "max_values": len(menu.get("options", []))} | menu
    return {"values": chosen(place, menu | {"required": field.required}, picked)}


def _listed(given: Any) -> list[Any]:
    return list(given) if isinstance(given, (list, tuple, set)) else [given]


def _defaults(field: Field) -> list[Any]:
    if "default_values" in field.raw:
        return [int(each["id"]) for each in field.raw["default_values"]]
    return [each["value"] for each in field.raw.get("options", []) if each.get("default")]


def _text(field: Field, value: str) -> str:
    least = field.raw.get("min_length") or (1 if field.required else 0)
    most = field.raw.get("max_length") or 4000
    if not value and not field.required:
        return ""
    if not least <= len(value) <= most:
        raise NotPossibleError(f"{field.label!r} takes {least} to {most} characters")
    return value
