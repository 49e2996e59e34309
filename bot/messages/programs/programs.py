"""How one program is shown: its card, two cards side by side, and its name in a list."""

from urllib.parse import urlsplit

from bot.catalogue import number_of
from bot.domain.ids import GuildId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import CorrectionDecided
from bot.domain.programs.programs import (
    ANY_FIELD,
    ANY_STAGE,
    Confidence,
    MeetingFormat,
    Origin,
    Program,
    Scope,
)
from bot.messages.custom_id import build
from bot.messages.nudges.words import words
from bot.messages.outgoing import (
    Button,
    Choice,
    ChoiceField,
    Embed,
    Message,
    Modal,
    Style,
    TextField,
)
from bot.messages.text import escape, join_list, person, truncate
from bot.search import Facet, NameChoice, Vocabulary

LONGEST_ADDRESS = 512

_FORMATS = {
    MeetingFormat.VIRTUAL: "Online",
    MeetingFormat.IN_PERSON: "In person",
    MeetingFormat.HYBRID: "Partly online, partly in person",
    MeetingFormat.UNKNOWN: "How people meet is not known; ask the host",
}
_REACH = {
    Scope.CAMPUS: "for one school or campus",
    Scope.LOCAL: "local",
    Scope.REGIONAL: "regional",
    Scope.NATIONAL: "national",
    Scope.UNKNOWN: "how far it reaches is not known",
}
_CONFIDENCE = {
    Confidence.CONFIRMED: "A public page describes this program.",
    Confidence.INFERRED: "Part of this entry is deduced, not read on a public page.",
    Confidence.UNKNOWN: "This entry is not confirmed by a public page.",
}
WHAT = {
    "joining": "Who may join",
    "link": "The link",
    "host": "The name or the host",
    "content": "What it offers, where or how long",
    "over": "It has ended or moved",
    "other": "Something else",
}


def card(guild: GuildId, program: Program, vocabulary: Vocabulary) -> Message:
    """Show one program: who may join first, then the rest, and what to do next."""
    fields = [
        ("Who may join", who_may_join(program, vocabulary)),
        ("Where and how", _where(program, vocabulary)),
        ("What it offers", _offers(program, vocabulary)),
        (
            "How to apply",
            escape(program.how_to_apply, 500) or "Ask the host, or see the link below.",
        ),
        ("How sure this is", certainty(program)),
    ]
    host = escape(program.host, 200) if program.host and program.host_known else ""
    opening = f"*{host}*\n" if host else ""
    entry = Embed(
        escape(program.name, 250),
        f"{opening}{escape(program.summary, 700)}",
        fields=tuple((name, truncate(text, 1000)) for name, text in fields if text),
        footer=_footer(program),
    )
    return Message(embeds=(entry,), rows=(_buttons(guild, program),))


def compared(guild: GuildId, first: Program, second: Program, vocabulary: Vocabulary) -> Message:
    """Show two programs side by side, one question after the other."""
    aspects = (
        ("Who may join", who_may_join),
        ("Where and how", _where),
        ("What they offer", _offers),
        ("How to apply", lambda program, _: escape(program.how_to_apply, 300) or "Ask the host."),
        ("How sure this is", lambda program, _: certainty(program)),
    )
    names = [f"**{escape(program.name, 100)}**" for program in (first, second)]
    fields = tuple(
        (
            aspect,
            "\n".join(
                f"{name}\n{truncate(tell(program, vocabulary), 380) or 'Not known.'}"
                for name, program in zip(names, (first, second), strict=True)
            ),
        )
        for aspect, tell in aspects
    )
    row = tuple(
        Button(
            truncate(f"Show {program.name}", 80),
            build("program", "show", guild, number_of(program.id)),
        )
        for program in (first, second)
    )
    footer = "Dates and rules change: please check with the host."
    return Message(embeds=(Embed("Side by side", fields=fields, footer=footer),), rows=(row,))


def who_may_join(program: Program, vocabulary: Vocabulary) -> str:
    """Say whom a program is for, the hardest condition first."""
    lines = []
    if program.restricted_to:
        lines.append(f"**Only for {escape(program.restricted_to, 200)}.**")
    elif program.membership:
        lines.append(f"**Only for members of {escape(program.membership, 200)}.**")
    lines.append(escape(program.who_may_join, 400))
    stages = [stage for stage in program.stages if stage != ANY_STAGE]
    everyone = "every stage" if "who: any" in program.requires else "not stated"
    meant = _labels(vocabulary, Facet.STAGE, stages) or everyone
    also = _labels(vocabulary, Facet.STAGE, program.stages_also)
    lines.append(f"Stage: {meant}{f' (some places for {also})' if also else ''}.")
    fields = [field for field in program.fields if field != ANY_FIELD]
    lines.append(f"Field: {_labels(vocabulary, Facet.FIELD, fields) or 'any health career'}.")
    if program.communities:
        lines.append(f"Meant for: {_labels(vocabulary, Facet.COMMUNITY, program.communities)}.")
    if program.communities_also:
        also = _labels(vocabulary, Facet.COMMUNITY, program.communities_also)
        lines.append(f"Welcomes or puts first: {also}.")
    return "\n".join(line for line in lines if line)


