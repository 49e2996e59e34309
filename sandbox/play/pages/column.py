"""One person's Discord: their places on the left, the open one's messages, and what is on top."""

from collections.abc import Iterator, Mapping
from datetime import tzinfo

import htpy as h
from htpy import Element, Node

from sandbox import Channel, Message
from sandbox.play.pages import composer
from sandbox.play.pages.components import form_input
from sandbox.play.pages.markdown import Reader
from sandbox.play.pages.messages import message
from sandbox.play.window import Column, Marks
from sandbox.state.content import components
from sandbox.state.records import ChannelType
from sandbox.state.world import World

Regions = dict[str, str]


def places(column: Column, world: World) -> list[Channel]:
    """Return where this person can go: channels, each with its threads, then direct messages."""
    guild = column.person.guild
    seen = [each for each in guild.channels.values() if column.person.can_see(each)]
    found: list[Channel] = []
    for channel in seen:
        if not channel.is_thread:
            found.append(channel)
            found += [each for each in seen if each.is_thread and each.parent_id == channel.id]
    dm = world.dm_with(column.person.user)
    return [*found, dm] if dm is not None else found


def current(column: Column, world: World) -> Channel | None:
    """Return the place that is open: the chosen one, or the first where it's gone."""
    there = places(column, world)
    return next((each for each in there if each.id == column.channel), there[0] if there else None)


def readable(column: Column, channel: Channel) -> list[Message]:
    """Return the messages in a place that this person can read, without what they dismissed."""
    return [
        each
        for each in channel.messages.values()
        if each.ephemeral_for in (None, column.person.id) and each.id not in column.dismissed
    ]


def column_page(column: Column, people: Mapping[int, str]) -> Element:
    """Show a column's frame. What changes in it comes as regions."""
    where = f"c{column.number}"
    return h.section(
        class_="column",
        id=where,
        data_column=str(column.number),
        aria_label=f"Column {column.number}",
    )[
        h.header(class_="person")[
            h.form(data_act="person")[
                h.label(for_=f"{where}-person")["You are"],
                h.select(id=f"{where}-person", name="person", data_submits="")[
                    (
                        h.option(value=str(number), selected=number == column.person.id)[name]
                        for number, name in people.items()
                    )
                ],
            ]
        ],
        h.div(class_="discord")[
            h.nav(id=f"{where}-places", aria_label=f"Channels in column {column.number}"),
            h.div(class_="place")[
                h.h2(id=f"{where}-title"),
                h.div(
                    id=f"{where}-messages",
                    class_="messages",
                    role="log",
                    aria_label="Messages",
                    tabindex="0",
                ),
                h.div(id=f"{where}-notice", role="status"),
                h.div(id=f"{where}-composer"),
                h.div(id=f"{where}-completions"),
                h.form(class_="line", data_act="say")[
                    h.label(for_=f"{where}-line", class_="unseen")["Message or command"],
                    h.input(
                        id=f"{where}-line",
                        name="text",
                        autocomplete="off",
                        maxlength="2000",
                        placeholder="Message, or / for commands",
                        data_types="",
                    ),
                ],
                h.div(id=f"{where}-dialog"),
            ],
        ],
    ]


def regions(column: Column, world: World, marks: Marks, zone: tzinfo) -> Regions:
    """Return the HTML of everything in a column that can change, by the element's id."""
    where = f"c{column.number}"
    channel = current(column, world)
    there = readable(column, channel) if channel else []
    if channel and there:
        marks.reads(column.person.id, channel.id, there[-1].id)
    reader = Reader(world, column.person.guild, column.person.id, zone, world.clock.now())
    parts: dict[str, Node] = {
        f"{where}-places": _places(column, world, marks, channel),
        f"{where}-title": _title(channel),
        f"{where}-messages": list(_messages(column, world, channel, there, reader)),
        f"{where}-notice": column.notice and h.p(class_="notice")[column.notice],
        f"{where}-composer": composer.composer(column, world, channel) if channel else None,
        f"{where}-completions": composer.completions(column),
        f"{where}-dialog": _dialog(column, reader, where),
    }
    return {region: str(h.fragment[part]) for region, part in parts.items()}


def _title(channel: Channel | None) -> str:
    if channel is None:
        return "No channel"
    if channel.type is ChannelType.DM:
        return "Direct messages with Preceptor"
    kind = "private thread" if channel.is_private_thread else ""
    state = "locked" if channel.locked else "archived" if channel.archived else ""
    about = ", ".join(word for word in (kind, state) if word)
    return f"#{channel.name}" + (f" ({about})" if about else "")


def _places(column: Column, world: World, marks: Marks, here: Channel | None) -> Node:
    return h.form(data_act="go")[
        h.p(class_="server")[column.person.guild.name],
        h.ul[
            (
                h.li(class_="thread" if each.is_thread else None)[
                    _place(each, column, marks, is_here=each is here)
                ]
                for each in places(column, world)
            )
        ],
    ]


def _place(channel: Channel, column: Column, marks: Marks, *, is_here: bool) -> Element:
    unread, pings = marks.unread(column.person.id, readable(column, channel))
    name = "Preceptor (DM)" if channel.type is ChannelType.DM else f"#{channel.name}"
    classes = "place-button unread" if unread else "place-button"
    return h.button(
        type="submit",
        name="channel",
        value=str(channel.id),
        class_=classes,
        aria_current="page" if is_here else None,
    )[
        h.span[name],
        bool(unread) and h.span(class_="unseen")[f", {unread} unread"],
        bool(pings) and h.span(class_="count", title=f"{pings} that notified you")[str(pings)],
    ]


def _messages(
    column: Column,
    world: World,
    channel: Channel | None,
    there: list[Message],
    reader: Reader,
) -> Iterator[Node]:
    where = f"c{column.number}"
    if channel is None:
        yield h.p(class_="system")["This person can't see any channel."]
        return
    if len(there) > column.shown:
        yield h.form(data_act="earlier", id=f"{where}-earlier", data_version=str(len(there)))[
            h.button(type="submit", class_="link")[f"Show earlier messages ({len(there)} in all)"]
        ]
    if not there:
        yield h.p(class_="system", id=f"{where}-empty", data_version="1")["No messages here yet."]
    menus = composer.menus(column, world, channel, on_user=False)
    for each in there[-column.shown :]:
        yield message(each, reader, where, menus)


def _dialog(column: Column, reader: Reader, where: str) -> Node:
    modal = column.modal
    if modal is None:
        return None
    return h.div(
        class_="dialog", role="dialog", aria_modal="true", aria_labelledby=f"{where}-dialog-title"
    )[
        h.form(data_act="submit", enctype="multipart/form-data")[
            h.h3(id=f"{where}-dialog-title")[modal.title],
            (form_input(each, reader, where) for each in components(modal.components)),
            composer.send_or_cancel("Submit"),
        ]
    ]


def user_menus(column: Column, world: World) -> Node:
    """Show the context menus on people, where this person has any."""
    channel = current(column, world)
    names = composer.menus(column, world, channel, on_user=True) if channel else []
    if not names:
        return None
    guild, bot = column.person.guild, world.bot.id
    where = f"c{column.number}"
    return h.form(class_="user-menu", data_act="user-menu")[
        h.label(for_=f"{where}-about")["Apps for"],
        h.select(id=f"{where}-about", name="user")[
            (
                h.option(value=str(each.user.id))[each.user.name]
                for each in guild.members.values()
                if each.user.id != bot
            )
        ],
        (
            h.button(type="submit", class_="button secondary", name="menu", value=name)[name]
            for name in names
        ),
    ]
