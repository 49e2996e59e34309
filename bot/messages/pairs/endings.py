"""The end of a pair: the confirmation, the goodbye in the thread, private feedback."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.ids import GuildId, PairId, UserId
from bot.domain.meetings.nudges import CalendarEntry
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import PairEnded, PairResumed
from bot.domain.states import EndReason, Worth
from bot.language.say import Say, marked
from bot.messages.buttons import PAST_UPDATES, POST_UPDATE, SEE_WAITING, see_waiting
from bot.messages.custom_id import Target, build
from bot.messages.meetings import calendar
from bot.messages.nudges.words import words
from bot.messages.outgoing import Attachment, Button, Message, Row, Style
from bot.messages.progress.progress import counted
from bot.messages.text import escape, people, person, timestamp
from bot.services.moderation.help_requests import HelpAsked
from bot.services.pairs.pairs import PairClosed, PairToEnd, WhoEnds
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.pairs.pairs import Pair

_ONE_IS_GONE = (EndReason.LEFT, EndReason.ERASED)
# A custom ID holds the place in this list, counted from 1: append only.
_WHO_ENDS = (WhoEnds.PAIR, WhoEnds.MENTOR, WhoEnds.MENTEE)

OPENINGS = {
    EndReason.TOGETHER: marked("Your mentorship has wrapped up."),
    EndReason.REMATCH: marked(
        "Your mentorship ends here. Sometimes schedules or interests just don’t line up. "
        "You’ll "
        "each be first in the next round, with someone new."
    ),
    EndReason.UNDONE: marked(
        "The moderators undid this match to look at the whole round again. This isn’t about "
        "anything you did, and you’ll be in the next proposal."
    ),
    EndReason.LEFT: marked(
        "Your mentorship ends here, since someone left the server. This isn’t about anything "
        "you "
        "did. See who has room with `/mentor find`."
    ),
    EndReason.NO_MENTOR: marked(
        "Your circle ends here, since it has no mentor anymore. Mentees will be first in the "
        "next "
        "round, and the moderators know."
    ),
    EndReason.MOVED: marked(
        "Your mentorship ends here, since the moderators changed the matches. This isn’t "
        "about anything you did."
    ),
    EndReason.ERASED: marked(
        "This mentorship has ended. This isn’t about anything you did. What you wrote is still "
        "in "
        "`/update history`."
    ),
    EndReason.COHORT_ENDED: marked(
        "Your cohort has ended, so I won’t send any more reminders here."
    ),
}

RESTORED_WORDS = marked(
    "Your mentorship is back on. Upcoming meetings are back, but shared contact info was deleted."
)


def first_again(say: Say, mentees: Sequence[UserId]) -> str:
    """Tell mentees who lost their mentor that they are matched again, before others."""
    return say(
        "{mentees}, you’re back on the waitlist and first in the next round.",
        mentees=people(mentees),
    )


@words(NudgeKind.PAIR_ENDED, marked("Goodbye"), marked("Your mentorship ended."))
def ended(say: Say, facts: PairEnded, ref: str) -> Message:
    """Post the goodbye: a neutral text, the totals, and next steps."""
    again = f" {first_again(say, facts.first)}" if facts.first else ""
    parts = [f"{people(facts.members)}: {say(OPENINGS[facts.reason])}{again}"]
    # The rest is behind a button.
    behind = counted(say, facts.reached, facts.weeks, most=3)
    if facts.reason is not EndReason.UNDONE and behind:
        parts.append(_thanks(say, facts, behind))
    if facts.called_off:
        parts.append(called_off(say, facts.called_off))

    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("pair", verb, facts.guild, facts.pair, ref), style)

    row: Row = (
        see_waiting(say, facts.guild, ref=ref),
        Button(say(PAST_UPDATES), build("update", "history", facts.guild, facts.pair, ref)),
    )
    if facts.reason is not EndReason.UNDONE:
        row = (
            button(say("Give feedback"), "worth", Style.PRIMARY),
            button(say("Mentor someone"), "become-mentor"),
            *row,
        )
    return Message(
        "\n".join(parts), rows=(row,), files=files(say, facts.called_off, facts.written_at)
    )


def _thanks(say: Say, facts: PairEnded, totals: str) -> str:
    if facts.reason in _ONE_IS_GONE:
        return say("Together you had {totals}. Thank you!", totals=totals)
    if len(facts.members) == 2:
        return say("Together you had {totals}. Thank you both!", totals=totals)
    return say("Together you had {totals}. Thank you all!", totals=totals)


def called_off(say: Say, entries: tuple[CalendarEntry, ...]) -> str:
    """List the meetings that were cancelled, and explain the file."""
    return say.count(
        "Your meeting on {when} is canceled. Open the file to update your calendar.",
        "Your {n} upcoming meetings are canceled. Open the files to update your calendar.",
        len(entries),
        when=timestamp(entries[0].starts_at, "F"),
    )


def files(
    say: Say, entries: tuple[CalendarEntry, ...], written_at: datetime
) -> tuple[Attachment, ...]:
    """Return the files that remove these meetings from calendars, if any."""
    return calendar.cancellations(say, entries, written_at=written_at)


@words(
    NudgeKind.PAIR_RESUMED,
    marked("End of a pause"),
    marked("The pause was over, or someone was back in the server."),
)
def resumed(say: Say, facts: PairResumed, ref: str) -> Message:
    """Welcome a pair back, without asking for anything."""

    def button(label: str, area: str, verb: str) -> Button:
        return Button(label, build(area, verb, facts.guild, facts.pair, ref))

    row: Row = (
        button(say(POST_UPDATE), "update", "form"),
        button(say("Pause 2 weeks"), "pair", "pause"),
    )
    row = (button(say(SEE_WAITING), "status", "show"), *row)
    opening = say("Welcome back! Your pause has ended.")
    if facts.returned is not None:
        opening = say(
            "{returned} is back! You can set up canceled meetings again with `/meet propose`.",
            returned=person(facts.returned),
        )
    if facts.restored:
        opening = f"{people(facts.people)}: {say(RESTORED_WORDS)}"
    elif facts.resumed_by is not None:
        opening = say(
            "{people}: {resumed_by} ended the pause early. You can pause again below.",
            people=people(facts.people),
            resumed_by=person(facts.resumed_by),
        )
    sentences = [opening, say("Check-ins are back to their usual schedule.")]
    if facts.waiting:
        sentences.append(say("Tap “{words}” to see what’s yours. No rush.", words=say(SEE_WAITING)))
    return Message(" ".join(sentences), rows=(row,))


def not_right(say: Say, pair: Pair) -> Message:
    """Offer what can be done about a pair that doesn't fit, to the person who asked."""
    return Message(
        say(
            "Thanks for telling me. What would help? No one in your thread will be told it was you."
        ),
        rows=(
            (
                _button(pair, say("Request a new match"), "rematch"),
                _button(pair, say("Ask a moderator"), "ask-moderator", Style.PRIMARY),
                _button(pair, say("Pause 2 weeks"), "pause"),
            ),
        ),
    )