def certainty(program: Program) -> str:
    """Say plainly what is established and what is not."""
    lines = []
    if not program.name_known:
        lines.append("Its official name is not established: the title describes it.")
    if not program.host_known:
        lines.append("Its host is not established; find out who runs it before you apply.")
    elif not program.host:
        lines.append("Its host is not named here; find out who runs it before you apply.")
    if program.origin is Origin.SOCIETY and program.confidence is Confidence.UNKNOWN:
        lines.append("Your society keeps this entry.")
    else:
        lines.append(_CONFIDENCE[program.confidence])
    if program.notes:
        lines.append(escape(program.notes, 500))
    return "\n".join(lines)


def choice(choice: NameChoice) -> str:
    """Return a program's label of at most 100 characters; it says if not everyone may join."""
    mark = " (not open to all)" if choice.restricted else ""
    return truncate(choice.name, 100 - len(mark)) + mark


def is_address(link: str) -> bool:
    """Return whether Discord would accept `link` for a button."""
    if not link or len(link) > LONGEST_ADDRESS or any(sign.isspace() for sign in link):
        return False
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in parts.netloc


def correction_form(guild: GuildId, program: Program) -> Modal:
    """Ask what is wrong with an entry."""
    return Modal(
        build("program", "correction", guild, number_of(program.id)),
        "What is wrong?",
        (
            ChoiceField(
                "what",
                "Which part?",
                tuple(Choice(label, value) for value, label in WHAT.items()),
            ),
            TextField("detail", "What is right, as far as you know?", long=True),
            TextField(
                "source",
                "Where can one see it?",
                note="A link, or who told you. It may stay empty.",
                required=False,
                most=300,
            ),
        ),
    )


def correction_sent(name: str) -> Message:
    """Thank for a correction and say what follows."""
    return Message(
        f"Thank you. What you wrote about **{escape(name, 200)}** waits for the moderators now; "
        "once one of them has decided, I'll let you know privately."
    )


@words(
    NudgeKind.CORRECTION_DECIDED,
    "news of your correction",
    "You reported that an entry is wrong, and a moderator has decided.",
)
def correction_decided(facts: CorrectionDecided, ref: str) -> Message:
    """Tell whoever sent a correction what became of it."""
    name = f"**{escape(facts.name, 200)}**"
    if facts.is_accepted:
        news = f"a moderator accepted your correction of {name}. Thank you!"
    else:
        news = f"a moderator read your correction of {name} and left the entry as it is. Thank you!"
    content = f"{person(facts.person)}, {news}"
    show = build("program", "show", facts.guild, number_of(facts.program), ref)
    return Message(content, rows=((Button("Show the card", show),),))


def _where(program: Program, vocabulary: Vocabulary) -> str:
    state = vocabulary.label(Facet.PLACE, program.state) if program.state else ""
    places = [escape(city, 60) for city in program.cities[:6]]
    if state and state not in places:
        places.append(state)
    where = ", ".join(places) or "Place not known"
    duration = escape(program.duration, 150) or "not known"
    return f"{where}; {_REACH[program.scope]}.\n{_FORMATS[program.format]}.\nDuration: {duration}."


def _offers(program: Program, vocabulary: Vocabulary) -> str:
    return _labels(vocabulary, Facet.OFFER, program.offers).capitalize() or "Not known."


def _footer(program: Program) -> str:
    day = program.verified_on
    verified = f"Last verified {day:%B} {day.day}, {day.year}" if day else "Never verified"
    own = " · Kept by your society" if program.origin is Origin.SOCIETY else ""
    return f"{verified}{own} · Dates and rules change: please check with the host."


def _buttons(guild: GuildId, program: Program) -> tuple[Button, ...]:
    number = number_of(program.id)
    links = (("The program's page", program.link), ("The host's page", program.host_link))
    link = next((each for each in links if is_address(each[1])), None)
    return (
        Button("Save", build("program", "save", guild, number), Style.PRIMARY),
        Button("More like this", build("program", "like", guild, number)),
        Button("Something is wrong", build("program", "correct", guild, number)),
        *((Button(link[0], url=link[1]),) if link else ()),
    )


def _labels(vocabulary: Vocabulary, facet: Facet, values: "list[str] | tuple[str, ...]") -> str:
    return join_list([escape(vocabulary.label(facet, value), 60) for value in values[:12]])
