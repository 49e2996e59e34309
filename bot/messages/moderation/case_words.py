"""What a case is about, in one sentence with names and dates, and what would mend it.

The sentences are made from facts, which hold states and dates and nobody's own words. Facts of an
earlier version that no sentence has room for are shown as they are.
"""

from collections.abc import Mapping
from string import Formatter

from bot.domain.ids import UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.messages.nudges.words import named
from bot.messages.pairs import introductions
from bot.messages.text import person, said

_TITLES = {
    "undeliverable": "a message could not be delivered",
    "uncertain": "a message may or may not have arrived",
    "help-asked": "a pair asked for a moderator",
    "check-ins-unanswered": "a pair has gone quiet",
    "round-due": "people wait for the matching round that was promised",
    "circle-change": "somebody would like another place than their circle",
    "somebody-left": "somebody left, and a pair waits",
    "circle-smaller": "somebody left a circle, which goes on",
    "thread-trouble": "a pair's thread can't be reached",
    "no-first-meeting": "a pair has not met yet",
    "request-unanswered": "a member's request for a mentor found nobody with room",
    "mentor-over-load": "a mentor has more mentees than they offered to take",
    "meeting-accounts-differ": "two did not remember a meeting the same way",
    "one-sided": "in a pair, all the steps come from one side",
    "correction": "somebody says that a program's entry is wrong",
}
# The first whose facts are all known is said. `pair` names its people and links their thread.
_SENTENCES: Mapping[str, tuple[str, ...]] = {
    "undeliverable": (
        "{message} for {person}, of {pair}, could not be delivered: {reason}.",
        "{message} for {person} could not be delivered: {reason}.",
        "{message} for {pair} could not be delivered: {reason}.",
        "{message} could not be delivered: {reason}.",
    ),
    "uncertain": (
        "{message} for {person}, of {pair}: {reason}.",
        "{message} for {person}: {reason}.",
        "{message} for {pair}: {reason}.",
        "{message}: {reason}.",
    ),
    "help-asked": (
        "{asked_by} asked for a moderator on {asked_on}. It is about {pair}.",
        "{asked_by} asked for a moderator.",
    ),
    "circle-change": (
        "On {asked_on} {asked_by} asked for another place than this circle: {pair}.",
        "{asked_by} would like another place than their circle.",
    ),
    "check-ins-unanswered": (
        "{pair}: {check_ins_unanswered} check-ins in a row are unanswered, the first of {since}.",
    ),
    "somebody-left": (
        "{left} is not in the server any more, as I saw on {noticed}. It is about {pair}.",
    ),
    "circle-smaller": (
        "{left} is not in the server any more, as I saw on {noticed}. It is about {pair}.",
    ),
    "thread-trouble": (
        "Nothing reaches the thread of {pair}, since {since}: {reason}.",
        "Nothing reaches a pair's thread: {reason}.",
    ),
    "no-first-meeting": (
        "{pair} were introduced on {introduced}, and no meeting is held or arranged yet.",
    ),
    "one-sided": (
        "{pair}: in six weeks {steps} steps came from one side, and none from the other.",
    ),
    "mentor-over-load": ("{mentor} has {mentees} mentees and offered to take {room_for}.",),
    "meeting-accounts-differ": ("{pair} tell of their meeting on {meeting} differently.",),
    "request-unanswered": (
        (
            "{asked_by} looks for a mentor; mentors asked so far: {mentors_asked}. They wait for "
            "your decision until {waits_until}."
        ),
    ),
    "round-due": ("The next round of {cohort} was promised for today.",),
    "correction": ("It is correction {correction}.",),
}
_MENDS = {
    "undeliverable": (
        "`/setup` checks the permissions in the mentoring channel and names what is missing."
    ),
    "meeting-accounts-differ": (
        "What each said stays with them. A friendly question to both usually clears it up."
    ),
    "uncertain": "Please look whether it is there; if not, tell the pair what it was about.",
    "help-asked": (
        "Please write to them; they expect a word within three days. Nothing of what they wrote "
        "elsewhere is shown here."
    ),
    "correction": "`/catalogue review` shows what they say; accept or reject it there.",
    "round-due": "`/match preview` proposes pairs for those who wait; `/cohort open` invites more.",
    "circle-change": (
        "Please find them another mentor. The circle has not been told and need not know."
    ),
    "check-ins-unanswered": (
        "Busy weeks happen. A friendly word often helps more than a fourth reminder, and so does "
        "an offer to rest."
    ),
    "somebody-left": (
        "Whoever stays was told kindly that you look for what comes next, and nothing is asked of "
        "them until then. **Rematch** matches them anew, first in the next round; **Resolve** ends "
        "the pair kindly without that. If the other comes back, it goes on by itself."
    ),
    "circle-smaller": "The circle goes on with the others; nobody was told anything.",
    "thread-trouble": (
        "Please unlock the thread, or let me see it again; what could not be delivered comes then "
        "by itself. **Resolve** tries at once."
    ),
    "request-unanswered": (
        "Perhaps you know somebody who would like to be asked: choose them below, and they are "
        "asked as any other mentor. `/mentor find` shows who has room. "
        "Resolving this tells the member kindly that nobody was found."
    ),
    "no-first-meeting": (
        "A first time is the hardest to find. Write to them with two times, or give them longer."
    ),
    "mentor-over-load": "Please ask the mentor whether that is fine, or match one mentee anew.",
    "one-sided": "It may be fine as it is. A friendly question to both costs little.",
}
# Facts in which I name people and threads myself; every other may hold what somebody typed.
_NAMED_BY_US = frozenset({"asked_by", "mentor", "mentees", "thread", "left"})
# What the database calls things by: of no use to a reader.
_OURS = frozenset({"pair", "subject", "nudge", "person", "askers"})
_INTRODUCTION = NudgeKind.INTRODUCTION.value


