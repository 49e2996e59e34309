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
from bot.language.say import Say, marked
from bot.messages.buttons import RESCHEDULE, suggest_times
from bot.messages.custom_id import build
from bot.messages.meetings import calendar
from bot.messages.meetings.times import (
    MOVED_ALONE,
    closed,
    how_decided,
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
    rhythm,
    timestamp,
)

# A question to think about before a meeting; the first is for the first one.
_QUESTIONS = (
    "What would make this a good year?",
    "What would you do differently this month?",
    "Which decision are you putting off?",
    "What have you learned since last time?",
    "Where would a second opinion help?",
    "What takes more time than it should?",
    "What went well that no one knows?",
)

# As many items of the agenda are listed: with a meeting, and with times that are only proposed.
MOST_AGENDA = 6
MOST_AT_FIRST = 2

# Of the meetings that are on again, as many are listed.
MOST_BACK = 6

# After so many days without a first meeting the words are others.
A_WEEK = 7


@words(
    NudgeKind.MEETING_PROPOSED,
    marked("Meeting proposal"),
    marked("Someone you meet with proposed times."),
)
def _proposed(say: Say, facts: MeetingProposed, ref: str) -> Message:
    told, who = addressed(facts.people), person(facts.proposer)
    opening = say("{told} {who} would like to meet:", told=told, who=who)
    if facts.instead_of is not None:
        before = timestamp(facts.instead_of, "F")
        opening = say(
            "{told} {who} would like to move your meeting on {before} to:",
            told=told,
            who=who,
            before=before,
        )
    times = "\n".join(time_with_answers(say, _of_others(time, facts)) for time in facts.times)
    choose = []
    if facts.circle is not None:
        circle = facts.circle
        if len(facts.times) > 1:
            choose.append(say("Tap every time you can make."))
        choose.append(how_decided(say, circle.decide_at, circle.quorum, circle.mentor))
        # At first these are the people it speaks to.
        if circle.waiting and circle.waiting != facts.people:
            choose.append(say("Waiting on {waiting}.", waiting=people(circle.waiting)))
    if facts.instead_of is not None:
        choose.append(say("Until then, the old time still counts."))
    if facts.moves_alone:
        choose.append(say(MOVED_ALONE))
    if facts.ends_interval is not None:
        choose.append(
            say(
                "A new series would end your current one ({rhythm}).",
                rhythm=rhythm(say, facts.ends_interval),
            )
        )
    agenda = _agenda_lines(say, facts.agenda, MOST_AT_FIRST)
    content = f"{opening}\n{times}{agenda}\n{' '.join(choose)}".rstrip()
    rows = time_buttons(
        say,
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
    marked("Proposal update"),
    marked("Proposed times were answered, replaced, withdrawn, or over."),
)
def _closed(say: Say, facts: ProposalClosed, ref: str) -> Message:
    """Return what a message that offered times or showed a meeting becomes, without buttons."""
    return closed(say, facts.outcome, facts.starts_at)


@words(
    NudgeKind.MEETING_CONFIRMED,
    marked("Confirmed meeting"),
    marked("A proposed time was accepted."),
)
def _confirmed(say: Say, facts: MeetingConfirmed, ref: str) -> Message:
    if facts.back:
        return _back(say, facts, ref)
    sentences = [addressed(facts.people)] if facts.people else []
    sentences.append(_set(say, facts))
    if facts.moved_alone:
        sentences.append(say(MOVED_ALONE))
    if len(facts.yes) > 1 and not facts.people:
        sentences.append(say("{yes} said yes.", yes=people(facts.yes)))
    if facts.place:
        sentences.append(_where(say, facts.place))
    lines = [f"{' '.join(sentences)}{_agenda_lines(say, facts.agenda)}", _reminded(say, facts)]
    if facts.missing:
        lines.append(
            say("The deadline passed without a yes from {missing}.", missing=people(facts.missing))
        )
    if facts.absent:
        lines.append(say("{absent} can’t come.", absent=people(facts.absent)))
    file = calendar.invitation(
        say,
        facts.entry,
        place=facts.place,
        agenda=facts.agenda,
        written_at=facts.written_at,
        names=facts.names,
    )
    files = [file]
    if facts.replaces is not None:
        files += calendar.cancellations(
            say,
            (facts.replaces,),
            written_at=facts.written_at,
            name="meeting-before",
            names=facts.names,
        )
    rows = _meeting_rows(say, facts.guild, facts.pair, facts.meeting, facts.place, ref)
    return Message("\n".join(lines), rows=rows, files=tuple(files))


