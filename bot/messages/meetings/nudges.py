"""The texts and buttons of nudges about meetings."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.ids import GuildId, MeetingId, PairId
from bot.domain.meetings.meetings import link_of
from bot.domain.meetings.nudges import (
    CalendarEntry,
    CalendarSeries,
    FirstMeetingDue,
    MeetingAbsence,
    MeetingCancelled,
    MeetingConfirmed,
    MeetingProposed,
    MeetingReminder,
    MetQuestion,
    NewTimeDue,
    ProposalClosed,
    ProposedTime,
    TimesPassed,
    TimesWaiting,
    TimesWithdrawn,
)
from bot.domain.nudges.kinds import NudgeKind
from bot.messages.custom_id import build
from bot.messages.meetings import calendar
from bot.messages.meetings.times import (
    MOVED_ALONE,
    be,
    closed,
    how_decided,
    propose_button,
    time_buttons,
    time_with_answers,
)
from bot.messages.nudges.words import words
from bot.messages.outgoing import Attachment, Button, Message, Row, Style
from bot.messages.text import (
    addressed,
    escape,
    join_list,
    people,
    person,
    plural,
    rhythm,
    timestamp,
)

# A question to think about before a meeting; the first is for the first one.
_QUESTIONS = (
    "what would make this a good year?",
    "what would you do differently this month?",
    "which decision are you putting off?",
    "what have you learned since last time?",
    "where would a second opinion help?",
    "what takes more time than it should?",
    "what went well that no one knows?",
)

# Of the meetings that are on again, as many are listed.
MOST_BACK = 6

# After so many days without a first meeting the words are others.
A_WEEK = 7


@words(NudgeKind.MEETING_PROPOSED, "Meeting proposal", "Someone you meet with proposed times.")
def _proposed(facts: MeetingProposed, ref: str) -> Message:
    opening = f"{addressed(facts.people)} {person(facts.proposer)} "
    if facts.instead_of is not None:
        opening += f"would like to move your meeting of {timestamp(facts.instead_of, 'F')} to"
    else:
        opening += "proposes to meet"
    times = "\n".join(time_with_answers(_of_others(time, facts)) for time in facts.times)
    choose = []
    if facts.circle is not None:
        circle = facts.circle
        if len(facts.times) > 1:
            choose.append("Click every time you can make.")
        choose.append(how_decided(circle.decide_at, circle.quorum, circle.mentor))
        # At first these are the people it speaks to.
        if circle.waiting and circle.waiting != facts.people:
            choose.append(f"Waiting on {people(circle.waiting)}.")
    if facts.instead_of is not None:
        choose.append("Until then, the old time holds.")
    if facts.moves_alone:
        choose.append(MOVED_ALONE.strip())
    if facts.ends_interval is not None:
        choose.append(f"A new series would end the one you have ({rhythm(facts.ends_interval)}).")
    content = f"{opening}\n{times}{_agenda_lines(facts.agenda)}\n{' '.join(choose)}".rstrip()
    rows = time_buttons(
        facts.guild,
        facts.meeting,
        facts.round,
        facts.times,
        facts.zones,
        ref,
        circle=facts.circle is not None,
    )
    return Message(content, rows=rows)


def _of_others(time: ProposedTime, facts: MeetingProposed) -> ProposedTime:
    """Leave out the proposer's own yes while it is the only one."""
    return replace(time, yes=()) if time.yes == (facts.proposer,) else time


@words(
    NudgeKind.PROPOSAL_CHANGED,
    "Proposal update",
    "Proposed times were answered, replaced, withdrawn, or over.",
)
def _closed(facts: ProposalClosed, ref: str) -> Message:
    """Return what a message that offered times or showed a meeting becomes, without buttons."""
    return closed(facts.outcome, facts.starts_at)


@words(NudgeKind.MEETING_CONFIRMED, "Confirmed meeting", "A proposed time was accepted.")
def _confirmed(facts: MeetingConfirmed, ref: str) -> Message:
    if facts.back:
        return _back(facts, ref)
    again = f", and then {rhythm(facts.interval)}" if facts.interval else ""
    when = f"{timestamp(facts.starts_at, 'F')}{again}"
    told = f"{addressed(facts.people)} " if facts.people else ""
    opening = f"Your meeting has moved to {when}." if facts.moved else f"You’re meeting {when}."
    if facts.moved_alone:
        opening += MOVED_ALONE
    if len(facts.yes) > 1 and not facts.people:
        opening += f" {people(facts.yes)} said yes."
    content = (
        f"{told}{opening}{_where(facts.place)}{_agenda_lines(facts.agenda)}\n"
        f"{_reminded(facts)}{_missing(facts)}"
    )
    if facts.absent:
        content += f"\n{people(facts.absent)} can’t come."
    file = calendar.invitation(
        facts.entry,
        place=facts.place,
        agenda=facts.agenda,
        written_at=facts.written_at,
        names=facts.names,
    )
    files = [file]
    if facts.replaces is not None:
        files += calendar.cancellations(
            (facts.replaces,),
            written_at=facts.written_at,
            name="meeting-before",
            names=facts.names,
        )
    rows = _meeting_rows(facts.guild, facts.pair, facts.meeting, facts.place, ref)
    return Message(content, rows=rows, files=tuple(files))


