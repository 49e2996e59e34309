"""Messages about check-ins."""

from datetime import datetime

from bot.domain.ids import UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import CheckInDue
from bot.domain.pairs.nudges import PauseNotice
from bot.domain.progress.check_ins import CheckInLater
from bot.domain.states import CheckInAnswer, PairState
from bot.language.say import Say, marked
from bot.messages.buttons import see_waiting, suggest_times
from bot.messages.custom_id import build
from bot.messages.meetings import pauses
from bot.messages.nudges.words import words
from bot.messages.outgoing import Button, Message, Row, Style
from bot.messages.pairs import circles
from bot.messages.text import addressed, person, timestamp
from bot.services.pairs.circles import CircleAsked
from bot.services.pairs.pairs import PairPaused
from bot.services.progress.check_ins import CheckInAnswered

_SAID = {
    CheckInAnswer.ON_TRACK: marked("You said: on track."),
    CheckInAnswer.A_WORD: marked("You said you’d post an update."),
    CheckInAnswer.BUSY: marked("You said: busy right now."),
    CheckInAnswer.NEED_HELP: marked("You asked for help."),
    CheckInAnswer.UPDATE_LOGGED: marked("You posted an update."),
    CheckInAnswer.MEETING_CONFIRMED: marked("You agreed on a meeting."),
}


@words(
    NudgeKind.CHECK_IN,
    marked("Check-in"),
    marked("It was your turn. One of you is asked each time."),
    label=marked("Check-ins"),
    when=marked("It comes on the day and hour set for your check-ins."),
)
def check_in_question(say: Say, facts: CheckInDue, ref: str) -> Message:
    """Ask the person whose turn it is; after several unanswered ones, offer a pause."""

    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("check-in", verb, facts.guild, facts.check_in, ref), style)

    owner = addressed([facts.owner])
    if facts.pause_days_offered:
        text = _offer_pause(say, owner, facts.pause_days_offered)
        row: Row = (
            button(say("Pause check-ins"), "rest", Style.PRIMARY),
            button(say("Still on track"), "on-track", Style.SUCCESS),
            button(say("Post an update"), "word"),
            Button(
                say.of("button", "See advice"),
                build("advice", "when-silent", facts.guild, facts.pair, ref),
            ),
        )
        return Message(text, rows=(row,))
    text = say("{owner} A quick check-in: how’s it going?", owner=owner)
    row = (
        button(say("On track"), "on-track", Style.SUCCESS),
        button(say("Post an update"), "word", Style.PRIMARY),
        button(say("Busy right now"), "busy"),
        button(say("Need help"), "help"),
    )
    if facts.unmet:
        text = say(
            "{owner} A quick check-in: you haven’t met yet. Suggest a time, or say how it’s going.",
            owner=owner,
        )
        row = (suggest_times(say, facts.guild, facts.pair, ref), *row)
    return Message(text, rows=(row,))


def _offer_pause(say: Say, owner: str, days: int) -> str:
    weeks, rest = divmod(days, 7)
    if rest or not weeks:
        return say.count(
            "{owner} Busy right now? You can pause for {n} day, or say how it’s going.",
            "{owner} Busy right now? You can pause for {n} days, or say how it’s going.",
            days,
            owner=owner,
        )
    return say.count(
        "{owner} Busy right now? You can pause for {n} week, or say how it’s going.",
        "{owner} Busy right now? You can pause for {n} weeks, or say how it’s going.",
        weeks,
        owner=owner,
    )


@words(
    NudgeKind.CHECK_IN_LATER,
    marked("Next step"),
    marked("It’s been quiet in your mentorship."),
)
def later(say: Say, facts: CheckInLater, ref: str) -> Message:
    """Tell the partner that no follow-up is needed, and when the next check-in comes."""
    told = addressed(facts.partners)
    text = say(
        "{told} It’s been quiet here. You don’t need to follow up. The moderators know.", told=told
    )
    if facts.next_at is not None:
        text = say(
            "{told} It’s been quiet here. You don’t need to follow up. The next check-in is "
            "{next_at}.",
            told=told,
            next_at=timestamp(facts.next_at, "D"),
        )
    row = (see_waiting(say, facts.guild, facts.pair, ref),)
    return Message(text, rows=(row,))


@words(NudgeKind.PAIR_PAUSED, marked("Pause"), marked("Your mentorship is paused for a while."))
def pause_notice(say: Say, facts: PauseNotice, ref: str) -> Message:
    """Tell a pair that it is paused; who asked for it, and why, stays private."""
    row = (
        Button(
            say.of("button", "Resume now"), build("pair", "resume", facts.guild, facts.pair, ref)
        ),
    )
    return Message(_pause_sentence(say, facts.until, has_meetings=facts.has_meetings), rows=(row,))


