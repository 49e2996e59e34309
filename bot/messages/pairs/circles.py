"""What a circle is asked, so that one person does not decide for all."""

from bot.domain.nudges.kinds import NudgeKind
from bot.domain.pairs.nudges import CircleAsked
from bot.domain.states import CircleTopic
from bot.messages.buttons import suggest_times
from bot.messages.custom_id import build
from bot.messages.nudges.words import words
from bot.messages.outgoing import Button, Message, Row, Style
from bot.messages.pairs.introductions import described
from bot.messages.text import people, person, plural, timestamp
from bot.services.pairs import circles
from bot.storage.pairs.circle_questions import CircleQuestion

TAKEN_OUT = (
    "the moderators have changed who meets with whom, so {} isn’t in this circle anymore. It isn’t "
    "about anything anyone did. The circle goes on with everyone else."
)
JOINED = (
    "You can all read this thread, from its start. Say hi, and find a time that works for everyone."
)
AWAY = "Need a break just for yourself? `/away` pauses only your reminders."


def _what(topic: CircleTopic, days: int | None) -> str:
    match topic:
        case CircleTopic.PAUSE:
            return f"pause this circle for {plural(days or 0, 'day')}"
        case CircleTopic.RESUME:
            return "end the pause of this circle now"
        case CircleTopic.END_SERIES:
            return "end your series of meetings"
        case CircleTopic.END:
            return "end this circle for everyone"
        case CircleTopic.LEAVE:
            return "leave this circle"
        case CircleTopic.JOIN:
            return "join this circle"


@words(NudgeKind.CIRCLE_ASKED, "Question to your circle", "It concerns all of you.")
def question(facts: CircleAsked, ref: str) -> Message:
    """Ask a circle, show who has answered, or say how it was decided."""
    what = _what(facts.topic, facts.days)
    if facts.topic is CircleTopic.LEAVE:
        return _left(facts, ref)
    if facts.topic is CircleTopic.JOIN:
        return _joined(facts, ref)
    if facts.agreed is not None:
        return _decided(facts, what, ref)
    if not facts.is_open:
        asked_by = person(facts.asked_by)
        return Message(f"{asked_by} asked to {what}. {outdated(facts.topic)}")
    lines = [
        f"{people(facts.people)}: {person(facts.asked_by)} would like to {what}.",
        _rule(facts),
        f"Agreed: {people(facts.yes)}.",
    ]
    if facts.no:
        lines.append(f"Not now: {people(facts.no)}.")
    if facts.waiting:
        lines.append(f"Waiting on {people(facts.waiting)}.")
    row: Row = (
        Button("Agree", build("circle", "agree", facts.guild, facts.question, ref), Style.SUCCESS),
        Button("Not now", build("circle", "not-now", facts.guild, facts.question, ref)),
    )
    return Message("\n".join(lines), rows=(row,))


def _left(facts: CircleAsked, ref: str) -> Message:
    row: Row = (Button("See what’s waiting", build("status", "show", facts.guild, 0, ref)),)
    if facts.taken_out:
        gone = person(facts.asked_by)
        again = f" {gone}, you come first in the next round." if facts.waits else ""
        return Message(f"{people(facts.people)}: {TAKEN_OUT.format(gone)}{again}", rows=(row,))
    return Message(
        f"{people(facts.people)}: {person(facts.asked_by)} has left your circle, and it goes on "
        "with you. Meetings that were set stay as they are.",
        rows=(row,),
    )


def _joined(facts: CircleAsked, ref: str) -> Message:
    """Introduce a newcomer to a circle, and the circle to them."""
    new = facts.asked_by
    others = [user for user in facts.people if user not in (new, facts.mentor)]
    mentor = f"your mentor {person(facts.mentor)}" if facts.mentor else "your mentor"
    circle = f" and {people(others)}" if others else ""
    lines = [f"{person(new)}, meet {mentor}{circle}. You’re joining their circle."]
    if facts.is_back:
        lines = [f"{person(new)}, you’re back in your circle with {mentor}{circle}."]
    elif facts.newcomer is not None:
        lines.append(described(facts.newcomer))
    lines.append(JOINED)
    row: Row = (
        suggest_times(facts.guild, facts.pair, ref, Style.SECONDARY),
        Button("See what’s waiting", build("status", "show", facts.guild, 0, ref)),
    )
    return Message("\n".join(lines), rows=(row,))


def outdated(topic: CircleTopic) -> str:
    """Say why a question was closed although nobody decided it."""
    match topic:
        case CircleTopic.END_SERIES:
            why = "your series or your mentorship has changed since"
        case CircleTopic.RESUME:
            why = "the pause is over, or your mentorship has changed since"
        case _:
            why = "your mentorship has ended, is on hold, or has changed since"
    return f"This is no longer open, because {why}, and the answers changed nothing."


def _rule(facts: CircleAsked) -> str:
    return (
        f"It happens once everyone agrees. After {timestamp(facts.decide_at, 'f')}, "
        f"{facts.needed} of you are enough."
    )


def _decided(facts: CircleAsked, what: str, ref: str) -> Message:
    if facts.agreed:
        return Message(f"The circle agreed to {what}.")
    named = f"{people(facts.people)} " if facts.people else ""
    text = f"{named}not enough of your circle agreed to {what}, so nothing has changed."
    if facts.topic is CircleTopic.PAUSE:
        text += f" {AWAY}"
    row: Row = (Button("See what’s waiting", build("status", "show", facts.guild, 0, ref)),)
    return Message(text[:1].upper() + text[1:], rows=(row,) if facts.people else ())


def asked(outcome: circles.CircleAsked) -> Message:
    """Tell whoever asked that the others decide with them."""
    question = outcome.question
    what = _what(question.topic, question.days)
    if question.closed_at is not None:
        return Message(_result(question))
    if outcome.is_other:
        return Message(
            f"Nothing new was asked: your circle already decides whether to {what}. Say yes or no "
            f"to that in your thread; once it’s decided, by {timestamp(question.decide_at, 'f')}, "
            f"you can ask anew. {AWAY}"
        )
    opening = "Someone already asked this, so I counted your yes." if outcome.already else "Asked."
    text = (
        f"{opening} A circle decides together: to {what}, I need a yes from "
        f"{people(outcome.waiting)}. After {timestamp(question.decide_at, 'f')}, "
        f"{outcome.needed} of you are enough."
    )
    if question.topic is CircleTopic.PAUSE:
        text += f" {AWAY}"
    return Message(text)


def answered(outcome: circles.CircleAnswered) -> Message:
    """Tell someone that their answer is saved, and what follows."""
    question = outcome.question
    if question.agreed is None and question.closed_at is not None:
        return Message(outdated(question.topic))
    if question.closed_at is not None:
        return Message(f"Saved. {_result(question)}")
    waiting = f" Still waiting on {people(outcome.waiting)}." if outcome.waiting else ""
    said = "you agree" if outcome.agrees else "not now"
    return Message(f"Saved: {said}.{waiting}")


def _result(question: CircleQuestion) -> str:
    if question.agreed is None:
        return outdated(question.topic)
    if not question.agreed:
        return "Not enough of your circle agreed, so nothing has changed."
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
