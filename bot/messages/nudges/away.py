"""Messages about time away: someone is away, both are, or someone is back."""

from datetime import date

from bot.domain.ids import GuildId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import AwayChanged, AwayOver, AwayTold, MessageOver
from bot.messages.custom_id import build
from bot.messages.meetings import pauses
from bot.messages.nudges.words import words
from bot.messages.outgoing import NO_BUTTONS, Button, Message, Modal, TextField
from bot.messages.text import escape, join_list, people, person, plural, truncate
from bot.messages.time_choices import day_name
from bot.services.nudges.away import AwayCancelled, AwaySet
from bot.storage.nudges.away import Away


def day(day: date, this_year: int | None = None) -> str:
    """Return a calendar day as text: ``Tue, Mar 3``.

    The year is included if `this_year` is given and differs.
    """
    return day_name(day, day.replace(day=1, year=this_year or day.year))


def span(first: date, last: date, this_year: int | None = None) -> str:
    """Return a range of days as text."""
    if first == last:
        return f"on {day(first, this_year)}"
    return f"from {day(first, this_year)} to {day(last, this_year)}"


@words(
    NudgeKind.AWAY_TOLD,
    "news of an absence",
    "Someone in your mentorship is away, and you should know.",
)
def absence_notice(facts: AwayTold, ref: str) -> Message:
    """Tell the partner, so that no one waits or follows up."""
    note = f"\n> {escape(facts.note, 300)}" if facts.note else ""
    days = span(facts.first_day, facts.last_day)
    rest = "Check-ins rest meanwhile, and there is nothing for you to do."
    if facts.both and facts.both != (facts.first_day, facts.last_day):
        # Two facts: the one who stays learns how long, and both learn when no one is here.
        rest += f" {_both_away(facts)} {span(*facts.both)}: it goes on by itself."
    elif facts.both:
        rest = f"{_both_away(facts)} then: nothing is asked of either, and it goes on by itself."
    content = f"{people(facts.partners)}, {person(facts.person)} is away {days}. {rest}{note}"
    return Message(content, rows=((_status(facts.guild, ref),),))


def _both_away(facts: AwayTold) -> str:
    return "You are both away" if len(facts.partners) == 1 else "Others of you are away too"


@words(NudgeKind.AWAY_CHANGED, "a change of plans", "Someone’s time away has changed.")
def changed(facts: AwayChanged, ref: str) -> Message:
    """Tell the partner that plans have changed."""
    news = "will not be away after all" if facts.never_left else "is back sooner than planned"
    content = (
        f"{people(facts.partners)}, {person(facts.person)} {news}. Check-ins go on in the usual "
        "rhythm; there is nothing for you to do."
    )
    return Message(content, rows=((_status(facts.guild, ref),),))


@words(NudgeKind.AWAY_OVER, "a welcome back", "Your time away was over.")
def over(facts: AwayOver, ref: str) -> Message:
    """Welcome someone back."""
    waited = ""
    if facts.waiting:
        waited = (
            f" {plural(facts.waiting, 'thing has', 'things have')} waited for you; none is urgent."
        )
    content = f"{person(facts.person)}, welcome back!{waited} The button shows where things stand."
    more = Button("Away a little longer", build("away", "form", facts.guild, 0, ref))
    return Message(content, rows=((_status(facts.guild, ref), more),))


@words(NudgeKind.MESSAGE_OVER, "an earlier message", "What its buttons offered is over.")
def without_buttons(facts: MessageOver, ref: str) -> Message:
    """Return nothing that could be clicked; the words of the message stay as they were."""
    return NO_BUTTONS


def _status(guild: GuildId, ref: str | None = None) -> Button:
    return Button("What is waiting?", build("status", "show", guild, 0, ref))


def begun(away_set: AwaySet) -> Message:
    """Say what is paused, what moved, and who is told."""
    away = away_set.away
    year = away.set_at.year
    lines = [
        f"You are away {span(away.first_day, away.last_day, year)}. I will not nudge you then."
    ]
    if away_set.began_today:
        lines[0] = (
            f"You are away from now to {day(away.last_day, year)}. I will not nudge you till then."
        )
    if away_set.told:
        lines.append(
            f"{people(away_set.told)} will read it in your thread, so nobody waits for you."
        )
    if away_set.moved:
        moved = plural(len(away_set.moved), "commitment is", "commitments are")
        lines.append(f"{moved} due after your return now.")
    for partner, both in away_set.both:
        lines.append(f"{person(partner)} is away {span(*both)} too; I have told you both.")
    lines += pauses.lines(away_set.meetings, away.user)
    lines.append("Check-ins in that time are left out, not kept for later. Enjoy it.")
    changes = pauses.rows(away_set.meetings, away.user, away.time_zone)
    return Message("\n".join(lines), rows=((back_button(away),), *changes))


def back_button(away: Away) -> Button:
    """Offer to end an absence, or to cancel it."""
    return Button("I am back / cancel it", build("away", "back", away.guild, away.id))


def cancelled(away_cancelled: AwayCancelled) -> Message:
    """Confirm that everything resumes."""
    opening = "Cancelled: you are not away." if away_cancelled.never_left else "Welcome back."
    notice = (
        f" {people(away_cancelled.told)} will read it in your thread."
        if away_cancelled.told
        else ""
    )
    back = ""
    if away_cancelled.back:
        is_one = away_cancelled.back == 1
        what = "meeting of your series is" if is_one else "meetings of your series are"
        back = f" {away_cancelled.back} {what} back on."
    return Message(
        f"{opening} Nudges come again in the usual rhythm.{notice}{back}",
        rows=((_status(away_cancelled.away.guild),),),
    )


def form(guild: GuildId) -> Modal:
    """Ask for the first and the last day."""
    return Modal(
        build("away", "send", guild),
        "Away for a while",
        (
            TextField("from", "From", placeholder="today, Friday, Feb 1 ...", most=60),
            TextField(
                "until",
                "Until, the last day of it",
                placeholder="Sunday, in two weeks, Feb 14 ...",
                most=60,
            ),
            TextField(
                "note",
                "A note for the others",
                note="They read it in your thread. You can leave it out.",
                required=False,
                long=True,
                most=300,
            ),
        ),
    )


def absent(away: Away, reader: UserId) -> str:
    """Say in one line who is away when."""
    who = "You" if away.user == reader else person(away.user)
    return f"{who} {span(away.first_day, away.last_day)}"


def offered(words: str, understood: date | None) -> str:
    """Return a label for a day that what is typed may mean."""
    return truncate(words if understood is None else f"{words}: {day(understood)}", 100)


def listed(coming: tuple[Away, ...]) -> str:
    """List the coming absences in one line."""
    return join_list([span(away.first_day, away.last_day) for away in coming])
