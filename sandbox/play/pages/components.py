"""Buttons and menus in a message, and the inputs of a form, as controls that every browser knows.

A menu of one choice is a list box; one of several is a group of check boxes behind its name, which
keyboards and screen readers take as they are.
"""

from collections.abc import Iterator

import htpy as h
from htpy import Element, Node

from sandbox import Message
from sandbox.people.transcript import label_of
from sandbox.play.pages.markdown import Reader, markdown
from sandbox.state import content as kinds
from sandbox.state.records import ChannelType, Json

_STYLES = {1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "secondary"}
PLACES = (ChannelType.TEXT, ChannelType.ANNOUNCEMENT)


def components(one: Message, reader: Reader, where: str) -> Node:
    """Show what a message offers, row by row."""
    return [_component(node, one, reader, where) for node in one.components]


def _component(node: Json, one: Message, reader: Reader, where: str) -> Node:
    match node["type"]:
        case kinds.ROW:
            return h.div(class_="row")[
                (_component(each, one, reader, where) for each in node["components"])
            ]
        case kinds.BUTTON:
            return _button(node, one)
        case kind if kind in kinds.SELECTS:
            return _menu(node, one, reader, where)
        case kinds.TEXT:
            return h.div(class_="content")[markdown(node["content"], reader)]
        case kinds.SEPARATOR:
            return h.hr
        case kinds.SECTION:
            return h.div(class_="section")[
                (_component(each, one, reader, where) for each in node["components"]),
                _component(node["accessory"], one, reader, where),
            ]
        case kinds.CONTAINER:
            return h.div(class_="embed")[
                (_component(each, one, reader, where) for each in node["components"])
            ]
        case kinds.THUMBNAIL:
            return h.img(src=node["media"]["url"], alt=node.get("description") or "Picture")
        case kinds.GALLERY:
            return [
                h.img(src=item["media"]["url"], alt=item.get("description") or "Picture")
                for item in node["items"]
            ]
        case _:
            return h.p(class_="system")["(a component that this page doesn't draw)"]


def _button(node: Json, one: Message) -> Element:
    emoji = (node.get("emoji") or {}).get("name")
    label = [f"{emoji} " if emoji and node.get("label") else None, label_of(node)]
    if node.get("url"):
        return h.a(
            class_="button secondary", href=node["url"], target="_blank", rel="noopener noreferrer"
        )[label, " ↗"]
    return h.form(data_act="click")[
        _of(one),
        h.input(type="hidden", name="custom_id", value=node["custom_id"]),
        h.button(
            type="submit",
            class_=f"button {_STYLES[node['style']]}",
            disabled=bool(node.get("disabled")),
        )[label],
    ]


def _of(one: Message) -> Node:
    return h.input(type="hidden", name="message", value=str(one.id))


def _menu(node: Json, one: Message, reader: Reader, where: str) -> Element:
    name = node.get("placeholder") or "Choose"
    off = bool(node.get("disabled"))
    offered = options_of(node, reader)
    head = [_of(one), h.input(type="hidden", name="custom_id", value=node["custom_id"])]
    if node["max_values"] == 1:
        taken = any(chosen for _, _, _, chosen in offered)
        return h.form(class_="menu", data_act="select")[
            head,
            h.select(name="values", aria_label=name, disabled=off, data_submits="")[
                h.option(value="", selected=not taken)[name],
                (
                    h.option(value=value, selected=chosen)[_with_note(label, note)]
                    for value, label, note, chosen in offered
                ),
            ],
        ]
    chosen_now = [label for _, label, _, chosen in offered if chosen]
    return h.form(class_="menu", data_act="select")[
        head,
        h.details[
            h.summary(aria_disabled=str(off).lower())[", ".join(chosen_now) or name],
            h.fieldset(disabled=off)[
                h.legend[_how_many(node)],
                _boxes(offered, "values", f"{where}-{one.id}-{node['id']}"),
                h.button(type="submit", class_="button primary")["Choose"],
            ],
        ],
    ]


def _how_many(node: Json) -> str:
    least, most = node.get("min_values", 1), node.get("max_values", 1)
    return f"Choose {least} to {most}" if least != most else f"Choose {most}"


def _with_note(label: str, note: str) -> str:
    return f"{label} ({note})" if note else label


Offered = tuple[str, str, str, bool]


