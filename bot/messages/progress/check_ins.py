"""Messages about check-ins."""

from datetime import datetime

from bot.domain.ids import UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import CheckInDue
from bot.domain.pairs.nudges import PauseNotice
from bot.domain.progress.check_ins import CheckInLater
from bot.domain.states import CheckInAnswer, PairState
from bot.messages.custom_id import build
from bot.messages.meetings import pauses
from bot.messages.nudges.words import words
from bot.messages.outgoing import Button, Message, Row, Style
from bot.messages.pairs import circles
from bot.messages.text import addressed, person, plural, timestamp
from bot.services.pairs.circles import CircleAsked
from bot.services.pairs.pairs import PairPaused
from bot.services.progress.check_ins import CheckInAnswered
from bot.storage.progress.check_ins import CheckIn

_WEEKS = {1: "a week", 2: "two weeks"}
_SAID = {
    CheckInAnswer.ON_TRACK: "you are on track",
    CheckInAnswer.A_WORD: "you had a word to say",
    CheckInAnswer.BUSY: "you’re busy right now",
    CheckInAnswer.NEED_HELP: "you need help",
    CheckInAnswer.UPDATE_LOGGED: "you logged an update",
    CheckInAnswer.MEETING_CONFIRMED: "you agreed on a meeting",
}


@words(
    NudgeKind.CHECK_IN,
    "a check-in",
    "It was your turn: one of you is asked each time, in turn.",
    label="Check-ins",
    when="Your own day and hour for it had come.",
)
def check_in_question(facts: CheckInDue, ref: str) -> Message:
    """Ask the person whose turn it is; after several unanswered ones, offer a pause."""

    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("check-in", verb, facts.guild, facts.check_in, ref), style)

    owner = addressed([facts.owner])
    if facts.pause_days_offered:
        text = (
            f"{owner} Busy right now? You can pause for {_stretch(facts.pause_days_offered)}, or "
            "say how it’s going."
        )
        row: Row = (
            button("Pause", "rest", Style.PRIMARY),
            button("Still on track", "on-track", Style.SUCCESS),
            button("Post an update", "word"),
            Button("Advice", build("advice", "when-silent", facts.guild, facts.pair, ref)),
        )
        return Message(text, rows=(row,))
    text = f"{owner} A quick check-in: how is it going?"
    row = (
        button("On track", "on-track", Style.SUCCESS),
        button("Post an update", "word", Style.PRIMARY),
        button("Busy right now", "busy"),
        button("Need help", "help"),
    )
    if facts.unmet:
        text = (
            f"{owner} A quick check-in: you haven’t met yet. Propose a time, or say how it’s going."
        )
        propose = build("meet", "form", facts.guild, facts.pair, ref)
        row = (Button("Propose a time", propose, Style.PRIMARY), *row)
    return Message(text, rows=(row,))


def _stretch(days: int) -> str:
    weeks, rest = divmod(days, 7)
    if rest or not weeks:
        return plural(days, "day")
    return _WEEKS.get(weeks, f"{weeks} weeks")


@words(
    NudgeKind.CHECK_IN_LATER,
    "a word about the next step",
    "Someone in your mentorship has been quiet, and you should not have to chase.",
)
def later(facts: CheckInLater, ref: str) -> Message:
    """Tell the partner that no follow-up is needed, and when the next check-in comes."""
    instead = "the moderators know"
    if facts.next_at is not None:
        instead = f"the next check-in is on {timestamp(facts.next_at, 'D')}"
    text = (
        f"{addressed(facts.partners)} It’s been quiet here. You don’t need to follow up: {instead}."
    )
    row = (Button("What is waiting?", build("status", "show", facts.guild, facts.pair, ref)),)
    return Message(text, rows=(row,))


@words(NudgeKind.PAIR_PAUSED, "news of a pause", "Your mentorship is paused for a while.")
def pause_notice(facts: PauseNotice, ref: str) -> Message:
    """Tell a pair that it is paused; who asked for it, and why, stays private."""
    row = (Button("Resume now", build("pair", "resume", facts.guild, facts.pair, ref)),)
    return Message(_pause_sentence(facts.until, has_meetings=facts.has_meetings), rows=(row,))


