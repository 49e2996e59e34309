"""Look programs up: by name, by a button's number, and for autocomplete."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from bot.app import App
from bot.catalogue import SocietyCatalogue
from bot.domain.errors import DomainError
from bot.domain.programs.programs import Program
from bot.search import Facet, NameChoice, ProgramIndex
from bot.search.words import fold
from bot.services.actor import Actor

LONGEST_NAME = 300


async def show(app: App, actor: Actor, name: str) -> Program:
    """Return the program with a chosen or typed name; raise ``program.unknown``."""
    index = (await app.catalogue.latest(actor.guild)).index
    return named(index, name)


async def show_numbered(app: App, actor: Actor, number: int) -> Program:
    """Return the program that a button refers to; raise ``program.gone``."""
    return numbered(await app.catalogue.latest(actor.guild), number)


async def pick(app: App, actor: Actor, ids: Iterable[str]) -> list[Program]:
    """Return the programs that were chosen in a select; raise ``program.gone``."""
    index = (await app.catalogue.latest(actor.guild)).index
    programs = [index.get(program) for program in ids]
    picked = [program for program in programs if program is not None]
    if not picked:
        raise DomainError("program.gone")
    return picked


def complete(app: App, actor: Actor, typed: str) -> list[NameChoice]:
    """Return programs whose names continue what is typed; never touches the database."""
    return app.catalogue.of(actor.guild).index.autocomplete(typed)


def complete_facet(app: App, facet: Facet, typed: str) -> list[tuple[str, str]]:
    """Return up to 25 (value, words) of a facet that continue what is typed."""
    vocabulary = app.catalogue.shipped.vocabulary
    wanted = typed.casefold().strip()
    offered = [
        (value, label)
        for (of, value), label in vocabulary.labels.items()
        if of is facet and (wanted in label.casefold() or wanted == value.casefold())
    ]
    offered.sort(key=lambda each: (not each[1].casefold().startswith(wanted), each[1].casefold()))
    return offered[:25]


def named(index: ProgramIndex, name: str) -> Program:
    """Return the program with this ID or name; raise ``program.unknown`` with the closest."""
    chosen = index.get(name)
    if chosen is not None:
        return chosen
    words = name.strip()[:LONGEST_NAME]
    # Without a letter, everything continues what was typed, and nothing is close to it.
    offered = index.autocomplete(words) if any(map(str.isalnum, words)) else []
    if len(offered) == 1 and (only := index.get(offered[0].id)):
        return only
    answer = index.search(words, limit=3)
    best = answer.ranked[0][1].program if answer.ranked else None
    if best is not None and answer.understood.names and _is_called(best, words):
        return best
    close = [choice.name for choice in offered] or [
        place.program.name for _, place in answer.ranked if answer.understood.values
    ]
    raise DomainError("program.unknown", typed=words, close=tuple(close[:3]))


def _is_called(program: Program, typed: str) -> bool:
    """Return whether a word of what was typed is, apart from a typo, one of the program's names.

    If a name is known but its program is hidden, the best of the rest is not an answer.
    """
    names = (program.name, program.host, *program.acronyms, *program.other_names)
    words = re.findall("[a-z0-9]+", fold(" ".join(names)))
    return any(
        get_close_matches(word, words, n=1, cutoff=0.75)
        for word in re.findall("[a-z0-9]{3,}", fold(typed))
    )


def numbered(edition: SocietyCatalogue, number: int) -> Program:
    """Return the program that a custom ID refers to; raise ``program.gone``."""
    program = edition.numbered(number)
    if program is None:
        raise DomainError("program.gone")
    return program


def value_of(index: ProgramIndex, facet: Facet, typed: str) -> str:
    """Return the facet's value that was picked, named, or described; a forged one is refused."""
    labels = index.vocabulary.labels
    words = typed.strip()[:LONGEST_NAME]
    if (facet, words) in labels:
        return words
    for (of, value), label in labels.items():
        if of is facet and words.casefold() in (label.casefold(), value.casefold()):
            return value
    if understood := index.understand(words).of(facet):
        return understood[0]
    raise DomainError("search.unknown_value", facet=str(facet), typed=words)
