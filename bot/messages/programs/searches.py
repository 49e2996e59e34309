"""How a search is answered: what was understood, the programs, and ways to go on."""

from collections import Counter

from bot.domain.ids import GuildId
from bot.domain.programs.programs import ANY_FIELD, ANY_STAGE, MeetingFormat, Program
from bot.messages.custom_id import build
from bot.messages.labels import field_choices, stage_choices
from bot.messages.outgoing import (
    ButtonSpec,
    Card,
    Choice,
    ChoiceField,
    Form,
    Outgoing,
    Row,
    SelectSpec,
    Style,
    TextField,
)
from bot.messages.text import cut, joined, said
from bot.search import Facet, Result, Vocabulary
from bot.services.programs.searches import FACETS, LONGEST_QUESTION, Found

PER_PAGE = 4
# Pages are counted inside the search's number in a custom id.
PAGES = 100
MOST_OPTIONS = 25

NAMES = {
    Facet.STAGE: "Stage",
    Facet.YEAR: "Year",
    Facet.FIELD: "Field",
    Facet.PLACE: "Place",
    Facet.COMMUNITY: "Community",
    Facet.OFFER: "Wish",
    Facet.FORMAT: "Format",
    Facet.RESTRICTION: "Open to all",
}


def answer(found: Found, page: int = 0, *, asked: str = "") -> Outgoing:
    """Show a page of programs with why each fits and what may rule it out.

    `asked` is the question as typed, to say so where only its beginning was read.
    """
    if not found.readable:
        return _unreadable(found)
    shown = _page(found, page)
    card = Card(
        _title(found),
        _opening(found, asked),
        fields=tuple((said(one.program.name, 250), _reasons(found, one)) for one in shown),
        footer=_footer(found, page),
    )
    rows: list[Row] = [
        *_dropping(found, page),
        *_narrowing(found, page),
        *_opening_select(found, shown),
        *_moving(found, page),
    ]
    return Outgoing(cards=(card,), rows=tuple(rows))


def unknown_yet(guild: GuildId) -> Outgoing:
    """Say that a suggestion needs to know somebody first, with both ways to tell."""
    row = (
        ButtonSpec("Ask me here", build("search", "form", guild), Style.MAIN),
        ButtonSpec("My profile", build("profile", "show", guild)),
    )
    return Outgoing(
        "I don't know you yet, so anything I suggest would be a guess. Five short questions will "
        "do for now; your stage and fields in `/profile` I remember for the next time.",
        rows=(row,),
    )


def suggest_form(guild: GuildId) -> Form:
    """Ask the little that a suggestion needs."""
    return Form(
        build("search", "suggest", guild),
        "What would fit you?",
        (
            ChoiceField("stage", "Where are you now?", stage_choices()),
            ChoiceField("fields", "Which fields?", field_choices(), note="Up to three.", most=3),
            TextField(
                "state",
                "Where are you?",
                note="A state or a city. It may stay empty.",
                required=False,
                most=60,
            ),
            ChoiceField(
                "format",
                "How would you like to meet?",
                (
                    Choice("Either way", "any"),
                    Choice("Online", "virtual"),
                    Choice("In person", "in-person"),
                ),
                required=False,
            ),
            TextField(
                "goals",
                "What do you hope for?",
                note="Such as research, shadowing, or help with applications.",
                required=False,
                most=300,
            ),
        ),
    )


def _page(found: Found, page: int) -> tuple[Result, ...]:
    if not found.confident:
        return (found.results or found.answer.results)[:2]
    return found.results[page * PER_PAGE : (page + 1) * PER_PAGE]


def _title(found: Found) -> str:
    if found.like:
        return f"Like {said(found.like.name, 240)}"
    if found.confident:
        return "Programs that may fit you"
    return "Nothing here fits well"


def _opening(found: Found, asked: str) -> str:
    lines = []
    if found.search.question:
        lines.append(f"> {said(found.search.question.replace(chr(10), ' '), 300)}")
    if len(asked.strip()) > LONGEST_QUESTION:
        lines.append(f"I read the first {LONGEST_QUESTION} characters.")
    if understood := _understood(found):
        lines.append(cut(understood, 700))
    if not found.confident:
        lines.append(
            "I have no program that answers this, and would rather say so than send you astray. "
            "The closest are below; “Where to ask first” names people who may know more."
        )
    return "\n".join(lines)


def _understood(found: Found) -> str:
    parts = []
    for facet, values in found.asked.values.items():
        words = ", ".join(_label(found.answer.vocabulary, facet, value) for value in values)
        parts.append(f"{NAMES.get(facet, str(facet))}: {said(words, 200)}")
    for facet, values in found.asked.without.items():
        words = ", ".join(_label(found.answer.vocabulary, facet, value) for value in values)
        parts.append(f"Without: {said(words, 200)}")
    if found.like:
        return f"Alike in {' · '.join(parts)}" if parts else ""
    return f"**Understood** {' · '.join(parts)}" if parts else ""


def _label(vocabulary: Vocabulary, facet: Facet, value: str) -> str:
    if facet is Facet.RESTRICTION:
        return "yes"
    return vocabulary.label(facet, value)


def _reasons(found: Found, result: Result) -> str:
    why = _likeness(found.like, result) if found.like else result.why
    lines = [f"✓ {said(reason, 200)}" for reason in why]
    lines += [f"△ {said(obstacle, 200)}" for obstacle in result.obstacles]
    return cut("\n".join(lines), 700) or "Close to your words."


