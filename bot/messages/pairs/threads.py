"""What is said about a pair's thread itself."""

from bot.domain.nudges.kinds import NudgeKind
from bot.domain.pairs.nudges import ThreadRenewed
from bot.messages.custom_id import build
from bot.messages.nudges.words import words
from bot.messages.outgoing import ButtonSpec, Outgoing
from bot.messages.text import people


@words(NudgeKind.THREAD_RENEWED, "the first line of a new thread", "Your old thread was deleted.")
def renewed(facts: ThreadRenewed, ref: str) -> Outgoing:
    """Begin a new thread, and say what was lost with the old one and what was not."""
    text = (
        f"{people(facts.members)}, your earlier thread was deleted, so here is a new one. What you "
        "wrote to each other there is gone; your goals, promises, meetings and updates are kept."
    )

    def button(label: str, area: str, verb: str) -> ButtonSpec:
        return ButtonSpec(label, build(area, verb, facts.guild, facts.pair, ref))

    row = (
        button("What is waiting?", "status", "show"),
        button("Earlier updates", "update", "history"),
    )
    return Outgoing(text, rows=(row,))
