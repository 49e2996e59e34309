"""Look programs up: by question, by name, and while somebody is still typing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.programs import Program
from bot.search import Facet, SearchAnswer
from bot.services.actor import Actor

MOST_RESULTS = 20
MOST_NAMES = 25


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a question."""

    answer: SearchAnswer


async def search(
    app: App, actor: Actor, question: str, typed: Mapping[Facet, str] | None = None
) -> Found:
    """Answer a question; `typed` are the facets that the person set by hand."""
    index = app.catalogue.of(actor.guild)
    facets: dict[Facet, Sequence[str]] = {
        facet: (value,) for facet, value in (typed or {}).items() if value
    }
    return Found(index.search(question, facets=facets, limit=MOST_RESULTS))


async def show(app: App, actor: Actor, name: str) -> Program:
    """Return the program that a choice or a typed name means; raise ``program.unknown``."""
    index = app.catalogue.of(actor.guild)
    chosen = index.get(name)
    if chosen:
        return chosen
    answer = index.search(name, limit=3)
    if answer.understood.names and answer.results:
        return answer.results[0].program
    close = tuple(result.program.name for result in answer.results)
    raise DomainError("program.unknown", typed=name, close=close)


def complete(app: App, actor: Actor, typed: str) -> list[Program]:
    """Return up to 25 programs whose name has a word that begins as typed; no database."""
    wanted = typed.casefold().split()
    index = app.catalogue.of(actor.guild)
    return [
        program
        for program in index.programs
        if all(any(word.startswith(part) for word in _words(program)) for part in wanted)
    ][:MOST_NAMES]


def _words(program: Program) -> list[str]:
    names = (program.name, program.host, *program.acronyms, *program.other_names)
    return " ".join(names).casefold().replace("(", "").split()