def _back(facts: MeetingConfirmed, ref: str) -> Message:
    """Say which meetings of a series are on again, since no pause or time away covers them."""
    days = "\n".join(f"- {timestamp(start, 'F')}" for start in facts.back[:MOST_BACK])
    more = len(facts.back) - MOST_BACK
    if more > 0:
        days += f"\n- and {plural(more, 'more')}"
    named = f"{addressed(facts.people)} " if facts.people else ""
    content = (
        f"{named}Back on, since no pause or time away covers these anymore:\n{days}\n"
        "The file updates your calendar."
    )
    file = calendar.invitation(
        facts.entry, place=facts.place, agenda=(), written_at=facts.written_at, names=facts.names
    )
    rows = _meeting_rows(facts.guild, facts.pair, facts.meeting, facts.place, ref)
    return Message(content, rows=rows, files=(file,))


def _reminded(facts: MeetingConfirmed) -> str:
    """Say when the reminders come that are still ahead, and who gets none."""
    if facts.away:
        return (
            f"{people(facts.away)} {be(facts.away)} away then and won’t be reminded; "
            "“Reschedule” moves it."
        )
    if not facts.reminders:
        return "It’s so soon that I won’t send a reminder."
    first = facts.reminders[0]
    return f"I’ll remind you {_AHEAD.get(first, plural(first, 'hour'))} before."


_AHEAD = {24: "the day", 1: "an hour"}


def _missing(facts: MeetingConfirmed) -> str:
    if not facts.missing:
        return ""
    verb = "hasn’t" if len(facts.missing) == 1 else "haven’t"
    return f"\nThe deadline has passed, and {people(facts.missing)} {verb} said yes."


def _meeting_rows(
    guild: GuildId, pair: PairId, meeting: MeetingId, place: str, ref: str
) -> tuple[Row, ...]:
    row: list[Button] = [
        Button("Add to agenda", build("meet", "agenda-form", guild, pair, ref), Style.PRIMARY),
        Button("Reschedule", build("meet", "reschedule", guild, meeting, ref)),
        Button("Cancel meeting", build("meet", "cancel", guild, meeting, ref)),
    ]
    if not place:
        row.append(Button("Add meeting link", build("meet", "place-form", guild, pair, ref)))
    return (tuple(row), *_link_row(place))


def _link_row(place: str) -> tuple[Row, ...]:
    """Return a button that opens the meeting link.

    Its label is the host, so that nothing is masked.
    """
    link = link_of(place)
    return ((Button(f"Open {link[0]}", url=link[1]),),) if link else ()


def _where(place: str) -> str:
    if not place:
        return ""
    link = link_of(place)
    return f" Where: your usual call at {link[0]}." if link else f" Where: {escape(place, 300)}."


@words(NudgeKind.MEETING_CANCELLED, "Canceled meeting", "One of you canceled it.")
def _cancelled(facts: MeetingCancelled, ref: str) -> Message:
    called = f"{addressed(facts.people)} " if facts.people else ""
    again = Button(
        "Propose a time", build("meet", "form", facts.guild, facts.pair, ref), Style.PRIMARY
    )
    if facts.starts_at is None:
        text = "Proposed times withdrawn. You can suggest new ones anytime."
        return Message(f"{called}{text}", rows=((again,),))
    when = timestamp(facts.starts_at, "F")
    if facts.series_ended:
        text = f"Your meeting series has ended. The next would have been {when}."
    elif facts.by is None:
        text = _left_out(facts, facts.left_out or (facts.starts_at,))
    else:
        text = f"{person(facts.by)} canceled your meeting of {when}."
    return Message(f"{called}{text}", rows=((again,),), files=_without(facts))


@words(NudgeKind.MEETING_ABSENCE, "Who can come", "It concerns your circle’s meeting.")
def _absence(facts: MeetingAbsence, ref: str) -> Message:
    """Say who comes or doesn't, and that the meeting goes on."""
    when = timestamp(facts.starts_at, "F")
    text = f"{person(facts.person)} can’t come to your meeting of {when}. It goes on without them."
    if facts.comes:
        text = f"{person(facts.person)} can come to your meeting of {when} after all."
    move = Button("Reschedule", build("meet", "reschedule", facts.guild, facts.meeting, ref))
    return Message(text, rows=((move,),))


