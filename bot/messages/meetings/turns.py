"""The words and buttons for proposed times, and for whoever owes the next step to a meeting."""

from collections.abc import Sequence

from bot.domain.ids import GuildId, MeetingId, PairId
from bot.domain.meetings.meetings import MOST_TIMES
from bot.domain.meetings.nudges import (
    NewTimeDue,
    ProposedTime,
    TimesPassed,
    TimesWaiting,
    TimesWithdrawn,
)
from bot.domain.nudges.kinds import NudgeKind
from bot.messages.custom_id import build
from bot.messages.meetings.words import absent, clock_line, rhythm, short
from bot.messages.nudges.words import words
from bot.messages.outgoing import ButtonSpec, Outgoing, Row, Style
from bot.messages.text import people, person, stamp


def time_buttons(
    guild: GuildId,
    meeting: MeetingId,
    round_: int,
    times: Sequence[ProposedTime],
    zones: Sequence[str],
    ref: str | None = None,
) -> tuple[Row, ...]:
    """Return a button for each time, on the asked one's clock, and one to answer with others."""
    takes = tuple(
        ButtonSpec(
            short(time.starts_at, zones, time.every_days),
            build("meet", "take", guild, time.id, ref),
            Style.GOOD,
        )
        for time in times[:MOST_TIMES]
    )
    counter = build("meet", "counter", guild, meeting, ref, number=round_)
    return (takes, (ButtonSpec("Other times", counter),))


def shown_time(time: ProposedTime, zones: Sequence[str]) -> str:
    """Return a proposed time as a line of a list, on the clocks of `zones`."""
    again = f", {rhythm(time.every_days)}" if time.every_days else ""
    away = absent(time.away, paused=time.paused, every_days=time.every_days)
    return f"- {stamp(time.starts_at, 'F')}{again} ({clock_line(time.starts_at, zones)}){away}"


def propose_button(guild: GuildId, pair: PairId, ref: str | None = None) -> ButtonSpec:
    """Return the way to new times."""
    return ButtonSpec("Propose a time", build("meet", "form", guild, pair, ref), Style.MAIN)


@words(
    NudgeKind.TIMES_WAITING,
    "a reminder of proposed times",
    "Your partner proposed times to meet, and yours was the next word.",
    label="Reminders of proposed times",
)
def waiting(facts: TimesWaiting, ref: str) -> Outgoing:
    """Remind of times that wait; all buttons are in one row, so that it can be one of several."""
    who = person(facts.proposer)
    opening = f"{people(facts.people)} {who} waits to hear which time suits you"
    if facts.instead_of is not None:
        opening += f" instead of {stamp(facts.instead_of, 'F')}"
    times = "\n".join(shown_time(time, facts.zones) for time in facts.times)
    content = f"{opening}:\n{times}\nIf none does, other times are as welcome."
    rows = time_buttons(facts.guild, facts.meeting, facts.round, facts.times, facts.zones, ref)
    return Outgoing(content, rows=(tuple(button for row in rows for button in row),))


@words(NudgeKind.TIMES_PASSED, "news of your proposal", "The times you proposed were over.")
def passed(facts: TimesPassed, ref: str) -> Outgoing:
    """Say that nobody is to blame, and offer new times."""
    content = (
        f"{people(facts.people)} the times that you proposed are over before "
        f"{people(facts.partners)} came to answer. It is nobody's fault, and new times are quickly "
        "found."
    )
    if facts.stands is not None:
        content += f" Your meeting of {stamp(facts.stands, 'F')} stands."
    return Outgoing(content, rows=((propose_button(facts.guild, facts.pair, ref),),))


@words(NudgeKind.TIMES_WITHDRAWN, "a change of plans", "Proposed times were taken back.")
def withdrawn(facts: TimesWithdrawn, ref: str) -> Outgoing:
    """Say that everything stays as it was."""
    content = (
        f"{people(facts.people)} the other times are taken back: your meeting of "
        f"{stamp(facts.stands, 'F')} stands as it was."
    )
    move = ButtonSpec("Another time", build("meet", "reschedule", facts.guild, facts.meeting, ref))
    return Outgoing(content, rows=((move,),))


@words(
    NudgeKind.NEW_TIME,
    "a reminder to find a new time",
    "A meeting of yours did not take place, and the next step was yours.",
    label="Reminders to find a new time",
)
def new_time(facts: NewTimeDue, ref: str) -> Outgoing:
    """Remind of the next step, and of nothing that went before it."""
    content = (
        f"{people(facts.people)} a new time for your meeting of {stamp(facts.starts_at, 'D')} with "
        f"{people(facts.partners)} is still to be found, and the next step is yours. Shall I bring "
        "them one?"
    )
    return Outgoing(content, rows=((propose_button(facts.guild, facts.pair, ref),),))
