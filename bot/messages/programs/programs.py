"""How one program is shown: its card, two cards side by side, and its name in a list."""

from collections.abc import Callable, Sequence
from functools import partial
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
from bot.language.say import Say, marked
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
from bot.messages.text import day_name, escape, join_list, person, sentence_case, truncate
from bot.search import Facet, NameChoice, Vocabulary
from bot.search.wording.sentences import listed

LONGEST_ADDRESS = 512
RESTRICTED = marked(" (not open to all)")

# The fixed words of a card, in English and in Spanish; what an entry says stays as it is written.
_FORMATS = {
    MeetingFormat.VIRTUAL: ("Online", "En línea"),
    MeetingFormat.IN_PERSON: ("In person", "En persona"),
    MeetingFormat.HYBRID: (
        "Partly online, partly in person",
        "En parte en línea y en parte en persona",
    ),
    MeetingFormat.UNKNOWN: (
        "How people meet isn’t known. Ask the host",
        "No se sabe cómo se reúnen; pregunta a quien lo organiza",
    ),
}
_REACH = {
    Scope.CAMPUS: ("For one school or campus", "Para una escuela o un campus"),
    Scope.LOCAL: ("Local", "Local"),
    Scope.REGIONAL: ("Regional", "Regional"),
    Scope.NATIONAL: ("National", "Nacional"),
    Scope.UNKNOWN: ("Its reach isn’t known", "No se sabe hasta dónde llega"),
}
_CONFIDENCE = {
    Confidence.CONFIRMED: (
        "A public page describes this program.",
        "Una página pública describe este programa.",
    ),
    Confidence.INFERRED: (
        "Part of this entry is an educated guess, not from a public page.",
        "Parte de esta ficha se dedujo; no está en una página pública.",
    ),
    Confidence.UNKNOWN: (
        "No public page confirms this entry.",
        "Ninguna página pública confirma esta ficha.",
    ),
}
_CARD = {
    "joining": ("Who can join", "Quién puede entrar"),
    "where": ("Where and how", "Dónde y cómo"),
    "offers": ("What it offers", "Qué ofrece"),
    "apply": ("How to apply", "Cómo solicitar"),
    "sure": ("How reliable this is", "Qué tan seguro es esto"),
    "ask": (
        "Ask the host, or see the link below.",
        "Pregunta a quien lo organiza, o mira el enlace.",
    ),
    "only": ("**Only for {}.**", "**Solo para: {}.**"),
    "members": ("**Only for members of {}.**", "**Solo para miembros de {}.**"),
    "every-stage": ("Every stage", "Todas las etapas"),
    "unstated": ("Not stated", "No se dice"),
    "stage": ("Stage: {}.", "Etapa: {}."),
    "some-places": ("{} (some spots for {})", "{} (algunos lugares para {})"),
    "field": ("Field: {}.", "Campo: {}."),
    "any-field": ("Any health career", "Cualquier carrera de la salud"),
    "meant": ("Meant for: {}.", "Es para: {}."),
    "welcomes": ("Welcomes or prioritizes: {}.", "Da la bienvenida o prioridad a: {}."),
    "no-name": (
        "Its official name isn’t known. The title describes it.",
        "No se conoce su nombre oficial: el título lo describe.",
    ),
    "no-host": (
        "It isn’t known who runs it. Find out before you apply.",
        "No se sabe quién lo organiza; averígualo antes de solicitar.",
    ),
    "host-unnamed": (
        "Its host isn’t named here. Find out who runs it before you apply.",
        "Aquí no se nombra a quien lo organiza; averígualo antes de solicitar.",
    ),
    "kept": ("Your server maintains this entry.", "Tu servidor mantiene esta ficha."),
    "no-place": ("Place not known", "No se sabe el lugar"),
    "unknown": ("Not known", "No se sabe"),
    "duration": ("Duration: {}.", "Duración: {}."),
    "no-offers": ("Not known.", "No se sabe."),
    "verified": ("Last verified {}", "Verificado por última vez el {}"),
    "unverified": ("Never verified", "Nunca verificado"),
    "own": (" · Maintained by your server", " · Mantenida por tu servidor"),
    "check": (
        " · Dates and rules change, so check with the host.",
        " · Las fechas y las reglas cambian: confírmalas con quien lo organiza.",
    ),
    "page": ("Program website", "La página del programa"),
    "host-page": ("Host website", "La página de quien lo organiza"),
    "save": ("Save", "Guardar"),
    "like": ("More like this", "Más como este"),
    "wrong": ("Report a mistake", "Algo está mal"),
}
WHAT = {
    "joining": marked("Who can join"),
    "link": marked("The link"),
    "host": marked("The name or the host"),
    "content": marked("What it offers, where, or how long"),
    "over": marked("It has ended or moved"),
    "other": marked("Something else"),
}


