"""The form for proposing times, and the answers to it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from datetime import time as time_of_day
from zoneinfo import ZoneInfo

from bot.domain.ids import GuildId, MeetingId, UserId
from bot.domain.meetings.consent import DEADLINES
from bot.domain.meetings.meetings import MOST_ITEMS, MOST_TIMES
from bot.domain.meetings.nudges import ProposalOutcome, ProposedTime
from bot.domain.times.civil import CivilTime, Interval
from bot.language.say import Say, marked
from bot.messages import time_choices
from bot.messages.buttons import RESCHEDULE, SUGGEST_OTHERS
from bot.messages.custom_id import build
from bot.messages.errors import CORRECT, explain
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
    day_name,
    join_list,
    people,
    person,
    place_name,
    repeated,
    rhythm,
    timestamp,
    truncate,
)
from bot.services.meetings.acceptance import SeriesInTheWay, TimeAccepted, TimeVoted
from bot.services.meetings.clashes import Clash
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
MOVED_ALONE = marked("The rest of your series stays the same.")
# How much of the typed text is repeated, so that it fits into a message with the rest.
MOST_GIVEN_BACK = 1000


def propose_form(say: Say, begun: ProposalBegun, to: str = "") -> Modal:
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
        fields.append(_suggestions(say, begun.suggestions, is_circle=is_circle))
    labels = (say("First time"), say("Second time"), say("Third time"))
    hints = (
        say("thu 6pm, tomorrow noon, every other Tuesday 6pm"),
        say("Feb 1 4pm"),
        say("in two weeks at 5"),
    )
    # A form holds five fields: a circle's has a deadline in place of the third time.
    for number, (label, hint) in enumerate(zip(labels, hints, strict=True)):
        if is_circle and number == MOST_TIMES - 1:
            fields.append(_deadline(say, draft.decide_in))
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
            say("What would you like to talk about?"),
            placeholder=say("Optional, one topic per line"),
            value=draft.agenda,
            required=False,
            long=True,
            most=1000,
        )
    )
    title = (
        truncate(say("Suggest times to {to}", to=to), LONGEST_TITLE) if to else say("Suggest times")
    )
    return Modal(custom_id, title, tuple(fields))


def _deadline(say: Say, chosen: int | None) -> ChoiceField:
    choices = tuple(
        Choice(
            say.count(
                "After {n} day, if most of us and the mentor say yes",
                "After {n} days, if most of us and the mentor say yes",
                days,
            ),
            str(days),
        )
        for days in DEADLINES
    )
    return ChoiceField(
        "decide-in",
        say("When is a time set?"),
        (
            Choice(say("Once everyone says yes"), "0", chosen=not chosen),
            *(replace(choice, chosen=choice.value == str(chosen)) for choice in choices),
        ),
        note=say("Everyone will see this with the times."),
        required=False,
        least=0,
        most=1,
    )


def _suggestions(say: Say, times: Sequence[CivilTime], *, is_circle: bool) -> ChoiceField:
    choices = tuple(Choice(_on_clock(say, moment), str(moment)) for moment in times)
    return ChoiceField(
        "suggested",
        say("Times that work for everyone") if is_circle else say("Times that work for you both"),
        choices,
        note=say("{zone} time. Pick up to 3, or type your own.", zone=place_name(times[0].zone)),
        placeholder=say("Pick times, or leave this empty"),
        required=False,
        least=0,
        most=min(MOST_TIMES, len(choices)),
    )


def proposed(say: Say, outcome: Proposed) -> Message:
    """Answer the person who typed or chose times."""
    match outcome:
        case TimesProposed():
            return _times_proposed(say, outcome)
        case TimeAccepted():
            return taken(say, outcome)
        case TimeUnclear():
            return _unclear(say, outcome)
        case ProposalsCrossed():
            return _crossed(say, outcome)
        case TimesAtNight():
            return _at_night(say, outcome)


def _times_proposed(say: Say, proposed: TimesProposed) -> Message:
    times = "\n".join(time_line(say, time, proposed.absences) for time in proposed.times)
    opening = say("Posted in your thread:")
    if proposed.posted_at is not None:
        later = timestamp(proposed.posted_at, "R")
        opening = say(
            "It’s night for the people in your thread, so I’ll post these {later}:", later=later
        )
    text = f"{opening}\n{times}\n{' '.join(_what_follows(say, proposed))}"
    if proposed.arranged:
        days = join_list([timestamp(start, "F") for start in proposed.arranged])
        text = say(
            "{text}\nLeft out, since you’re already meeting then: {days}.", text=text, days=days
        )
    text = f"{text}{clashing(say, proposed.clashes)}{left_over(say, proposed.left_over)}"
    guild, meeting = proposed.pair.guild, proposed.meeting.id
    row = (
        Button(
            say.of("button", "Add to agenda"), build("meet", "agenda-form", guild, proposed.pair.id)
        ),
        Button(say.of("button", "Withdraw times"), build("meet", "withdraw", guild, meeting)),
    )
    return Message(text, rows=(row,))


def _what_follows(say: Say, proposed: TimesProposed) -> list[str]:
    """Return sentences: who decides, who isn't notified, and what the times would replace."""
    by = proposed.meeting.asked_by
    assert by is not None, "someone has just proposed them"
    others = proposed.pair.partners_of(by)
    sentences = [say("{others} just needs to pick one.", others=people(others))]
    if len(others) > 1:
        mentor = proposed.pair.mentor
        sentences = [how_decided(say, proposed.meeting.decide_at, proposed.quorum, mentor, by)]
    elif proposed.deadline_unused:
        sentences.append(say("With just two of you, there’s no deadline."))
    if proposed.unheard:
        sentences.append(
            say(
                "I won’t notify {unheard}, since my last 5 messages got no answer. "
                "Write to them yourself.",
                unheard=people(proposed.unheard),
            )
        )
    if proposed.replaced:
        sentences.append(say("These replace the earlier times."))
    if proposed.meeting.starts_at is not None:
        stands = timestamp(proposed.meeting.starts_at, "F")
        sentences.append(say("Until then, you’re still meeting {stands}.", stands=stands))
    if proposed.ends is not None:
        rhythm_ = rhythm(say, proposed.ends.interval)
        sentences.append(say("A yes ends your current series ({rhythm}).", rhythm=rhythm_))
    return sentences