def _set(say: Say, facts: MeetingConfirmed) -> str:
    when = timestamp(facts.starts_at, "F")
    if facts.interval is None:
        return (
            say("Your meeting moved to {when}.", when=when)
            if facts.moved
            else say("You’re meeting {when}.", when=when)
        )
    again = rhythm(say, facts.interval)
    if facts.moved:
        return say("Your meetings moved to {when}, then {again}.", when=when, again=again)
    return say("You’re meeting {when}, then {again}.", when=when, again=again)


def _back(say: Say, facts: MeetingConfirmed, ref: str) -> Message:
    """Say which meetings of a series are on again, since no pause or time away covers them."""
    days = "\n".join(f"- {timestamp(start, 'F')}" for start in facts.back[:MOST_BACK])
    more = len(facts.back) - MOST_BACK
    if more > 0:
        days = say("{days}\n- {more} more", days=days, more=more)
    named = f"{addressed(facts.people)} " if facts.people else ""
    content = say(
        "{named}These meetings are back on:\n{days}\nOpen the file to update your calendar.",
        named=named,
        days=days,
    )
    file = calendar.invitation(
        say,
        facts.entry,
        place=facts.place,
        agenda=(),
        written_at=facts.written_at,
        names=facts.names,
    )
    rows = _meeting_rows(say, facts.guild, facts.pair, facts.meeting, facts.place, ref)
    return Message(content, rows=rows, files=(file,))


def _reminded(say: Say, facts: MeetingConfirmed) -> str:
    """Say when the reminders come that are still ahead, and who gets none."""
    if facts.away:
        return say.count(
            "{who} is away then and won’t be reminded. You can reschedule.",
            "{who} are away then and won’t be reminded. You can reschedule.",
            len(facts.away),
            who=people(facts.away),
        )
    if not facts.reminders:
        return say("It’s so soon that I won’t send a reminder.")
    match facts.reminders[0]:
        case 24:
            return say("I’ll remind you the day before.")
        case 1:
            return say("I’ll remind you an hour before.")
        case hours:
            return say("I’ll remind you {hours} hours before.", hours=hours)


def _meeting_rows(
    say: Say, guild: GuildId, pair: PairId, meeting: MeetingId, place: str, ref: str
) -> tuple[Row, ...]:
    row: list[Button] = [
        Button(
            say.of("button", "Add to agenda"),
            build("meet", "agenda-form", guild, pair, ref),
            Style.PRIMARY,
        ),
        Button(say(RESCHEDULE), build("meet", "reschedule", guild, meeting, ref)),
        Button(say.of("button", "Cancel meeting"), build("meet", "cancel", guild, meeting, ref)),
    ]
    if not place:
        row.append(
            Button(
                say.of("button", "Add meeting link"), build("meet", "place-form", guild, pair, ref)
            )
        )
    return (tuple(row), *_link_row(say, place))


def _link_row(say: Say, place: str) -> tuple[Row, ...]:
    """Return a button that opens the meeting link.

    Its label is the host, so that nothing is masked.
    """
    link = link_of(place)
    return ((Button(say.of("button", "Open {link}", link=link[0]), url=link[1]),),) if link else ()


def _where(say: Say, place: str) -> str:
    link = link_of(place)
    return (
        say("Join your usual call at {link}.", link=link[0])
        if link
        else say("Where: {place}.", place=escape(place, 300))
    )