def options_of(node: Json, reader: Reader) -> list[Offered]:
    """Return what a menu offers: value, label, description, and whether it is chosen."""
    chosen = {each["id"] for each in node.get("default_values", [])}
    guild, bot = reader.guild, reader.world.bot.id
    if "options" in node:
        return [
            (each["value"], each["label"], each.get("description", ""), bool(each.get("default")))
            for each in node["options"]
        ]
    found: list[tuple[int, str]] = []
    if node["type"] in (kinds.USER_SELECT, kinds.MENTIONABLE_SELECT):
        found += [
            (each.user.id, each.user.name) for each in guild.members.values() if each.user.id != bot
        ]
    if node["type"] in (kinds.ROLE_SELECT, kinds.MENTIONABLE_SELECT):
        found += [(role.id, f"@{role.name}") for role in guild.roles.values()]
    if node["type"] == kinds.CHANNEL_SELECT:
        types = node.get("channel_types") or list(ChannelType)
        found += [
            (channel.id, f"#{channel.name}")
            for channel in guild.channels.values()
            if channel.type in types and not channel.is_private_thread
        ]
    return [(str(number), name, "", str(number) in chosen) for number, name in found]


def _boxes(offered: list[Offered], name: str, where: str, kind: str = "checkbox") -> Node:
    return h.div(class_="choices")[
        (
            h.div(class_="choice")[
                h.input(type=kind, name=name, value=value, id=f"{where}-{at}", checked=chosen),
                h.label(for_=f"{where}-{at}")[label, bool(note) and h.small[note]],
            ]
            for at, (value, label, note, chosen) in enumerate(offered)
        )
    ]


def form_input(item: Json, reader: Reader, where: str) -> Node:
    """Show one part of a form: text to read, or an input with its label and description."""
    if item["type"] == kinds.TEXT:
        return h.div(class_="content")[markdown(item["content"], reader)]
    inner = item["component"] if item["type"] == kinds.LABEL else item["components"][0]
    label = item.get("label") or inner.get("label") or ""
    note = item.get("description") or ""
    return h.div(class_="field")[list(_field(inner, label, note, reader, where))]


def _field(inner: Json, label: str, note: str, reader: Reader, where: str) -> Iterator[Node]:
    name, place = inner["custom_id"], f"{where}-f-{inner['id']}"
    needed = inner.get("required", True) is not False
    described = f"{place}-note" if note else None
    words = [label, needed and h.span(class_="needed", aria_hidden="true")[" *"]]
    told = bool(note) and h.small(id=described)[note]
    kind = inner["type"]
    if kind == kinds.TEXT_INPUT:
        yield [h.label(for_=place)[words], told]
        given = {
            "id": place,
            "name": name,
            "maxlength": inner.get("max_length") or 4000,
            "minlength": inner.get("min_length"),
            "placeholder": inner.get("placeholder"),
            "required": needed,
            "aria_describedby": described,
        }
        value = inner.get("value") or ""
        long = inner.get("style") == 2
        yield h.textarea(rows="4", **given)[value] if long else h.input(value=value, **given)
    elif kind == kinds.FILE_UPLOAD:
        yield [h.label(for_=place)[words], told]
        yield h.input(type="file", id=place, name=name, multiple=inner.get("max_values", 1) > 1)
    elif kind == kinds.CHECKBOX:
        yield h.div(class_="choice")[
            h.input(
                type="checkbox",
                id=place,
                name=name,
                value="on",
                checked=bool(inner.get("default")),
                aria_describedby=described,
            ),
            h.label(for_=place)[words],
        ]
        yield told
    elif kind in (kinds.RADIO_GROUP, kinds.CHECKBOX_GROUP) or inner.get("max_values", 1) > 1:
        boxes = "radio" if kind == kinds.RADIO_GROUP else "checkbox"
        yield h.fieldset(aria_describedby=described)[
            h.legend[words], told, _boxes(options_of(inner, reader), name, place, boxes)
        ]
    else:
        offered = options_of(inner, reader)
        taken = any(chosen for _, _, _, chosen in offered)
        yield [h.label(for_=place)[words], told]
        yield h.select(id=place, name=name, required=needed, aria_describedby=described)[
            h.option(value="", selected=not taken)[inner.get("placeholder") or "Choose"],
            (
                h.option(value=value, selected=chosen)[_with_note(text, hint)]
                for value, text, hint, chosen in offered
            ),
        ]