def _pause_sentence(say: Say, until: datetime, *, has_meetings: bool) -> str:
    day = timestamp(until, "D")
    if has_meetings:
        return say(
            "Check-ins are paused until {day}. Meetings already scheduled are still on.", day=day
        )
    return say("Check-ins are paused until {day}. Nothing to do until then.", day=day)


def pair_paused(say: Say, paused: PairPaused) -> Message:
    """Return what the offer of a pause becomes in the thread, for both to read."""
    row = (
        Button(
            say.of("button", "Resume now"),
            build("pair", "resume", paused.pair.guild, paused.pair.id),
        ),
    )
    return Message(
        _pause_sentence(say, paused.until, has_meetings=bool(paused.meetings.arranged)), rows=(row,)
    )


def answered_check_in(say: Say, owner: UserId, given: CheckInAnswer, *, in_thread: bool) -> Message:
    """Return what the question becomes once it is answered; in a thread, without the answer."""
    return checked_in(say, owner) if in_thread else Message(say(_SAID[given]))


def checked_in(say: Say, owner: UserId) -> Message:
    """Say in a thread that someone's check-in is answered, and not how."""
    return Message(say("{owner} checked in.", owner=person(owner)))


def thanks(say: Say, check_in_answered: CheckInAnswered) -> Message:
    """Answer the person who clicked, with the next step as a button."""
    said = say(_SAID[check_in_answered.before or check_in_answered.answer])
    if check_in_answered.before is not None:
        return Message(say("Already done! {said}", said=said))
    guild, check_in, pair = (
        check_in_answered.pair.guild,
        check_in_answered.check_in.id,
        check_in_answered.pair.id,
    )
    row: Row
    match check_in_answered.answer:
        case CheckInAnswer.BUSY:
            row = (
                Button(
                    say.of("button", "Pause 1 week"),
                    build("check-in", "pause-one", guild, check_in),
                ),
                Button(
                    say.of("button", "Pause 2 weeks"),
                    build("check-in", "pause-two", guild, check_in),
                ),
            )
            text = say(
                "{said} Would a pause help? I’d post the date in your thread, but not who asked "
                "or why.",
                said=said,
            )
        case CheckInAnswer.NEED_HELP:
            ask = build("check-in", "moderator", guild, check_in)
            guide = Button(say.of("button", "Open guide"), build("guide", "quiet-stretch", guild))
            tell = Button(
                say.of("button", "Post an update"),
                build("update", "form", guild, pair),
                Style.PRIMARY,
            )
            row = (tell, Button(say.of("button", "Ask a moderator"), ask), guide)
            text = say(
                "No one has been told yet. Post an update so your thread knows what’s in the way, "
                "or ask a moderator for help. The guide has advice for a quiet stretch."
            )
            if check_in_answered.pair.state is PairState.ENDED:
                row = (Button(say.of("button", "Ask a moderator"), ask, Style.PRIMARY), guide)
                text = say(
                    "No one has been told yet. Your mentorship has ended, but a moderator can "
                    "still help."
                )
        case _:
            row = (
                Button(say.of("button", "Post an update"), build("update", "form", guild, pair)),
            )
            others = check_in_answered.pair.partners_of(check_in_answered.check_in.owner)
            text = say("{said} Someone else in your circle gets the next check-in.", said=said)
            if len(others) == 1:
                text = say(
                    "{said} {others} gets the next check-in.", said=said, others=person(others[0])
                )
    return Message(text, rows=(row,))


def paused(say: Say, paused: PairPaused | CircleAsked) -> Message:
    """Say until when the pair is paused, and how to resume sooner."""
    if isinstance(paused, CircleAsked):
        return circles.asked(say, paused)
    guild, pair = paused.pair.guild, paused.pair.id
    row: Row = (Button(say.of("button", "Resume now"), build("pair", "resume", guild, pair)),)
    until = timestamp(paused.until, "D")
    text = [
        say(
            "Paused until {until}. I posted the date in your thread, but not who asked or why.",
            until=until,
        )
    ]
    text += pauses.lines(say, paused.meetings, paused.by)
    if paused.meetings.arranged:
        text.append(say("I’ll still remind you about those meetings."))
        row = (*row, Button(say.of("button", "Keep meetings"), build("meet", "keep", guild, pair)))
    changes = pauses.rows(say, paused.meetings, paused.by, paused.zone)
    return Message("\n".join(text), rows=(row, *changes))