def _left_out(facts: MeetingCancelled, starts: Sequence[datetime]) -> str:
    days = join_list([timestamp(start, "F") for start in starts[:MOST_BACK]])
    if len(starts) > MOST_BACK:
        days += f", and {plural(len(starts) - MOST_BACK, 'more')}"
    named = f"meeting of {days} is" if len(starts) == 1 else f"meetings of {days} are"
    reasons = [f"{people(facts.away)} {be(facts.away)} away"] if facts.away else []
    reasons += ["your mentorship is paused"] if facts.is_paused else []
    why = f": {join_list(reasons)}" if reasons else ""
    return f"Your {named} left out{why}."


def _without(facts: MeetingCancelled) -> tuple[Attachment, ...]:
    """Return the file that removes the meeting from calendars: alone, or from its series."""
    match facts.entry:
        case None:
            return ()
        case CalendarSeries():
            file = calendar.invitation(
                facts.entry,
                place=facts.place,
                agenda=(),
                written_at=facts.written_at,
                names=facts.names,
            )
            return (file,)
        case CalendarEntry():
            return calendar.cancellations(
                (facts.entry,), written_at=facts.written_at, names=facts.names
            )


@words(
    NudgeKind.MEETING_REMINDER,
    "Meeting reminder",
    "You have a meeting: it comes the day before, and an hour before if you choose.",
    label="Meeting reminders",
    when="It comes the day before you meet, and an hour before if you choose.",
)
def _reminder(facts: MeetingReminder, ref: str) -> Message:
    when = timestamp(facts.starts_at, "R" if facts.soon else "F")
    content = f"{people(facts.people)}, you’re meeting {when}.{_where(facts.place)}"
    row: list[Button] = [
        Button("Add to agenda", build("meet", "agenda-form", facts.guild, facts.pair, ref)),
        Button("Reschedule", build("meet", "reschedule", facts.guild, facts.meeting, ref)),
    ]
    if not facts.brief:
        content += f"{_agenda_lines(facts.agenda)}\nTo prepare: {_question(facts.before)}"
        # What helps a mentor differs from what helps a mentee, so each gets their own.
        advice = build("advice", "before-meeting", facts.guild, facts.pair, ref)
        row.append(Button("Advice", advice))
    return Message(content, rows=(tuple(row), *_link_row(facts.place)))


def _question(number: int) -> str:
    """Return what to think about before a meeting; all are asked before one comes again."""
    first, *later = _QUESTIONS
    return later[(number - 1) % len(later)] if number else first


@words(
    NudgeKind.MET_QUESTION,
    "“Did you meet?”",
    "A meeting of yours was just over.",
    label="“Did you meet?”",
    when="The meeting’s card asks, two hours after it began.",
)
def _met(facts: MetQuestion, ref: str) -> Message:
    if facts.again:
        ask = Button("Answer", build("meet", "ask", facts.guild, facts.meeting, ref))
        return Message(f"Did you meet {timestamp(facts.starts_at, 'F')}?", rows=((ask,),))
    question = ask_whether_met(facts.guild, facts.meeting, facts.starts_at, ref)
    return replace(question, content=f"{addressed(facts.people)} {question.content}")


def ask_whether_met(
    guild: GuildId, meeting: MeetingId, starts_at: datetime, ref: str | None = None
) -> Message:
    """Ask whether a meeting took place."""

    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("meet", verb, guild, meeting, ref), style)

    row = (
        button("We met", "met", Style.SUCCESS),
        button("Rescheduled", "moved"),
        button("They couldn’t make it", "not-there"),
        button("I couldn’t make it", "could-not"),
    )
    content = f"Did you meet {timestamp(starts_at, 'F')}? Only you see your answer."
    return Message(content, rows=(row,))


@words(
    NudgeKind.FIRST_MEETING,
    "First meeting reminder",
    "Pairs meet within two weeks of their introduction, and the next step was yours.",
    label="Reminders to find a first time",
    when="It comes some days after your introduction, if no time is set.",
)
def _first_meeting(facts: FirstMeetingDue, ref: str) -> Message:
    called = people(facts.people)
    propose = Button(
        "Propose a time", build("meet", "form", facts.guild, facts.pair, ref), Style.PRIMARY
    )
    if facts.times and facts.meeting is not None and facts.proposer is not None:
        times = "\n".join(time_with_answers(time) for time in facts.times)
        content = (
            f"{called}, {person(facts.proposer)} is waiting for you to pick a time for your first "
            f"meeting:\n{times}"
        )
        rows = time_buttons(
            facts.guild,
            facts.meeting,
            facts.round,
            facts.times,
            facts.zones,
            ref,
            circle=facts.circle,
        )
        return Message(content, rows=rows)
    if facts.days < A_WEEK:
        content = (
            f"{called}, your first meeting with {people(facts.partners)} isn’t set yet. "
            "Want me to suggest times?"
        )
    else:
        content = (
            f"{called}, you and {people(facts.partners)} haven’t met yet. Even a 10-minute call is "
            "a good start."
        )
    later = Button("Not now", build("meet", "not-now", facts.guild, facts.pair, ref))
    return Message(content, rows=((propose, later),))


