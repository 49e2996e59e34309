"""The end of a pair: the confirmation, the goodbye in the thread, private feedback."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.ids import GuildId, PairId, UserId
from bot.domain.meetings.nudges import CalendarEntry
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import PairEnded, PairResumed
from bot.domain.states import EndReason, Worth
from bot.messages.buttons import SEE_WAITING
from bot.messages.custom_id import Target, build
from bot.messages.meetings import calendar
from bot.messages.nudges.words import words
from bot.messages.outgoing import Attachment, Button, Message, Row, Style
from bot.messages.progress.progress import counted
from bot.messages.text import escape, join_list, people, person, plural, timestamp
from bot.services.moderation.help_requests import HelpAsked
from bot.services.pairs.pairs import PairClosed, PairToEnd, WhoEnds
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.pairs.pairs import Pair

MOST_NAMED = 3
_ONE_IS_GONE = (EndReason.LEFT, EndReason.ERASED)
# A custom ID holds the place in this list, counted from 1: append only.
_WHO_ENDS = (WhoEnds.PAIR, WhoEnds.MENTOR, WhoEnds.MENTEE)

OPENINGS = {
    EndReason.TOGETHER: "your mentorship has come to its end.",
    EndReason.REMATCH: (
        "this pair ends here. Sometimes schedules or interests just don’t line up. You each come "
        "first in the next round, with someone else."
    ),
    EndReason.UNDONE: (
        "this pairing was taken back by the moderators, who look at the whole round again. It says "
        "nothing about either of you, and you are both in the next proposal."
    ),
    EndReason.LEFT: (
        "your mentorship ends here, because someone has left the server. It isn't about anything "
        "you did. `/mentor find` shows who has room."
    ),
    EndReason.NO_MENTOR: (
        "your circle ends here, because it has no mentor anymore. Nobody did anything wrong. "
        "Mentees come first in the next round, and the moderators know."
    ),
    EndReason.MOVED: (
        "this pair ends here, because the moderators have changed who meets with whom. It isn’t "
        "about anything either of you did."
    ),
    EndReason.ERASED: (
        "this mentorship has ended. It isn’t about anything you did. What you wrote stays under "
        "`/update history`. `/mentor find` shows who has room."
    ),
    EndReason.COHORT_ENDED: "the cohort is over, and with it the part that I look after.",
}

RESTORED_WORDS = (
    "your mentorship goes on. It was ended by mistake. Any meetings ahead are back. If you shared "
    "contact details, they were deleted. You can share them again."
)


def first_again(mentees: Sequence[UserId]) -> str:
    """Tell mentees who lost their mentor that they are matched again, before others."""
    return f"{people(mentees)}, you’re back on the waitlist and come first in the next round."


@words(NudgeKind.PAIR_ENDED, "Goodbye", "Your mentorship came to its end.")
def ended(facts: PairEnded, ref: str) -> Message:
    """Post the goodbye: a neutral text, the totals, and next steps."""
    again = f" {first_again(facts.first)}" if facts.first else ""
    parts = [f"{people(facts.members)}: {OPENINGS[facts.reason]}{again}"]
    # The rest is behind a button.
    behind = counted(facts.reached, facts.weeks, most=3)
    if facts.reason is not EndReason.UNDONE and behind:
        both = " both" if len(facts.members) == 2 else " all"
        thanks = f"Thank you{'' if facts.reason in _ONE_IS_GONE else both}!"
        parts.append(f"Together you had {behind}. {thanks}")
    if facts.called_off:
        parts.append(called_off(facts.called_off))

    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("pair", verb, facts.guild, facts.pair, ref), style)

    row: Row = (
        Button("What now?", build("status", "show", facts.guild, 0, ref)),
        Button("Look back", build("update", "history", facts.guild, facts.pair, ref)),
    )
    if facts.reason is not EndReason.UNDONE:
        row = (
            button("Was it worth it?", "worth", Style.PRIMARY),
            button("Mentor someone", "become-mentor"),
            *row,
        )
    return Message("\n".join(parts), rows=(row,), files=files(facts.called_off, facts.written_at))


def called_off(entries: tuple[CalendarEntry, ...]) -> str:
    """List the meetings that were cancelled, and explain the file."""
    if len(entries) == 1:
        what = f"Your meeting of {timestamp(entries[0].starts_at, 'F')} is"
    elif len(entries) <= MOST_NAMED:
        times = join_list([timestamp(entry.starts_at, "F") for entry in entries])
        what = f"Your meetings of {times} are"
    else:
        what = f"The {len(entries)} meetings still ahead of you are"
    return f"{what} canceled; the file updates your calendar."


def files(entries: tuple[CalendarEntry, ...], written_at: datetime) -> tuple[Attachment, ...]:
    """Return the files that remove these meetings from calendars, if any."""
    return calendar.cancellations(entries, written_at=written_at)


@words(
    NudgeKind.PAIR_RESUMED,
    "End of a pause",
    "The pause was over, or someone was back in the server.",
)
def resumed(facts: PairResumed, ref: str) -> Message:
    """Welcome a pair back, without asking for anything."""

    def button(label: str, area: str, verb: str) -> Button:
        return Button(label, build(area, verb, facts.guild, facts.pair, ref))

    row: Row = (
        button("Log an update", "update", "form"),
        button("Pause two weeks more", "pair", "pause"),
    )
    row = (button(SEE_WAITING, "status", "show"), *row)
    waits = ""
    if facts.waiting:
        waits = " “See what’s waiting” shows each of you what’s yours; none of it is urgent."
    opening = "Welcome back, all of you: the pause is over."
    if facts.returned is not None:
        opening = (
            f"{person(facts.returned)} is back, and it goes on from here. What was called off can "
            "be arranged anew with `/meet propose`."
        )
    if facts.restored:
        opening = f"{people(facts.people)}: {RESTORED_WORDS}"
    elif facts.resumed_by is not None:
        opening = (
            f"{people(facts.people)}: {person(facts.resumed_by)} ended the pause early. If you "
            "need more time, pause again below."
        )
    return Message(f"{opening}{waits} Check-ins go on in the usual rhythm.", rows=(row,))


def not_right(pair: Pair) -> Message:
    """Offer what can be done about a pair that doesn't fit, to the person who asked."""
    return Message(
        "Thank you for saying so early. What would help? Whatever you choose, no one else is "
        "told that it was you.",
        rows=(
            (
                _button(pair, "Change my partner", "rematch"),
                _button(pair, "Ask a moderator", "ask-moderator", Style.PRIMARY),
                _button(pair, "Pause two weeks", "pause"),
            ),
        ),
    )


