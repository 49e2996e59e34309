"""Error messages about times, meetings, and agendas."""

from collections.abc import Callable
from typing import Any

from bot.domain.states import MeetingState
from bot.language.say import Say, marked
from bot.messages.text import escape, person, timestamp

_OVER = {
    MeetingState.HAPPENED: marked(
        "This meeting already took place. Use `/meet propose` to set up the next one."
    ),
    MeetingState.MOVED: marked(
        "This meeting was rescheduled. Use `/meet propose` to set up the next one."
    ),
    MeetingState.MISSED: marked(
        "This meeting didn’t take place, and its time has passed. Use `/meet propose` to set "
        "up "
        "the next one."
    ),
    MeetingState.UNKNOWN: marked(
        "This meeting’s time has passed. Use `/meet propose` to set up the next one."
    ),
}


def _and_still(say: Say, text: str, facts: dict[str, Any]) -> str:
    """Add which meeting holds, if one does."""
    stands = facts.get("stands")
    return (
        say("{text} You’re still meeting {stands}.", text=text, stands=timestamp(stands, "F"))
        if stands
        else text
    )


WORDS: dict[str, Callable[[Say, dict[str, Any]], str]] = {
    "meeting.no_time": lambda say, _: say("Add at least one time, like “thu 6pm”."),
    "meeting.many_times": lambda say, f: say(
        "You can suggest up to {most} times in one go.", most=f["most"]
    ),
    "meeting.late_deadline": lambda say, f: say(
        "Your circle would decide {decide_at}, too late for "
        "{first}. Choose an earlier deadline, later times, or no deadline.",
        decide_at=timestamp(f["decide_at"], "f"),
        first=timestamp(f["first"], "f"),
    ),
    "meeting.no_draft": lambda say, _: say(
        "What you typed is no longer saved. Use `/meet propose` to start again."
    ),
    "meeting.unknown": lambda say, _: say("I can’t find that meeting. See yours in `/meet list`."),
    "meeting.none": lambda say, _: say(
        "You don’t have a meeting coming up. Use `/meet propose` to suggest a time."
    ),
    "meeting.no_series": lambda say, _: say("You don’t have a meeting series to end."),
    "meeting.for_mentor": lambda say, _: say(
        "Only your mentor can cancel this meeting for everyone. Use `/meet cancel` to say that you "
        "can’t come."
    ),
    "meeting.cancelled": lambda say, _: say(
        "This meeting was already canceled. Use `/meet propose` to set up another."
    ),
    "meeting.over": lambda say, f: say(_OVER[f["state"]]),
    "meeting.begun": lambda say, f: say(
        "It started {starts_at}, so it can’t be canceled or moved. Choose "
        "“Rescheduled” or “I couldn’t make it” under “Did you meet?”.",
        starts_at=timestamp(f["starts_at"], "R"),
    ),
    "meeting.taken": lambda say, f: say(
        "Already done! You’re meeting {starts_at}.", starts_at=timestamp(f["starts_at"], "F")
    ),
    "meeting.arranged": lambda say, f: say(
        "You’re already meeting {starts_at}. Choose another time.",
        starts_at=timestamp(f["starts_at"], "F"),
    ),
    "meeting.times_replaced": lambda say, _: say(
        "Other times were suggested since then. See the newest in `/meet list`."
    ),
    "meeting.times_passed": lambda say, f: _and_still(
        say, say("These times have passed. You can suggest new ones."), f
    ),
    "meeting.times_back": lambda say, f: _and_still(say, say("These times were withdrawn."), f),
    "meeting.own_times": lambda say, _: say(
        "You suggested these times, so it’s not your turn to answer. Use `/meet propose` to change "
        "them."
    ),
    "meeting.not_your_times": lambda say, f: say(
        "Only {asker} can withdraw these times. You can answer them or suggest others.",
        asker=person(f["asker"]),
    ),
    "meeting.time_over": lambda say, f: say(
        "That time has passed ({starts_at}). Suggest another one.",
        starts_at=timestamp(f["starts_at"], "R"),
    ),
    "meeting.not_begun": lambda say, _: say(
        "This meeting hasn’t started yet. I’ll ask how it went afterward."
    ),
    "agenda.empty": lambda say, _: say("Type at least one line."),
    "agenda.long": lambda say, f: say(
        "Keep each agenda line to {most} characters or fewer.", most=f["most"]
    ),
    "agenda.many": lambda say, f: say(
        "An agenda can have up to {most} items. Save the rest for the next meeting.", most=f["most"]
    ),
    "place.long": lambda say, f: say(
        "Keep the location to {most} characters or fewer.", most=f["most"]
    ),
    "place.link": lambda say, f: say(
        "I can’t show “{typed}” as a safe link. Use a plain link that starts with https://.",
        typed=escape(f["typed"], 60),
    ),
}