def time_line(say: Say, time: MeetingTime, absences: Absences | None = None) -> str:
    """Return a proposed time as a line of a list, with who is away then."""
    away = "" if absences is None else _away_at(say, time, absences)
    return f"- {repeated(say, timestamp(time.starts_at, 'F'), time.time.interval)}{away}"


def _away_at(say: Say, time: MeetingTime, absences: Absences) -> str:
    return absent(
        say,
        absences.away_at(time.starts_at),
        paused=absences.is_paused_at(time.starts_at),
        interval=time.time.interval,
    )


def _on_clock(say: Say, time: CivilTime) -> str:
    return repeated(say, _wall(say, time.day, time.at), time.interval)


def _wall(say: Say, day: date, at: time_of_day) -> str:
    """Return a local day and hour: *Tue, Mar 3, 6 PM*."""
    return f"{day_name(day, day)}, {time_choices.hour_name(say, at)}"


def taken(say: Say, accepted: TimeAccepted) -> Message:
    """Tell the person who accepted a time when the meeting is."""
    assert accepted.meeting.starts_at is not None
    when = timestamp(accepted.meeting.starts_at, "F")
    sentences = [say("You both suggested it!")] if accepted.crossed else []
    sentences.append(
        say(
            "You’re meeting {when}, then {rhythm}.",
            when=when,
            rhythm=rhythm(say, accepted.interval),
        )
        if accepted.interval
        else say("You’re meeting {when}.", when=when)
    )
    if accepted.moved_alone:
        sentences.append(say(MOVED_ALONE))
    sentences.append(say("The calendar file is in your thread."))
    if away := accepted.absences.away_at(accepted.meeting.starts_at):
        sentences.append(
            say.count(
                "{who} is away then and won’t be reminded.",
                "{who} are away then and won’t be reminded.",
                len(away),
                who=people(away),
            )
        )
    row: Row = (
        Button(
            say.of("button", "Add to agenda"),
            build("meet", "agenda-form", accepted.pair.guild, accepted.pair.id),
            Style.PRIMARY,
        ),
        Button(
            say.of("button", "Add meeting link"),
            build("meet", "place-form", accepted.pair.guild, accepted.pair.id),
        ),
    )
    if away or accepted.clashes:
        again_id = build("meet", "reschedule", accepted.pair.guild, accepted.meeting.id)
        row = (*row, Button(say(RESCHEDULE), again_id))
    return Message(" ".join(sentences) + clashing(say, accepted.clashes), rows=(row,))