@words(NudgeKind.MEETING_CANCELLED, marked("Canceled meeting"), marked("One of you canceled it."))
def _cancelled(say: Say, facts: MeetingCancelled, ref: str) -> Message:
    called = f"{addressed(facts.people)} " if facts.people else ""
    again = suggest_times(say, facts.guild, facts.pair, ref)
    if facts.starts_at is None:
        text = say("Proposed times withdrawn. You can suggest new ones anytime.")
        return Message(f"{called}{text}", rows=((again,),))
    when = timestamp(facts.starts_at, "F")
    if facts.series_ended:
        text = say("Your meeting series has ended. The next one would have been {when}.", when=when)
    elif facts.by is None:
        text = _left_out(say, facts, facts.left_out or (facts.starts_at,))
    else:
        text = say("{by} canceled your meeting on {when}.", by=person(facts.by), when=when)
    return Message(f"{called}{text}", rows=((again,),), files=_without(say, facts))


@words(
    NudgeKind.MEETING_ABSENCE, marked("Who can come"), marked("It’s about your circle’s meeting.")
)
def _absence(say: Say, facts: MeetingAbsence, ref: str) -> Message:
    """Say who comes or doesn't, and that the meeting goes on."""
    when = timestamp(facts.starts_at, "F")
    text = say(
        "{person} can’t come to your meeting on {when}. It’s still on.",
        person=person(facts.person),
        when=when,
    )
    if facts.comes:
        text = say(
            "{person} can come to your meeting on {when} after all.",
            person=person(facts.person),
            when=when,
        )
    move = Button(say(RESCHEDULE), build("meet", "reschedule", facts.guild, facts.meeting, ref))
    return Message(text, rows=((move,),))


def _left_out(say: Say, facts: MeetingCancelled, starts: Sequence[datetime]) -> str:
    days = [timestamp(start, "F") for start in starts[:MOST_BACK]]
    if len(starts) > MOST_BACK:
        days.append(say("{starts} more", starts=len(starts) - MOST_BACK))
    sentences = [
        say.count(
            "Your meeting on {days} is skipped.",
            "Your meetings on {days} are skipped.",
            len(starts),
            days=join_list(days),
        )
    ]
    if facts.away:
        who = people(facts.away)
        sentences.append(say.count("{who} is away.", "{who} are away.", len(facts.away), who=who))
    if facts.is_paused:
        sentences.append(say("Your mentorship is paused."))
    return " ".join(sentences)


def _without(say: Say, facts: MeetingCancelled) -> tuple[Attachment, ...]:
    """Return the file that removes the meeting from calendars: alone, or from its series."""
    match facts.entry:
        case None:
            return ()
        case CalendarSeries():
            file = calendar.invitation(
                say,
                facts.entry,
                place=facts.place,
                agenda=(),
                written_at=facts.written_at,
                names=facts.names,
            )
            return (file,)
        case CalendarEntry():
            return calendar.cancellations(
                say, (facts.entry,), written_at=facts.written_at, names=facts.names
            )


@words(
    NudgeKind.MEETING_REMINDER,
    marked("Meeting reminder"),
    marked("You have a meeting: it comes the day before, and an hour before if you choose."),
    label=marked("Meeting reminders"),
    when=marked("It comes the day before you meet, and an hour before if you choose."),
)
def _reminder(say: Say, facts: MeetingReminder, ref: str) -> Message:
    when = timestamp(facts.starts_at, "R" if facts.soon else "F")
    content = say("{people}, you’re meeting {when}.", people=people(facts.people), when=when)
    if facts.place:
        content = f"{content} {_where(say, facts.place)}"
    row: list[Button] = [
        Button(
            say.of("button", "Add to agenda"),
            build("meet", "agenda-form", facts.guild, facts.pair, ref),
        ),
        Button(say(RESCHEDULE), build("meet", "reschedule", facts.guild, facts.meeting, ref)),
    ]
    if not facts.brief:
        agenda = _agenda_lines(say, facts.agenda)
        content = say(
            "{content}{agenda}\nTo prepare: {question}",
            content=content,
            agenda=agenda,
            question=_question(say, facts.before),
        )
        # What helps a mentor differs from what helps a mentee, so each gets their own.
        advice = build("advice", "before-meeting", facts.guild, facts.pair, ref)
        row.append(Button(say.of("button", "See advice"), advice))
    return Message(content, rows=(tuple(row), *_link_row(say, facts.place)))