def card(
    say: Say, guild: GuildId, program: Program, vocabulary: Vocabulary, *, spanish: bool = False
) -> Message:
    """Show one program: who may join first, then the rest, and what to do next.

    `spanish` is for who asked in Spanish; the entry's own sentences stay as they are written.
    """

    def word(name: str) -> str:
        return _say(say, name, spanish=spanish)

    fields = [
        (word("joining"), who_may_join(say, program, vocabulary, spanish=spanish)),
        (word("where"), _where(say, program, vocabulary, spanish=spanish)),
        (word("offers"), _offers(say, program, vocabulary, spanish=spanish)),
        (word("apply"), escape(program.how_to_apply, 500) or word("ask")),
        (word("sure"), certainty(say, program, spanish=spanish)),
    ]
    host = escape(program.host, 200) if program.host and program.host_known else ""
    opening = f"*{host}*\n" if host else ""
    entry = Embed(
        escape(program.name, 250),
        f"{opening}{escape(program.summary, 700)}",
        fields=tuple((name, truncate(text, 1000)) for name, text in fields if text),
        footer=_footer(say, program, spanish=spanish),
    )
    return Message(embeds=(entry,), rows=(_buttons(say, guild, program, spanish=spanish),))


def compared(
    say: Say, guild: GuildId, first: Program, second: Program, vocabulary: Vocabulary
) -> Message:
    """Show two programs side by side, one question after the other."""
    aspects: tuple[tuple[str, Callable[[Program, Vocabulary], str]], ...] = (
        (say("Who can join"), partial(who_may_join, say)),
        (say("Where and how"), partial(_where, say)),
        (say("What they offer"), partial(_offers, say)),
        (
            say("How to apply"),
            lambda program, _: escape(program.how_to_apply, 300) or say("Ask the host."),
        ),
        (say("How reliable this is"), lambda program, _: certainty(say, program)),
    )
    names = [f"**{escape(program.name, 100)}**" for program in (first, second)]
    fields = tuple(
        (
            aspect,
            "\n".join(
                f"{name}\n{truncate(tell(program, vocabulary), 380) or say('Not known.')}"
                for name, program in zip(names, (first, second), strict=True)
            ),
        )
        for aspect, tell in aspects
    )
    row = tuple(
        Button(
            truncate(say("Open {name}", name=program.name), 80),
            build("program", "show", guild, number_of(program.id)),
        )
        for program in (first, second)
    )
    footer = say("Dates and rules change, so check with the host.")
    return Message(embeds=(Embed(say("Side by side"), fields=fields, footer=footer),), rows=(row,))


def who_may_join(
    say: Say, program: Program, vocabulary: Vocabulary, *, spanish: bool = False
) -> str:
    """Say whom a program is for, the hardest condition first."""

    def word(name: str, *what: str) -> str:
        return _say(say, name, *what, spanish=spanish)

    def labels(facet: Facet, values: Sequence[str]) -> str:
        return _labels(vocabulary, facet, values, spanish=spanish)

    lines = []
    if program.restricted_to:
        lines.append(word("only", escape(program.restricted_to, 200)))
    elif program.membership:
        lines.append(word("members", escape(program.membership, 200)))
    lines.append(escape(program.who_may_join, 400))
    stages = [stage for stage in program.stages if stage != ANY_STAGE]
    everyone = word("every-stage" if "who: any" in program.requires else "unstated")
    meant = labels(Facet.STAGE, stages) or everyone
    also = labels(Facet.STAGE, program.stages_also)
    lines.append(word("stage", word("some-places", meant, also) if also else meant))
    fields = [field for field in program.fields if field != ANY_FIELD]
    lines.append(word("field", labels(Facet.FIELD, fields) or word("any-field")))
    if program.communities:
        lines.append(word("meant", labels(Facet.COMMUNITY, program.communities)))
    if program.communities_also:
        lines.append(word("welcomes", labels(Facet.COMMUNITY, program.communities_also)))
    return "\n".join(line for line in lines if line)


def certainty(say: Say, program: Program, *, spanish: bool = False) -> str:
    """Say plainly what is established and what is not."""
    lines = []
    if not program.name_known:
        lines.append(_say(say, "no-name", spanish=spanish))
    if not program.host_known:
        lines.append(_say(say, "no-host", spanish=spanish))
    elif not program.host:
        lines.append(_say(say, "host-unnamed", spanish=spanish))
    if program.origin is Origin.SOCIETY and program.confidence is Confidence.UNKNOWN:
        lines.append(_say(say, "kept", spanish=spanish))
    else:
        lines.append(_CONFIDENCE[program.confidence][spanish])
    if program.notes:
        lines.append(escape(program.notes, 500))
    return "\n".join(lines)