def clashing(say: Say, clashes: Sequence[Clash]) -> str:
    """Tell someone in private who else they meet at about that time; nothing without any."""
    lines = []
    for clash in clashes:
        when, others = timestamp(clash.starts_at, "F"), people(clash.partners)
        said = say("You also suggested {when} to {others}.", when=when, others=others)
        if clash.is_arranged:
            said = say("You’re also meeting {others} {when}.", others=others, when=when)
        lines.append(f"\n{said}")
    return "".join(lines)


def voted(say: Say, vote: TimeVoted) -> Message:
    """Tell one of a circle that their answer is saved, whose is missing, and what else suits."""
    circle = vote.proposal.circle
    assert circle is not None, "in a pair one yes decides"
    sentences = [say("Saved. None of these times work for you.")]
    if vote.time is not None:
        sentences = [
            say("Saved! You can make {starts_at}.", starts_at=timestamp(vote.time.starts_at, "F"))
        ]
    if circle.waiting:
        sentences.append(say("Still waiting on {waiting}.", waiting=people(circle.waiting)))
    sentences.append(how_decided(say, circle.decide_at, circle.quorum, vote.pair.mentor, vote.by))
    lines = [" ".join(sentences)]
    guild, meeting = vote.pair.guild, vote.meeting.id
    row: Row = (
        Button(
            say(SUGGEST_OTHERS), build("meet", "counter", guild, meeting, number=vote.meeting.round)
        ),
    )
    if vote.next_best is not None:
        best = vote.next_best
        when = timestamp(best.time.instant, "F")
        lines.append(
            say("The next best time is {when}. It fits everyone’s availability.", when=when)
            if best.suits == best.people
            else say(
                "The next best time is {when}. It fits {suits} of {people} of you.",
                when=when,
                suits=best.suits,
                people=best.people,
            )
        )
        row = (
            Button(
                say.of("button", "Suggest that time"),
                build("meet", "next-best", guild, meeting),
                Style.PRIMARY,
            ),
            *row,
        )
    return Message("\n".join(lines) + clashing(say, vote.clashes), rows=(row,))


def how_decided(
    say: Say, decide_at: datetime | None, quorum: int, mentor: UserId, reader: UserId | None = None
) -> str:
    """Say when a circle's time is set; to one `reader`, or to all of the circle."""
    if decide_at is None:
        return say("It’s set once everyone says yes.")
    deadline = timestamp(decide_at, "f")
    if reader == mentor:
        return say(
            "It’s set once everyone says yes. After {deadline}, {quorum} of you are enough, "
            "including you.",
            deadline=deadline,
            quorum=quorum,
        )
    return say(
        "It’s set once everyone says yes. After {deadline}, {quorum} of you are enough, "
        "including {mentor}.",
        deadline=deadline,
        quorum=quorum,
        mentor=person(mentor),
    )


