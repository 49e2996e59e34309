"""What someone reads when a moderator writes to them, or changes their place in a cohort."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from bot.domain.cohorts.answer_changes import WITH_VALUES, Part
from bot.domain.moderation.acts import ActKind, Edit
from bot.domain.moderation.cases import LONGEST_NOTE
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import ModeratorNews
from bot.domain.states import Role
from bot.domain.vocabulary import PersonRole
from bot.language.say import Say, marked
from bot.messages.custom_id import build
from bot.messages.labels import label
from bot.messages.nudges.words import words
from bot.messages.outgoing import Button, Embed, Message, Row
from bot.messages.text import addressed, escape, place_name

MOST_VALUES = 5


@words(
    NudgeKind.MODERATOR_NEWS,
    marked("News from a moderator"),
    marked("A moderator wrote to you or changed your place in a cohort."),
)
def news(say: Say, facts: ModeratorNews, ref: str) -> Message:
    """Tell someone what a moderator wrote or did, and who it was."""
    row: Row = (
        Button(
            say.of("button", "See what’s waiting"), build("status", "show", facts.guild, 0, ref)
        ),
    )
    if facts.open_in:
        row = tuple(
            Button(
                say(_EDIT[role]) if len(facts.open_in) > 1 else say("Edit my answers"),
                build("join", role.value, facts.guild, facts.cohort, ref),
            )
            for role in facts.open_in
        )
    called = dict(facts.names).get(facts.moderator)
    moderator = escape(called, 80) if called else say("A moderator")
    text = f"{addressed([facts.person])} {sentences(say, facts, moderator)}"
    said = Message(text, rows=(row,))
    if facts.act is ActKind.WROTE:
        return replace(said, embeds=(Embed("From a moderator", escape(facts.note, LONGEST_NOTE)),))
    return said


_EDIT = {Role.MENTOR: marked("Edit mentor answers"), Role.MENTEE: marked("Edit mentee answers")}


def sentences(say: Say, facts: ModeratorNews, moderator: str) -> str:
    """Return what the news says after the person's name; `moderator` is who it says did it."""
    cohort = f"**{escape(facts.cohort_name, 80)}**"
    match facts.act:
        case ActKind.WROTE:
            return say(
                "{moderator} wrote to you as a moderator of {cohort}. Reply to them directly. I "
                "don’t pass on what you write here.",
                moderator=moderator,
                cohort=cohort,
            )
        case ActKind.REMOVED:
            return say(
                "{moderator} removed you from {cohort}, so you won’t be matched in it. If you "
                "have questions, message them.",
                moderator=moderator,
                cohort=cohort,
            )
        case ActKind.REVISED:
            text = say(
                "{moderator} updated your sign-up for {cohort} from a list.\n{changes}\n",
                moderator=moderator,
                cohort=cohort,
                changes=changes(say, facts.edits),
            )
            if facts.open_in:
                return say(
                    "{text}If something’s off, edit your answers below or message them.", text=text
                )
            return say("{text}If something’s off, message them.", text=text)
        case _:
            now = role_said(say, facts.role, facts.places)
            return say(
                "{moderator} changed your place in {cohort} to {now}. If something’s off, message "
                "them.",
                moderator=moderator,
                cohort=cohort,
                now=now,
            )


_NAMES = {
    Part.ROLE: marked("Role"),
    Part.STAGE: marked("Stage"),
    Part.PLACES: marked("Spots"),
    Part.FIELDS: marked("Fields"),
    Part.TOPICS: marked("Topics"),
    Part.TIME_ZONE: marked("Time zone"),
    Part.WINDOWS: marked("Availability"),
    Part.FORMATS: marked("Ways to meet"),
    Part.GOALS: marked("Goals"),
    Part.HOURS: marked("Hours a month"),
    Part.PLACE: marked("State"),
    Part.NEAR_PEER: marked("Near peer or further ahead"),
    Part.EARLIER: marked("Earlier mentors and mentees"),
    Part.PRIVATE: marked("Private preferences"),
}
_ROLES: dict[str, str] = {
    PersonRole.MENTOR: marked("Mentor"),
    PersonRole.MENTEE: marked("Mentee"),
    PersonRole.BOTH: marked("Mentor and mentee"),
}


def changes(say: Say, edits: Sequence[Edit]) -> str:
    """Return what changed in someone's answers: what it was and is, or that it has changed."""
    return " · ".join(_change(say, Part(part), before, after) for part, before, after in edits)


def _change(say: Say, part: Part, before: Any, after: Any) -> str:
    if part not in WITH_VALUES:
        return say("{words}: updated", words=say(_NAMES[part]))
    if part is Part.PLACES and not before:
        return f"{say(_NAMES[part])}: {_value(say, part, after)}"
    return f"{say(_NAMES[part])}: {_value(say, part, before)} → {_value(say, part, after)}"


def _value(say: Say, part: Part, value: Any) -> str:
    match part:
        case Part.ROLE:
            return say(_ROLES[value])
        case Part.PLACES:
            return str(value)
        case Part.TIME_ZONE:
            return ", ".join(map(place_name, value))
        case _:
            return escape(", ".join(map(partial(label, say), value[:MOST_VALUES])), 200) or "none"


def role_said(say: Say, role: str, places: int) -> str:
    """Return what someone is, and how many mentees a mentor takes."""
    if role == Role.MENTEE:
        return _ROLES.get(role, role)
    return say.count("{role} ({n} spot)", "{role} ({n} spots)", places, role=_ROLES.get(role, role))
