"""What a circle is asked, so that one person does not decide for all."""

from bot.domain.nudges.kinds import NudgeKind
from bot.domain.pairs.nudges import CircleAsked
from bot.domain.states import CircleTopic
from bot.language.say import Say
from bot.messages.buttons import see_waiting, suggest_times
from bot.messages.custom_id import build
from bot.messages.nudges.words import words
from bot.messages.outgoing import Button, Message, Row, Style
from bot.messages.pairs.introductions import described
from bot.messages.text import for_count, people, person, timestamp
from bot.services.pairs import circles
from bot.storage.pairs.circle_questions import CircleQuestion

TAKEN_OUT = (
    "The moderators changed the matches, so {} isn’t in this circle anymore. This isn’t "
    "about anything anyone did."
)
JOINED = "You can all read this thread from the start. Say hi and find a time that works for all."
AWAY = "Need a break just for yourself? `/away` pauses only your reminders."


def _what(say: Say, topic: CircleTopic, days: int | None) -> str:
    """Return what a circle decides about, as a label."""
    match topic:
        case CircleTopic.PAUSE:
            return for_count(
                days or 0, "Pause this circle for {n} day", "Pause this circle for {n} days"
            )
        case CircleTopic.RESUME:
            return "End the pause now"
        case CircleTopic.END_SERIES:
            return "End your meeting series"
        case CircleTopic.END:
            return "End this circle for everyone"
        case CircleTopic.LEAVE:
            return "Leave this circle"
        case CircleTopic.JOIN:
            return "Join this circle"


@words(NudgeKind.CIRCLE_ASKED, "Question to your circle", "It’s about your whole circle.")
def question(say: Say, facts: CircleAsked, ref: str) -> Message:
    """Ask a circle, show who has answered, or say how it was decided."""
    what = f"**{_what(say, facts.topic, facts.days)}**"
    if facts.topic is CircleTopic.LEAVE:
        return _left(say, facts, ref)
    if facts.topic is CircleTopic.JOIN:
        return _joined(say, facts, ref)
    if facts.agreed is not None:
        return _decided(say, facts, what, ref)
    if not facts.is_open:
        return Message(f"{what}\n{outdated(say, facts.topic)}")
    lines = [
        f"{people(facts.people)}: {person(facts.asked_by)} has a question for your circle.",
        what,
        _rule(say, facts),
        f"Agreed: {people(facts.yes)}",
    ]
    if facts.no:
        lines.append(f"Not now: {people(facts.no)}")
    if facts.waiting:
        lines.append(f"Waiting on {people(facts.waiting)}.")
    row: Row = (
        Button("Agree", build("circle", "agree", facts.guild, facts.question, ref), Style.SUCCESS),
        Button("Not now", build("circle", "not-now", facts.guild, facts.question, ref)),
    )
    return Message("\n".join(lines), rows=(row,))


def _left(say: Say, facts: CircleAsked, ref: str) -> Message:
    told, gone = people(facts.people), person(facts.asked_by)
    text = f"{told}: {gone} left your circle. Meetings already scheduled are still on."
    if facts.taken_out:
        text = f"{told}: {TAKEN_OUT.format(gone)}"
        if facts.waits:
            text = f"{text} {gone}, you’ll be first in the next round."
    return Message(text, rows=((see_waiting(say, facts.guild, ref=ref),),))


def _joined(say: Say, facts: CircleAsked, ref: str) -> Message:
    """Introduce a newcomer to a circle, and the circle to them."""
    new = facts.asked_by
    others = people([user for user in facts.people if user != new])
    lines = [f"{person(new)}, meet {others}. You’re joining their circle."]
    if facts.is_back:
        lines = [f"{person(new)}, you’re back in your circle with {others}."]
    elif facts.newcomer is not None:
        lines.append(described(say, facts.newcomer))
    if facts.mentor and not facts.is_back:
        lines.append(f"Your mentor: {person(facts.mentor)}")
    lines.append(JOINED)
    row: Row = (
        suggest_times(say, facts.guild, facts.pair, ref, Style.SECONDARY),
        see_waiting(say, facts.guild, ref=ref),
    )
    return Message("\n".join(lines), rows=(row,))


def outdated(say: Say, topic: CircleTopic) -> str:
    """Say why a question was closed although no one decided it."""
    match topic:
        case CircleTopic.END_SERIES:
            return "This is closed, since your series or your mentorship has changed."
        case CircleTopic.RESUME:
            return "This is closed, since the pause is over or your mentorship has changed."
        case _:
            return "This is closed, since your mentorship has ended, is on hold, or has changed."


def _rule(say: Say, facts: CircleAsked) -> str:
    return (
        f"It’ll happen once everyone agrees. After {timestamp(facts.decide_at, 'f')}, "
        f"{facts.needed} of you are enough."
    )


def _decided(say: Say, facts: CircleAsked, what: str, ref: str) -> Message:
    if facts.agreed:
        return Message(f"Your circle agreed: {what}")
    lines = [f"Not enough of your circle agreed, so nothing changed: {what}"]
    if facts.people:
        lines.insert(0, people(facts.people))
    if facts.topic is CircleTopic.PAUSE:
        lines.append(AWAY)
    row: Row = (see_waiting(say, facts.guild, ref=ref),)
    return Message("\n".join(lines), rows=(row,) if facts.people else ())


def asked(say: Say, outcome: circles.CircleAsked) -> Message:
    """Tell whoever asked that the others decide with them."""
    question = outcome.question
    if question.closed_at is not None:
        return Message(_result(say, question))
    deadline = timestamp(question.decide_at, "f")
    if outcome.is_other:
        what = _what(say, question.topic, question.days)
        return Message(
            f"Your circle is already deciding this: **{what}**. Answer it in your thread. You can "
            f"ask again after {deadline}.\n{AWAY}"
        )
    lines = [
        "Someone already asked this, so I counted your yes."
        if outcome.already
        else "Asked! Your circle decides together.",
        f"I need a yes from {people(outcome.waiting)}.",
        f"After {deadline}, {outcome.needed} of you are enough.",
    ]
    if question.topic is CircleTopic.PAUSE:
        lines.append(AWAY)
    return Message(" ".join(lines))


def answered(say: Say, outcome: circles.CircleAnswered) -> Message:
    """Tell someone that their answer is saved, and what follows."""
    question = outcome.question
    if question.agreed is None and question.closed_at is not None:
        return Message(outdated(say, question.topic))
    if question.closed_at is not None:
        return Message(f"Saved. {_result(say, question)}")
    sentences = ["Saved: you agree." if outcome.agrees else "Saved: not now."]
    if outcome.waiting:
        sentences.append(f"Still waiting on {people(outcome.waiting)}.")
    return Message(" ".join(sentences))


def _result(say: Say, question: CircleQuestion) -> str:
    if question.agreed is None:
        return outdated(say, question.topic)
    if not question.agreed:
        return "Not enough of your circle agreed, so nothing changed."
    match question.topic:
        case CircleTopic.PAUSE:
            return "Your circle agreed, and it’s paused now. Your thread has the date."
        case CircleTopic.RESUME:
            return "Your circle agreed, and the pause is over."
        case CircleTopic.END:
            return "Your circle agreed, and it has ended. `/update history` shows what you did."
        case CircleTopic.LEAVE:
            return "They’ve left the circle."
        case CircleTopic.JOIN:
            return "They’ve joined the circle."
        case CircleTopic.END_SERIES:
            return "Your circle agreed, and the series has ended. Your thread has the details."