def _likeness(like: Program, result: Result) -> tuple[str, ...]:
    other, vocabulary = result.program, result.vocabulary
    shared = (
        ("Same stage", Facet.STAGE, [s for s in other.stages if s in like.stages]),
        ("Same field", Facet.FIELD, [f for f in other.fields if f in like.fields]),
        ("Also offers", Facet.OFFER, [o for o in other.offers if o in like.offers]),
        ("Same state", Facet.PLACE, [other.state] if other.state == like.state else []),
    )
    return tuple(
        f"{words}: {joined([vocabulary.label(facet, value) for value in values])}."
        for words, facet, values in shared
        if any(values)
    )


def _footer(found: Found, page: int) -> str:
    if not found.confident:
        return "Dates and rules change: please check with the host."
    pages = -(-len(found.results) // PER_PAGE)
    number = f"Page {page + 1} of {pages} · " if pages > 1 else ""
    return f"{number}✓ why it fits  △ what may rule it out · check dates with the host."


def _id(found: Found, verb: str, page: int = 0) -> str:
    search = found.search
    return build("search", verb, search.guild, search.id * PAGES + min(page, PAGES - 1))


def _dropping(found: Found, page: int) -> list[Row]:
    vocabulary = found.answer.vocabulary
    options = tuple(
        Choice(cut(f"{NAMES[facet]}: {_label(vocabulary, facet, value)}", 100), f"{facet}:{value}")
        for facet, values in found.asked.values.items()
        if facet in NAMES
        for value in values
    )[:MOST_OPTIONS]
    if not options:
        return []
    placeholder = "Not what you meant? Take something back"
    return [(SelectSpec(_id(found, "drop", page), placeholder, options, most=len(options)),)]


def _narrowing(found: Found, page: int) -> list[Row]:
    """Offer the facets that some of these programs have and others lack."""
    counts: Counter[tuple[Facet, str]] = Counter()
    for result in found.results:
        counts.update(_facets_of(result.program))
    vocabulary = found.answer.vocabulary
    chosen = {
        (Facet(facet), value) for facet, kept in found.search.chosen.items() for value in kept
    }
    fewer = [
        (facet, value)
        for (facet, value), number in counts.most_common()
        if number < len(found.results) and (facet, value) not in chosen
    ][:MOST_OPTIONS]
    fewer.sort(key=lambda pair: (FACETS.index(pair[0]), -counts[pair], pair[1]))
    options = tuple(
        Choice(
            cut(f"{NAMES[facet]}: {vocabulary.label(facet, value)} ({counts[facet, value]})", 100),
            f"{facet}:{value}",
        )
        for facet, value in fewer
    )
    if not options or not found.confident:
        return []
    return [(SelectSpec(_id(found, "narrow", page), "Narrow it down", options, most=len(options)),)]


def _facets_of(program: Program) -> set[tuple[Facet, str]]:
    found = {(Facet.STAGE, stage) for stage in program.stages if stage != ANY_STAGE}
    found |= {(Facet.FIELD, field) for field in program.fields if field != ANY_FIELD}
    found |= {(Facet.COMMUNITY, name) for name in program.communities}
    if program.state:
        found.add((Facet.PLACE, program.state))
    if program.format is not MeetingFormat.UNKNOWN:
        found.add((Facet.FORMAT, str(program.format)))
    return found


def _opening_select(found: Found, shown: tuple[Result, ...]) -> list[Row]:
    if not shown:
        return []
    options = tuple(
        Choice(cut(one.program.name, 100), str(one.program.id), note=cut(one.program.host, 100))
        for one in shown
        if len(one.program.id) <= 100
    )
    placeholder = "Open one, or choose two to compare"
    if len(options) == 1:
        placeholder = "Open it"
    return [(SelectSpec(_id(found, "open"), placeholder, options, most=min(2, len(options))),)]


def _moving(found: Found, page: int) -> list[Row]:
    row: list[ButtonSpec] = []
    last = -(-len(found.results) // PER_PAGE) - 1
    if found.confident and last > 0:
        # Two verbs on one message never share a custom id, even at the ends.
        row.append(ButtonSpec("Back", _id(found, "back", max(page - 1, 0)), disabled=page == 0))
        forward = _id(found, "next", min(page + 1, last))
        row.append(ButtonSpec("Next", forward, Style.MAIN, disabled=page >= last))
    if found.search.chosen or found.search.dropped:
        row.append(ButtonSpec("Start over", _id(found, "reset")))
    row.append(ButtonSpec("Where to ask first", _id(found, "where")))
    return [tuple(row)]


def _unreadable(found: Found) -> Outgoing:
    row = [ButtonSpec("Ask me instead", build("search", "form", found.search.guild), Style.MAIN)]
    if found.search.chosen or found.search.dropped:
        row.append(ButtonSpec("Start over", _id(found, "reset")))
    said_what = f"> {said(found.search.question, 200)}\n" if found.search.question else ""
    return Outgoing(
        f"{said_what}I could not read a wish out of that. Tell me, in your own words, where you "
        "are and what you want, such as “premed in Ohio, want to shadow a surgeon” or “mentor "
        "for a new nurse, online”. `/program suggest` asks you instead.",
        rows=(tuple(row),),
    )
