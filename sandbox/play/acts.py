"""What a click or a key in a column does, as that column's person."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from sandbox import Answer, Message, NotPossibleError
from sandbox.people import options
from sandbox.people.transcript import fields_of
from sandbox.play.pages.column import current
from sandbox.play.pages.composer import offered
from sandbox.play.session import Session
from sandbox.play.starts import Upload
from sandbox.play.window import NEWEST, Column
from sandbox.rules import commands as kinds
from sandbox.state import content
from sandbox.state.records import Channel, Json


class Sent:
    """What a form of the page sent: words by name, with several values each, and files."""

    def __init__(self, words: Mapping[str, Sequence[str]], files: Mapping[str, Upload]) -> None:
        self._words = words
        self.files = files

    def word(self, name: str) -> str:
        """Return the one value of a name; empty without one."""
        return next(iter(self._words.get(name, ())), "")

    def words(self, name: str) -> list[str]:
        """Return every value of a name that isn't empty."""
        return [each for each in self._words.get(name, ()) if each]

    def number(self, name: str) -> int:
        """Return a value as a number; raise `NotPossibleError` for anything else."""
        word = self.word(name)
        if not word.isdecimal():
            raise NotPossibleError("the page sent something that isn't there anymore; reload it")
        return int(word)


Act = Callable[[Session, Column, Sent], Awaitable[None]]
ACTS: dict[str, Act] = {}


def _act(name: str) -> Callable[[Act], Act]:
    def register(act: Act) -> Act:
        ACTS[name] = act
        return act

    return register


async def perform(session: Session, column: Column, name: str, sent: Sent) -> None:
    """Do what was clicked; what Discord's own app would not allow becomes a notice."""
    column.notice = ""
    try:
        if session.busy:
            raise NotPossibleError(f"wait a moment: {session.busy}")
        await ACTS[name](session, column, sent)
    except NotPossibleError as error:
        words = str(error)
        column.notice = f"{words[:1].upper()}{words[1:]}".rstrip(".") + "."
    finally:
        session.discord.world.changed()


@_act("person")
async def be(session: Session, column: Column, sent: Sent) -> None:
    """Be someone else in this column."""
    column.person = session.person(sent.number("person"))
    column.channel = 0
    column.leave()


@_act("go")
async def go(session: Session, column: Column, sent: Sent) -> None:
    """Open a channel, a thread, or the direct messages."""
    column.channel = sent.number("channel")
    column.leave()


@_act("earlier")
async def earlier(session: Session, column: Column, sent: Sent) -> None:
    """Show more of the older messages."""
    column.shown += NEWEST


@_act("dismiss")
async def dismiss(session: Session, column: Column, sent: Sent) -> None:
    """Hide an answer that only this person sees."""
    column.dismissed.add(sent.number("message"))


# -- the line below the messages ----------------------------------------------------------------


@_act("type")
async def types(session: Session, column: Column, sent: Sent) -> None:
    """Offer the commands that begin with what is typed so far."""
    column.typing = sent.word("text")
    column.command = ""


@_act("say")
async def say(session: Session, column: Column, sent: Sent) -> None:
    """Post a message; of a command that was typed out, open it."""
    text, channel = sent.word("text").strip(), _here(session, column)
    if not text:
        return
    if text.startswith("/"):
        column.typing = text
        found = offered(column, session.discord.world, channel)
        exact = [path for path, _ in found if path == text.removeprefix("/").strip()]
        if not exact and len(found) != 1:
            column.notice = "Choose one of the commands above, or type on."
            return
        await _open(session, column, exact[0] if exact else found[0][0])
        return
    column.person.says(channel, text)


@_act("command")
async def pick(session: Session, column: Column, sent: Sent) -> None:
    """Pick a command from those that are offered."""
    await _open(session, column, sent.word("command"))


async def _open(session: Session, column: Column, path: str) -> None:
    """Show a command's options; one without any is used at once."""
    _, chain = options.find(session.discord.world, column.person.guild, path)
    column.typing, column.choices = "", {}
    if chain[-1].get("options"):
        column.command = path
    else:
        column.command = ""
        await _answered(column, await column.person.slash(path, at=_here(session, column)))


@_act("complete")
async def complete(session: Session, column: Column, sent: Sent) -> None:
    """Ask the bot what fits what is typed into an option."""
    wanted = sent.word("option")
    values = _values(session, column, sent, keep={wanted})
    typed = str(values.pop(wanted, ""))
    answer = await column.person.autocomplete(
        column.command, wanted, typed, at=_here(session, column), **values
    )
    column.choices = {**column.choices, wanted: answer.choices}