def confirm_rematch(say: Say, ending: PairToEnd) -> Message:
    """Ask for confirmation before a pair ends for a new match, or the moderators are asked."""
    pair = ending.pair
    if ending.who is WhoEnds.MENTEE:
        text = say(
            "I’ll ask the moderators to find you a new mentor. You’ll stay in your circle until "
            "then, and it won’t be told."
        )
        return Message(text, rows=((_now(ending, say("Request a new match"), "rematch-now"),),))
    if ending.who is WhoEnds.MENTOR:
        text = f"{_ends_for_all(say, ending)} {_canceled(say, ending)}".rstrip()
        return Message(
            text, rows=((_now(ending, say("End and rematch"), "rematch-now", Style.DANGER),),)
        )
    return Message(
        say(
            "This ends your mentorship now, and the goodbye doesn’t say who asked. You’ll each be "
            "first in the next round, with someone new."
        ),
        rows=(
            (
                _now(ending, say("End and rematch"), "rematch-now", Style.DANGER),
                _button(pair, say("Ask a moderator"), "ask-moderator"),
            ),
        ),
    )


def confirm_end(say: Say, ending: PairToEnd) -> Message:
    """Ask for confirmation before a pair ends, or someone's part of a circle, for whom it does."""
    pair = ending.pair
    ask_all = _button(pair, say("Ask everyone to end"), "ask-end")
    match ending.who:
        case WhoEnds.MENTEE:
            text = say(
                "You’ll leave this circle, and it’ll go on without you. I’ll tell the others that "
                "you left, but not why. Your open commitments and goals here will be closed, and "
                "you can still read what you did. For a new mentor, use `/pair rematch` instead."
            )
            return Message(
                text, rows=((_now(ending, say("Leave circle"), "end-now", Style.DANGER), ask_all),)
            )
        case WhoEnds.MENTOR:
            text = say(
                "{ends_for_all} {canceled}Nothing has happened yet. "
                "You can "
                "also ask everyone, and end it only once they agree.",
                ends_for_all=_ends_for_all(say, ending),
                canceled=_canceled(say, ending),
            )
            return Message(
                text, rows=((_now(ending, say("End circle"), "end-now", Style.DANGER), ask_all),)
            )
        case WhoEnds.PAIR:
            text = say(
                "This ends your mentorship and all reminders, and posts a goodbye in your thread "
                "that doesn’t say who ended it. {canceled}For a new match, use "
                "`/pair rematch` instead.",
                canceled=_canceled(say, ending),
            )
            return Message(
                text, rows=((_now(ending, say("End mentorship"), "end-now", Style.DANGER),),)
            )


