"""What each kind of case is about: its title, what is known, and what would fix it."""

import re
from collections.abc import Mapping
from datetime import date
from string import Formatter

from bot.domain.ids import UserId
from bot.domain.moderation.cases import (
    CaseKind,
)
from bot.domain.nudges.failures import Failure
from bot.domain.nudges.kinds import NudgeKind
from bot.language.say import Say, marked
from bot.messages.moderation import failures
from bot.messages.nudges.words import named
from bot.messages.text import (
    day_name,
    escape,
    join_list,
    person,
)
from bot.messages.youth.lacks import closed_because

_TITLES = {
    "undeliverable": marked("Message not delivered"),
    "uncertain": marked("Message may not have arrived"),
    "help-asked": marked("Asked for a moderator"),
    "check-ins-unanswered": marked("Not responding"),
    "round-due": marked("Next matching round is due"),
    "circle-change": marked("Wants to change circles"),
    "circle-ended": marked("Circle ended"),
    "somebody-left": marked("Someone left the server"),
    "circle-smaller": marked("Someone left a circle"),
    "thread-trouble": marked("Thread can’t be reached"),
    "no-first-meeting": marked("Haven’t met yet"),
    "request-unanswered": marked("Request without a mentor"),
    "mentor-over-load": marked("Too many mentees"),
    "meeting-accounts-differ": marked("Conflicting answers about a meeting"),
    "one-sided": marked("One person is doing all the work"),
    "correction": marked("Program correction to review"),
    "cohort-ends-soon": marked("Cohort ends in two weeks"),
    "cohort-ends-tomorrow": marked("Cohort is about to end"),
    "cohort-ended": marked("Cohort has ended"),
    "sign-up-ends-soon": marked("Sign-up closes soon"),
    "sign-up-closed": marked("Sign-up has closed"),
    "setting": marked("Setting stopped working"),
    "panel-gone": marked("Sign-up panel was deleted"),
    "youth": marked("Thread closed (youth mode)"),
}
_ENDS = (
    "The last day of {cohort} is {last_day}. I’ll end it the next morning. Pairs to get a "
    "goodbye: {pairs}. Unmatched people to tell: {waiting}."
)
# The first text whose facts are all known is used. `pair` names its people and links their thread.
_SENTENCES: Mapping[str, tuple[str, ...]] = {
    "undeliverable": (
        "I couldn’t deliver “{message}” to {person} ({pair}). {reason}",
        "I couldn’t deliver “{message}” to {person}. {reason}",
        "I couldn’t deliver “{message}” to {pair}. {reason}",
        "I couldn’t deliver “{message}”. {reason}",
    ),
    "uncertain": (
        "I can’t tell whether “{message}” reached {person} ({pair}). {reason}",
        "I can’t tell whether “{message}” reached {person}. {reason}",
        "I can’t tell whether “{message}” reached {pair}. {reason}",
        "I can’t tell whether “{message}” arrived. {reason}",
    ),
    "help-asked": (
        "{asked_by} asked for a moderator on {asked_on}. It’s about {pair}.",
        "{asked_by} asked for a moderator.",
    ),
    "circle-change": (
        "{asked_by} asked on {asked_on} to leave this circle for another match: {pair}.",
        "{asked_by} asked to leave their circle for another match.",
    ),
    "circle-ended": (
        "{asked_by} ended their circle on {asked_on}: {pair}. Its mentees are first in line.",
        "{asked_by} ended their circle. Its mentees are first in line.",
    ),
    "check-ins-unanswered": (
        "{pair} missed {check_ins_unanswered} check-ins in a row (since {since}).",
        "{quiet} hasn’t answered since {since}, so I stopped most messages to them ({pair}).",
        "{quiet} hasn’t answered yet, so I stopped most messages to them ({pair}).",
    ),
    "somebody-left": ("{left} has left the server (noticed {noticed}). It’s about {pair}.",),
    "circle-smaller": ("{left} has left the server (noticed {noticed}). It’s about {pair}.",),
    "thread-trouble": (
        "I can’t reach the thread of {pair} (since {since}). {reason}",
        "I can’t reach a pair’s thread. {reason}",
    ),
    "no-first-meeting": (
        "{pair} were introduced {introduced} and haven’t met or planned a meeting yet.",
    ),
    "one-sided": ("{pair}: all {steps} steps in the last six weeks came from one person.",),
    "mentor-over-load": (
        "{mentor} has too many mentees. Mentees: {mentees}. Spots offered: {room_for}.",
    ),
    "meeting-accounts-differ": ("{pair} gave different answers about their meeting on {meeting}.",),
    "request-unanswered": (
        (
            "{asked_by} is looking for a mentor. Mentors asked so far: {mentors_asked}. They’re "
            "waiting for your decision until {waits_until}."
        ),
    ),
    "round-due": ("The next round of {cohort} is due today.",),
    "correction": ("It’s correction {correction}.",),
    "cohort-ends-soon": (_ENDS,),
    "cohort-ends-tomorrow": (_ENDS,),
    "sign-up-ends-soon": (
        (
            "Sign-up for {cohort} will close at the end of {last_day}. Mentees: {mentees}. "
            "Mentors: {mentors}. Haven’t finished: {unfinished}. I’m reminding them."
        ),
    ),
    "sign-up-closed": (
        (
            "Sign-up for {cohort} closed as planned. Mentees: {mentees}. Mentors: {mentors}. "
            "Unmatched mentees: {waiting}."
        ),
    ),
    "cohort-ended": (
        "{cohort} has ended. Pairs to get a goodbye: {pairs}. Unmatched people to tell: {waiting}.",
    ),
    "panel-gone": ("Sign-up for {cohort} is open, but its panel was deleted.",),
    "youth": ("I closed the thread of {pair}. {lack}",),
}
# What is the matter with a setting, and how to fix it.
_SETTINGS = {
    "gone": (
        "The {setting} {place} was deleted, or I can’t see it.",
        "Choose another one with `/setup`.",
    ),
    "missing": (
        "In the {setting} {place}, I don’t have these permissions: {missing}.",
        "In the channel’s settings, allow them for my role. I’ll notice and carry on.",
    ),
    "members": (
        "In the {setting} {place}, members don’t have these permissions: {missing}.",
        (
            "In the channel’s settings, allow them for @everyone or for the members’ role. "
            "Otherwise, no one can write in their thread."
        ),
    ),
    "open": (
        "Everyone can read the {setting} {place}.",
        (
            "In the channel’s settings, turn off View Channel for @everyone. Then allow it for the "
            "moderators’ role and mine."
        ),
    ),
}
_ANOTHER_DAY = marked("Need another day? Change it with `/cohort edit`.")
_FIXES = {
    "undeliverable": "Run `/setup` to see which permission is missing in the mentoring channel.",
    "meeting-accounts-differ": (
        "Their answers stay private. A friendly question to everyone usually clears it up."
    ),
    "uncertain": "Check whether it’s there. If not, let the pair know what it was about.",
    "help-asked": "Please reach out. They expect to hear from you within three days.",
    "cohort-ends-soon": _ANOTHER_DAY,
    "cohort-ends-tomorrow": _ANOTHER_DAY,
    "sign-up-ends-soon": _ANOTHER_DAY,
    "sign-up-closed": (
        "Run `/match preview` to see pairs, or `/cohort open` to take late sign-ups."
    ),
    "panel-gone": "Post it again with the button or `/cohort open`.",
    "cohort-ended": "Too early? Restore it with `/cohort open` within 7 days.",
    "correction": "Accept or reject it in `/catalogue review`.",
    "round-due": "Run `/match preview` to see pairs, or `/cohort open` to take more sign-ups.",
    "youth": "`/youth setup` shows what’s missing. The thread opens within an hour after the fix.",
    "circle-change": (
        "Please find them another mentor. The rest of the circle hasn’t been told and doesn’t need "
        "to be."
    ),
    "circle-ended": "Run `/match preview` to find them new mentors.",
    "check-ins-unanswered": "Try a friendly message, or offer to pause.",
    "somebody-left": (
        "The others know you’re looking for a next step. **End and rematch** puts them first in "
        "the next round. **Resolve case** just ends the pair. If the person comes back, they’ll "
        "pick up where they left off."
    ),
    "circle-smaller": "The circle continues with the others. I didn’t tell anyone.",
    "thread-trouble": (
        "Run `/setup` to see what to fix in the mentoring channel. Then I’ll send what’s waiting. "
        "**Try again** sends it right away."
    ),
    "request-unanswered": (
        "Choose a mentor below to ask them (see who has room with `/mentor find`). Resolving this "
        "case tells the member that you couldn’t find anyone."
    ),
    "no-first-meeting": "Try messaging them with two times, or give them longer.",
    "mentor-over-load": "Ask the mentor if that’s OK, or match one mentee again.",
    "one-sided": "It may be fine. Try a friendly question to everyone.",
}
_UNLOCK = marked(
    "Unlock the thread, and I’ll send what’s waiting. **Try again** doesn’t wait for that."
)
# Facts in which we name people and threads ourselves; every other may contain what someone typed.
_NAMED_BY_US = frozenset({"asked_by", "mentor", "mentees", "thread", "left", "quiet", "place"})
# What a case says about earlier attempts to meet, by the name of the fact.
_LINES = {
    "meetings called off": marked("Meetings canceled"),
    "meetings that did not take place": marked("Meetings missed"),
    "meetings to be moved": marked("Meetings to reschedule"),
    "times proposed": marked("Times suggested"),
    "times that passed unanswered": marked("Times that passed without an answer"),
}
# Facts that are days.
_DAYS = frozenset(
    {"asked_on", "introduced", "last_day", "meeting", "noticed", "since", "waits_until"}
)
_MENTION = re.compile(r"<@-?\d+>")
# Database keys: useless to a reader.
_OURS = frozenset({"pair", "subject", "nudge", "person", "askers", "cohort_id"})
_INTRODUCTION = NudgeKind.INTRODUCTION.value


