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
from bot.language.say import Say, marked
from bot.messages.buttons import RESCHEDULE, SUGGEST_OTHERS, SUGGEST_TIMES, suggest_times
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
    WEEKDAY_NAMES,
    day_name,
    escape,
    join_within,
    people,
    person,
    place_name,
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
_FIRST_AGENDA = marked(
    "How each of us came here\nWhat would make this worth it\nHow often and where we’ll talk"
)


def agenda_form(say: Say, guild: GuildId, pair: PairId) -> Modal:
    """Ask for things to talk about."""
    field = TextField(
        "items",
        say("What would you like to talk about?"),
        note=say(
            "One topic per line: up to {most_items}, {longest_item} characters each.",
            most_items=MOST_ITEMS,
            longest_item=LONGEST_ITEM,
        ),
        placeholder=say(_FIRST_AGENDA),
        long=True,
        most=2000,
    )
    return Modal(build("meet", "agenda-add", guild, pair), say("Add to agenda"), (field,))


def place_form(say: Say, guild: GuildId, pair: PairId, place: str) -> Modal:
    """Ask where the pair usually meets."""
    field = TextField(
        "place",
        say("Meeting link or location"),
        note=say("Saved for all your meetings. Leave it empty to delete it."),
        placeholder=say("https://… or the library, second floor"),
        value=place,
        required=False,
        most=LONGEST_PLACE,
    )
    return Modal(build("meet", "place", guild, pair), say("Add meeting link"), (field,))


# --- viewing ----------------------------------------------------------------------------------

STATES = {
    MeetingState.PROPOSED: marked("Suggested"),
    MeetingState.CONFIRMED: marked("Scheduled"),
    MeetingState.HAPPENED: marked("Took place"),
    MeetingState.MOVED: marked("Rescheduled"),
    MeetingState.MISSED: marked("Didn’t take place"),
    MeetingState.UNKNOWN: marked("Not confirmed"),
    MeetingState.CANCELLED: marked("Canceled"),
}


def listing(say: Say, meetings: Meetings, now: datetime) -> Message:
    """Show confirmed, proposed, and recent meetings."""
    fields = []
    if meetings.coming:
        lines = "\n".join(
            say("{named} · You can’t come", named=_named(say, meeting))
            if meeting.id in meetings.without_reader
            else _named(say, meeting)
            for meeting in meetings.coming[:5]
        )
        fields.append((say("Scheduled"), lines))
    for meeting, times in meetings.open:
        assert meeting.asked_by is not None, "someone proposed them"
        by = say("By {asked_by}:", asked_by=person(meeting.asked_by))
        if meeting.asked_by == meetings.reader:
            by = say("By you:")
        lines = "\n".join(time_line(say, time) for time in times if time.starts_at > now)
        fields.append((say("Suggested"), f"{by}\n{lines or say('These times have passed.')}"))
    if meetings.recent:
        lines = "\n".join(
            f"{_named(say, meeting)} · {_outcome(say, meeting)}" for meeting in meetings.recent
        )
        fields.append((say("Recent"), lines))
    if meetings.series:
        fields.append((say("Series"), _series(say, meetings)))
    if meetings.place:
        link = link_of(meetings.place)
        fields.append(
            (
                say("Where"),
                say("Your usual call at {link}", link=link[0]) if link else escape(meetings.place),
            )
        )
    body = ""
    if not fields:
        body = say("No meetings yet. Suggest times to set one up.")
        if meetings.pair.state is PairState.ENDED:
            body = say("There were no meetings.")
    shown = tuple((name, truncate(text, 1000)) for name, text in fields)
    return Message(
        embeds=(Embed(say("Your meetings"), body=body, fields=shown),),
        rows=_listing_rows(say, meetings, now),
    )


def _named(say: Say, meeting: Meeting) -> str:
    assert meeting.starts_at is not None
    return f"#{meeting.id}, {timestamp(meeting.starts_at, 'F')}"


def _outcome(say: Say, meeting: Meeting) -> str:
    if meeting.state is MeetingState.CONFIRMED:
        return say("Did you meet?")
    return say(STATES[meeting.state])


