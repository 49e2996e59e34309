"""Find programs: understand the question, rank the catalogue, say why. No Discord, no database."""

from bot.search.answer import Result, SearchAnswer
from bot.search.catalogue import CatalogueError, load_programs, parse_programs
from bot.search.program_index import ProgramIndex
from bot.search.understood import Understood
from bot.search.vocabulary import Facet, Vocabulary, load_vocabulary

__all__ = [
    "CatalogueError",
    "Facet",
    "ProgramIndex",
    "Result",
    "SearchAnswer",
    "Understood",
    "Vocabulary",
    "load_programs",
    "load_vocabulary",
    "parse_programs",
]