def title(say: Say, kind: str) -> str:
    """Return the case's title."""
    return say(_TITLES[kind]) if kind in _TITLES else say("Needs a decision")


def cause_title(say: Say, kind: str, reason: str, number: int) -> str:
    """Name a cause and how many lines it has."""
    name = title(say, kind) if number == 1 else f"{title(say, kind)} ({number})"
    return f"{name} · {failures.reason(say, reason)}" if reason else name


def who(say: Say, kind: str, facts: Mapping[str, str]) -> str:
    """Return the people that a case is about, or what else it is about."""
    if "mentor" in facts and "mentees" in facts and kind != CaseKind.MENTOR_OVER_LOAD:
        return _pair(say, facts)
    if "asked_by" in facts and "left" not in facts:
        return join_list(_MENTION.findall(facts["asked_by"]))
    for name in ("left", "mentor", "place"):
        if name in facts:
            return facts[name]
    if facts.get("person", "").isdecimal():
        return person(UserId(int(facts["person"])))
    if "nudge" in facts:
        return named(say, facts["nudge"])
    return escape(facts.get("cohort", facts.get("program", title(say, kind))), 80)


def detail(say: Say, kind: str, facts: Mapping[str, str]) -> str:
    """Return what would fix a case, or all that have its cause."""
    if kind == CaseKind.SETTING:
        return _SETTINGS.get(facts.get("trouble", ""), _SETTINGS["gone"])[1]
    if is_about_introduction(kind, facts):
        return failures.introduction_fix(say, facts.get("reason", ""))
    if kind == CaseKind.THREAD_TROUBLE and facts.get("reason") == Failure.LOCKED:
        return say(_UNLOCK)
    return say(_FIXES[kind]) if kind in _FIXES else ""