def _at_night(say: Say, asked: TimesAtNight) -> Message:
    """Say for whom a time is at night before it is proposed, with times that suit everyone."""
    guild, pair = asked.pair.guild, asked.pair.id
    lines = "\n".join(
        say(
            "- {instant}: {at} for {person}",
            instant=timestamp(night.time.instant, "F"),
            at=time_choices.hour_name(say, night.local.at),
            person=person(night.person),
        )
        for night in asked.nights
    )
    text = say(
        "Not sent yet, since it’s night for someone:\n{lines}\nWhat you typed is saved.",
        lines=lines,
    )
    rows: list[Row] = []
    if asked.readings:
        text = say("{text} These times fit everyone’s availability:", text=text)
        zone = asked.readings[0].zone
        rows.append(
            tuple(
                Button(
                    short(say, reading.instant, (zone,)),
                    build("meet", "reading", guild, pair, number=number),
                    Style.PRIMARY,
                )
                for number, reading in enumerate(asked.readings)
            )
        )
    rows.append(
        (
            Button(say.of("button", "Suggest anyway"), build("meet", "night", guild, pair)),
            Button(say.of("button", "Change times"), build("meet", "rewrite", guild, pair)),
        )
    )
    return Message(text, rows=tuple(rows))


def closed(say: Say, outcome: ProposalOutcome, starts_at: datetime | None) -> Message:
    """Return what a message about times becomes: what came of them, without buttons."""
    when = timestamp(starts_at, "F") if starts_at else ""
    match outcome:
        case ProposalOutcome.ACCEPTED:
            text = say("Time set: {when}.", when=when)
        case ProposalOutcome.REPLACED:
            text = say("Other times were suggested instead. See them in `/meet list`.")
        case ProposalOutcome.WITHDRAWN:
            text = say("These times were withdrawn.")
            if when:
                text = say("These times were withdrawn. You’re meeting {when}.", when=when)
        case ProposalOutcome.PASSED:
            text = say("These times have passed.")
            if when:
                text = say("These times have passed. You’re meeting {when}.", when=when)
        case ProposalOutcome.BEGUN:
            text = say("Your meeting has started, so it can’t be rescheduled anymore.")
        case ProposalOutcome.MOVED:
            text = say("This meeting moved to {when}.", when=when)
        case ProposalOutcome.CANCELLED:
            text = say("Canceled: your meeting on {when}.", when=when)
        case ProposalOutcome.HELD:
            text = say("You met {when}.", when=when)
        case ProposalOutcome.OVER:
            text = say("Your meeting on {when} is over.", when=when)
    return Message(text)


def ask_series(say: Say, series_in_the_way: SeriesInTheWay) -> Message:
    """Ask whether a new series should end the present one."""
    text = say.count(
        "Starting a new series {when} ends your current one ({rhythm}) and cancels {n} meeting.",
        "Starting a new series {when} ends your current one ({rhythm}) and cancels {n} meetings.",
        series_in_the_way.coming,
        when=timestamp(series_in_the_way.time.starts_at, "F"),
        rhythm=rhythm(say, series_in_the_way.series.interval),
    )
    guild = series_in_the_way.pair.guild
    new = build("meet", "take-over", guild, series_in_the_way.time.id)
    row = (
        Button(say.of("button", "Start new series"), new, Style.PRIMARY),
        Button(
            say.of("button", "Keep current series"),
            build("meet", "keep", guild, series_in_the_way.pair.id),
        ),
    )
    return Message(text, rows=(row,))


def _unclear(say: Say, time_unclear: TimeUnclear) -> Message:
    guild, pair = time_unclear.pair.guild, time_unclear.pair.id
    rows: list[Row] = []
    if time_unclear.readings:
        rows.append(
            time_choices.row(
                say,
                time_unclear.readings,
                time_unclear.error.facts["today"],
                lambda n: build("meet", "reading", guild, pair, number=n),
            )
        )
    rows.append((Button(say(CORRECT), build("meet", "rewrite", guild, pair)),))
    refusal = say("{explain}\nWhat you typed is saved.", explain=explain(say, time_unclear.error))
    return Message(refusal, rows=tuple(rows))