def _series(say: Say, meetings: Meetings) -> str:
    assert meetings.series is not None
    series = meetings.series
    weekday = WEEKDAY_NAMES[series.first_date.weekday()]
    return say(
        "{weekday} {at}, {rhythm} ({time_zone} time)",
        weekday=weekday,
        at=hour_name(say, series.at),
        rhythm=rhythm(say, series.interval),
        time_zone=place_name(series.time_zone),
    )


def _listing_rows(say: Say, meetings: Meetings, now: datetime) -> tuple[Row, ...]:
    guild, pair = meetings.pair.guild, meetings.pair.id
    row: list[Button] = [suggest_times(say, guild, pair)]
    if meetings.coming:
        nearest = meetings.coming[0].id
        row.append(Button(say.of("button", "View agenda"), build("meet", "agenda", guild, pair)))
        # While the reader's move of it is open, that row's [Suggest other times] opens it too.
        if all(
            meeting.id != nearest or meeting.asked_by != meetings.reader
            for meeting, _ in meetings.open
        ):
            row.append(Button(say(RESCHEDULE), build("meet", "reschedule", guild, nearest)))
        row.append(
            Button(say.of("button", "Cancel meeting"), build("meet", "cancel", guild, nearest))
        )
    second: list[Button] = [
        Button(say.of("button", "Add meeting link"), build("meet", "place-form", guild, pair))
    ]
    if meetings.recent and meetings.pair.state is not PairState.ENDED:
        last = build("meet", "ask", guild, meetings.recent[0].id)
        second.append(Button(say.of("button", "Say how it went"), last))
    if meetings.series:
        second.append(
            Button(say.of("button", "End series"), build("meet", "end-series", guild, pair))
        )
    if link := link_of(meetings.place):
        second.append(Button(say.of("button", "Open {link}", link=link[0]), url=link[1]))
    return (tuple(row), tuple(second), *_open_rows(say, meetings, now)[:3])


def _open_rows(say: Say, meetings: Meetings, now: datetime) -> tuple[Row, ...]:
    """Return a row for each open proposal: accept a time or answer it, or withdraw it."""
    rows: list[Row] = []
    for meeting, times in meetings.open:
        if meeting.asked_by == meetings.reader:
            change = build("meet", "reschedule", meeting.guild, meeting.id)
            back = build("meet", "withdraw", meeting.guild, meeting.id)
            rows.append(
                (
                    Button(say(SUGGEST_OTHERS), change),
                    Button(say.of("button", "Withdraw times"), back),
                )
            )
            continue
        ahead = [
            ProposedTime(time.id, time.starts_at, time.time.interval)
            for time in times
            if time.starts_at > now
        ]
        made = time_buttons(
            say,
            meeting.guild,
            meeting.id,
            meeting.round,
            ahead,
            [meetings.zone],
            circle=len(meetings.pair.members) > 2,
        )
        rows.append(tuple(button for row in made for button in row))
    return tuple(rows)


def agenda(say: Say, agenda: Agenda) -> Message:
    """Show one of the pair what is to be talked about, and when."""
    meeting = agenda.meeting
    opening = say("For your next meeting:")
    if meeting is not None and meeting.starts_at is not None:
        opening = say(
            "For your meeting on {starts_at}:", starts_at=timestamp(meeting.starts_at, "F")
        )
    items = [
        f"- {escape(item.text, 200)} "
        f"({'you' if item.author == agenda.reader else person(item.author)})"
        for item in agenda.items
    ]
    body = join_within(say, items, 3500) or say("Nothing yet.")
    add = Button(
        say.of("button", "Add to agenda"),
        build("meet", "agenda-form", agenda.pair.guild, agenda.pair.id),
        Style.PRIMARY,
    )
    card = Embed(say("Agenda"), body=f"{opening}\n{body}")
    return Message(left_over(say, agenda.left_over).lstrip(), embeds=(card,), rows=((add,),))


