"""Error messages about times, meetings, and agendas."""

from collections.abc import Callable
from typing import Any

from bot.domain.states import MeetingState
from bot.messages.text import escape, person, timestamp

_OVER = {
    MeetingState.HAPPENED: "It has taken place, and that is how it is remembered",
    MeetingState.MOVED: "It was moved, so there is nothing left of it to change",
    MeetingState.MISSED: "Its time is over, and it did not take place",
    MeetingState.UNKNOWN: "Its time is over",
}


def _typed(facts: dict[str, Any]) -> str:
    return f"“{escape(facts['typed'], 60)}”"


def _over(facts: dict[str, Any]) -> str:
    return f"{_OVER[facts['state']]}. `/meet propose` arranges the next one."


def _taken(facts: dict[str, Any]) -> str:
    return f"Already done: you meet {timestamp(facts['starts_at'], 'F')}. Nothing was changed."


def _stands(facts: dict[str, Any]) -> str:
    stands = facts.get("stands")
    return f" Your meeting of {timestamp(stands, 'F')} stands." if stands else ""


WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "meeting.no_time": lambda _: "No time was named. One is enough: “thu 6pm” works.",
    "meeting.many_times": lambda f: f"Please propose at most {f['most']} times at once.",
    "meeting.late_deadline": lambda f: (
        f"Your circle would decide {timestamp(f['decide_at'], 'f')}, which is too late for "
        f"{timestamp(f['first'], 'f')}. Choose an earlier deadline, later times, or none: then a "
        "time is set once everyone says yes."
    ),
    "meeting.no_draft": lambda _: (
        "What you had typed is not kept any more. `/meet propose` opens the form again."
    ),
    "meeting.unknown": lambda _: "There is no such meeting. `/meet list` shows yours.",
    "meeting.none": lambda _: (
        "No meeting is arranged or proposed. `/meet propose` suggests a time."
    ),
    "meeting.no_series": lambda _: "You have no series of meetings, so there is nothing to end.",
    "meeting.for_mentor": lambda _: (
        "Only your mentor can cancel this meeting for everyone. `/meet cancel` lets you say that "
        "you can’t come."
    ),
    "meeting.cancelled": lambda _: (
        "This meeting was canceled before. `/meet propose` arranges another one."
    ),
    "meeting.over": _over,
    "meeting.begun": lambda f: (
        f"It began {timestamp(f['starts_at'], 'R')}, so it can’t be canceled or moved anymore. "
        "“Rescheduled” and “I couldn’t make it” under “Did you meet?” say what became of it."
    ),
    "meeting.taken": _taken,
    "meeting.arranged": lambda f: (
        f"You’re already meeting {timestamp(f['starts_at'], 'F')}, so that time can’t be set "
        "twice. Choose another one."
    ),
    "meeting.times_replaced": lambda _: (
        "Other times were proposed since then, so this one does not count any more. "
        "`/meet list` shows the newest."
    ),
    "meeting.times_passed": lambda f: (
        "These times have passed, which is nobody's fault. A new one is one click away."
        + _stands(f)
    ),
    "meeting.times_back": lambda f: f"These times were taken back.{_stands(f)}",
    "meeting.own_times": lambda _: (
        "You proposed these times, so it isn’t your turn to answer. `/meet propose` changes them."
    ),
    "meeting.not_your_times": lambda f: (
        f"These times are from {person(f['asker'])}, who alone can take them back. You can answer "
        "them, or propose others."
    ),
    "meeting.time_over": lambda f: (
        f"That time is over ({timestamp(f['starts_at'], 'R')}). “Other times” proposes a new one."
    ),
    "meeting.not_begun": lambda _: (
        "This meeting has not begun yet. I ask afterwards how it went; nothing was changed."
    ),
    "agenda.empty": lambda _: "Nothing was typed. One short line is enough.",
    "agenda.long": lambda f: f"Please keep each line of the agenda to {f['most']} characters.",
    "agenda.many": lambda f: (
        f"An agenda takes {f['most']} items: what does not fit waits well for the next meeting."
    ),
    "place.long": lambda f: f"Please keep the place to {f['most']} characters.",
    "place.link": lambda f: (
        f"“{escape(f['typed'], 60)}” is not a link I can show safely. It must begin with https:// "
        "and name its host plainly."
    ),
}
