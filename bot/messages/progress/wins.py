"""Wins: the form, the thanks, and the post for everybody."""

from bot.domain.ids import GuildId, PairId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.progress.wins import LONGEST, WinPosted, WinShared
from bot.messages.custom_id import build
from bot.messages.nudges.words import words
from bot.messages.outgoing import (
    ButtonSpec,
    Card,
    Choice,
    ChoiceField,
    Form,
    Outgoing,
    Style,
    TextField,
)
from bot.messages.text import joined, person, said
from bot.services.progress.wins import WinTold

PASTE = 4000  # Discord's own limit for a field: what is too long is given back, not cut.


def form(guild: GuildId, pair: PairId) -> Form:
    """Ask for the win, and who may read it."""
    return Form(
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


def told(done: WinTold) -> Outgoing:
    """Say who reads it now."""
    thanks = "Congratulations! Your partner reads it in your thread, with your thanks."
    if done.posted:
        return Outgoing(f"{thanks} The wins channel gets it too, without your partner's name.")
    if done.win.shared:
        return Outgoing(
            f"{thanks} This server has no wins channel yet, so nobody else sees it; a moderator "
            "can choose one with `/setup`."
        )
    return Outgoing(thanks)


@words(NudgeKind.WIN_SHARED, "a win", "Your partner told you of it.")
def shared(facts: WinShared, ref: str) -> Outgoing:
    """Show a win to the partners and thank them."""
    names = joined([person(one) for one in facts.partners])
    text = f"{names}: {person(facts.author)} has a win to tell, and thanks you for your part in it."
    row = (
        ButtonSpec("I have one too", build("win", "form", facts.guild, facts.pair, ref)),
        ButtonSpec("Our progress", build("progress", "show", facts.guild, facts.pair, ref)),
    )
    return Outgoing(text, cards=(Card("A win", said(facts.words, LONGEST)),), rows=(row,))


@words(NudgeKind.WIN_POSTED, "a win", "Somebody shared it with the server.")
def posted(facts: WinPosted, ref: str) -> Outgoing:
    """Show a win to everybody."""
    card = Card("A win", f"{said(facts.words, LONGEST)}\n\n{person(facts.author)}")
    tell = ButtonSpec("Tell one of mine", build("win", "form", facts.guild, 0, ref), Style.GOOD)
    return Outgoing(cards=(card,), rows=((tell,),))
