"""What someone reads when a moderator writes to them, or changes their place in a cohort."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.domain.cohorts.answer_changes import WITH_VALUES, Part
from bot.domain.moderation.acts import ActKind, Edit
from bot.domain.moderation.cases import LONGEST_NOTE
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import ModeratorNews
from bot.domain.states import Role
from bot.domain.vocabulary import PersonRole
from bot.messages.custom_id import build
from bot.messages.labels import label
from bot.messages.nudges.words import words
from bot.messages.outgoing import Button, Embed, Message, Row
from bot.messages.text import escape, join_list, person, place_name, plural

MOST_VALUES = 5


@words(
    NudgeKind.MODERATOR_NEWS,
    "News from a moderator",
    "A moderator wrote to you, or changed your place in a cohort.",
)
def news(facts: ModeratorNews, ref: str) -> Message:
    """Tell someone what a moderator wrote or did, and who it was."""
    row: Row = (Button("See what’s waiting", build("status", "show", facts.guild, 0, ref)),)
    if facts.open_in:
        row = tuple(
            Button(
                f"Edit {role.value} answers" if len(facts.open_in) > 1 else "Edit my answers",
                build("join", role.value, facts.guild, facts.cohort, ref),
            )
            for role in facts.open_in
        )
    called = dict(facts.names).get(facts.moderator)
    moderator = escape(called, 80) if called else "a moderator"
    said = Message(f"{person(facts.person)}, {sentences(facts, moderator)}", rows=(row,))
    if facts.act is ActKind.WROTE:
        return replace(said, embeds=(Embed("From a moderator", escape(facts.note, LONGEST_NOTE)),))
    return said


def sentences(facts: ModeratorNews, moderator: str) -> str:
    """Return what the news says after the person's name; `moderator` is who it says did it."""
    cohort = f"**{escape(facts.cohort_name, 80)}**"
    match facts.act:
        case ActKind.WROTE:
            return (
                f"{moderator} wrote to you as a moderator of {cohort}. You can answer them "
                "directly: I don’t pass on what you write here."
            )
        case ActKind.REMOVED:
            return (
                f"{moderator} removed you from {cohort}. You won’t be matched in it, and I won’t "
                "ask you about it anymore. If you have questions, write to them."
            )
        case ActKind.REVISED:
            correct = "change it below, or write to them" if facts.open_in else "write to them"
            return (
                f"{moderator} changed your sign-up for {cohort}, from a list: "
                f"{changes(facts.edits, 'your')}. If that isn’t right, {correct}."
            )
        case _:
            return (
                f"{moderator} changed your place in {cohort}. You’re now {role_said(facts.role)}"
                f"{places_said(facts.role, facts.places)}. If that isn’t right, write to them."
            )


_NAMES = {
    Part.FIELDS: "fields",
    Part.TOPICS: "topics",
    Part.TIME_ZONE: "time zone",
    Part.WINDOWS: "availability",
    Part.FORMATS: "ways to meet",
    Part.GOALS: "goals",
    Part.HOURS: "hours a month",
    Part.PLACE: "state",
    Part.NEAR_PEER: "wish for someone close in stage",
    Part.EARLIER: "earlier mentors and mentees",
    Part.PRIVATE: "private preferences",
}


def changes(edits: Sequence[Edit], whose: str) -> str:
    """Return what changed in someone's answers: what it was and is, or that it has changed."""
    parts = [(Part(part), before, after) for part, before, after in edits]
    said = [_change(*each) for each in parts if each[0] in WITH_VALUES]
    named = [_NAMES[part] for part, _, _ in parts if part not in WITH_VALUES]
    if named:
        said.append(f"{'also ' if said else ''}{whose} {join_list(named)}")
    return ", ".join(said)


def _change(part: Part, before: Any, after: Any) -> str:
    if part is Part.PLACES and not before:
        return _value(part, after)
    name = f"{_NAMES[part]} " if part in _NAMES else ""
    return f"{name}{_value(part, before)} → {_value(part, after)}"


def _value(part: Part, value: Any) -> str:
    match part:
        case Part.ROLE:
            return "mentor and mentee" if value == PersonRole.BOTH else value
        case Part.PLACES:
            return plural(value, "place")
        case Part.TIME_ZONE:
            return join_list(list(map(place_name, value)))
        case _:
            return escape(join_list(list(map(label, value[:MOST_VALUES]))), 200) or "none"


def role_said(role: str) -> str:
    """Return what someone is, with its article."""
    return "both mentor and mentee" if role == PersonRole.BOTH else f"a {role}"


def places_said(role: str, places: int) -> str:
    """Return how many mentees a mentor takes."""
    return "" if role == Role.MENTEE else f" with {plural(places, 'place')}"
