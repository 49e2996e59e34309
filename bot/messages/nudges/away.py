"""Messages about time away: someone is away, both are, or someone is back."""

from datetime import date

from bot.domain.ids import GuildId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import AwayChanged, AwayOver, AwayTold, MessageOver
from bot.language.say import Say, marked
from bot.messages.buttons import see_waiting
from bot.messages.custom_id import build
from bot.messages.meetings import pauses
from bot.messages.nudges.words import words
from bot.messages.outgoing import NO_BUTTONS, Button, Message, Modal, TextField
from bot.messages.text import day_name, escape, join_list, people, person, truncate
from bot.messages.time_choices import span_name
from bot.services.nudges.away import AwayCancelled, AwaySet
from bot.storage.nudges.away import Away


def day(day: date, this_year: int | None = None) -> str:
    """Return a calendar day as text: ``Tue, Mar 3``.

    The year is included if `this_year` is given and differs.
    """
    return day_name(day, day.replace(day=1, year=this_year or day.year))


def span(first: date, last: date, this_year: int | None = None) -> str:
    """Return a range of days as text: ``Tue, Mar 3 – Fri, Mar 6``."""
    return span_name(first, last, first.replace(day=1, year=this_year or first.year))


@words(
    NudgeKind.AWAY_TOLD,
    marked("Time away"),
    marked("Someone in your mentorship is away."),
)
def absence_notice(say: Say, facts: AwayTold, ref: str) -> Message:
    """Tell the partner, so that no one waits or follows up."""
    note = f"\n> {escape(facts.note, 300)}" if facts.note else ""
    content = f"{people(facts.partners)}, {_absence(say, facts)}{note}"
    return Message(content, rows=((see_waiting(say, facts.guild, ref=ref),),))


def _absence(say: Say, facts: AwayTold) -> str:
    who, days = person(facts.person), span(facts.first_day, facts.last_day)
    is_pair = len(facts.partners) == 1
    if facts.both is None:
        return say(
            "{who} is away {days}. Check-ins are paused until they’re back. You don’t need to do "
            "anything.",
            who=who,
            days=days,
        )
    if facts.both == (facts.first_day, facts.last_day):
        if is_pair:
            return say(
                "{who} is away {days}, and so are you. Check-ins are paused for both of you.",
                who=who,
                days=days,
            )
        return say(
            "{who} is away {days}, and so are others in your circle. Check-ins are paused.",
            who=who,
            days=days,
        )
    # Two facts: the one who stays learns how long, and both learn when no one is here.
    both = span(*facts.both)
    if is_pair:
        return say(
            "{who} is away {days}. Check-ins are paused until they’re back. You’re both away "
            "{both}.",
            who=who,
            days=days,
            both=both,
        )
    return say(
        "{who} is away {days}. Check-ins are paused until they’re back. Others in your circle are "
        "away {both}.",
        who=who,
        days=days,
        both=both,
    )


@words(
    NudgeKind.AWAY_CHANGED,
    marked("Change to time away"),
    marked("Someone’s time away has changed."),
)
def changed(say: Say, facts: AwayChanged, ref: str) -> Message:
    """Tell the partner that plans have changed."""
    told, who = people(facts.partners), person(facts.person)
    content = (
        say(
            "{told}, {who} won’t be away after all. Check-ins are back to their usual schedule.",
            told=told,
            who=who,
        )
        if facts.never_left
        else say(
            "{told}, {who} is back early. Check-ins are back to their usual schedule.",
            told=told,
            who=who,
        )
    )
    return Message(content, rows=((see_waiting(say, facts.guild, ref=ref),),))


@words(NudgeKind.AWAY_OVER, marked("Welcome back"), marked("Your time away was over."))
def over(say: Say, facts: AwayOver, ref: str) -> Message:
    """Welcome someone back."""
    who = person(facts.person)
    content = say("{who}, welcome back! Tap below to see where things stand.", who=who)
    if facts.waiting:
        content = say.count(
            "{who}, welcome back! {n} thing is waiting for you. No rush.",
            "{who}, welcome back! {n} things are waiting for you. No rush.",
            facts.waiting,
            who=who,
        )
    more = Button(say.of("button", "Extend time away"), build("away", "form", facts.guild, 0, ref))
    return Message(content, rows=((see_waiting(say, facts.guild, ref=ref), more),))


