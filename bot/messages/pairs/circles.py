"""What a circle is asked, so that one person does not decide for all."""

from bot.domain.nudges.kinds import NudgeKind
from bot.domain.pairs.nudges import CircleAsked
from bot.domain.states import CircleTopic
from bot.language.say import Say, marked
from bot.messages.buttons import see_waiting, suggest_times
from bot.messages.custom_id import build
from bot.messages.nudges.words import words
from bot.messages.outgoing import Button, Message, Row, Style
from bot.messages.pairs.introductions import described
from bot.messages.text import people, person, timestamp
from bot.services.pairs import circles
from bot.storage.pairs.circle_questions import CircleQuestion

TAKEN_OUT = (
    "The moderators changed the matches, so {} isn’t in this circle anymore. This isn’t "
    "about anything anyone did."
)
JOINED = marked(
    "You can all read this thread from the start. Say hi and find a time that works for all."
)
AWAY = marked("Need a break just for yourself? `/away` pauses only your reminders.")


def _what(say: Say, topic: CircleTopic, days: int | None) -> str:
    """Return what a circle decides about, as a label."""
    match topic:
        case CircleTopic.PAUSE:
            return say.count(
                "Pause this circle for {n} day", "Pause this circle for {n} days", days or 0
            )
        case CircleTopic.RESUME:
            return say("End the pause now")
        case CircleTopic.END_SERIES:
            return say("End your meeting series")
        case CircleTopic.END:
            return say("End this circle for everyone")
        case CircleTopic.LEAVE:
            return say("Leave this circle")
        case CircleTopic.JOIN:
            return say("Join this circle")


@words(
    NudgeKind.CIRCLE_ASKED,
    marked("Question to your circle"),
    marked("It’s about your whole circle."),
)
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
        say(
            "{people}: {asked_by} has a question for your circle.",
            people=people(facts.people),
            asked_by=person(facts.asked_by),
        ),
        what,
        _rule(say, facts),
        say("Agreed: {yes}", yes=people(facts.yes)),
    ]
    if facts.no:
        lines.append(say("Not now: {no}", no=people(facts.no)))
    if facts.waiting:
        lines.append(say("Waiting on {waiting}.", waiting=people(facts.waiting)))
    row: Row = (
        Button(
            say.of("button", "Agree"),
            build("circle", "agree", facts.guild, facts.question, ref),
            Style.SUCCESS,
        ),
        Button(
            say.of("button", "Not now"),
            build("circle", "not-now", facts.guild, facts.question, ref),
        ),
    )
    return Message("\n".join(lines), rows=(row,))


def _left(say: Say, facts: CircleAsked, ref: str) -> Message:
    told, gone = people(facts.people), person(facts.asked_by)
    text = say(
        "{told}: {gone} left your circle. Meetings already scheduled are still on.",
        told=told,
        gone=gone,
    )
    if facts.taken_out:
        text = f"{told}: {TAKEN_OUT.format(gone)}"
        if facts.waits:
            text = say("{text} {gone}, you’ll be first in the next round.", text=text, gone=gone)
    return Message(text, rows=((see_waiting(say, facts.guild, ref=ref),),))


def _joined(say: Say, facts: CircleAsked, ref: str) -> Message:
    """Introduce a newcomer to a circle, and the circle to them."""
    new = facts.asked_by
    others = people([user for user in facts.people if user != new])
    lines = [
        say("{new}, meet {others}. You’re joining their circle.", new=person(new), others=others)
    ]
    if facts.is_back:
        lines = [
            say("{new}, you’re back in your circle with {others}.", new=person(new), others=others)
        ]
    elif facts.newcomer is not None:
        lines.append(described(say, facts.newcomer))
    if facts.mentor and not facts.is_back:
        lines.append(say("Your mentor: {mentor}", mentor=person(facts.mentor)))
    lines.append(say(JOINED))
    row: Row = (
        suggest_times(say, facts.guild, facts.pair, ref, Style.SECONDARY),
        see_waiting(say, facts.guild, ref=ref),
    )
    return Message("\n".join(lines), rows=(row,))


def outdated(say: Say, topic: CircleTopic) -> str:
    """Say why a question was closed although no one decided it."""
    match topic:
        case CircleTopic.END_SERIES:
            return say("This is closed, since your series or your mentorship has changed.")
        case CircleTopic.RESUME:
            return say("This is closed, since the pause is over or your mentorship has changed.")
        case _:
            return say(
                "This is closed, since your mentorship has ended, is on hold, or has changed."
            )


def _rule(say: Say, facts: CircleAsked) -> str:
    return say(
        "It’ll happen once everyone agrees. After {decide_at}, {needed} of you are enough.",
        decide_at=timestamp(facts.decide_at, "f"),
        needed=facts.needed,
    )


def _decided(say: Say, facts: CircleAsked, what: str, ref: str) -> Message:
    if facts.agreed:
        return Message(say("Your circle agreed: {what}", what=what))
    lines = [say("Not enough of your circle agreed, so nothing changed: {what}", what=what)]
    if facts.people:
        lines.insert(0, people(facts.people))
    if facts.topic is CircleTopic.PAUSE:
        lines.append(say(AWAY))
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
            say(
                "Your circle is already deciding this: **{what}**. Answer it in your thread. You "
                "can "
                "ask again after {deadline}.\n{words}",
                what=what,
                deadline=deadline,
                words=say(AWAY),
            )
        )
    lines = [
        say("Someone already asked this, so I counted your yes.")
        if outcome.already
        else say("Asked! Your circle decides together."),
        say("I need a yes from {waiting}.", waiting=people(outcome.waiting)),
        say(
            "After {deadline}, {needed} of you are enough.",
            deadline=deadline,
            needed=outcome.needed,
        ),
    ]
    if question.topic is CircleTopic.PAUSE:
        lines.append(say(AWAY))
    return Message(" ".join(lines))


def answered(say: Say, outcome: circles.CircleAnswered) -> Message:
    """Tell someone that their answer is saved, and what follows."""
    question = outcome.question
    if question.agreed is None and question.closed_at is not None:
        return Message(outdated(say, question.topic))
    if question.closed_at is not None:
        return Message(say("Saved. {result}", result=_result(say, question)))
    sentences = [say("Saved: you agree.") if outcome.agrees else say("Saved: not now.")]
    if outcome.waiting:
        sentences.append(say("Still waiting on {waiting}.", waiting=people(outcome.waiting)))
    return Message(" ".join(sentences))


def _result(say: Say, question: CircleQuestion) -> str:
    if question.agreed is None:
        return outdated(say, question.topic)
    if not question.agreed:
        return say("Not enough of your circle agreed, so nothing changed.")
    match question.topic:
        case CircleTopic.PAUSE:
            return say("Your circle agreed, and it’s paused now. Your thread has the date.")
        case CircleTopic.RESUME:
            return say("Your circle agreed, and the pause is over.")
        case CircleTopic.END:
            return say(
                "Your circle agreed, and it has ended. `/update history` shows what you did."
            )
        case CircleTopic.LEAVE:
            return say("They’ve left the circle.")
        case CircleTopic.JOIN:
            return say("They’ve joined the circle.")
        case CircleTopic.END_SERIES:
            return say("Your circle agreed, and the series has ended. Your thread has the details.")
