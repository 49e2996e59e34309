"""Wins: the form, the thanks, and the public post."""

from bot.domain.ids import GuildId, PairId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.progress.wins import LONGEST, WinPosted, WinShared
from bot.messages.custom_id import build
from bot.messages.nudges.words import words
from bot.messages.outgoing import (
    Button,
    Choice,
    ChoiceField,
    Embed,
    Message,
    Modal,
    Style,
    TextField,
)
from bot.messages.pairs.pairs import reader_of
from bot.messages.text import escape, join_list, person
from bot.services.progress.wins import WinSaved

PASTE = 4000  # Discord's own limit for a field: what is too long is given back, not cut.


def form(guild: GuildId, pair: PairId) -> Modal:
    """Ask for the win, and who may read it."""
    return Modal(
        build("win", "tell", guild, pair),
        "A win",
        (
            TextField(
                "words",
                "What went well?",
                note=f"Up to {LONGEST} characters.",
                long=True,
                most=PASTE,
            ),
            ChoiceField(
                "share",
                "Who may read it?",
                (
                    Choice("My partner", "no", chosen=True),
                    Choice("Everybody, in the wins channel", "yes"),
                ),
            ),
        ),
    )


def win_saved(win: WinSaved) -> Message:
    """Say who reads it now."""
    who = f"Your {reader_of(win.pair, win.win.author)}"
    thanks = f"Congratulations! {who} reads it in your thread, with your thanks."
    if win.posted:
        return Message(f"{thanks} The wins channel gets it too, with no name but yours.")
    if win.win.shared:
        return Message(
            f"{thanks} This server has no wins channel yet, so nobody else sees it; a moderator "
            "can choose one with `/setup`."
        )
    return Message(thanks)


@words(NudgeKind.WIN_SHARED, "Win", "Someone in your mentorship told you of it.")
def shared(facts: WinShared, ref: str) -> Message:
    """Show a win to the partners and thank them."""
    names = join_list([person(user) for user in facts.partners])
    text = f"{names}: {person(facts.author)} has a win to tell, and thanks you for your part in it."
    row = (
        Button("I have one too", build("win", "form", facts.guild, facts.pair, ref)),
        Button("Our progress", build("progress", "show", facts.guild, facts.pair, ref)),
    )
    return Message(text, embeds=(Embed("A win", escape(facts.words, LONGEST)),), rows=(row,))


@words(NudgeKind.WIN_POSTED, "Win", "Somebody shared it with the server.")
def posted(facts: WinPosted, ref: str) -> Message:
    """Show a win to everyone."""
    card = Embed("A win", f"{escape(facts.words, LONGEST)}\n\n{person(facts.author)}")
    tell = Button("Tell one of mine", build("win", "form", facts.guild, 0, ref), Style.SUCCESS)
    return Message(embeds=(card,), rows=((tell,),))
