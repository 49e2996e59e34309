"""The form for proposing times, and the answers to it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from datetime import time as time_of_day
from zoneinfo import ZoneInfo

from bot.domain.ids import GuildId, MeetingId, PairId, UserId
from bot.domain.meetings.consent import DEADLINES
from bot.domain.meetings.meetings import MOST_ITEMS, MOST_TIMES
from bot.domain.meetings.nudges import ProposalOutcome, ProposedTime
from bot.domain.times.civil import CivilTime, Interval
from bot.messages import time_choices
from bot.messages.custom_id import build
from bot.messages.errors import explain
from bot.messages.outgoing import (
    Button,
    Choice,
    ChoiceField,
    Message,
    Modal,
    Row,
    Style,
    TextField,
)
from bot.messages.text import (
    join_list,
    people,
    person,
    place_name,
    plural,
    rhythm,
    timestamp,
    truncate,
)
from bot.services.meetings.acceptance import SeriesInTheWay, TimeAccepted, TimeVoted
from bot.services.meetings.meetings import Meetings
from bot.services.meetings.times import (
    ProposalBegun,
    ProposalsCrossed,
    Proposed,
    TimesAtNight,
    TimesProposed,
    TimeUnclear,
)
from bot.storage.meetings.meetings import Absences, Meeting, MeetingTime
from bot.storage.pairs.pairs import Pair

LONGEST_TITLE = 45
MOVED_ALONE = " Only this meeting moves; your series stays as it is."
# How much of the typed text is repeated, so that it fits into a message with the rest.
MOST_GIVEN_BACK = 1000


def propose_form(begun: ProposalBegun, to: str = "") -> Modal:
    """Ask for one to three times, chosen or typed, and for what to talk about.

    Outside their thread, its title names the person it goes `to`.
    """
    pair, draft = begun.pair, begun.draft
    if draft.meeting is None:
        custom_id = build("meet", "propose", pair.guild, pair.id)
    else:
        custom_id = build("meet", "answer", pair.guild, draft.meeting, number=draft.round)
    fields: list[TextField | ChoiceField] = []
    is_circle = len(pair.members) > 2
    if begun.suggestions:
        fields.append(_suggestions(begun.suggestions, is_circle=is_circle))
    labels = ("A time, in your own words", "Another one", "A third one")
    hints = ("thu 6pm, tomorrow noon, every other Tuesday 18:00", "Feb 1 4pm", "in two weeks at 5")
    # A form holds five fields: a circle's has a deadline in place of the third time.
    for number, (label, hint) in enumerate(zip(labels, hints, strict=True)):
        if is_circle and number == MOST_TIMES - 1:
            fields.append(_deadline(draft.decide_in))
            continue
        value = draft.times[number] if number < len(draft.times) else ""
        if is_circle and number == MOST_TIMES - 2:
            value = "; ".join(draft.times[number:])
        fields.append(
            TextField(
                f"time-{number}", label, placeholder=hint, value=value, required=False, most=200
            )
        )
    fields.append(
        TextField(
            "agenda",
            "What would you like to talk about?",
            placeholder="One thing a line; it may stay empty.",
            value=draft.agenda,
            required=False,
            long=True,
            most=1000,
        )
    )
    title = truncate(f"Propose a time to {to}", LONGEST_TITLE) if to else "Propose a time"
    return Modal(custom_id, title, tuple(fields))


def _deadline(chosen: int | None) -> ChoiceField:
    choices = tuple(
        Choice(f"After {plural(days, 'day')}, most of us and the mentor are enough", str(days))
        for days in DEADLINES
    )
    return ChoiceField(
        "decide-in",
        "When is a time set?",
        (
            Choice("Once everyone says yes", "0", chosen=not chosen),
            *(replace(choice, chosen=choice.value == str(chosen)) for choice in choices),
        ),
        note="The others see this with the times.",
        required=False,
        least=0,
        most=1,
    )


def _suggestions(times: Sequence[CivilTime], *, is_circle: bool) -> ChoiceField:
    choices = tuple(Choice(_on_clock(moment), str(moment)) for moment in times)
    return ChoiceField(
        "suggested",
        "Times that suit everyone" if is_circle else "Times that suit you both",
        choices,
        note=f"Where you are: {place_name(times[0].zone)}. Up to three, or type your own.",
        placeholder="Pick some, or leave it empty",
        required=False,
        least=0,
        most=min(MOST_TIMES, len(choices)),
    )


def proposed(outcome: Proposed) -> Message:
    """Answer the person who typed or chose times."""
    match outcome:
        case TimesProposed():
            return _times_proposed(outcome)
        case TimeAccepted():
            return taken(outcome)
        case TimeUnclear():
            return _unclear(outcome)
        case ProposalsCrossed():
            return _crossed(outcome)
        case TimesAtNight():
            return _at_night(outcome)


def _times_proposed(proposed: TimesProposed) -> Message:
    times = "\n".join(time_line(time, proposed.absences) for time in proposed.times)
    instead = " It stands in place of what was proposed before." if proposed.replaced else ""
    if proposed.meeting.starts_at is not None:
        instead += (
            f" Until then your meeting of {timestamp(proposed.meeting.starts_at, 'F')} stands."
        )
    if proposed.ends is not None:
        instead += f" A yes ends the series that you have ({rhythm(proposed.ends.interval)})."
    assert proposed.meeting.asked_by is not None, "somebody has just proposed them"
    others = proposed.pair.partners_of(proposed.meeting.asked_by)
    settled = f"{people(others)} just needs to pick one."
    if len(others) > 1:
        by, mentor = proposed.meeting.asked_by, proposed.pair.mentor
        settled = how_decided(proposed.meeting.decide_at, proposed.quorum, mentor, by)
    elif proposed.deadline_unused:
        settled += " With only two of you there’s no deadline."
    if proposed.unheard:
        settled += (
            f" I won’t notify {people(proposed.unheard)}: my last five messages got no answer. "
            "Write to them yourself."
        )
    where = "Proposed, in your thread"
    if proposed.posted_at is not None:
        where = (
            f"It's night in your thread, so I'll post these {timestamp(proposed.posted_at, 'R')}"
        )
    text = f"{where}:\n{times}\n{settled}{instead}"
    if proposed.arranged:
        days = join_list([timestamp(start, "F") for start in proposed.arranged])
        text += f"\nLeft out, because you’re already meeting then: {days}."
    text += left_over(proposed.left_over)
    guild, meeting = proposed.pair.guild, proposed.meeting.id
    row = (
        Button("Add to agenda", build("meet", "agenda-form", guild, proposed.pair.id)),
        Button("Take it back", build("meet", "withdraw", guild, meeting)),
    )
    return Message(text, rows=(row,))


def time_line(time: MeetingTime, absences: Absences | None = None) -> str:
    """Return a proposed time as a line of a list, with who is away then."""
    away = "" if absences is None else _away_at(time, absences)
    again = f", and then {rhythm(time.time.interval)}" if time.time.interval else ""
    clock = f"{_on_clock(time.time)} in {_city(time.time)}"
    return f"- {timestamp(time.starts_at, 'F')}{again} ({clock}){away}"


def _away_at(time: MeetingTime, absences: Absences) -> str:
    return absent(
        absences.away_at(time.starts_at),
        paused=absences.is_paused_at(time.starts_at),
        interval=time.time.interval,
    )


def _city(time: CivilTime) -> str:
    return place_name(time.zone)


def _on_clock(time: CivilTime) -> str:
    again = f", {rhythm(time.interval)}" if time.interval else ""
    return f"{_wall(time.day, time.at)}{again}"


def _wall(day: date, at: time_of_day) -> str:
    """Return a local day and hour: *Tue, Mar 3, 6 PM*."""
    return f"{time_choices.day_name(day, day)}, {time_choices.hour_name(at)}"


def taken(accepted: TimeAccepted) -> Message:
    """Tell the person who accepted a time when the meeting is."""
    assert accepted.meeting.starts_at is not None
    opening = "You had both thought of it" if accepted.crossed else "Done"
    again = f", and then {rhythm(accepted.interval)}" if accepted.interval else ""
    text = (
        f"{opening}: you’re meeting {timestamp(accepted.meeting.starts_at, 'F')}{again}."
        f"{MOVED_ALONE if accepted.moved_alone else ''} "
        f"The calendar file is in your thread.{_not_reminded(accepted)}"
    )
    row: Row = (
        Button(
            "Add to agenda",
            build("meet", "agenda-form", accepted.pair.guild, accepted.pair.id),
            Style.PRIMARY,
        ),
        Button(
            "Add meeting link", build("meet", "place-form", accepted.pair.guild, accepted.pair.id)
        ),
    )
    if accepted.absences.away_at(accepted.meeting.starts_at):
        again_id = build("meet", "reschedule", accepted.pair.guild, accepted.meeting.id)
        row = (*row, Button("Reschedule", again_id))
    return Message(text, rows=(row,))


def _not_reminded(accepted: TimeAccepted) -> str:
    assert accepted.meeting.starts_at is not None
    away = accepted.absences.away_at(accepted.meeting.starts_at)
    return f" {people(away)} {be(away)} away then and won’t be reminded." if away else ""


def voted(vote: TimeVoted) -> Message:
    """Tell one of a circle that their answer is saved, whose is missing, and what else suits."""
    circle = vote.proposal.circle
    assert circle is not None, "in a pair one yes decides"
    text = "Saved: none of these times works for you."
    if vote.time is not None:
        text = f"Saved: you can make {timestamp(vote.time.starts_at, 'F')}."
    if circle.waiting:
        text += f" Still waiting on {people(circle.waiting)}."
    text += f" {how_decided(circle.decide_at, circle.quorum, vote.pair.mentor, vote.by)}"
    guild, meeting = vote.pair.guild, vote.meeting.id
    row: Row = (
        Button("Other times", build("meet", "counter", guild, meeting, number=vote.meeting.round)),
    )
    if vote.next_best is not None:
        best = vote.next_best
        suits = "everyone" if best.suits == best.people else f"{best.suits} of {best.people}"
        text += (
            f"\nThe next best time is {timestamp(best.time.instant, 'F')}. By the availability "
            f"you’ve each shared, it suits {suits}."
        )
        row = (
            Button("Propose that time", build("meet", "next-best", guild, meeting), Style.PRIMARY),
            *row,
        )
    return Message(text, rows=(row,))


def how_decided(
    decide_at: datetime | None, quorum: int, mentor: UserId, reader: UserId | None = None
) -> str:
    """Say when a circle's time is set; to one `reader`, or to all of the circle."""
    text = "It’s set once everyone says yes."
    if decide_at is not None:
        text += (
            f" After {timestamp(decide_at, 'f')}, it’s enough that {quorum} of you do, including "
            f"{'you' if reader == mentor else person(mentor)}."
        )
    return text