def title(kind: str) -> str:
    """Return the case in a few words."""
    return _TITLES.get(kind, kind.replace("-", " "))


def body(kind: str, facts: Mapping[str, str]) -> str:
    """Return what is known and what would mend it."""
    mend = _MENDS.get(kind, "")
    if is_about_introduction(kind, facts):
        mend = introductions.mend(facts.get("reason", ""))
    return f"{known(kind, facts)}\n\n{mend}".strip()


def known(kind: str, facts: Mapping[str, str]) -> str:
    """Return what is known, as a sentence, and whatever it has no room for in lines below."""
    shown = {
        name: value if name in _NAMED_BY_US else said(value, 300)
        for name, value in facts.items()
        if name not in _OURS
    }
    words = shown | _derived(facts)
    sentence, told = "", set()
    for template in _SENTENCES.get(kind, ()):
        names = {name for _, name, _, _ in Formatter().parse(template) if name}
        if names <= words.keys():
            sentence, told = template.format_map(words), names
            break
    if "pair" in told:
        told |= {"mentor", "mentees", "thread"}
    rest = [f"{name.replace('_', ' ')}: {shown[name]}" for name in shown if name not in told]
    return "\n".join([sentence, *rest] if sentence else rest)


def _derived(facts: Mapping[str, str]) -> dict[str, str]:
    """Return the pair, the person and the message in words, as far as they are known."""
    found = {}
    if "mentor" in facts and "mentees" in facts:
        where = f" in {facts['thread']}" if "thread" in facts else ""
        found["pair"] = f"{facts['mentor']} with {facts['mentees']}{where}"
    if facts.get("person", "").isdecimal():
        found["person"] = person(UserId(int(facts["person"])))
    if "nudge" in facts:
        words = named(facts["nudge"]).replace("your ", "the ")
        found["message"] = words[:1].upper() + words[1:]
    return found


def is_about_introduction(kind: str, facts: Mapping[str, str]) -> bool:
    """Whether a case is about a pair that could not be introduced."""
    return kind == "undeliverable" and facts.get("nudge") == _INTRODUCTION