def _pause_sentence(until: datetime, *, has_meetings: bool) -> str:
    text = (
        f"A rest until {timestamp(until, 'D')}. I pick it up from there; nobody needs to do "
        "anything before."
    )
    if has_meetings:
        text += " Meetings arranged in that time stand, unless one of you changes them."
    return text


def pair_paused(paused: PairPaused) -> Message:
    """Return what the offer of a pause becomes in the thread, for both to read."""
    row = (Button("Resume now", build("pair", "resume", paused.pair.guild, paused.pair.id)),)
    return Message(
        _pause_sentence(paused.until, has_meetings=bool(paused.meetings.arranged)), rows=(row,)
    )


def answered_check_in(check_in: CheckIn) -> Message:
    """Return what the question in the thread becomes once it is answered, without the answer."""
    return taken_care_of(check_in.owner)


def taken_care_of(owner: UserId) -> Message:
    """Say that someone's check-in is answered."""
    return Message(f"{person(owner)}: check-in answered, thank you.")


def thanks(check_in_answered: CheckInAnswered) -> Message:
    """Answer the person who clicked, with the next step as a button."""
    if check_in_answered.before is not None:
        return Message(
            f"Already done: you said that {_SAID[check_in_answered.before]}. Nothing was changed."
        )
    guild, check_in, pair = (
        check_in_answered.pair.guild,
        check_in_answered.check_in.id,
        check_in_answered.pair.id,
    )
    row: Row
    match check_in_answered.answer:
        case CheckInAnswer.BUSY:
            row = (
                Button("Pause one week", build("check-in", "pause-one", guild, check_in)),
                Button("Pause two weeks", build("check-in", "pause-two", guild, check_in)),
            )
            text = (
                "Noted, and nobody minds. Shall I keep quiet for a while? "
                "A line in your thread says when the next step will be, and nothing else."
            )
        case CheckInAnswer.NEED_HELP:
            ask = build("check-in", "moderator", guild, check_in)
            guide = Button("Open the guide", build("guide", "quiet-stretch", guild))
            tell = Button("Post an update", build("update", "form", guild, pair), Style.PRIMARY)
            row = (tell, Button("Ask a moderator", ask), guide)
            text = (
                "Thank you for saying so. No one has been told yet. Post an update so that the "
                "others in your thread know what’s in the way, or ask a moderator for help. The "
                "guide has advice for a quiet stretch."
            )
            if check_in_answered.pair.state is PairState.ENDED:
                row = (Button("Ask a moderator", ask, Style.PRIMARY), guide)
                text = (
                    "Thank you for saying so. Your mentorship has ended, and a moderator can still "
                    "help, without any blame."
                )
        case _:
            row = (Button("Add a line", build("update", "form", guild, pair)),)
            others = (
                "somebody else's" if len(check_in_answered.pair.mentees) > 1 else "your partner's"
            )
            text = f"Great, that was all. Next time it is {others} turn to be asked."
    return Message(text, rows=(row,))


def paused(paused: PairPaused | CircleAsked) -> Message:
    """Say until when the pair is paused, and how to resume sooner."""
    if isinstance(paused, CircleAsked):
        return circles.asked(paused)
    guild, pair = paused.pair.guild, paused.pair.id
    row: Row = (Button("Resume now", build("pair", "resume", guild, pair)),)
    until = timestamp(paused.until, "D")
    text = [f"I keep quiet until {until}, and pick it up from there. Your thread says so, no more."]
    text += pauses.lines(paused.meetings, paused.by)
    if paused.meetings.arranged:
        text.append("I’ll still remind you of those meetings, and of nothing else.")
        row = (*row, Button("Keep it so", build("meet", "keep", guild, pair)))
    changes = pauses.rows(paused.meetings, paused.by, paused.zone)
    return Message("\n".join(text), rows=(row, *changes))