def _at_night(asked: TimesAtNight) -> Message:
    """Say for whom a time is at night before it is proposed, with times that suit everyone."""
    guild, pair = asked.pair.guild, asked.pair.id
    lines = "\n".join(
        f"- {timestamp(night.time.instant, 'F')}{_every(night.time)} is {clock(night.local.at)} "
        f"for {person(night.person)}"
        for night in asked.nights
    )
    text = (
        f"Not proposed yet, because it’s at night for someone:\n{lines}\nWhat you typed is saved."
    )
    rows: list[Row] = []
    if asked.readings:
        text += " These times suit everyone’s availability:"
        zone = asked.readings[0].zone
        rows.append(
            tuple(
                Button(
                    short(reading.instant, (zone,)),
                    build("meet", "reading", guild, pair, number=number),
                    Style.PRIMARY,
                )
                for number, reading in enumerate(asked.readings)
            )
        )
    rows.append(
        (
            Button("Propose anyway", build("meet", "night", guild, pair)),
            Button("Change times", build("meet", "rewrite", guild, pair)),
        )
    )
    return Message(text, rows=tuple(rows))


def _every(time: CivilTime) -> str:
    return f", {rhythm(time.interval)}," if time.interval else ""


def clock(at: time_of_day) -> str:
    """Return an hour as people say it: ``6 PM``, ``4:45 AM``."""
    hour = at.hour % 12 or 12
    minutes = f":{at.minute:02d}" if at.minute else ""
    return f"{hour}{minutes} {'PM' if at.hour >= 12 else 'AM'}"