def place_saved(say: Say, pair: Pair, place: str) -> Message:
    """Confirm that the usual place was saved or deleted."""
    if not place:
        return Message(say("Deleted. You can add a meeting link or location anytime."))
    link = link_of(place)
    row: tuple[Button, ...] = ()
    text = say("Saved: {place}. I’ll include it in every reminder.", place=escape(place, 300))
    if link:
        text = say("Saved your call at {link}. I’ll include it in every reminder.", link=link[0])
        row = (Button(say.of("button", "Open {link}", link=link[0]), url=link[1]),)
    if (meant := meant_link(place)) is not None:
        text = say(
            "{text} It’s saved as text. Did you mean the link `{meant}`?", text=text, meant=meant
        )
        row = (
            Button(
                say.of("button", "Save as link"), build("meet", "place-link", pair.guild, pair.id)
            ),
        )
    elif looks_like_link(place):
        text = say("{text} It’s saved as text, since links start with https://.", text=text)
    return Message(text, rows=(row,) if row else ())


# --- cancelling, and afterward ----------------------------------------------------------------


def ask_cancel(say: Say, asked: MeetingToCancel) -> Message:
    """Ask for confirmation before a meeting is cancelled, or whether one of a circle comes."""
    pair, meeting = asked.pair, asked.meeting
    if meeting.starts_at is None:
        return ask_withdraw(say, pair, meeting)
    when = timestamp(meeting.starts_at, "F")
    if not asked.for_all:
        return _ask_whether_coming(say, asked, when)
    text = say("Cancel your meeting on {when}?", when=when)
    if len(pair.members) > 2:
        text = say(
            "Cancel your meeting on {when} for everyone? I’ll tell {mentees}.",
            when=when,
            mentees=people(pair.mentees),
        )
    row = (
        Button(
            say.of("button", "Cancel meeting"),
            build("meet", "cancel-yes", pair.guild, meeting.id),
            Style.DANGER,
        ),
        Button(say(RESCHEDULE), build("meet", "reschedule", pair.guild, meeting.id)),
        Button(say.of("button", "Keep meeting"), build("meet", "keep", pair.guild, pair.id)),
    )
    return Message(text, rows=(row,))


def _ask_whether_coming(say: Say, asked: MeetingToCancel, when: str) -> Message:
    guild, meeting = asked.pair.guild, asked.meeting.id
    text = say(
        "Can’t come to your meeting on {when}? I’ll tell your circle, and it’ll go on without "
        "you. Only {mentor} can cancel it for everyone.",
        when=when,
        mentor=person(asked.pair.mentor),
    )
    coming = Button(
        say.of("button", "I can’t come"), build("meet", "cant-come", guild, meeting), Style.PRIMARY
    )
    if not asked.comes:
        text = say("You said you can’t come to your meeting on {when}.", when=when)
        coming = Button(
            say.of("button", "I can come"), build("meet", "can-come", guild, meeting), Style.PRIMARY
        )
    row = (
        coming,
        Button(say(RESCHEDULE), build("meet", "reschedule", guild, meeting)),
        Button(say.of("button", "Keep meeting"), build("meet", "keep", guild, asked.pair.id)),
    )
    return Message(text, rows=(row,))


def coming_saved(say: Say, said: MeetingToCancel) -> Message:
    """Confirm whether someone of a circle comes to a meeting."""
    if said.for_all:
        return ask_cancel(say, said)
    if said.comes:
        return Message(say("Saved! You’ll be there, and I’ll post it in your circle’s thread."))
    return Message(
        say(
            "Saved. I’ll post in your thread that you can’t come, and I won’t remind you of this "
            "meeting."
        )
    )


def ask_withdraw(say: Say, pair: Pair, meeting: Meeting) -> Message:
    """Ask for confirmation before proposed times are withdrawn."""
    text = say("Withdraw the suggested times?")
    if meeting.starts_at is not None:
        when = timestamp(meeting.starts_at, "F")
        text = say("Withdraw the suggested times? You’ll still meet {when}.", when=when)
    row = (
        Button(
            say.of("button", "Withdraw times"),
            build("meet", "withdraw-yes", pair.guild, meeting.id),
            Style.PRIMARY,
        ),
        Button(say(SUGGEST_OTHERS), build("meet", "reschedule", pair.guild, meeting.id)),
        Button(say.of("button", "Keep times"), build("meet", "keep", pair.guild, pair.id)),
    )
    return Message(text, rows=(row,))


