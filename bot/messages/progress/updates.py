"""The form for an update, and the log."""

from bot.domain.ids import GuildId, PairId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import UpdateShared
from bot.domain.progress.updates import LONGEST_PART
from bot.domain.states import PairState
from bot.language.say import Say, marked
from bot.messages.custom_id import build
from bot.messages.nudges.words import words
from bot.messages.outgoing import Button, Embed, Message, Modal, Style, TextField
from bot.messages.text import escape, people, person, timestamp, truncate
from bot.services.progress.updates import UpdateLogged
from bot.storage.pairs.pairs import Pair
from bot.storage.progress.updates import Update


def form(say: Say, guild: GuildId, pair: PairId, ref: str | None = None) -> Modal:
    """Ask for progress, roadblocks, and next steps; `ref` is of the check-in it answers."""

    def part(key: str, label: str, placeholder: str) -> TextField:
        return TextField(
            key, label, placeholder=placeholder, required=False, long=True, most=LONGEST_PART
        )

    return Modal(
        custom_id=build("update", "log", guild, pair, ref),
        title=say("Post an update"),
        fields=(
            part(
                "moved",
                say("What progress did you make?"),
                say("A draft, a visit, a decision, a grade…"),
            ),
            part("in_the_way", say("Any roadblocks?"), say("Leave this empty if there aren’t any")),
            part("next_step", say("What’s next?"), say("Your next small step and its date")),
        ),
    )


def logged(say: Say, logged: UpdateLogged, *, is_locked: bool = False) -> Message:
    """Thank the author and say what happens with it; `is_locked` is the pair's thread."""
    text = say("Logged! I’ll post it in your thread.")
    if logged.waits or is_locked:
        text = say(
            "Logged, but your thread is locked or I can’t reach it. I’ll tell the moderators and "
            "post it there once it’s open again."
        )
    elif logged.pair.is_held:
        text = say("Logged. Your match isn’t in the server, so no one will see it for now.")
    if logged.cleared:
        text = say("{text} It also counts as your check-in.", text=text)
    row = (
        Button(
            say.of("button", "Past updates"),
            build("update", "history", logged.pair.guild, logged.pair.id),
        ),
    )
    return Message(text, rows=(row,))


def history(say: Say, pair: Pair, updates: list[Update], reader: UserId) -> Message:
    """Show the latest updates, newest first, as `reader` sees them."""
    again = Button(
        say.of("button", "Post an update"),
        build("update", "form", pair.guild, pair.id),
        Style.PRIMARY,
    )
    picture = Button(
        say.of("button", "Our progress"), build("progress", "show", pair.guild, pair.id)
    )
    if not updates:
        text = say("No updates yet. A short one is a good start.")
        if pair.state is PairState.ENDED:
            text = say("There were no updates.")
        return Message(text, rows=((again, picture),))
    fields = tuple((f"#{update.id}", _body(say, update, reader)) for update in updates)
    return Message(embeds=(Embed(say("Latest updates"), fields=fields),), rows=((again, picture),))


def _body(say: Say, update: Update, reader: UserId) -> str:
    parts = (
        (say("Progress"), update.moved),
        (say("Roadblocks"), update.in_the_way),
        (say("Next"), update.next_step),
    )
    lines = [f"{name}: {escape(words, 150)}" for name, words in parts if words]
    who = say("You") if update.author == reader else person(update.author)
    # The day is in the body: only there Discord shows it in each reader's own calendar.
    return truncate("\n".join([f"{timestamp(update.logged_at, 'D')} · {who}", *lines]), 500)


@words(
    NudgeKind.UPDATE_SHARED,
    marked("Update"),
    marked("Someone in your mentorship posted an update."),
)
def shared(say: Say, facts: UpdateShared, ref: str) -> Message:
    """Show the partner an update."""
    parts = (
        (say("Progress"), facts.moved),
        (say("Roadblocks"), facts.in_the_way),
        (say("Next"), facts.next_step),
    )
    card = Embed(
        title=say("Update"),
        fields=tuple((name, escape(words)) for name, words in parts if words),
    )
    content = say(
        "{partners}: {author} posted an update.",
        partners=people(facts.partners),
        author=person(facts.author),
    )
    row = (
        Button(
            say.of("button", "Post an update"),
            build("update", "form", facts.guild, facts.pair, ref),
        ),
        Button(
            say.of("button", "Past updates"),
            build("update", "history", facts.guild, facts.pair, ref),
        ),
    )
    return Message(content, embeds=(card,), rows=(row,))