def closed(outcome: ProposalOutcome, starts_at: datetime | None) -> Message:
    """Return what a message about times becomes: what came of them, without buttons."""
    when = timestamp(starts_at, "F") if starts_at else ""
    meets = f" You’re meeting {when}." if when else ""
    match outcome:
        case ProposalOutcome.ACCEPTED:
            text = f"Settled: {when}."
        case ProposalOutcome.REPLACED:
            text = "Other times were proposed instead of these. See `/meet list`."
        case ProposalOutcome.WITHDRAWN:
            text = f"These times were withdrawn.{meets}"
        case ProposalOutcome.PASSED:
            text = f"These times have passed.{meets}"
        case ProposalOutcome.BEGUN:
            text = "Your meeting has begun, so its time can’t be moved anymore."
        case ProposalOutcome.MOVED:
            text = f"This meeting has moved to {when}."
        case ProposalOutcome.CANCELLED:
            text = f"Canceled: your meeting of {when}."
        case ProposalOutcome.HELD:
            text = f"You met {when}."
        case ProposalOutcome.OVER:
            text = f"Your meeting of {when} is over."
    return Message(text)


def ask_series(series_in_the_way: SeriesInTheWay) -> Message:
    """Ask whether a new series should end the present one."""
    text = (
        f"To take {timestamp(series_in_the_way.time.starts_at, 'F')} as a new series ends the "
        "one you have "
        f"({rhythm(series_in_the_way.series.interval)}), and cancels "
        f"{plural(series_in_the_way.coming, 'planned meeting')} of it."
    )
    guild = series_in_the_way.pair.guild
    new = build("meet", "take-over", guild, series_in_the_way.time.id)
    row = (
        Button("Start new series", new, Style.PRIMARY),
        Button("Keep current series", build("meet", "keep", guild, series_in_the_way.pair.id)),
    )
    return Message(text, rows=(row,))