def _now(ending: PairToEnd, label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
    """Return the button that ends it; its custom ID holds what the person was told it means."""
    pair, number = ending.pair, _WHO_ENDS.index(ending.who) + 1
    return Button(label, build("pair", verb, pair.guild, pair.id, number=number), style)


def shown_by(target: Target) -> WhoEnds | None:
    """Return what a button said that ending means; None for one from before it held that."""
    return _WHO_ENDS[target.number - 1] if 1 <= target.number <= len(_WHO_ENDS) else None


def not_yet(say: Say, asked: Message) -> Message:
    """Ask for confirmation again, because ending now means something else than was shown."""
    return replace(
        asked, content=f"Nothing has ended yet. Here’s what ending means now:\n{asked.content}"
    )


def _ends_for_all(say: Say, ending: PairToEnd) -> str:
    return say(
        "This circle can’t go on without you, so it’ll end for {mentees} too. "
        "They’ll be first in the next round, and I’ll tell the moderators right away.",
        mentees=people(ending.pair.mentees),
    )


def _canceled(say: Say, ending: PairToEnd) -> str:
    if not ending.coming:
        return ""
    return say.count(
        "{n} upcoming meeting will be canceled. ",
        "{n} upcoming meetings will be canceled. ",
        ending.coming,
    )


def closed(say: Say, closed: PairClosed) -> Message:
    """Explain what happens now, to the person who asked."""
    pair = closed.pair
    back = Button(say(PAST_UPDATES), build("update", "history", pair.guild, pair.id))
    if closed.asked_moderators:
        return Message(
            say(
                "I asked the moderators to find you a new mentor. Your circle will continue and "
                "won’t "
                "be told."
            )
        )
    if closed.who is WhoEnds.MENTEE:
        return Message(
            say(
                "You’ve left the circle, and I’ll tell the others in your thread. You can leave "
                "the "
                "thread in Discord too."
            ),
            rows=((back,),),
        )
    if closed.reason is EndReason.REMATCH:
        return Message(
            say("Done! The goodbye won’t say who asked. You’re first in the next round.")
        )
    return Message(
        say(
            "Done. I’ll say goodbye in your thread and stop all reminders. You can still read "
            "everything in `/update history`, `/goal list`, `/commit list`, and `/meet list`."
        ),
        rows=((back,),),
    )


def worth(say: Say, guild: GuildId, pair: PairId) -> Message:
    """Ask for private feedback."""

    def button(label: str, verb: str) -> Button:
        return Button(label, build("pair", verb, guild, pair))

    row = (
        button(say("Very much"), "worth-much"),
        button(say("Somewhat"), "worth-some"),
        button(say("Not really"), "worth-little"),
    )
    return Message(
        say(
            "Was it worth your time? No one sees your answer. If the other side says “Very much” "
            "too, "
            "you may be matched again someday. Otherwise, I’ll look for someone new."
        ),
        rows=(row,),
    )


def feedback_saved(say: Say, given: Worth) -> Message:
    """Thank the person."""
    if given is Worth.LITTLE:
        return Message(
            say("Thanks! No one else can see it. `/guide` has advice on choosing a mentor.")
        )
    return Message(say("Thanks! No one else can see it."))


def become_mentor(say: Say, guild: GuildId, cohorts: list[Cohort]) -> Message:
    """List the cohorts that take mentors."""
    if not cohorts:
        return Message(
            say(
                "No cohort is taking sign-ups right now. When one opens, tap “I can mentor” on its "
                "sign-up message."
            )
        )
    row = tuple(
        Button(
            say.of("button", "Mentor in {name}", name=escape(cohort.name, 60)),
            build("join", "mentor", guild, cohort.id),
        )
        for cohort in cohorts[:5]
    )
    return Message(say("Pass it on! You know more than you think. Choose a cohort:"), rows=(row,))


def moderator_asked(say: Say, asked_help: HelpAsked) -> Message:
    """Say that the moderators were asked, and by when they will answer."""
    asked = (
        say("The moderators already know.")
        if asked_help.already
        else say("I asked the moderators.")
    )
    return Message(
        say(
            "{asked} They only see that you asked. One of them will reach out by "
            "{heard_by}, in your thread or by DM.",
            asked=asked,
            heard_by=timestamp(asked_help.heard_by, "D"),
        )
    )


def _button(pair: Pair, label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
    return Button(label, build("pair", verb, pair.guild, pair.id), style)