def _question(say: Say, number: int) -> str:
    """Return what to think about before a meeting; all are asked before one comes again."""
    first, *later = _QUESTIONS
    return later[(number - 1) % len(later)] if number else first


@words(
    NudgeKind.MET_QUESTION,
    marked("“Did you meet?”"),
    marked("A meeting of yours was just over."),
    label=marked("“Did you meet?”"),
    when=marked("The meeting’s card asks, two hours after it began."),
)
def _met(say: Say, facts: MetQuestion, ref: str) -> Message:
    if facts.again:
        ask = Button(
            say.of("button", "Answer question"),
            build("meet", "ask", facts.guild, facts.meeting, ref),
        )
        return Message(
            say("Did you meet {starts_at}?", starts_at=timestamp(facts.starts_at, "F")),
            rows=((ask,),),
        )
    question = ask_whether_met(say, facts.guild, facts.meeting, facts.starts_at, ref)
    return replace(question, content=f"{addressed(facts.people)} {question.content}")


def ask_whether_met(
    say: Say, guild: GuildId, meeting: MeetingId, starts_at: datetime, ref: str | None = None
) -> Message:
    """Ask whether a meeting took place."""

    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("meet", verb, guild, meeting, ref), style)

    row = (
        button(say("We met"), "met", Style.SUCCESS),
        button(say("Rescheduled"), "moved"),
        button(say("They couldn’t make it"), "not-there"),
        button(say("I couldn’t make it"), "could-not"),
    )
    content = say(
        "Did you meet {starts_at}? Only you can see your answer.",
        starts_at=timestamp(starts_at, "F"),
    )
    return Message(content, rows=(row,))