def _unclear(time_unclear: TimeUnclear) -> Message:
    guild, pair = time_unclear.pair.guild, time_unclear.pair.id
    rows: list[Row] = []
    if time_unclear.readings:
        rows.append(
            time_choices.row(
                time_unclear.readings,
                time_unclear.error.facts["today"],
                lambda n: build("meet", "reading", guild, pair, number=n),
            )
        )
    rows.append((Button("Mend it", build("meet", "rewrite", guild, pair)),))
    refusal = f"{explain(time_unclear.error)}\nWhat you typed is kept."
    return Message(refusal, rows=tuple(rows))


def _crossed(proposals_crossed: ProposalsCrossed) -> Message:
    assert proposals_crossed.meeting.asked_by is not None
    who = person(proposals_crossed.meeting.asked_by)
    times = "\n".join(time_line(time) for time in proposals_crossed.times)
    text = f"{who} has just proposed other times:\n{times}\nYours are kept. What would you like?"
    mine = Button(
        "Propose mine instead",
        build("meet", "mine", proposals_crossed.pair.guild, proposals_crossed.pair.id),
    )
    return Message(
        text,
        rows=(
            _buttons(
                proposals_crossed.pair,
                proposals_crossed.meeting,
                proposals_crossed.times,
                proposals_crossed.zone,
            )[0],
            (mine,),
        ),
    )