def taken_back(say: Say, withdrawn: TimesTakenBack) -> Message:
    """Confirm that the times are withdrawn, and say what remains."""
    guild, meeting = withdrawn.pair.guild, withdrawn.meeting
    if meeting.starts_at is None:
        text = say("Suggested times withdrawn. You can suggest new ones anytime.")
        return Message(text, rows=((suggest_times(say, guild, withdrawn.pair.id),),))
    text = say(
        "Suggested times withdrawn. You’re still meeting {starts_at}.",
        starts_at=timestamp(meeting.starts_at, "F"),
    )
    again = build("meet", "reschedule", guild, meeting.id)
    return Message(text, rows=((Button(say(RESCHEDULE), again, Style.PRIMARY),),))


def cancelled(say: Say, cancelled: MeetingCancelled) -> Message:
    """Confirm a cancellation, and offer another time."""
    text = say("Suggested times withdrawn. The agenda is saved for your next meeting.")
    if cancelled.was_arranged:
        text = say(
            "Canceled. I’ll post it in your thread with a file that removes it from your "
            "calendars. The agenda is saved for your next meeting."
        )
    again = suggest_times(say, cancelled.pair.guild, cancelled.pair.id)
    return Message(text, rows=((again,),))


def ask_end_series(say: Say, series_to_end: SeriesToEnd) -> Message:
    """Ask for confirmation before a series ends, saying how much ends with it."""
    text = say.count(
        "End your series ({rhythm})? This cancels {n} scheduled meeting. Other meetings stay.",
        "End your series ({rhythm})? This cancels {n} scheduled meetings. Other meetings stay.",
        series_to_end.coming,
        rhythm=rhythm(say, series_to_end.series.interval),
    )
    guild, pair = series_to_end.pair.guild, series_to_end.pair.id
    row = (
        Button(
            say.of("button", "End series"),
            build("meet", "end-series-yes", guild, pair),
            Style.DANGER,
        ),
        Button(say.of("button", "Keep series"), build("meet", "keep", guild, pair)),
    )
    return Message(text, rows=(row,))


def series_ended(say: Say, pair: Pair, cancelled: int) -> Message:
    """Confirm the end of a series."""
    text = say.count(
        "Series ended. I canceled {n} meeting.", "Series ended. I canceled {n} meetings.", cancelled
    )
    return Message(text, rows=((suggest_times(say, pair.guild, pair.id),),))


_THANKS = {
    MeetingAnswer.MET: marked("Great! Want to post what comes next?"),
    MeetingAnswer.MOVED: marked("Got it. Want to pick a new time?"),
    MeetingAnswer.NOT_THERE: marked("Sorry that didn’t work out. Want to pick another time?"),
    MeetingAnswer.COULD_NOT: marked("Got it. Want to suggest new times?"),
}


def answered(say: Say, answered: MeetingAnswered) -> Message:
    """Thank the person for the private answer, with the next step as a button."""
    guild, pair = answered.pair.guild, answered.pair.id
    log = Button(
        say.of("button", "Post an update"), build("update", "form", guild, pair), Style.PRIMARY
    )
    again = suggest_times(say, guild, pair)
    change = Button(
        say.of("button", "Change answer"), build("meet", "ask", guild, answered.meeting.id)
    )
    text = say(_THANKS[answered.answer])
    if answered.before is not None:
        text = say("I changed your answer. {text}", text=text)
        if answered.before is answered.answer:
            text = say("That’s already your answer.")
    if answered.answer is MeetingAnswer.MET:
        plain = Button(say(SUGGEST_TIMES), again.custom_id)
        return Message(text, rows=((log, plain, change),))
    return Message(text, rows=((again, change),))


def choice(say: Say, meeting: Meeting, zone: str) -> str:
    """Return a meeting's label for a list."""
    if meeting.starts_at is None:
        return say("#{meeting} · Suggested", meeting=meeting.id)
    local = meeting.starts_at.astimezone(ZoneInfo(zone))
    day = local.date()
    return f"#{meeting.id} · {day_name(day, day)}, {hour_name(say, local.time())}"
