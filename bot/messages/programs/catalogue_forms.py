"""The forms in which moderators edit an entry, one part at a time, and how they are parsed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.catalogue import number_of
from bot.domain.ids import GuildId
from bot.domain.programs.programs import ANY_STAGE, MeetingFormat, Program, Restriction, Scope
from bot.domain.vocabulary import FIELDS
from bot.language.say import Say, marked
from bot.messages.custom_id import build
from bot.messages.outgoing import Choice, ChoiceField, Modal, TextField
from bot.messages.text import truncate
from bot.search import Facet, Vocabulary

MOST_OPTIONS = 25
LONGEST_INPUT = 4000


class Kind(StrEnum):
    """How one fact is asked for."""

    LINE = "line"
    TEXT = "text"
    LIST = "list"
    FACET = "facet"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class FactField:
    """One fact in a form: its name in the catalogue, and its label."""

    name: str
    label: str
    kind: Kind = Kind.LINE
    note: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class EntryPart:
    """Facts that are edited together: a form holds five."""

    title: str
    asked: tuple[FactField, ...]


_LISTED = marked("Separate several with semicolons.")
_STAGES = FactField("stages", "For which stages?", Kind.FACET, required=True)
_FIELDS = FactField("fields", "For which fields?", Kind.FACET, required=True)
_NAME = FactField("name", "Name", required=True)

ADDED = (
    _NAME,
    _STAGES,
    _FIELDS,
    FactField("link", "Link", note="The program’s own page, starting with https://"),
    FactField("summary", "What’s it about, and who can join?", Kind.TEXT, required=True),
)
PARTS: Mapping[str, EntryPart] = {
    "basics": EntryPart(
        "Edit name and text",
        (
            _NAME,
            FactField("host", "Host", note="Who runs it."),
            FactField("summary", "What’s it about?", Kind.TEXT),
            FactField("acronyms", "Short names", Kind.LIST, _LISTED),
            FactField("other_names", "Other names", Kind.LIST, _LISTED),
        ),
    ),
    "joining": EntryPart(
        "Edit who may join",
        (
            _STAGES,
            _FIELDS,
            FactField("communities", "Meant for a community?", Kind.FACET),
            FactField("who_may_join", "Who can join, in words", Kind.TEXT),
            FactField("restricted_to", "Only for…", note="Empty: open to all."),
        ),
    ),
    "place": EntryPart(
        "Edit place",
        (
            FactField("state", "State", note="Two letters, like OH. Empty: none."),
            FactField("cities", "Cities", Kind.LIST, _LISTED),
            FactField("scope", "How far does it reach?", Kind.CHOICE, required=True),
            FactField("format", "How do people meet?", Kind.CHOICE, required=True),
            FactField("duration", "How long does it last?"),
        ),
    ),
    "applying": EntryPart(
        "Edit applying",
        (
            FactField("how_to_apply", "How to apply", Kind.TEXT),
            FactField("link", "Link", note="The program’s own page, starting with https://"),
            FactField("offers", "What it offers", Kind.LIST, _LISTED),
            FactField("verified_on", "Last verified on", note="Like 2027-01-31."),
            FactField("notes", "Notes", Kind.TEXT),
        ),
    ),
}
_CHOICES: Mapping[str, type[StrEnum]] = {"scope": Scope, "format": MeetingFormat}
_CHOICE_LABELS = {
    "campus": marked("Campus"),
    "local": marked("Local"),
    "regional": marked("Regional"),
    "national": marked("National"),
    "unknown": marked("Unknown"),
    "in-person": marked("In person"),
    "virtual": marked("Virtual"),
    "hybrid": marked("Hybrid"),
}
_FACETS = {
    "stages": Facet.STAGE,
    "fields": Facet.FIELD,
    "communities": Facet.COMMUNITY,
    "offers": Facet.OFFER,
}


def add_form(say: Say, guild: GuildId, vocabulary: Vocabulary) -> Modal:
    """Ask for the minimum of an entry."""
    fields = tuple(_field(say, asked, None, vocabulary) for asked in ADDED)
    return Modal(build("catalogue", "add", guild), say("Add a program"), fields)


def edit_form(
    say: Say, guild: GuildId, program: Program, part: str, vocabulary: Vocabulary
) -> Modal:
    """Ask for one part of an entry, with what it says now filled in."""
    custom_id = build("catalogue", f"save-{part}", guild, number_of(program.id))
    fields = tuple(_field(say, asked, program, vocabulary) for asked in PARTS[part].asked)
    return Modal(custom_id, PARTS[part].title, fields)


def read(
    asked: Sequence[FactField],
    typed: Callable[[str], str],
    picked: Callable[[str], tuple[str, ...]],
    vocabulary: Vocabulary,
) -> dict[str, Any]:
    """Return the facts that a form was filled in with, as `entry_from` expects them."""
    facts: dict[str, Any] = {}
    for each in asked:
        match each.kind:
            case Kind.FACET:
                facts[each.name] = list(picked(each.name))
            case Kind.LIST:
                facts[each.name] = _listed(each.name, typed(each.name), vocabulary)
            case _:
                facts[each.name] = typed(each.name)
    if facts.get("verified_on") == "":
        facts["verified_on"] = None
    if "restricted_to" in facts:
        only = bool(facts["restricted_to"])
        facts["restriction"] = Restriction.MEMBERS if only else Restriction.NONE
    return {name: value for name, value in facts.items() if value is not None}


def _listed(name: str, typed: str, vocabulary: Vocabulary) -> list[str]:
    """Split at semicolons; a label counts as its value."""
    facet = _FACETS.get(name)
    called = {
        label.casefold(): value for (of, value), label in vocabulary.labels.items() if of is facet
    }
    parts = [part.strip() for part in typed.split(";")]
    return [called.get(part.casefold(), part) for part in parts if part]


def _field(
    say: Say, asked: FactField, program: Program | None, vocabulary: Vocabulary
) -> TextField | ChoiceField:
    present = getattr(program, asked.name) if program else None
    match asked.kind:
        case Kind.FACET:
            return _facet_field(say, asked, present or (), vocabulary)
        case Kind.CHOICE:
            return _choice_field(say, asked, str(present or "unknown"))
        case Kind.LIST:
            value = "; ".join(present or ())
        case _:
            value = str(present or "")
    most = 600 if asked.kind is Kind.TEXT else 200
    return TextField(
        asked.name,
        asked.label,
        note=asked.note,
        value=value[:LONGEST_INPUT],
        required=asked.required,
        long=asked.kind is Kind.TEXT,
        most=min(LONGEST_INPUT, max(most, len(value), 1000 if asked.kind is Kind.LIST else 0)),
    )


def _facet_field(
    say: Say, asked: FactField, present: Sequence[str], vocabulary: Vocabulary
) -> ChoiceField:
    facet = _FACETS[asked.name]
    values = [value for (of, value) in vocabulary.labels if of is facet]
    if asked.name == "fields":
        values = list(FIELDS)
    if asked.name == "stages":
        values = [ANY_STAGE, *(value for value in values if value != ANY_STAGE)]
    offered = list(dict.fromkeys((*present, *values)))[:MOST_OPTIONS]
    choices = tuple(
        Choice(truncate(_label(say, vocabulary, facet, value), 100), value, chosen=value in present)
        for value in offered
    )
    return ChoiceField(
        asked.name,
        asked.label,
        choices,
        note=asked.note,
        required=asked.required,
        least=int(asked.required),
        most=len(choices),
    )


def _label(say: Say, vocabulary: Vocabulary, facet: Facet, value: str) -> str:
    return say("Every stage") if value == ANY_STAGE else vocabulary.label(facet, value)


def _choice_field(say: Say, asked: FactField, present: str) -> ChoiceField:
    choices = tuple(
        Choice(say(_CHOICE_LABELS[value.value]), value.value, chosen=value == present)
        for value in _CHOICES[asked.name]
    )
    return ChoiceField(asked.name, asked.label, choices, note=asked.note, required=asked.required)
