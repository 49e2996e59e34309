"""One short piece of advice below an answer, or behind a reminder's button."""

from collections.abc import Callable
from dataclasses import replace

from bot.domain.ids import GuildId
from bot.domain.programs.guide import GuideItem
from bot.language.say import Say
from bot.messages.custom_id import build
from bot.messages.outgoing import Button, Message

MOST = 2000  # of a message's content, Discord's own limit


def fits_under(outgoing: Message) -> Callable[[GuideItem], bool]:
    """Return whether there is room for an item under an answer."""
    return lambda item: len(_under(outgoing, item)) <= MOST


def with_advice(outgoing: Message, item: GuideItem | None) -> Message:
    """Add one item that fits under an answer; without one it stays as it was."""
    return replace(outgoing, content=_under(outgoing, item)) if item else outgoing


def _under(outgoing: Message, item: GuideItem) -> str:
    return f"{outgoing.content}\n\n{_line(item)}".strip()


def alone(say: Say, guild: GuildId, item: GuideItem | None) -> Message:
    """Show one item alone, and where to find more."""
    text = _line(item) if item else say("You’ve read all the advice I have for right now.")
    off = build("nudges", "open", guild)
    return Message(
        say("{text}\nSee all advice in `/guide`.", text=text),
        rows=((Button(say.of("button", "Open settings"), off),),),
    )


def _line(item: GuideItem) -> str:
    return f"**{item.title}**: {item.text}"
