"""The form for an update, and the log."""

from bot.domain.ids import GuildId, PairId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import UpdateShared
from bot.domain.progress.updates import LONGEST_PART
from bot.domain.states import PairState
from bot.messages.custom_id import build
from bot.messages.nudges.words import words
from bot.messages.outgoing import Button, Embed, Message, Modal, Style, TextField
from bot.messages.pairs.pairs import reader_of
from bot.messages.text import escape, join_list, person, timestamp, truncate
from bot.services.progress.updates import UpdateLogged
from bot.storage.pairs.pairs import Pair
from bot.storage.progress.updates import Update


def form(guild: GuildId, pair: PairId, ref: str | None = None) -> Modal:
    """Ask for progress, roadblocks, and next steps; `ref` is of the check-in it answers."""

    def part(key: str, label: str, placeholder: str) -> TextField:
        return TextField(
            key, label, placeholder=placeholder, required=False, long=True, most=LONGEST_PART
        )

    return Modal(
        custom_id=build("update", "log", guild, pair, ref),
        title="Log an update",
        fields=(
            part("moved", "What moved?", "A draft, a visit, a decision, a grade ..."),
            part("in_the_way", "What is in the way?", "Leave it empty when nothing is."),
            part("next_step", "What is next?", "The next small step, and by when."),
        ),
    )


def logged(logged: UpdateLogged, *, is_locked: bool = False) -> Message:
    """Thank the author and say what happens with it; `is_locked` is the pair's thread."""
    who = f"Your {reader_of(logged.pair, logged.update.author)}"
    seen = f"{who} sees it in your thread"
    if logged.waits or is_locked:
        seen = (
            f"{who} does not see it yet: your thread is locked, or I can't reach it. The "
            "moderators are told, and it appears there once it is open again"
        )
    elif logged.pair.is_held:
        seen = f"{who} isn’t in the server, so no one will read it for now"
    cleared = " It also answers the check-in that was waiting for you." if logged.cleared else ""
    row = (Button("Earlier ones", build("update", "history", logged.pair.guild, logged.pair.id)),)
    return Message(f"Logged, thank you. {seen}.{cleared}", rows=(row,))


def history(pair: Pair, updates: list[Update], reader: UserId) -> Message:
    """Show the latest updates, newest first, as `reader` sees them."""
    again = Button("Log an update", build("update", "form", pair.guild, pair.id), Style.PRIMARY)
    picture = Button("Our progress", build("progress", "show", pair.guild, pair.id))
    if not updates:
        text = "Nothing is logged yet. A first line can be short."
        if pair.state is PairState.ENDED:
            text = "No update was logged."
        return Message(text, rows=((again, picture),))
    fields = tuple((f"#{update.id}", _body(update, reader)) for update in updates)
    return Message(embeds=(Embed("Your latest updates", fields=fields),), rows=((again, picture),))


def _body(update: Update, reader: UserId) -> str:
    parts = (
        ("moved", update.moved),
        ("in the way", update.in_the_way),
        ("next", update.next_step),
    )
    parts_shown = "; ".join(f"{name}: {escape(words, 150)}" for name, words in parts if words)
    who = "you" if update.author == reader else person(update.author)
    # The day is in the body: only there Discord shows it in each reader's own calendar.
    return truncate(f"{timestamp(update.logged_at, 'D')}, {who}: {parts_shown}", 500)


@words(NudgeKind.UPDATE_SHARED, "Update", "Someone in your mentorship logged it for you to see.")
def shared(facts: UpdateShared, ref: str) -> Message:
    """Show the partner an update."""
    parts = (
        ("What moved", facts.moved),
        ("In the way", facts.in_the_way),
        ("Next", facts.next_step),
    )
    card = Embed(
        title="An update",
        fields=tuple((name, escape(words)) for name, words in parts if words),
    )
    content = (
        f"{join_list([person(user) for user in facts.partners])}: {person(facts.author)} wrote"
    )
    row = (
        Button("Log one too", build("update", "form", facts.guild, facts.pair, ref)),
        Button("Earlier ones", build("update", "history", facts.guild, facts.pair, ref)),
    )
    return Message(content, embeds=(card,), rows=(row,))