@_act("run")
async def run(session: Session, column: Column, sent: Sent) -> None:
    """Use the command with the options that were filled in."""
    if sent.word("cancel"):
        column.command, column.choices = "", {}
        return
    values = _values(session, column, sent)
    answer = await column.person.slash(column.command, values, at=_here(session, column))
    column.command, column.choices = "", {}
    await _answered(column, answer)


def _values(
    session: Session, column: Column, sent: Sent, keep: AbstractSet[str] = frozenset()
) -> dict[str, Any]:
    """Return a command's options as Discord's app sends them, without what was left out."""
    _, chain = options.find(session.discord.world, column.person.guild, column.command)
    values: dict[str, Any] = {}
    for option in chain[-1].get("options") or []:
        name = option["name"]
        if name in sent.files and option["type"] == kinds.ATTACHMENT:
            values[name] = _attachment(session, sent.files[name])
        elif sent.word(name) or name in keep:
            values[name] = _value(option, column, sent)
    return values


def _value(option: Json, column: Column, sent: Sent) -> Any:
    word, kind = sent.word(option["name"]), option["type"]
    for choice in column.choices.get(option["name"], ()):
        if choice.name == word:
            return choice.value
    if kind == kinds.BOOLEAN:
        return word == "true"
    if kind in (kinds.USER, kinds.ROLE, kinds.CHANNEL):
        return sent.number(option["name"])
    if option.get("choices") and kind in options.NUMBERS:
        return options.NUMBERS[kind](word)
    return word


def _attachment(session: Session, upload: Upload) -> Any:
    return session.discord.attachment(upload.name, upload.data)


# -- buttons, menus, forms ----------------------------------------------------------------------


@_act("click")
async def click(session: Session, column: Column, sent: Sent) -> None:
    """Press a button."""
    message = _message(session, column, sent)
    answer = await column.person.click(message, custom_id=sent.word("custom_id"))
    await _answered(column, answer)


@_act("select")
async def select(session: Session, column: Column, sent: Sent) -> None:
    """Choose in a menu."""
    message, custom_id = _message(session, column, sent), sent.word("custom_id")
    menu = next(
        (each for each in content.walk(message.components) if each.get("custom_id") == custom_id),
        None,
    )
    if menu is None:
        raise NotPossibleError("that menu isn't there anymore")
    values = _chosen(menu, sent.words("values"))
    await _answered(column, await column.person.select(message, custom_id, values))


def _chosen(menu: Json, values: list[str]) -> list[Any]:
    """Return what was chosen: text, or the ID of a person, role or channel."""
    if "options" in menu:
        return list(values)
    return [int(value) for value in values if value.isdecimal()]


@_act("submit")
async def submit(session: Session, column: Column, sent: Sent) -> None:
    """Send the form that is open, or close it."""
    modal = column.modal
    if sent.word("cancel"):
        column.modal = None
    if modal is None or sent.word("cancel"):
        return
    values: dict[str, Any] = {}
    for field in fields_of(modal.components):
        name, kind = field.custom_id, field.type
        if kind == content.FILE_UPLOAD:
            if name in sent.files:
                values[name] = [_attachment(session, sent.files[name])]
        elif kind == content.TEXT_INPUT:
            values[name] = sent.word(name)
        elif kind == content.CHECKBOX:
            values[name] = bool(sent.word(name))
        elif kind == content.RADIO_GROUP:
            values[name] = sent.word(name) or None
        else:
            values[name] = _chosen(field.raw, sent.words(name))
    answer = await column.person.submit(modal, values)
    column.modal = None
    await _answered(column, answer)


@_act("message-menu")
async def message_menu(session: Session, column: Column, sent: Sent) -> None:
    """Use an app's entry in a message's menu."""
    message = _message(session, column, sent)
    await _answered(column, await column.person.message_menu(sent.word("menu"), message))


@_act("user-menu")
async def user_menu(session: Session, column: Column, sent: Sent) -> None:
    """Use an app's entry in a person's menu."""
    target = session.person(sent.number("user"))
    answer = await column.person.user_menu(sent.word("menu"), target, at=_here(session, column))
    await _answered(column, answer)


async def _answered(column: Column, answer: Answer) -> None:
    """Show the form that an act opened, or that the bot didn't answer in time."""
    column.modal = answer.modal
    column.notice = f"{answer.failed}." if answer.failed else ""
    column.shown = NEWEST


def _here(session: Session, column: Column) -> Channel:
    channel = current(column, session.discord.world)
    if channel is None:
        raise NotPossibleError("there is no channel to write in")
    return channel


def _message(session: Session, column: Column, sent: Sent) -> Message:
    number = sent.number("message")
    for channel in session.discord.world.channels.values():
        if number in channel.messages:
            return channel.messages[number]
    raise NotPossibleError("that message was deleted")
