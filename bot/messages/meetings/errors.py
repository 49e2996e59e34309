"""Error messages about times, meetings, and agendas."""

from collections.abc import Callable
from typing import Any

from bot.domain.states import MeetingState
from bot.language.say import Say
from bot.messages.text import escape, person, timestamp

_OVER = {
    MeetingState.HAPPENED: (
        "This meeting already took place. Use `/meet propose` to set up the next one."
    ),
    MeetingState.MOVED: (
        "This meeting was rescheduled. Use `/meet propose` to set up the next one."
    ),
    MeetingState.MISSED: (
        "This meeting didn’t take place, and its time has passed. Use `/meet propose` to set up "
        "the next one."
    ),
    MeetingState.UNKNOWN: (
        "This meeting’s time has passed. Use `/meet propose` to set up the next one."
    ),
}


def _and_still(say: Say, text: str, facts: dict[str, Any]) -> str:
    """Add which meeting holds, if one does."""
    stands = facts.get("stands")
    return f"{text} You’re still meeting {timestamp(stands, 'F')}." if stands else text


WORDS: dict[str, Callable[[Say, dict[str, Any]], str]] = {
    "meeting.no_time": lambda say, _: "Add at least one time, like “thu 6pm”.",
    "meeting.many_times": lambda say, f: f"You can suggest up to {f['most']} times in one go.",
    "meeting.late_deadline": lambda say, f: (
        f"Your circle would decide {timestamp(f['decide_at'], 'f')}, too late for "
        f"{timestamp(f['first'], 'f')}. Choose an earlier deadline, later times, or no deadline."
    ),
    "meeting.no_draft": lambda say, _: (
        "What you typed is no longer saved. Use `/meet propose` to start again."
    ),
    "meeting.unknown": lambda say, _: "I can’t find that meeting. See yours in `/meet list`.",
    "meeting.none": lambda say, _: (
        "You don’t have a meeting coming up. Use `/meet propose` to suggest a time."
    ),
    "meeting.no_series": lambda say, _: "You don’t have a meeting series to end.",
    "meeting.for_mentor": lambda say, _: (
        "Only your mentor can cancel this meeting for everyone. Use `/meet cancel` to say that you "
        "can’t come."
    ),
    "meeting.cancelled": lambda say, _: (
        "This meeting was already canceled. Use `/meet propose` to set up another."
    ),
    "meeting.over": lambda say, f: _OVER[f["state"]],
    "meeting.begun": lambda say, f: (
        f"It started {timestamp(f['starts_at'], 'R')}, so it can’t be canceled or moved. Choose "
        "“Rescheduled” or “I couldn’t make it” under “Did you meet?”."
    ),
    "meeting.taken": lambda say, f: (
        f"Already done! You’re meeting {timestamp(f['starts_at'], 'F')}."
    ),
    "meeting.arranged": lambda say, f: (
        f"You’re already meeting {timestamp(f['starts_at'], 'F')}. Choose another time."
    ),
    "meeting.times_replaced": lambda say, _: (
        "Other times were suggested since then. See the newest in `/meet list`."
    ),
    "meeting.times_passed": lambda say, f: _and_still(
        say, "These times have passed. You can suggest new ones.", f
    ),
    "meeting.times_back": lambda say, f: _and_still(say, "These times were withdrawn.", f),
    "meeting.own_times": lambda say, _: (
        "You suggested these times, so it’s not your turn to answer. Use `/meet propose` to change "
        "them."
    ),
    "meeting.not_your_times": lambda say, f: (
        f"Only {person(f['asker'])} can withdraw these times. You can answer them or suggest "
        "others."
    ),
    "meeting.time_over": lambda say, f: (
        f"That time has passed ({timestamp(f['starts_at'], 'R')}). Suggest another one."
    ),
    "meeting.not_begun": lambda say, _: (
        "This meeting hasn’t started yet. I’ll ask how it went afterward."
    ),
    "agenda.empty": lambda say, _: "Type at least one line.",
    "agenda.long": lambda say, f: f"Keep each agenda line to {f['most']} characters or fewer.",
    "agenda.many": lambda say, f: (
        f"An agenda can have up to {f['most']} items. Save the rest for the next meeting."
    ),
    "place.long": lambda say, f: f"Keep the location to {f['most']} characters or fewer.",
    "place.link": lambda say, f: (
        f"I can’t show “{escape(f['typed'], 60)}” as a safe link. Use a plain link that starts "
        "with https://."
    ),
}
