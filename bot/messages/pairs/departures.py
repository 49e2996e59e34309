"""What a pair is told when someone left the server, or its thread is gone."""

from bot.domain.nudges.kinds import NudgeKind
from bot.domain.pairs.nudges import PartnerLeft, ThreadRenewed
from bot.domain.states import Role
from bot.language.say import Say, marked
from bot.messages.buttons import PAST_UPDATES, SEE_WAITING, see_waiting
from bot.messages.custom_id import build
from bot.messages.nudges.words import words
from bot.messages.outgoing import Button, Message
from bot.messages.pairs.endings import called_off, files
from bot.messages.text import addressed


@words(
    NudgeKind.PARTNER_LEFT,
    marked("Someone left"),
    marked("Someone in your mentorship left the server."),
)
def partner_left(say: Say, facts: PartnerLeft, ref: str) -> Message:
    """Say once that someone left, with what comes next and what to do in the meantime."""
    told = addressed(facts.staying)
    text = (
        say(
            "{told} Your mentor has left the server. This isn’t about anything you did. A "
            "moderator "
            "will write here about what’s next. Until then, try `/mentor find` or "
            "`/program suggest`.",
            told=told,
        )
        if facts.left is Role.MENTOR
        else say(
            "{told} Your mentee has left the server. This isn’t about anything you did. A "
            "moderator will write here about what’s next.",
            told=told,
        )
    )
    if facts.called_off:
        text = f"{text}\n{called_off(say, facts.called_off)}"
    row = (see_waiting(say, facts.guild, facts.pair, ref),)
    return Message(text, rows=(row,), files=files(say, facts.called_off, facts.written_at))


@words(NudgeKind.THREAD_RENEWED, marked("New thread"), marked("Your old thread was deleted."))
def renewed(say: Say, facts: ThreadRenewed, ref: str) -> Message:
    """Begin a new thread, and say what was lost with the old one and what was not."""
    text = say(
        "{members} Your old thread was deleted, so here’s a new one. Its "
        "messages are gone, but your goals, commitments, meetings, and updates are safe.",
        members=addressed(facts.members),
    )

    def button(label: str, area: str, verb: str) -> Button:
        return Button(label, build(area, verb, facts.guild, facts.pair, ref))

    row = (
        button(say(SEE_WAITING), "status", "show"),
        button(say(PAST_UPDATES), "update", "history"),
    )
    return Message(text, rows=(row,))