def confirm_rematch(ending: PairToEnd) -> Message:
    """Ask for confirmation before a pair ends for a new match, or the moderators are asked."""
    pair = ending.pair
    if ending.who is WhoEnds.MENTEE:
        text = (
            "I’ll ask the moderators to find you another mentor. Your circle goes on, you stay in "
            "it until then, and it isn’t told."
        )
        return Message(text, rows=((_now(ending, "Ask for a change", "rematch-now"),),))
    if ending.who is WhoEnds.MENTOR:
        text = f"{_ends_for_all(ending)} {_canceled(ending)}".rstrip()
        return Message(text, rows=((_now(ending, "Yes, change", "rematch-now", Style.DANGER),),))
    return Message(
        "This ends the pair now, in neutral words and without anybody's name. Each of you comes "
        "first in the next round, and not with the same person. Is it right?",
        rows=(
            (
                _now(ending, "Yes, change", "rematch-now", Style.DANGER),
                _button(pair, "Ask a moderator first", "ask-moderator"),
            ),
        ),
    )


def confirm_end(ending: PairToEnd) -> Message:
    """Ask for confirmation before a pair ends, or someone's part of a circle, for whom it does."""
    pair = ending.pair
    ask_all = _button(pair, "Ask everyone to end", "ask-end")
    match ending.who:
        case WhoEnds.MENTEE:
            text = (
                "You’ll leave this circle alone; it goes on for the others. I’ll tell them that "
                "you left, not why. Your open commitments and goals here will be closed. You’ll "
                "still be able to read what you did until today. If you’d like another mentor, "
                "`/pair rematch` asks the moderators."
            )
            return Message(
                text, rows=((_now(ending, "Leave circle", "end-now", Style.DANGER), ask_all),)
            )
        case WhoEnds.MENTOR:
            text = (
                f"{_ends_for_all(ending)} {_canceled(ending)}Nothing has happened yet: you can "
                "also ask everyone, and it ends only once they agree."
            )
            return Message(
                text, rows=((_now(ending, "End circle", "end-now", Style.DANGER), ask_all),)
            )
        case WhoEnds.PAIR:
            text = (
                "Closing says farewell in the thread and stops every reminder; nobody is told who "
                f"closed it. {_canceled(ending)}If you would like another partner, `/pair rematch` "
                "does that. Close it?"
            )
            return Message(text, rows=((_now(ending, "Yes, close it", "end-now", Style.DANGER),),))