def _crossed(say: Say, proposals_crossed: ProposalsCrossed) -> Message:
    assert proposals_crossed.meeting.asked_by is not None
    who = person(proposals_crossed.meeting.asked_by)
    times = "\n".join(time_line(say, time) for time in proposals_crossed.times)
    text = say(
        "{who} just suggested other times:\n{times}\nYours are saved. Pick one, or send yours.",
        who=who,
        times=times,
    )
    mine = Button(
        say.of("button", "Send mine instead"),
        build("meet", "mine", proposals_crossed.pair.guild, proposals_crossed.pair.id),
    )
    return Message(
        text,
        rows=(
            _buttons(
                say,
                proposals_crossed.pair,
                proposals_crossed.meeting,
                proposals_crossed.times,
                proposals_crossed.zone,
            )[0],
            (mine,),
        ),
    )


def waiting(say: Say, meetings: Meetings, now: datetime) -> Message:
    """Show the times that wait for an answer, each with its button."""
    for meeting, times in meetings.open:
        ahead = [time for time in times if time.starts_at > now]
        if ahead:
            lines = "\n".join(time_line(say, time) for time in ahead)
            return Message(
                say("Pick a time:\n{lines}", lines=lines),
                rows=_buttons(say, meetings.pair, meeting, ahead, meetings.zone),
            )
    return Message(say("There are no times left to answer. See what’s scheduled in `/meet list`."))


def _buttons(
    say: Say, pair: Pair, meeting: Meeting, times: Sequence[MeetingTime], zone: str
) -> tuple[Row, ...]:
    return time_buttons(
        say,
        meeting.guild,
        meeting.id,
        meeting.round,
        [ProposedTime(time.id, time.starts_at, time.time.interval) for time in times],
        [zone],
        circle=len(pair.members) > 2,
    )


def time_buttons(
    say: Say,
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
            short(say, time.starts_at, zones, time.interval),
            build("meet", "take", guild, time.id, ref),
            Style.SUCCESS,
        )
        for time in times[:MOST_TIMES]
    )
    counter = build("meet", "counter", guild, meeting, ref, number=round_)
    others: Row = (Button(say(SUGGEST_OTHERS), counter),)
    if circle:
        none = build("meet", "decline", guild, meeting, ref, number=round_)
        others = (Button(say.of("button", "None work for me"), none), *others)
    return (takes, others)


def time_with_answers(say: Say, time: ProposedTime) -> str:
    """Return a proposed time as a line of a list, with how many can and who can't make it."""
    away = absent(say, time.away, paused=time.paused, interval=time.interval)
    parts = [f"- {repeated(say, timestamp(time.starts_at, 'F'), time.interval)}{away}"]
    if time.yes:
        parts.append(say("Yes: {yes}", yes=len(time.yes)))
    if time.no:
        parts.append(say("Can’t: {no}", no=people(time.no)))
    return " · ".join(parts)


def short(
    say: Say, instant: datetime, zones: Sequence[str], interval: Interval | None = None
) -> str:
    """Return a time for a button, in the first of `zones`, named if they differ."""
    local = instant.astimezone(ZoneInfo(zones[0]))
    when = _wall(say, local.date(), local.time())
    if len(set(zones)) > 1:
        when = f"{when} ({place_name(zones[0])})"
    return repeated(say, when, interval)[:80]


def absent(
    say: Say, away: Sequence[UserId], *, paused: bool = False, interval: Interval | None = None
) -> str:
    """Say who is away at a time, in the line of that time; nothing if no one is."""
    if not away and not paused:
        return ""
    reason = say("Away: {away}", away=people(away)) if away else say("Paused")
    return say(" · {reason} (skipped)", reason=reason) if interval else f" · {reason}"


def left_over(say: Say, items: Sequence[str]) -> str:
    """Repeat what did not fit on the agenda, so that it can be copied."""
    if not items:
        return ""
    shown = "\n".join(items)[:MOST_GIVEN_BACK].replace("```", "'''")
    return say(
        "\nAn agenda can have {most_items} items. Here’s what didn’t fit:\n```\n{shown}\n```",
        most_items=MOST_ITEMS,
        shown=shown,
    )