def choice(say: Say, choice: NameChoice) -> str:
    """Return a program's label of at most 100 characters; it says if not everyone may join."""
    if not choice.restricted:
        return truncate(choice.name, 100)
    return f"{truncate(choice.name, 100 - len(say(RESTRICTED)))}{say(RESTRICTED)}"


def is_address(link: str) -> bool:
    """Return whether Discord would accept `link` for a button."""
    if not link or len(link) > LONGEST_ADDRESS or any(sign.isspace() for sign in link):
        return False
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in parts.netloc


def correction_form(say: Say, guild: GuildId, program: Program) -> Modal:
    """Ask what is wrong with an entry."""
    return Modal(
        build("program", "correction", guild, number_of(program.id)),
        say("Report a mistake"),
        (
            ChoiceField(
                "what",
                say("Which part?"),
                tuple(Choice(say(label), value) for value, label in WHAT.items()),
            ),
            TextField("detail", say("What should it say?"), long=True),
            TextField(
                "source",
                say("Where did you see it?"),
                note=say("A link, or who told you (optional)."),
                required=False,
                most=300,
            ),
        ),
    )


def correction_sent(say: Say, name: str) -> Message:
    """Thank for a correction and say what follows."""
    return Message(
        say(
            "Thanks! I sent your correction to **{name}** to the moderators. I’ll let "
            "you know privately what they decide.",
            name=escape(name, 200),
        )
    )


@words(
    NudgeKind.CORRECTION_DECIDED,
    marked("Correction news"),
    marked("You reported that an entry is wrong, and a moderator has decided."),
)
def correction_decided(say: Say, facts: CorrectionDecided, ref: str) -> Message:
    """Tell whoever sent a correction what became of it."""
    who, name = person(facts.person), f"**{escape(facts.name, 200)}**"
    if facts.is_accepted:
        content = say(
            "{who}, a moderator accepted your correction to {name}. Thank you!", who=who, name=name
        )
    else:
        content = say(
            "{who}, a moderator read your correction to {name} and left the entry as it is. Thank "
            "you!",
            who=who,
            name=name,
        )
    show = build("program", "show", facts.guild, number_of(facts.program), ref)
    return Message(content, rows=((Button(say.of("button", "Open program"), show),),))


def _say(say: Say, name: str, *what: str, spanish: bool) -> str:
    return _CARD[name][spanish].format(*what)


def _where(say: Say, program: Program, vocabulary: Vocabulary, *, spanish: bool = False) -> str:
    state = vocabulary.label(Facet.PLACE, program.state, spanish=spanish) if program.state else ""
    places = [escape(city, 60) for city in program.cities[:6]]
    if state and state not in places:
        places.append(state)
    where = ", ".join(places) or _say(say, "no-place", spanish=spanish)
    duration = escape(program.duration, 150) or _say(say, "unknown", spanish=spanish)
    return (
        f"{where} · {_REACH[program.scope][spanish]}.\n{_FORMATS[program.format][spanish]}.\n"
        f"{_say(say, 'duration', duration, spanish=spanish)}"
    )


def _offers(say: Say, program: Program, vocabulary: Vocabulary, *, spanish: bool = False) -> str:
    offered = _labels(vocabulary, Facet.OFFER, program.offers, spanish=spanish)
    return sentence_case(offered) or _say(say, "no-offers", spanish=spanish)


def _footer(say: Say, program: Program, *, spanish: bool) -> str:
    day = program.verified_on
    written = ""
    if day:
        written = f"{day.day}/{day.month}/{day.year}" if spanish else day_name(day)
    verified = _say(say, "verified" if day else "unverified", written, spanish=spanish)
    own = _say(say, "own", spanish=spanish) if program.origin is Origin.SOCIETY else ""
    return f"{verified}{own}{_say(say, 'check', spanish=spanish)}"


def _buttons(say: Say, guild: GuildId, program: Program, *, spanish: bool) -> tuple[Button, ...]:
    number = number_of(program.id)
    links = (("page", program.link), ("host-page", program.host_link))
    link = next((each for each in links if is_address(each[1])), None)
    return (
        Button(
            _say(say, "save", spanish=spanish),
            build("program", "save", guild, number),
            Style.PRIMARY,
        ),
        Button(_say(say, "like", spanish=spanish), build("program", "like", guild, number)),
        Button(_say(say, "wrong", spanish=spanish), build("program", "correct", guild, number)),
        *((Button(_say(say, link[0], spanish=spanish), url=link[1]),) if link else ()),
    )


def _labels(
    vocabulary: Vocabulary, facet: Facet, values: Sequence[str], *, spanish: bool = False
) -> str:
    labels = [vocabulary.label(facet, value, spanish=spanish) for value in values[:12]]
    if spanish:
        return listed([escape(label, 60) for label in labels], spanish=True)
    return join_list([escape(label, 60) for label in labels])
