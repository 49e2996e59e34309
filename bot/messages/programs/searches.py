"""The answer to a search: what was understood, the programs, and ways to continue."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.ids import GuildId
from bot.domain.programs.programs import ANY_FIELD, ANY_STAGE, MeetingFormat, Program
from bot.language.say import Say, marked
from bot.messages.custom_id import build
from bot.messages.labels import field_choices, stage_choices
from bot.messages.outgoing import (
    Button,
    Choice,
    ChoiceField,
    Embed,
    Message,
    Modal,
    Row,
    Select,
    Style,
    TextField,
)
from bot.messages.text import escape, join_list, sentence_case, truncate
from bot.search import Facet, Fit, Open, Result, Vocabulary
from bot.search.confidence import CLOSEST
from bot.search.wording.sentences import say as sentence
from bot.services.programs.searches import FACETS, LONGEST_QUESTION, SearchPage

PER_PAGE = 4
MOST_OPTIONS = 25
MOST_COHORTS = 3
MOST_READINGS = 3
INSTEAD = ">"

# The heading of each group of programs.
GROUPS = {
    Open.YES: ("Open to you", "Abierto para ti"),
    Open.IF: ("Open if {what}", "Abierto si {what}"),
    Open.NO: (
        "Not open to you, but worth knowing",
        "No está abierto para ti, pero conviene saberlo",
    ),
}
NAMES = {
    Facet.STAGE: marked("Stage"),
    Facet.YEAR: marked("Year"),
    Facet.FIELD: marked("Field"),
    Facet.PLACE: marked("Place"),
    Facet.COMMUNITY: marked("Community"),
    Facet.OFFER: marked("Looking for"),
    Facet.FORMAT: marked("Format"),
    Facet.DURATION: marked("Length"),
    Facet.RESTRICTION: marked("Open to all"),
    Facet.STATUS: marked("Status"),
}
NAMES_IN_SPANISH = {
    Facet.STAGE: "Etapa",
    Facet.YEAR: "Año",
    Facet.FIELD: "Campo",
    Facet.PLACE: "Lugar",
    Facet.COMMUNITY: "Comunidad",
    Facet.OFFER: "Deseo",
    Facet.FORMAT: "Formato",
    Facet.DURATION: "Duración",
    Facet.RESTRICTION: "Abierto a todos",
    Facet.STATUS: "Situación",
}

# The words around an answer, in English and in Spanish.
_WORDS = {
    "read-first": (
        "I read the first {} characters.",
        "Leí los primeros {} caracteres.",
    ),
    "also-in": (
        "“{}” can also mean {}. If so, pick it below.",
        "“{}” también puede estar en {}; elígelo abajo.",
    ),
    "also-in-shell": (
        "“{}” can also mean {}. If so, spell it out.",
        "“{}” también puede estar en {}; escríbelo si es lo que quieres decir.",
    ),
    "read-as-shell": (
        "I read “{}” as {}. If you mean {}, spell it out.",
        "Leí “{}” como {}; escribe {} si es lo que quieres decir.",
    ),
    "read-as": (
        "I read “{}” as {}. If you mean {}, pick it below.",
        "Leí “{}” como {}; elige {} abajo.",
    ),
    "meant": ("{}: I meant {}", "{}: quise decir {}"),
    "footer": (
        "✓ Why it fits · △ What may rule it out · Check dates with the host.",
        "✓ Por qué encaja · △ Qué puede excluirte · Confirma las fechas con quien lo organiza.",
    ),
    "footer-nothing": (
        "Dates and rules change, so check with the host.",
        "Las fechas y las reglas cambian: confírmalas con quien lo organiza.",
    ),
    "page": ("Page {} of {} · {}", "Página {} de {} · {}"),
    "take-back": (
        "Not what you meant? Remove something",
        "¿No es lo que querías decir? Quita algo",
    ),
    "narrow": ("Narrow the list", "Acota la lista"),
    "open-one": ("Open a program, or choose two to compare", "Abre uno, o elige dos para comparar"),
    "open-it": ("Open the program", "Abre el programa"),
    "back": ("Back", "Atrás"),
    "next": ("Next", "Siguiente"),
    "reset": ("Start over", "Empezar de nuevo"),
    "where": ("See who to ask", "A quién preguntar"),
    "ask-me": ("Answer 5 questions", "Responder 5 preguntas"),
    "close": ("It’s close to what you wrote.", "Se parece a lo que escribiste."),
    "unreadable": (
        (
            "I’m not sure what you’re looking for. Try “premed in Ohio, want to shadow a surgeon” "
            "or “mentor for a new nurse, online”. Or answer a few questions with `/program "
            "suggest`."
        ),
        (
            "No pude entender qué buscas. Dime con tus palabras dónde estás y qué quieres, por "
            "ejemplo “premédica en Ohio, quiero acompañar a una cirujana”. `/program suggest` te "
            "hace preguntas."
        ),
    ),
}

# What a suggestion without a profile says and asks, in English and in Spanish.
_UNKNOWN = (
    (
        "Answer 5 questions",
        "Open profile",
        (
            "I don’t know you yet, so I’d be guessing. Answer 5 quick questions, or add your stage "
            "and fields in `/profile`."
        ),
    ),
    (
        "Responder 5 preguntas",
        "Abrir mi perfil",
        (
            "Todavía no te conozco, así que solo podría adivinar. Por ahora bastan cinco preguntas "
            "cortas; si pones tu etapa y tus campos en `/profile`, los recordaré la próxima vez."
        ),
    ),
)
_FORM = (
    {
        "title": "What would fit you?",
        "stage": "Where are you now?",
        "fields": "Which fields?",
        "up-to-three": "Up to 3.",
        "state": "Where are you?",
        "may-stay-empty": "A state or a city (optional).",
        "format": "How would you like to meet?",
        "ways": "Either way|Online|In person",
        "goals": "What do you hope for?",
        "such-as": "Like research, shadowing, or help with applications.",
    },
    {
        "title": "¿Qué te serviría?",
        "stage": "¿En qué etapa estás?",
        "fields": "¿Qué campos te interesan?",
        "up-to-three": "Hasta tres.",
        "state": "¿Dónde vives?",
        "may-stay-empty": "Un estado o una ciudad. Puede quedar en blanco.",
        "format": "¿Cómo te gustaría reunirte?",
        "ways": "Me da igual|En línea|En persona",
        "goals": "¿Qué esperas lograr?",
        "such-as": "Por ejemplo, investigación, observación clínica o ayuda con solicitudes.",
    },
)


def answer(say: Say, results: SearchPage, page: int = 0, *, asked: str = "") -> Message:
    """Show a page of programs with why each fits and what may rule it out.

    `asked` is the question as typed, to say so if only its beginning was read.
    """
    if not results.readable:
        return _unreadable(say, results)
    page = min(page, _last(results))
    shown = _page(results, page)
    card = Embed(
        _title(say, results),
        _opening(say, results, asked),
        fields=tuple(
            (escape(result.program.name, 250), _reasons(say, results, result)) for result in shown
        ),
        footer=_footer(say, results, page),
    )
    rows: list[Row] = [
        *_dropping(say, results, page),
        *_narrowing(say, results, page),
        *_opening_select(say, results, shown),
        *_moving(say, results, page),
    ]
    return Message(embeds=(card,), rows=tuple(rows))


def unknown_yet(say: Say, guild: GuildId, *, spanish: bool = False) -> Message:
    """Say that a suggestion needs a profile, with both ways to provide it."""
    here, profile, text = _UNKNOWN[spanish]
    row = (
        Button(here, build("search", "form", guild), Style.PRIMARY),
        Button(profile, build("profile", "show", guild)),
    )
    return Message(text, rows=(row,))


def suggest_form(
    say: Say, guild: GuildId, vocabulary: Vocabulary, *, spanish: bool = False
) -> Modal:
    """Ask for the little that a suggestion needs."""
    word = _FORM[spanish]
    stages, fields = stage_choices(say), field_choices(say)
    if spanish:
        stages = _in_spanish(stages, Facet.STAGE, vocabulary)
        fields = _in_spanish(fields, Facet.FIELD, vocabulary)
    ways = zip(word["ways"].split("|"), ("any", "virtual", "in-person"), strict=True)
    return Modal(
        build("search", "suggest", guild),
        word["title"],
        (
            ChoiceField("stage", word["stage"], stages),
            ChoiceField("fields", word["fields"], fields, note=word["up-to-three"], most=3),
            TextField("state", word["state"], note=word["may-stay-empty"], required=False, most=60),
            ChoiceField(
                "format",
                word["format"],
                tuple(Choice(label, value) for label, value in ways),
                required=False,
            ),
            TextField("goals", word["goals"], note=word["such-as"], required=False, most=300),
        ),
    )


def _in_spanish(
    choices: tuple[Choice, ...], facet: Facet, vocabulary: Vocabulary
) -> tuple[Choice, ...]:
    """Return the same choices with Spanish labels."""
    labels = [vocabulary.label(facet, choice.value, spanish=True) for choice in choices]
    return tuple(
        replace(choice, label=sentence_case(label))
        for choice, label in zip(choices, labels, strict=True)
    )


def _last(page: SearchPage) -> int:
    return max(0, -(-len(page.results) // PER_PAGE) - 1)


def _page(results: SearchPage, page: int) -> tuple[Result, ...]:
    if not results.confident and not results.reachable:
        return (results.results or results.answer.results)[:CLOSEST]
    return results.results[page * PER_PAGE : (page + 1) * PER_PAGE]


def _title(say: Say, page: SearchPage) -> str:
    if page.like:
        return say("Like {name}", name=escape(page.like.name, 240))
    spanish = page.asked.spanish
    if page.is_for_mentors:
        return say("Ser mentor o mentora") if spanish else say("Be a mentor")
    if page.asked.topic and not page.answer.ranked:
        return "No es una búsqueda de programas" if spanish else say("Not a search for a program")
    if page.confident:
        return say("Programas que pueden servirte") if spanish else say("Programs that may fit you")
    if page.reachable:
        return "Quizá, si se cumple algo" if spanish else say("Open if one thing is true")
    return "Nada de aquí encaja bien" if spanish else say("Nothing here fits well")


def _opening(say: Say, page: SearchPage, asked: str) -> str:
    lines = []
    if page.search.question:
        lines.append(f"> {escape(page.search.question.replace(chr(10), ' '), 300)}")
    if len(asked.strip()) > LONGEST_QUESTION:
        lines.append(_say(say, page, "read-first", str(LONGEST_QUESTION)))
    if understood := _understood(say, page):
        lines.append(truncate(understood, 700))
    if not page.like:
        lines.insert(0, f"**{escape(truncate(page.answer.case, 400), 420)}**")
        if page.item is not None:
            what = escape(page.item.title, 100)
            lines.append(sentence("next-guide", spanish=page.asked.spanish, what=what))
        spanish = page.asked.spanish
        names = [escape(name, 60) for name in page.cohorts[:MOST_COHORTS]]
        lines += [f"→ {sentence('next-join', spanish=spanish, what=name)}" for name in names]
        lines += [f"→ {step}" for step in page.answer.steps(page.free)]
        lines += _readings(say, page)
    return "\n".join(lines)


def _readings(say: Say, page: SearchPage) -> list[str]:
    """Say how an abbreviation with two meanings was understood."""
    vocabulary, spanish = page.answer.vocabulary, page.asked.spanish
    lines = []
    for reading in page.answer.readings[:MOST_READINGS]:
        other = vocabulary.label(*reading.other, spanish=spanish)
        if reading.taken is None:
            lines.append(_say(say, page, "also-in", escape(reading.written, 20), other))
            continue
        taken = vocabulary.label(*reading.taken, spanish=spanish)
        lines.append(_say(say, page, "read-as", escape(reading.written, 20), taken, other))
    return lines


def other_reading(say: Say, written: str, taken: str, other: str, *, spanish: bool) -> str:
    """Say in a terminal how an abbreviation with two meanings was understood."""
    if taken:
        return _WORDS["read-as-shell"][spanish].format(written, taken, other)
    return _WORDS["also-in-shell"][spanish].format(written, other)


def _understood(say: Say, page: SearchPage) -> str:
    spanish = page.asked.spanish
    names = NAMES_IN_SPANISH if spanish else NAMES

    def words(facet: Facet, values: tuple[str, ...]) -> str:
        labels = [_label(say, page.answer.vocabulary, facet, value, spanish) for value in values]
        return escape(", ".join(labels), 200)

    parts = [
        f"{names[facet]}: {words(facet, values)}" for facet, values in page.asked.values.items()
    ]
    without = say("Sin") if spanish else say("Without")
    parts += [f"{without}: {words(*denied)}" for denied in page.asked.without.items()]
    if page.like:
        return say("Similar: {parts}", parts=" · ".join(parts)) if parts else ""
    understood = "Entendí" if spanish else say("Understood")
    return f"**{understood}** {' · '.join(parts)}" if parts else ""


def _label(
    say: Say, vocabulary: Vocabulary, facet: Facet, value: str, spanish: bool = False
) -> str:
    if facet is Facet.RESTRICTION:
        return "sí" if spanish else "yes"
    return vocabulary.label(facet, value, spanish=spanish)


def _reasons(say: Say, page: SearchPage, result: Result) -> str:
    why = _likeness(say, page.like, result) if page.like else result.why
    lines = [] if page.like else [f"**{escape(_group(say, result), 300)}**"]
    lines += [f"✓ {escape(reason, 200)}" for reason in why]
    lines += [f"△ {escape(obstacle, 200)}" for obstacle in result.obstacles]
    step = "" if page.like else escape(result.step, 200)
    said = truncate("\n".join(lines), 600) or _say(say, page, "close")
    return f"{said}\n→ {step}" if step else said


def _group(say: Say, result: Result) -> str:
    return GROUPS[result.open][result.asked.spanish].replace("{what}", result.condition)


def _likeness(say: Say, like: Program, result: Result) -> tuple[str, ...]:
    other, vocabulary = result.program, result.vocabulary
    shared = (
        (say("Same stage"), Facet.STAGE, [s for s in other.stages if s in like.stages]),
        (say("Same field"), Facet.FIELD, [f for f in other.fields if f in like.fields]),
        (say("Also offers"), Facet.OFFER, [o for o in other.offers if o in like.offers]),
        (say("Same state"), Facet.PLACE, [other.state] if other.state == like.state else []),
    )
    return tuple(
        f"{words}: {join_list([vocabulary.label(facet, value) for value in values])}."
        for words, facet, values in shared
        if any(values)
    )


def _footer(say: Say, results: SearchPage, page: int) -> str:
    if not results.confident and not results.reachable:
        return _say(say, results, "footer-nothing")
    pages = -(-len(results.results) // PER_PAGE)
    footer = _say(say, results, "footer")
    return _say(say, results, "page", str(page + 1), str(pages), footer) if pages > 1 else footer


def _say(say: Say, page: SearchPage, name: str, *what: str) -> str:
    """Return one of the words around an answer, in the language of the question."""
    return _WORDS[name][page.asked.spanish].format(*what)


def _id(results: SearchPage, verb: str, page: int = 0) -> str:
    search = results.search
    return build("search", verb, search.guild, search.id, number=page)


def _dropping(say: Say, results: SearchPage, page: int) -> list[Row]:
    vocabulary, spanish = results.answer.vocabulary, results.asked.spanish
    names = NAMES_IN_SPANISH if spanish else NAMES
    options = tuple(
        Choice(
            truncate(f"{names[facet]}: {_label(say, vocabulary, facet, value, spanish)}", 100),
            f"{facet}:{value}",
        )
        for facet, values in results.asked.values.items()
        if facet in NAMES
        for value in values
    )[:MOST_OPTIONS]
    if not options:
        return []
    options = (*_other_options(say, results), *options)[:MOST_OPTIONS]
    placeholder = _say(say, results, "take-back")
    return [(Select(_id(results, "drop", page), placeholder, options, most=len(options)),)]


def _other_options(say: Say, page: SearchPage) -> tuple[Choice, ...]:
    """Offer the other meanings of abbreviations, each replacing what was understood."""
    vocabulary = page.answer.vocabulary
    choices = []
    for reading in page.answer.readings[:MOST_READINGS]:
        other = vocabulary.label(*reading.other, spanish=page.asked.spanish)
        label = truncate(_say(say, page, "meant", reading.written, other), 100)
        taken = ":".join(reading.taken) if reading.taken else ""
        choices.append(Choice(label, f"{taken}{INSTEAD}{':'.join(reading.other)}"))
    return tuple(choices)


def taken_back(values: Sequence[str]) -> tuple[list[str], list[str]]:
    """Split the removed choices into what is dropped and what was meant instead."""
    removed: list[str] = []
    meant: list[str] = []
    for value in values:
        taken, instead, other = value.partition(INSTEAD)
        removed += [taken] if taken else []
        meant += [other] if instead else []
    return removed, meant


def _narrowing(say: Say, results: SearchPage, page: int) -> list[Row]:
    """Offer the facets that some of these programs have and others lack."""
    counts: Counter[tuple[Facet, str]] = Counter()
    for result in results.results:
        counts.update(_facets_of(result.program))
    vocabulary = results.answer.vocabulary
    chosen = {
        (Facet(facet), value) for facet, values in results.search.chosen.items() for value in values
    }
    fewer = [
        (facet, value)
        for (facet, value), number in counts.most_common()
        if number < len(results.results) and (facet, value) not in chosen
    ][:MOST_OPTIONS]
    fewer.sort(key=lambda pair: (FACETS.index(pair[0]), -counts[pair], pair[1]))
    spanish = results.asked.spanish
    names = NAMES_IN_SPANISH if spanish else NAMES
    options = tuple(
        Choice(
            truncate(
                f"{names[facet]}: {vocabulary.label(facet, value, spanish=spanish)}"
                f" ({counts[facet, value]})",
                100,
            ),
            f"{facet}:{value}",
        )
        for facet, value in fewer
    )
    if not options or results.answer.fit is Fit.NONE:
        return []
    return [
        (
            Select(
                _id(results, "narrow", page),
                _say(say, results, "narrow"),
                options,
                most=len(options),
            ),
        )
    ]


def _facets_of(program: Program) -> set[tuple[Facet, str]]:
    facets = {(Facet.STAGE, stage) for stage in program.stages if stage != ANY_STAGE}
    facets |= {(Facet.FIELD, field) for field in program.fields if field != ANY_FIELD}
    facets |= {(Facet.COMMUNITY, name) for name in program.communities}
    if program.state:
        facets.add((Facet.PLACE, program.state))
    if program.format is not MeetingFormat.UNKNOWN:
        facets.add((Facet.FORMAT, str(program.format)))
    return facets


def _opening_select(say: Say, page: SearchPage, shown: tuple[Result, ...]) -> list[Row]:
    if not shown:
        return []
    options = tuple(
        Choice(
            truncate(result.program.name, 100),
            str(result.program.id),
            note=truncate(result.program.host, 100),
        )
        for result in shown
        if len(result.program.id) <= 100
    )
    placeholder = _say(say, page, "open-it" if len(options) == 1 else "open-one")
    return [(Select(_id(page, "open"), placeholder, options, most=min(2, len(options))),)]


def _moving(say: Say, results: SearchPage, page: int) -> list[Row]:
    row: list[Button] = []
    last = _last(results)
    if (results.confident or results.reachable) and last > 0:
        # Two verbs on one message never share a custom ID, even at the first and last page.
        row.append(
            Button(
                _say(say, results, "back"),
                _id(results, "back", max(page - 1, 0)),
                disabled=page == 0,
            )
        )
        forward = _id(results, "next", min(page + 1, last))
        row.append(
            Button(_say(say, results, "next"), forward, Style.PRIMARY, disabled=page >= last)
        )
    if results.search.chosen or results.search.dropped:
        row.append(Button(_say(say, results, "reset"), _id(results, "reset")))
    row.append(Button(_say(say, results, "where"), _id(results, "where")))
    return [tuple(row)]


def _unreadable(say: Say, page: SearchPage) -> Message:
    row = [
        Button(_say(say, page, "ask-me"), build("search", "form", page.search.guild), Style.PRIMARY)
    ]
    if page.search.chosen or page.search.dropped:
        row.append(Button(_say(say, page, "reset"), _id(page, "reset")))
    said_what = f"> {escape(page.search.question, 200)}\n" if page.search.question else ""
    return Message(f"{said_what}{_say(say, page, 'unreadable')}", rows=(tuple(row),))
