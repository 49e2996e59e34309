"""Messages about check-ins."""

from datetime import datetime

from bot.domain.ids import UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import CheckInDue
from bot.domain.pairs.nudges import PauseNotice
from bot.domain.progress.check_ins import CheckInLater
from bot.domain.states import CheckInAnswer, PairState
from bot.messages.buttons import see_waiting
from bot.messages.custom_id import build
from bot.messages.meetings import pauses
from bot.messages.nudges.words import words
from bot.messages.outgoing import Button, Message, Row, Style
from bot.messages.pairs import circles
from bot.messages.text import addressed, person, plural, timestamp
from bot.services.pairs.circles import CircleAsked
from bot.services.pairs.pairs import PairPaused
from bot.services.progress.check_ins import CheckInAnswered

_WEEKS = {1: "a week", 2: "two weeks"}
_SAID = {
    CheckInAnswer.ON_TRACK: "You said: on track.",
    CheckInAnswer.A_WORD: "You said you’d post an update.",
    CheckInAnswer.BUSY: "You said: busy right now.",
    CheckInAnswer.NEED_HELP: "You asked for help.",
    CheckInAnswer.UPDATE_LOGGED: "You posted an update.",
    CheckInAnswer.MEETING_CONFIRMED: "You agreed on a meeting.",
}


@words(
    NudgeKind.CHECK_IN,
    "Check-in",
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
    "Next step",
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
    row = (see_waiting(facts.guild, facts.pair, ref),)
    return Message(text, rows=(row,))


@words(NudgeKind.PAIR_PAUSED, "Pause", "Your mentorship is paused for a while.")
def pause_notice(facts: PauseNotice, ref: str) -> Message:
    """Tell a pair that it is paused; who asked for it, and why, stays private."""
    row = (Button("Resume now", build("pair", "resume", facts.guild, facts.pair, ref)),)
    return Message(_pause_sentence(facts.until, has_meetings=facts.has_meetings), rows=(row,))


def _pause_sentence(until: datetime, *, has_meetings: bool) -> str:
    text = f"Check-ins are paused until {timestamp(until, 'D')}. There’s nothing to do until then."
    if has_meetings:
        text += " Meetings you’ve arranged will still happen, unless one of you changes them."
    return text


def pair_paused(paused: PairPaused) -> Message:
    """Return what the offer of a pause becomes in the thread, for both to read."""
    row = (Button("Resume now", build("pair", "resume", paused.pair.guild, paused.pair.id)),)
    return Message(
        _pause_sentence(paused.until, has_meetings=bool(paused.meetings.arranged)), rows=(row,)
    )


def answered_check_in(owner: UserId, given: CheckInAnswer, *, in_thread: bool) -> Message:
    """Return what the question becomes once it is answered; in a thread, without the answer."""
    return checked_in(owner) if in_thread else Message(_SAID[given])


def checked_in(owner: UserId) -> Message:
    """Say in a thread that someone's check-in is answered, and not how."""
    return Message(f"{person(owner)} checked in.")


def thanks(check_in_answered: CheckInAnswered) -> Message:
    """Answer the person who clicked, with the next step as a button."""
    said = _SAID[check_in_answered.before or check_in_answered.answer]
    if check_in_answered.before is not None:
        return Message(f"This check-in is answered already. {said} Nothing was changed.")
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
                f"{said} Would a pause help? I’d post the date in your thread, but not who asked "
                "or why."
            )
        case CheckInAnswer.NEED_HELP:
            ask = build("check-in", "moderator", guild, check_in)
            guide = Button("Open the guide", build("guide", "quiet-stretch", guild))
            tell = Button("Post an update", build("update", "form", guild, pair), Style.PRIMARY)
            row = (tell, Button("Ask a moderator", ask), guide)
            text = (
                "No one has been told yet. Post an update so your thread knows what’s in the way, "
                "or ask a moderator for help. The guide has advice for a quiet stretch."
            )
            if check_in_answered.pair.state is PairState.ENDED:
                row = (Button("Ask a moderator", ask, Style.PRIMARY), guide)
                text = (
                    "No one has been told yet. Your mentorship has ended, but a moderator can "
                    "still help."
                )
        case _:
            row = (Button("Add a line", build("update", "form", guild, pair)),)
            others = check_in_answered.pair.partners_of(check_in_answered.check_in.owner)
            next_one = person(others[0]) if len(others) == 1 else "Someone else in your circle"
            text = f"{said} {next_one} gets the next check-in."
    return Message(text, rows=(row,))


def paused(paused: PairPaused | CircleAsked) -> Message:
    """Say until when the pair is paused, and how to resume sooner."""
    if isinstance(paused, CircleAsked):
        return circles.asked(paused)
    guild, pair = paused.pair.guild, paused.pair.id
    row: Row = (Button("Resume now", build("pair", "resume", guild, pair)),)
    until = timestamp(paused.until, "D")
    text = [f"Paused until {until}. I posted the date in your thread, but not who asked or why."]
    text += pauses.lines(paused.meetings, paused.by)
    if paused.meetings.arranged:
        text.append("I’ll still remind you of those meetings.")
        row = (*row, Button("Keep it so", build("meet", "keep", guild, pair)))
    changes = pauses.rows(paused.meetings, paused.by, paused.zone)
    return Message("\n".join(text), rows=(row, *changes))
