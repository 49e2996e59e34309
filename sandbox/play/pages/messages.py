"""A channel's messages as one person reads them."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime

import htpy as h
from htpy import Element, Node

from sandbox import Message
from sandbox.play.pages.components import components
from sandbox.play.pages.markdown import Reader, hour, inline, markdown
from sandbox.state.content import walk
from sandbox.state.records import (
    CHAT_COMMAND,
    CONTEXT_COMMAND,
    LOADING,
    RECIPIENT_ADD,
    SILENT,
    Attachment,
    Json,
)

PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


def message(one: Message, reader: Reader, where: str, menus: Sequence[str] = ()) -> Element:
    """Show one message with its embeds, files, and components.

    `where` names the column. The element carries a hash of what it shows, so that the page replaces
    it only when that changes.
    """
    body = h.fragment[_body(one, reader, where, menus)].__html__()
    classes = " ".join(
        name
        for name, holds in (
            ("message", True),
            ("pings", reader.user in one.notified),
            ("ephemeral", one.ephemeral_for is not None),
        )
        if holds
    )
    return h.article(
        id=f"{where}-m{one.id}",
        class_=classes,
        data_version=hashlib.blake2b((classes + body).encode(), digest_size=8).hexdigest(),
        aria_label=f"Message from {one.author.name}",
    )[body]


def _body(one: Message, reader: Reader, where: str, menus: Sequence[str]) -> Iterator[Node]:
    at = one.created_at.astimezone(reader.zone)
    if one.type in (CHAT_COMMAND, CONTEXT_COMMAND) and one.interaction is not None:
        used = _command_of(one.interaction.data)
        yield h.div(class_="used")[f"{one.interaction.user.name} used {used}"]
    yield h.header[
        h.span(class_="author")[one.author.name],
        one.author.bot and h.span(class_="app")["APP"],
        h.time(datetime=one.created_at.isoformat())[clock_words(at, reader.now)],
        bool(one.flags & SILENT) and h.span(class_="badge")["no notification"],
        reader.user in one.notified and h.span(class_="badge ping")["pinged you"],
    ]
    if one.flags & LOADING:
        yield h.p(class_="loading")["Preceptor is thinking…"]
    elif one.type == RECIPIENT_ADD:
        yield h.p(class_="system")[f"added {one.mentions[0].name} to the thread."]
    else:
        yield h.div(class_="content")[markdown(one.content, reader)] if one.content else None
    for shown in one.embeds:
        yield _embed(shown, reader)
    yield [_file(each) for each in one.attachments]
    if one.edited_at is not None:
        yield h.span(class_="edited")["(edited)"]
    if any(walk(one.components)):
        yield components(one, reader, where)
    if one.ephemeral_for is not None:
        yield h.form(class_="only-you", data_act="dismiss")[
            h.input(type="hidden", name="message", value=str(one.id)),
            "Only you can see this · ",
            h.button(type="submit", class_="link")["Dismiss message"],
        ]
    elif menus:
        yield h.details(class_="apps")[
            h.summary(aria_label=f"Apps for the message from {one.author.name}")["Apps"],
            (_menu(name, one) for name in menus),
        ]


def _menu(name: str, one: Message) -> Element:
    return h.form(data_act="message-menu")[
        h.input(type="hidden", name="message", value=str(one.id)),
        h.button(type="submit", name="menu", value=name)[name],
    ]


def _command_of(data: Json) -> str:
    names, inner = [data["name"]], data.get("options") or []
    while inner and inner[0]["type"] in (1, 2):
        names.append(inner[0]["name"])
        inner = inner[0].get("options") or []
    return ("/" if data.get("type", 1) == 1 else "") + " ".join(names)


def clock_words(at: datetime, now: datetime) -> str:
    """Return when something was, as its reader's own clock says: today's hour, or the day too."""
    if at.date() == now.astimezone(at.tzinfo).date():
        return f"Today at {hour(at)}"
    return f"{at:%a}, {at:%b} {at.day}, {hour(at)}"


def _embed(shown: Json, reader: Reader) -> Element:
    title = inline(shown.get("title", ""), reader)
    picture = (shown.get("image") or {}).get("url", "")
    return h.div(class_="embed")[
        bool(shown.get("title")) and h.div(class_="embed-title")[_linked(title, shown)],
        bool(shown.get("description")) and h.div[markdown(shown.get("description", ""), reader)],
        bool(shown.get("fields"))
        and h.dl[
            (
                h.div(class_="inline" if field.get("inline") else None)[
                    h.dt[inline(field["name"], reader)], h.dd[markdown(field["value"], reader)]
                ]
                for field in shown.get("fields", [])
            )
        ],
        bool(picture) and h.img(src=picture, alt="Picture of an embed"),
        bool(shown.get("footer"))
        and h.div(class_="footer")[(shown.get("footer") or {}).get("text", "")],
    ]


def _linked(title: Node, shown: Json) -> Node:
    if "url" not in shown:
        return title
    return h.a(href=shown["url"], target="_blank", rel="noopener noreferrer")[title]


def _file(file: Attachment) -> Element:
    address = f"/files/{file.id}/{file.filename}"
    words = file.description or file.filename
    if (file.content_type or "").partition(";")[0] in PICTURES:
        return h.a(class_="picture", href=address, target="_blank")[h.img(src=address, alt=words)]
    size = f"{len(file.data) / 1024:.1f} KB"
    return h.a(class_="file", href=address, target="_blank")[
        h.span[file.filename], h.small[f"{size} · open"]
    ]