@words(
    NudgeKind.TIMES_WAITING,
    "Proposed times reminder",
    "Someone proposed times to meet, and you hadn’t answered yet.",
    label="Reminders of proposed times",
)
def _waiting(facts: TimesWaiting, ref: str) -> Message:
    """Remind of times that wait for an answer; one row of buttons, so that it can be merged."""
    who = person(facts.proposer)
    opening = f"{addressed(facts.people)} {who} is waiting for you to pick a time"
    if facts.instead_of is not None:
        opening += f" instead of {timestamp(facts.instead_of, 'F')}"
    times = "\n".join(time_with_answers(time) for time in facts.times)
    content = f"{opening}:\n{times}"
    rows = time_buttons(
        facts.guild,
        facts.meeting,
        facts.round,
        facts.times,
        facts.zones,
        ref,
        circle=facts.circle,
    )
    return Message(content, rows=(tuple(button for row in rows for button in row),))


@words(NudgeKind.TIMES_PASSED, "Passed times", "The times you proposed were over.")
def _passed(facts: TimesPassed, ref: str) -> Message:
    """Say that no one is to blame, and offer new times."""
    if facts.undecided:
        return _undecided(facts, ref)
    content = (
        f"{people(facts.people)}, the times you proposed have passed. Want to suggest new ones?"
    )
    if facts.stands is not None:
        content += f" Your meeting of {timestamp(facts.stands, 'F')} holds."
    return Message(content, rows=((propose_button(facts.guild, facts.pair, ref),),))


def _undecided(facts: TimesPassed, ref: str) -> Message:
    """Show the proposer who can make which time, since none works for everyone."""
    times = "\n".join(
        f"- {timestamp(time.starts_at, 'F')}: {plural(len(time.yes), 'yes', 'yes')}"
        f"{' (yours)' if time.yes == facts.people else ''}"
        f"{', can’t: ' + people(time.no) if time.no else ''}"
        for time in facts.undecided
    )
    # Without a no it is only that too few have answered by the deadline.
    works = "works for everyone" if all(time.no for time in facts.undecided) else "has enough yet"
    content = (
        f"{people(facts.people)}, none of your times {works}:\n{times}\n"
        "Propose others, or wait: answers can still come and change."
    )
    return Message(content, rows=((propose_button(facts.guild, facts.pair, ref),),))


@words(NudgeKind.TIMES_WITHDRAWN, "Withdrawn times", "Proposed times were taken back.")
def _withdrawn(facts: TimesWithdrawn, ref: str) -> Message:
    """Report that everything stays as it was."""
    content = (
        f"The other times were withdrawn. Your meeting is still {timestamp(facts.stands, 'F')}."
    )
    move = Button("Reschedule", build("meet", "reschedule", facts.guild, facts.meeting, ref))
    return Message(content, rows=((move,),))


@words(
    NudgeKind.NEW_TIME,
    "New time reminder",
    "A meeting of yours did not take place, and the next step was yours.",
    label="Reminders to find a new time",
)
def _new_time(facts: NewTimeDue, ref: str) -> Message:
    """Remind of the next step, without mentioning what happened before."""
    content = (
        f"{people(facts.people)}, your meeting of {timestamp(facts.starts_at, 'D')} with "
        f"{people(facts.partners)} needs a new time. Want to suggest some?"
    )
    return Message(content, rows=((propose_button(facts.guild, facts.pair, ref),),))


def _agenda_lines(items: Sequence[str]) -> str:
    """Return the agenda as a list on separate lines; nothing if it is empty."""
    if not items:
        return ""
    shown = [f"- {escape(item, 140)}" for item in items[:6]]
    if len(items) > len(shown):
        shown.append(f"- and {plural(len(items) - len(shown), 'more item')}")
    return "\n**To talk about**\n" + "\n".join(shown)


def not_now() -> Message:
    """Accept that someone does not want to set a first meeting now."""
    return Message(
        "No problem. It stays under `/status`, and `/meet propose` is there when you're ready."
    )


def answered_later() -> Message:
    """Accept that someone does not want to say now whether they met."""
    return Message("No problem. Nothing was recorded, and you can still answer here later.")