def body(say: Say, kind: str, facts: Mapping[str, str]) -> str:
    """Return what is known and what would fix it."""
    return f"{case_reason(say, kind, facts)}\n\n{detail(say, kind, facts)}".strip()


def case_reason(say: Say, kind: str, facts: Mapping[str, str]) -> str:
    """Return what is known, as a sentence, and the remaining facts in lines below."""
    if kind == CaseKind.SETTING:
        sentence, _ = _SETTINGS.get(facts.get("trouble", ""), _SETTINGS["gone"])
        usual = {"missing": "unknown", "setting": "channel", "place": say("(from `/setup`)")}
        return sentence.format_map(usual | dict(facts))
    shown = {
        name: value if name in _NAMED_BY_US else escape(value, 300)
        for name, value in facts.items()
        if name not in _OURS
    }
    shown |= {name: _days(value) for name, value in facts.items() if name in _DAYS}
    words = shown | _derived(say, facts)
    sentence, named = "", set()
    for template in _SENTENCES.get(kind, ()):
        names = {name for _, name, _, _ in Formatter().parse(template) if name}
        if names <= words.keys():
            sentence, named = template.format_map(words), names
            break
    if "pair" in named:
        named |= {"mentor", "mentees", "thread"}
    rest = [
        f"{say(_LINES[name])}: {shown[name]}" if name in _LINES else shown[name]
        for name in shown
        if name not in named
    ]
    return "\n".join([sentence, *rest] if sentence else rest)


def _derived(say: Say, facts: Mapping[str, str]) -> dict[str, str]:
    """Return the pair, the person, and the message as text, as far as they are known."""
    derived = {}
    if "mentor" in facts and "mentees" in facts:
        derived["pair"] = _pair(say, facts)
    if facts.get("person", "").isdecimal():
        derived["person"] = person(UserId(int(facts["person"])))
    if "asked_by" in facts:
        derived["asked_by"] = join_list(_MENTION.findall(facts["asked_by"]))
    if "reason" in facts:
        derived["reason"] = failures.reason(say, facts["reason"])
    if "lack" in facts:
        derived["lack"] = closed_because(say, facts["lack"])
    if "nudge" in facts:
        derived["message"] = named(say, facts["nudge"])
    return derived


def _days(stored: str) -> str:
    """Return the days that a fact names; one of before they were stored as dates stays as it is."""
    try:
        days = [date.fromisoformat(day) for day in stored.split()]
    except ValueError:
        return escape(stored, 300)
    return join_list([day_name(day, day) for day in days])


def _pair(say: Say, facts: Mapping[str, str]) -> str:
    """Name a pair's people, and link its thread if it has one."""
    names = say("{mentor} with {mentees}", mentor=facts["mentor"], mentees=facts["mentees"])
    return (
        say("{names} in {thread}", names=names, thread=facts["thread"])
        if "thread" in facts
        else names
    )


def is_about_introduction(kind: str, facts: Mapping[str, str]) -> bool:
    """Return whether a case is about a pair that could not be introduced."""
    return kind == "undeliverable" and facts.get("nudge") == _INTRODUCTION
