"""Wins: the form, the thanks, and the public post."""

from bot.domain.ids import GuildId, PairId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.progress.wins import LONGEST, WinPosted, WinShared
from bot.language.say import Say, marked
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
from bot.messages.text import escape, people, person
from bot.services.progress.wins import WinSaved

PASTE = 4000  # Discord's own limit for a field: what is too long is given back, not cut.


def form(say: Say, guild: GuildId, pair: PairId) -> Modal:
    """Ask for the win, and who may read it."""
    return Modal(
        build("win", "tell", guild, pair),
        say("Share a win"),
        (
            TextField(
                "words",
                say("What went well?"),
                note=say("Up to {longest} characters.", longest=LONGEST),
                long=True,
                most=PASTE,
            ),
            ChoiceField(
                "share",
                say("Who can see it?"),
                (
                    Choice(say("My thread"), "no", chosen=True),
                    Choice(say("Everyone, in the wins channel"), "yes"),
                ),
            ),
        ),
    )


def win_saved(say: Say, win: WinSaved) -> Message:
    """Say who reads it now."""
    if win.posted:
        return Message(
            say(
                "Congratulations! I’ll post it in your thread with your thanks, and in the wins "
                "channel with only your name."
            )
        )
    if win.win.shared:
        return Message(
            say(
                "Congratulations! I’ll post it in your thread with your thanks. This server has no "
                "wins channel yet. A moderator can choose one in `/setup`."
            )
        )
    return Message(say("Congratulations! I’ll post it in your thread with your thanks."))


@words(NudgeKind.WIN_SHARED, marked("Win"), marked("Someone in your mentorship shared it."))
def shared(say: Say, facts: WinShared, ref: str) -> Message:
    """Show a win to the partners and thank them."""
    names, who = people(facts.partners), person(facts.author)
    text = say(
        "{names}: {who} has a win to share, and says thanks for your help!", names=names, who=who
    )
    row = (
        Button(say.of("button", "Share a win"), build("win", "form", facts.guild, facts.pair, ref)),
        Button(
            say.of("button", "Our progress"),
            build("progress", "show", facts.guild, facts.pair, ref),
        ),
    )
    return Message(text, embeds=(Embed(say("Win"), escape(facts.words, LONGEST)),), rows=(row,))


@words(NudgeKind.WIN_POSTED, marked("Win"), marked("Someone shared it with the server."))
def posted(say: Say, facts: WinPosted, ref: str) -> Message:
    """Show a win to everyone."""
    card = Embed(say("Win"), f"{escape(facts.words, LONGEST)}\n\n{person(facts.author)}")
    tell = Button(
        say.of("button", "Share a win"), build("win", "form", facts.guild, 0, ref), Style.SUCCESS
    )
    return Message(embeds=(card,), rows=((tell,),))