@words(
    NudgeKind.FIRST_MEETING,
    marked("First meeting reminder"),
    marked("Pairs meet within two weeks of their introduction, and the next step was yours."),
    label=marked("First meeting reminders"),
    when=marked("It comes some days after your introduction, if no time is set."),
)
def _first_meeting(say: Say, facts: FirstMeetingDue, ref: str) -> Message:
    called = people(facts.people)
    if facts.times and facts.meeting is not None and facts.proposer is not None:
        times = "\n".join(time_with_answers(say, time) for time in facts.times)
        content = say(
            "{called}, {proposer} is waiting for you to pick a time for your first "
            "meeting:\n{times}",
            called=called,
            proposer=person(facts.proposer),
            times=times,
        )
        rows = time_buttons(
            say,
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
        content = say(
            "{called}, your first meeting with {partners} isn’t set yet. "
            "Want to suggest some times?",
            called=called,
            partners=people(facts.partners),
        )
    else:
        content = say(
            "{called}, you and {partners} haven’t met yet. Even a 10-minute call is a good start.",
            called=called,
            partners=people(facts.partners),
        )
    later = Button(
        say.of("button", "Not now"), build("meet", "not-now", facts.guild, facts.pair, ref)
    )
    return Message(content, rows=((suggest_times(say, facts.guild, facts.pair, ref), later),))


@words(
    NudgeKind.TIMES_WAITING,
    marked("Proposed times reminder"),
    marked("Someone proposed times to meet, and you hadn’t answered yet."),
    label=marked("Proposed times reminders"),
)
def _waiting(say: Say, facts: TimesWaiting, ref: str) -> Message:
    """Remind of times that wait for an answer; one row of buttons, so that it can be merged."""
    told, who = addressed(facts.people), person(facts.proposer)
    opening = say("{told} {who} is waiting for you to pick a time:", told=told, who=who)
    if facts.instead_of is not None:
        before = timestamp(facts.instead_of, "F")
        opening = say(
            "{told} {who} is waiting for you to pick a new time for {before}:",
            told=told,
            who=who,
            before=before,
        )
    times = "\n".join(time_with_answers(say, time) for time in facts.times)
    content = f"{opening}\n{times}"
    rows = time_buttons(
        say,
        facts.guild,
        facts.meeting,
        facts.round,
        facts.times,
        facts.zones,
        ref,
        circle=facts.circle,
    )
    return Message(content, rows=(tuple(button for row in rows for button in row),))


@words(NudgeKind.TIMES_PASSED, marked("Passed times"), marked("The times you proposed were over."))
def _passed(say: Say, facts: TimesPassed, ref: str) -> Message:
    """Say that no one is to blame, and offer new times."""
    if facts.undecided:
        return _undecided(say, facts, ref)
    content = say(
        "{people}, the times you suggested have passed. Want to suggest new ones?",
        people=people(facts.people),
    )
    if facts.stands is not None:
        content = say(
            "{people}, the times you suggested have passed. You’re still meeting "
            "{stands}. Want to suggest new times?",
            people=people(facts.people),
            stands=timestamp(facts.stands, "F"),
        )
    return Message(content, rows=((suggest_times(say, facts.guild, facts.pair, ref),),))


def _undecided(say: Say, facts: TimesPassed, ref: str) -> Message:
    """Show the proposer who can make which time, since none works for everyone."""
    times = "\n".join(_counted(say, time, facts) for time in facts.undecided)
    who = people(facts.people)
    opening = say("{who}, none of your times works for everyone:", who=who)
    # Without a no it is only that too few have answered by the deadline.
    if not all(time.no for time in facts.undecided):
        opening = say("{who}, none of your times has enough answers yet:", who=who)
    content = say(
        "{opening}\n{times}\nSuggest others, or wait. People can still answer.",
        opening=opening,
        times=times,
    )
    return Message(content, rows=((suggest_times(say, facts.guild, facts.pair, ref),),))


def _counted(say: Say, time: ProposedTime, facts: TimesPassed) -> str:
    yes = say("Yes: 1 (you)") if time.yes == facts.people else say("Yes: {yes}", yes=len(time.yes))
    answers = [yes, say("Can’t: {no}", no=people(time.no))] if time.no else [yes]
    return " · ".join([f"- {timestamp(time.starts_at, 'F')}", *answers])


@words(
    NudgeKind.TIMES_WITHDRAWN, marked("Withdrawn times"), marked("Proposed times were withdrawn.")
)
def _withdrawn(say: Say, facts: TimesWithdrawn, ref: str) -> Message:
    """Report that everything stays as it was."""
    content = say(
        "The other times were withdrawn. You’re still meeting {stands}.",
        stands=timestamp(facts.stands, "F"),
    )
    move = Button(say(RESCHEDULE), build("meet", "reschedule", facts.guild, facts.meeting, ref))
    return Message(content, rows=((move,),))


@words(
    NudgeKind.NEW_TIME,
    marked("New time reminder"),
    marked("A meeting of yours didn’t take place, and the next step was yours."),
    label=marked("New time reminders"),
)
def _new_time(say: Say, facts: NewTimeDue, ref: str) -> Message:
    """Remind of the next step, without mentioning what happened before."""
    content = say(
        "{people}, your meeting on {starts_at} with "
        "{partners} needs a new time. Want to suggest some?",
        people=people(facts.people),
        starts_at=timestamp(facts.starts_at, "D"),
        partners=people(facts.partners),
    )
    return Message(content, rows=((suggest_times(say, facts.guild, facts.pair, ref),),))


def _agenda_lines(say: Say, items: Sequence[str], most: int = MOST_AGENDA) -> str:
    """Return the agenda as a list on separate lines; nothing if it is empty."""
    if not items:
        return ""
    shown = [f"- {escape(item, 140)}" for item in items[:most]]
    if len(items) > len(shown):
        shown.append(say("- {items} more", items=len(items) - len(shown)))
    return say("\n**Agenda**\n") + "\n".join(shown)


def not_now(say: Say) -> Message:
    """Accept that someone does not want to set a first meeting now."""
    return Message(
        say("No problem. It’s still in `/status`. Use `/meet propose` whenever you’re ready.")
    )


def answered_later(say: Say) -> Message:
    """Accept that someone does not want to say now whether they met."""
    return Message(say("No problem. You can answer here later."))
