"""The forms of meetings, and the answers to each step."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.ids import GuildId, PairId
from bot.domain.meetings.meetings import (
    LONGEST_ITEM,
    LONGEST_PLACE,
    MOST_ITEMS,
    link_of,
    looks_like_link,
    meant_link,
)
from bot.domain.meetings.nudges import ProposedTime
from bot.domain.states import MeetingAnswer, MeetingState, PairState
from bot.messages.custom_id import build
from bot.messages.meetings.times import left_over, time_buttons, time_line
from bot.messages.outgoing import (
    Button,
    Embed,
    Message,
    Modal,
    Row,
    Style,
    TextField,
)
from bot.messages.text import (
    escape,
    join_within,
    people,
    person,
    place_name,
    plural,
    rhythm,
    timestamp,
    truncate,
)
from bot.messages.time_choices import hour_name
from bot.services.meetings.meetings import (
    Agenda,
    MeetingAnswered,
    MeetingCancelled,
    Meetings,
    MeetingToCancel,
    TimesTakenBack,
)
from bot.services.meetings.series import SeriesToEnd
from bot.storage.meetings.meetings import Meeting
from bot.storage.pairs.pairs import Pair

# --- forms ------------------------------------------------------------------------------------


# What a first meeting is about; each line is an item.
_FIRST_AGENDA = (
    "How each of us came here\nWhat would make this worth it\nHow often and where we’ll talk"
)


def agenda_form(guild: GuildId, pair: PairId) -> Modal:
    """Ask for things to talk about."""
    field = TextField(
        "items",
        "What would you like to talk about?",
        note=f"One thing a line, at most {LONGEST_ITEM} characters each and {MOST_ITEMS} in all.",
        placeholder=_FIRST_AGENDA,
        long=True,
        most=2000,
    )
    return Modal(build("meet", "agenda-add", guild, pair), "Add to the agenda", (field,))


def place_form(guild: GuildId, pair: PairId, place: str) -> Modal:
    """Ask where the pair usually meets."""
    field = TextField(
        "place",
        "A call link or a place",
        note="Kept for all your meetings. Empty it to forget it.",
        placeholder="https://... or: the library, second floor",
        value=place,
        required=False,
        most=LONGEST_PLACE,
    )
    return Modal(build("meet", "place", guild, pair), "Where you usually meet", (field,))


# --- viewing ----------------------------------------------------------------------------------

STATES = {
    MeetingState.PROPOSED: "proposed",
    MeetingState.CONFIRMED: "arranged",
    MeetingState.HAPPENED: "happened",
    MeetingState.MOVED: "moved",
    MeetingState.MISSED: "did not take place",
    MeetingState.UNKNOWN: "not confirmed",
    MeetingState.CANCELLED: "canceled",
}


def listing(meetings: Meetings, now: datetime) -> Message:
    """Show confirmed, proposed, and recent meetings."""
    fields = []
    if meetings.coming:
        lines = "\n".join(
            _named(meeting)
            + (", and you said you can’t come" if meeting.id in meetings.without_reader else "")
            for meeting in meetings.coming[:5]
        )
        fields.append(("Arranged", lines))
    for meeting, times in meetings.open:
        asked = person(meeting.asked_by) if meeting.asked_by else "somebody"
        if meeting.asked_by == meetings.reader:
            asked = "you"
        lines = "\n".join(time_line(time) for time in times if time.starts_at > now)
        fields.append(("Proposed", f"by {asked}\n{lines or 'These times are over.'}"))
    if meetings.recent:
        lines = "\n".join(f"{_named(meeting)}: {_outcome(meeting)}" for meeting in meetings.recent)
        fields.append(("Lately", lines))
    if meetings.series:
        fields.append(("Series", _series(meetings)))
    if meetings.place:
        link = link_of(meetings.place)
        fields.append(
            ("Where", f"your usual call at {link[0]}" if link else escape(meetings.place))
        )
    title = "Your meetings" if fields else "No meeting is arranged yet"
    body = "" if fields else "A first time is one click away."
    if meetings.pair.state is PairState.ENDED:
        title, body = "Your meetings", "" if fields else "No meeting was arranged."
    shown = tuple((name, truncate(text, 1000)) for name, text in fields)
    return Message(
        embeds=(Embed(title, body=body, fields=shown),), rows=_listing_rows(meetings, now)
    )


def _named(meeting: Meeting) -> str:
    assert meeting.starts_at is not None
    return f"#{meeting.id}, {timestamp(meeting.starts_at, 'F')}"


def _outcome(meeting: Meeting) -> str:
    if meeting.state is MeetingState.CONFIRMED:
        return "how did it go?"
    return STATES[meeting.state]


def _series(meetings: Meetings) -> str:
    assert meetings.series is not None
    series = meetings.series
    return (
        f"{rhythm(series.interval)}, {series.first_date:%A} {hour_name(series.at)} in "
        f"{place_name(series.time_zone)}"
    )


def _listing_rows(meetings: Meetings, now: datetime) -> tuple[Row, ...]:
    guild, pair = meetings.pair.guild, meetings.pair.id
    row: list[Button] = [
        Button("Propose a time", build("meet", "form", guild, pair), Style.PRIMARY)
    ]
    if meetings.coming:
        nearest = meetings.coming[0].id
        row.append(Button("Agenda", build("meet", "agenda", guild, pair)))
        # While the reader's move of it is open, that row's [Other times] opens the same form.
        if all(
            meeting.id != nearest or meeting.asked_by != meetings.reader
            for meeting, _ in meetings.open
        ):
            row.append(Button("Move the next", build("meet", "reschedule", guild, nearest)))
        row.append(Button("Cancel the next", build("meet", "cancel", guild, nearest)))
    second: list[Button] = [Button("Add meeting link", build("meet", "place-form", guild, pair))]
    if meetings.recent and meetings.pair.state is not PairState.ENDED:
        last = build("meet", "ask", guild, meetings.recent[0].id)
        second.append(Button("Did you meet?", last))
    if meetings.series:
        second.append(Button("End the series", build("meet", "end-series", guild, pair)))
    if link := link_of(meetings.place):
        second.append(Button(f"Open {link[0]}", url=link[1]))
    return (tuple(row), tuple(second), *_open_rows(meetings, now)[:3])


def _open_rows(meetings: Meetings, now: datetime) -> tuple[Row, ...]:
    """Return a row for each open proposal: accept a time or answer it, or withdraw it."""
    rows: list[Row] = []
    for meeting, times in meetings.open:
        if meeting.asked_by == meetings.reader:
            change = build("meet", "reschedule", meeting.guild, meeting.id)
            back = build("meet", "withdraw", meeting.guild, meeting.id)
            rows.append((Button("Other times", change), Button("Take them back", back)))
            continue
        ahead = [
            ProposedTime(time.id, time.starts_at, time.time.interval)
            for time in times
            if time.starts_at > now
        ]
        made = time_buttons(
            meeting.guild,
            meeting.id,
            meeting.round,
            ahead,
            [meetings.zone],
            circle=len(meetings.pair.members) > 2,
        )
        rows.append(tuple(button for row in made for button in row))
    return tuple(rows)


def agenda(agenda: Agenda) -> Message:
    """Show one of the pair what is to be talked about, and when."""
    meeting = agenda.meeting
    when = "your next meeting"
    if meeting is not None and meeting.starts_at is not None:
        when = f"your meeting of {timestamp(meeting.starts_at, 'F')}"
    items = [
        f"- {escape(item.text, 200)} "
        f"({'you' if item.author == agenda.reader else person(item.author)})"
        for item in agenda.items
    ]
    body = join_within(items, 3500) or "Nothing yet. One line each makes a good hour."
    add = Button(
        "Add something",
        build("meet", "agenda-form", agenda.pair.guild, agenda.pair.id),
        Style.PRIMARY,
    )
    card = Embed("What you want to talk about", body=f"At {when}:\n{body}")
    return Message(left_over(agenda.left_over).lstrip(), embeds=(card,), rows=((add,),))


def place_saved(pair: Pair, place: str) -> Message:
    """Confirm that the usual place was saved or deleted."""
    if not place:
        return Message("Forgotten. You can say anew where you meet at any time.")
    link = link_of(place)
    row: tuple[Button, ...] = ()
    where = escape(place, 300)
    if link:
        where = f"the call at {link[0]}"
        row = (Button(f"Open {link[0]}", url=link[1]),)
    everyone = "everyone in your circle sees it" if len(pair.members) > 2 else "you both see it"
    text = f"Kept: {where}. Each reminder brings it, and {everyone}."
    if (meant := meant_link(place)) is not None:
        text += f" It is kept as words: a link begins with https://, as in `{meant}`."
        row = (Button("Make it a link", build("meet", "place-link", pair.guild, pair.id)),)
    elif looks_like_link(place):
        text += " It is kept as words and is not a link: a link begins with https://."
    return Message(text, rows=(row,) if row else ())


# --- cancelling, and afterward ----------------------------------------------------------------


def ask_cancel(asked: MeetingToCancel) -> Message:
    """Ask for confirmation before a meeting is cancelled, or whether one of a circle comes."""
    pair, meeting = asked.pair, asked.meeting
    if meeting.starts_at is None:
        return ask_withdraw(pair, meeting)
    when = timestamp(meeting.starts_at, "F")
    if not asked.for_all:
        return _ask_whether_coming(asked, when)
    text = f"Cancel your meeting of {when}?"
    if len(pair.members) > 2:
        text = f"Cancel your meeting of {when} for {people(pair.mentees)} too? I’ll tell them."
    row = (
        Button("Cancel meeting", build("meet", "cancel-yes", pair.guild, meeting.id), Style.DANGER),
        Button("Another time instead", build("meet", "reschedule", pair.guild, meeting.id)),
        Button("Keep it", build("meet", "keep", pair.guild, pair.id)),
    )
    return Message(text, rows=(row,))


def _ask_whether_coming(asked: MeetingToCancel, when: str) -> Message:
    guild, meeting = asked.pair.guild, asked.meeting.id
    text = (
        f"Can’t come to your meeting of {when}? I’ll tell your circle, and it goes on with the "
        f"others. Only {person(asked.pair.mentor)} can cancel it for everyone; another time is set "
        "once everyone says yes."
    )
    coming = Button("I can’t come", build("meet", "cant-come", guild, meeting), Style.PRIMARY)
    if not asked.comes:
        text = f"You said that you can’t come to your meeting of {when}."
        coming = Button("I can come", build("meet", "can-come", guild, meeting), Style.PRIMARY)
    row = (
        coming,
        Button("Another time instead", build("meet", "reschedule", guild, meeting)),
        Button("Keep it", build("meet", "keep", guild, asked.pair.id)),
    )
    return Message(text, rows=(row,))


def coming_saved(said: MeetingToCancel) -> Message:
    """Confirm whether someone of a circle comes to a meeting."""
    if said.for_all:
        return ask_cancel(said)
    if said.comes:
        return Message("Saved: you’ll be there. I’ll tell your circle in your thread.")
    return Message(
        "Saved: you can’t come, and I won’t remind you of it. I’ll tell your circle in your "
        "thread, and the meeting goes on."
    )


def ask_withdraw(pair: Pair, meeting: Meeting) -> Message:
    """Ask for confirmation before proposed times are withdrawn."""
    text = "Take the proposed times back?"
    if meeting.starts_at is not None:
        text += f" Your meeting of {timestamp(meeting.starts_at, 'F')} stays as it is."
    row = (
        Button(
            "Yes, take them back",
            build("meet", "withdraw-yes", pair.guild, meeting.id),
            Style.PRIMARY,
        ),
        Button("Other times instead", build("meet", "reschedule", pair.guild, meeting.id)),
        Button("Keep them", build("meet", "keep", pair.guild, pair.id)),
    )
    return Message(text, rows=(row,))


def taken_back(withdrawn: TimesTakenBack) -> Message:
    """Confirm that the times are withdrawn, and say what remains."""
    text = "The proposed times are taken back."
    if withdrawn.meeting.starts_at is not None:
        text += f" Your meeting of {timestamp(withdrawn.meeting.starts_at, 'F')} stands as it was."
    again = build("meet", "form", withdrawn.pair.guild, withdrawn.pair.id)
    if withdrawn.meeting.starts_at is not None:
        again = build("meet", "reschedule", withdrawn.pair.guild, withdrawn.meeting.id)
    return Message(text, rows=((Button("Propose a time", again, Style.PRIMARY),),))


def cancelled(cancelled: MeetingCancelled) -> Message:
    """Confirm a cancellation, and offer another time."""
    text = "The proposed times are taken back."
    if cancelled.was_arranged:
        text = "Canceled. Your thread says so, with a file that takes it out of calendars."
    again = Button(
        "Propose a time",
        build("meet", "form", cancelled.pair.guild, cancelled.pair.id),
        Style.PRIMARY,
    )
    return Message(f"{text} The agenda is kept for the next one.", rows=((again,),))


def ask_end_series(series_to_end: SeriesToEnd) -> Message:
    """Ask for confirmation before a series ends, saying how much ends with it."""
    text = (
        f"End your series ({rhythm(series_to_end.series.interval)})? "
        f"{plural(series_to_end.coming, 'planned meeting is', 'planned meetings are')} called "
        "off with it, "
        "and it leaves your calendars. Single meetings stay."
    )
    guild, pair = series_to_end.pair.guild, series_to_end.pair.id
    row = (
        Button("Yes, end it", build("meet", "end-series-yes", guild, pair), Style.DANGER),
        Button("Keep it", build("meet", "keep", guild, pair)),
    )
    return Message(text, rows=(row,))


def series_ended(pair: Pair, cancelled: int) -> Message:
    """Confirm the end of a series."""
    again = Button("Propose a time", build("meet", "form", pair.guild, pair.id), Style.PRIMARY)
    text = f"The series has ended, and {plural(cancelled, 'meeting is', 'meetings are')} canceled."
    return Message(text, rows=((again,),))


_THANKS = {
    MeetingAnswer.MET: "Good to hear. A line about what comes next helps next time.",
    MeetingAnswer.MOVED: "Got it. Want to pick a new time?",
    MeetingAnswer.NOT_THERE: "Sorry that didn’t work out. Want to pick another time?",
    MeetingAnswer.COULD_NOT: "Got it. Want to suggest a new time?",
}


def answered(answered: MeetingAnswered) -> Message:
    """Thank the person for the private answer, with the next step as a button."""
    guild, pair = answered.pair.guild, answered.pair.id
    log = Button("Log an update", build("update", "form", guild, pair), Style.PRIMARY)
    again = Button("Propose a time", build("meet", "form", guild, pair), Style.PRIMARY)
    change = Button("Change my answer", build("meet", "ask", guild, answered.meeting.id))
    text = _THANKS[answered.answer]
    if answered.before is not None:
        text = "Kept in place of your earlier answer. " + text
        if answered.before is answered.answer:
            text = "Already done: that is what you had said. Nothing was changed."
    if answered.answer is MeetingAnswer.MET:
        plain = Button("Propose the next time", again.custom_id)
        return Message(text, rows=((log, plain, change),))
    return Message(text, rows=((again, change),))


def choice(meeting: Meeting, zone: str) -> str:
    """Return a meeting's label for a list."""
    if meeting.starts_at is None:
        return f"#{meeting.id}, proposed"
    local = meeting.starts_at.astimezone(ZoneInfo(zone))
    return f"#{meeting.id}, {local:%A} {local.day} {local:%B}, {local:%H:%M}"
