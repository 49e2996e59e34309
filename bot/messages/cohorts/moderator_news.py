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
from bot.language.say import Say
from bot.messages.custom_id import build
from bot.messages.labels import label
from bot.messages.nudges.words import words
from bot.messages.outgoing import Button, Embed, Message, Row
from bot.messages.text import addressed, escape, for_count, place_name

MOST_VALUES = 5


@words(
    NudgeKind.MODERATOR_NEWS,
    "News from a moderator",
    "A moderator wrote to you or changed your place in a cohort.",
)
def news(say: Say, facts: ModeratorNews, ref: str) -> Message:
    """Tell someone what a moderator wrote or did, and who it was."""
    row: Row = (Button("See what’s waiting", build("status", "show", facts.guild, 0, ref)),)
    if facts.open_in:
        row = tuple(
            Button(
                _EDIT[role] if len(facts.open_in) > 1 else "Edit my answers",
                build("join", role.value, facts.guild, facts.cohort, ref),
            )
            for role in facts.open_in
        )
    called = dict(facts.names).get(facts.moderator)
    moderator = escape(called, 80) if called else "A moderator"
    text = f"{addressed([facts.person])} {sentences(say, facts, moderator)}"
    said = Message(text, rows=(row,))
    if facts.act is ActKind.WROTE:
        return replace(said, embeds=(Embed("From a moderator", escape(facts.note, LONGEST_NOTE)),))
    return said


_EDIT = {Role.MENTOR: "Edit mentor answers", Role.MENTEE: "Edit mentee answers"}


def sentences(say: Say, facts: ModeratorNews, moderator: str) -> str:
    """Return what the news says after the person's name; `moderator` is who it says did it."""
    cohort = f"**{escape(facts.cohort_name, 80)}**"
    match facts.act:
        case ActKind.WROTE:
            return (
                f"{moderator} wrote to you as a moderator of {cohort}. Reply to them directly. I "
                "don’t pass on what you write here."
            )
        case ActKind.REMOVED:
            return (
                f"{moderator} removed you from {cohort}, so you won’t be matched in it. If you "
                "have questions, message them."
            )
        case ActKind.REVISED:
            text = (
                f"{moderator} updated your sign-up for {cohort} from a list.\n"
                f"{changes(say, facts.edits)}\n"
            )
            if facts.open_in:
                return f"{text}If something’s off, edit your answers below or message them."
            return f"{text}If something’s off, message them."
        case _:
            now = role_said(say, facts.role, facts.places)
            return (
                f"{moderator} changed your place in {cohort} to {now}. If something’s off, message "
                "them."
            )


_NAMES = {
    Part.ROLE: "Role",
    Part.STAGE: "Stage",
    Part.PLACES: "Spots",
    Part.FIELDS: "Fields",
    Part.TOPICS: "Topics",
    Part.TIME_ZONE: "Time zone",
    Part.WINDOWS: "Availability",
    Part.FORMATS: "Ways to meet",
    Part.GOALS: "Goals",
    Part.HOURS: "Hours a month",
    Part.PLACE: "State",
    Part.NEAR_PEER: "Near peer or further ahead",
    Part.EARLIER: "Earlier mentors and mentees",
    Part.PRIVATE: "Private preferences",
}
_ROLES: dict[str, str] = {
    PersonRole.MENTOR: "Mentor",
    PersonRole.MENTEE: "Mentee",
    PersonRole.BOTH: "Mentor and mentee",
}


def changes(say: Say, edits: Sequence[Edit]) -> str:
    """Return what changed in someone's answers: what it was and is, or that it has changed."""
    return " · ".join(_change(say, Part(part), before, after) for part, before, after in edits)


def _change(say: Say, part: Part, before: Any, after: Any) -> str:
    if part not in WITH_VALUES:
        return f"{_NAMES[part]}: updated"
    if part is Part.PLACES and not before:
        return f"{_NAMES[part]}: {_value(say, part, after)}"
    return f"{_NAMES[part]}: {_value(say, part, before)} → {_value(say, part, after)}"


def _value(say: Say, part: Part, value: Any) -> str:
    match part:
        case Part.ROLE:
            return _ROLES[value]
        case Part.PLACES:
            return str(value)
        case Part.TIME_ZONE:
            return ", ".join(map(place_name, value))
        case _:
            return escape(", ".join(map(label, value[:MOST_VALUES])), 200) or "none"


def role_said(say: Say, role: str, places: int) -> str:
    """Return what someone is, and how many mentees a mentor takes."""
    if role == Role.MENTEE:
        return _ROLES.get(role, role)
    return for_count(places, "{role} ({n} spot)", "{role} ({n} spots)", role=_ROLES.get(role, role))