def _now(ending: PairToEnd, label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
    """Return the button that ends it; its custom ID holds what the person was told it means."""
    pair, number = ending.pair, _WHO_ENDS.index(ending.who) + 1
    return Button(label, build("pair", verb, pair.guild, pair.id, number=number), style)


def shown_by(target: Target) -> WhoEnds | None:
    """Return what a button said that ending means; None for one from before it held that."""
    return _WHO_ENDS[target.number - 1] if 1 <= target.number <= len(_WHO_ENDS) else None


def not_yet(asked: Message) -> Message:
    """Ask for confirmation anew, because ending now means something else than was shown."""
    return replace(
        asked, content=f"Nothing has ended yet. This is what it would mean now:\n{asked.content}"
    )


def _ends_for_all(ending: PairToEnd) -> str:
    return (
        f"Without you this circle can’t go on, so it will end for {people(ending.pair.mentees)} "
        "too. They’ll come first in the next round, and I’ll tell the moderators right away."
    )


def _canceled(ending: PairToEnd) -> str:
    return f"{plural(ending.coming, 'coming meeting')} will be canceled. " if ending.coming else ""


def closed(closed: PairClosed) -> Message:
    """Explain what happens now, to the person who asked."""
    pair = closed.pair
    back = Button("Look back", build("update", "history", pair.guild, pair.id))
    if closed.asked_moderators:
        return Message(
            "The moderators are asked to find you another mentor. Your circle goes on, and it "
            "isn’t told."
        )
    if closed.who is WhoEnds.MENTEE:
        return Message(
            "You’ve left the circle, and I’ll tell the others in your thread. I won’t ask anything "
            "of you there anymore, and you can leave the thread in Discord too. `/update history` "
            "shows what you did.",
            rows=((back,),),
        )
    if closed.reason is EndReason.REMATCH:
        return Message(
            "Done, in neutral words and without your name. You come first in the next round; "
            "`/status` shows where it stands."
        )
    return Message(
        "Done. I’ll say goodbye in your thread and ask nothing more of you. All of you can still "
        "read what you did: `/update history`, `/goal list`, `/commit list`, `/meet list`.",
        rows=((back,),),
    )


def worth(guild: GuildId, pair: PairId) -> Message:
    """Ask for private feedback."""

    def button(label: str, verb: str) -> Button:
        return Button(label, build("pair", verb, guild, pair))

    row = (
        button("Very much", "worth-much"),
        button("Somewhat", "worth-some"),
        button("Not really", "worth-little"),
    )
    return Message(
        "Was it worth your time? No one sees your answer. If the other side says “very much” too, "
        "you may be matched again one day; otherwise I’ll look for someone new.",
        rows=(row,),
    )


def feedback_saved(given: Worth) -> Message:
    """Thank the person."""
    more = " `/guide` has advice on choosing the next one." if given is Worth.LITTLE else ""
    return Message(f"Thank you, that is kept between you and me.{more}")


def become_mentor(guild: GuildId, cohorts: list[Cohort]) -> Message:
    """List the cohorts that take mentors."""
    if not cohorts:
        return Message(
            "No cohort takes sign-ups today. When the next one opens, press “I can mentor” on its "
            "sign-up message: people just ahead are the mentors most asked for."
        )
    row = tuple(
        Button(f"Mentor in {escape(cohort.name, 60)}", build("join", "mentor", guild, cohort.id))
        for cohort in cohorts[:5]
    )
    return Message("People just ahead are the mentors most asked for. You can join:", rows=(row,))


def moderator_asked(asked_help: HelpAsked) -> Message:
    """Say that the moderators were asked, and by when they will answer."""
    notice = (
        "The moderators know already"
        if asked_help.already
        else "A moderator has been asked to help"
    )
    return Message(
        f"{notice}. They see that you asked, and no text. You hear from one of them by "
        f"{timestamp(asked_help.heard_by, 'D')}, in your thread or directly; I remind them "
        "before that."
    )


def _button(pair: Pair, label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
    return Button(label, build("pair", verb, pair.guild, pair.id), style)