def waiting(meetings: Meetings, now: datetime) -> Message:
    """Show the times that wait for an answer, each with its button."""
    for meeting, times in meetings.open:
        ahead = [time for time in times if time.starts_at > now]
        if ahead:
            lines = "\n".join(time_line(time) for time in ahead)
            return Message(
                f"One click takes one of these:\n{lines}",
                rows=_buttons(meetings.pair, meeting, ahead, meetings.zone),
            )
    return Message("No times wait for an answer any more. `/meet list` shows what is arranged.")


def _buttons(
    pair: Pair, meeting: Meeting, times: Sequence[MeetingTime], zone: str
) -> tuple[Row, ...]:
    return time_buttons(
        meeting.guild,
        meeting.id,
        meeting.round,
        [ProposedTime(time.id, time.starts_at, time.time.interval) for time in times],
        [zone],
        circle=len(pair.members) > 2,
    )


def time_buttons(
    guild: GuildId,
    meeting: MeetingId,
    round_: int,
    times: Sequence[ProposedTime],
    zones: Sequence[str],
    ref: str | None = None,
    *,
    circle: bool = False,
) -> tuple[Row, ...]:
    """Return a button for each time, in the reader's time zone, and one to answer with others."""
    takes = tuple(
        Button(
            short(time.starts_at, zones, time.interval),
            build("meet", "take", guild, time.id, ref),
            Style.SUCCESS,
        )
        for time in times[:MOST_TIMES]
    )
    counter = build("meet", "counter", guild, meeting, ref, number=round_)
    others: Row = (Button("Other times", counter),)
    if circle:
        none = build("meet", "decline", guild, meeting, ref, number=round_)
        others = (Button("None work for me", none), *others)
    return (takes, others)


def time_with_answers(time: ProposedTime) -> str:
    """Return a proposed time as a line of a list, with who can and who can't make it."""
    again = f", {rhythm(time.interval)}" if time.interval else ""
    away = absent(time.away, paused=time.paused, interval=time.interval)
    answers = "".join(
        f"\n  {what}: {people(users)}"
        for what, users in (("Yes", time.yes), ("Can’t", time.no))
        if users
    )
    return f"- {timestamp(time.starts_at, 'F')}{again}{away}{answers}"


def propose_button(guild: GuildId, pair: PairId, ref: str | None = None) -> Button:
    """Return the button to propose new times."""
    return Button("Propose a time", build("meet", "form", guild, pair, ref), Style.PRIMARY)


def short(instant: datetime, zones: Sequence[str], interval: Interval | None = None) -> str:
    """Return a time for a button, in the first of `zones`, named if they differ."""
    local = instant.astimezone(ZoneInfo(zones[0]))
    place = f" ({place_name(zones[0])})" if len(set(zones)) > 1 else ""
    again = f", {rhythm(interval)}" if interval else ""
    return f"{_wall(local.date(), local.time())}{place}{again}"[:80]


def absent(
    away: Sequence[UserId], *, paused: bool = False, interval: Interval | None = None
) -> str:
    """Say who is away at a time, in the line of that time; nothing if no one is."""
    if not away and not paused:
        return ""
    they = "you’re paused" if not away else f"{people(away)} {be(away)} away"
    then = ", so a series leaves that day out" if interval else ""
    return f"; {they} then{then}"


def be(some: Sequence[UserId]) -> str:
    """Return the verb form for so many people."""
    return "is" if len(some) == 1 else "are"


def left_over(items: Sequence[str]) -> str:
    """Repeat what did not fit on the agenda, so that it can be copied."""
    if not items:
        return ""
    shown = "\n".join(items)[:MOST_GIVEN_BACK].replace("```", "'''")
    return (
        f"\nAn agenda takes {MOST_ITEMS} items. Here is what did not fit, for next time:\n"
        f"```\n{shown}\n```"
    )