@words(NudgeKind.MESSAGE_OVER, marked("Earlier message"), marked("Its buttons no longer apply."))
def without_buttons(say: Say, facts: MessageOver, ref: str) -> Message:
    """Return nothing that could be clicked; the words of the message stay as they were."""
    return NO_BUTTONS


def begun(say: Say, away_set: AwaySet) -> Message:
    """Say what is paused, what moved, and who is told."""
    away = away_set.away
    year = away.set_at.year
    days = span(away.first_day, away.last_day, year)
    lines = [say("You’re away {days}. I won’t send you reminders during that time.", days=days)]
    if away_set.began_today:
        last = day(away.last_day, year)
        lines = [
            say(
                "You’re away from now through {last}. I won’t send you reminders until then.",
                last=last,
            )
        ]
    if away_set.told:
        lines.append(say("I’ll let {told} know.", told=people(away_set.told)))
    if away_set.moved:
        lines.append(
            say.count(
                "I moved {n} commitment until after you’re back.",
                "I moved {n} commitments until after you’re back.",
                len(away_set.moved),
            )
        )
    for partner, both in away_set.both:
        lines.append(
            say("{partner} is away {span} too.", partner=person(partner), span=span(*both))
        )
    lines += pauses.lines(say, away_set.meetings, away.user)
    lines.append(say("Check-ins during that time are skipped, not postponed."))
    changes = pauses.rows(say, away_set.meetings, away.user, away.time_zone)
    return Message("\n".join(lines), rows=((back_button(say, away),), *changes))


def back_button(say: Say, away: Away) -> Button:
    """Offer to end an absence, or to cancel it."""
    return Button(say.of("button", "End time away"), build("away", "back", away.guild, away.id))


def cancelled(say: Say, away_cancelled: AwayCancelled) -> Message:
    """Confirm that everything resumes."""
    lines = [
        say("Time away canceled. Reminders will come as usual.")
        if away_cancelled.never_left
        else say("Welcome back! Reminders will come as usual.")
    ]
    if away_cancelled.told:
        lines.append(say("I’ll let {told} know.", told=people(away_cancelled.told)))
    if away_cancelled.back:
        lines.append(
            say.count(
                "{n} meeting in your series is back on.",
                "{n} meetings in your series are back on.",
                away_cancelled.back,
            )
        )
    row = (see_waiting(say, away_cancelled.away.guild),)
    return Message("\n".join(lines), rows=(row,))


def form(say: Say, guild: GuildId) -> Modal:
    """Ask for the first and the last day."""
    return Modal(
        build("away", "send", guild),
        say("Set time away"),
        (
            TextField("from", say("First day"), placeholder=say("today, Friday, Feb 1…"), most=60),
            TextField(
                "until",
                say("Last day"),
                placeholder=say("Sunday, in two weeks, Feb 14…"),
                most=60,
            ),
            TextField(
                "note",
                say("Note"),
                note=say("Optional. I’ll post it in your thread."),
                required=False,
                long=True,
                most=300,
            ),
        ),
    )


def absent(say: Say, away: Away, reader: UserId) -> str:
    """Say in one line who is away when."""
    days = span(away.first_day, away.last_day)
    return say("You: {days}", days=days) if away.user == reader else f"{person(away.user)}: {days}"


def offered(words: str, understood: date | None) -> str:
    """Return a label for a day that what is typed may mean."""
    return truncate(words if understood is None else f"{words}: {day(understood)}", 100)


def listed(coming: tuple[Away, ...]) -> str:
    """List the coming absences in one line."""
    return join_list([span(away.first_day, away.last_day) for away in coming])
