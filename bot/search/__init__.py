"""Search programs: parse the question, rank the catalogue, explain. No Discord, no database."""

from bot.search.answer import Result, SearchAnswer
from bot.search.background import add_society_beside, build_beside
from bot.search.catalogue import CatalogueError, EntryProblem, load_programs, parse_programs
from bot.search.complete import NameChoice
from bot.search.confidence import Fit
from bot.search.eligibility import Open
from bot.search.profile import SearchProfile, SearchProfileError, seeker_from
from bot.search.program_index import ProgramIndex
from bot.search.understood import Span, Understood
from bot.search.vocabulary import Facet, Vocabulary, load_vocabulary

__all__ = [
    "CatalogueError",
    "EntryProblem",
    "Facet",
    "Fit",
    "NameChoice",
    "Open",
    "ProgramIndex",
    "Result",
    "SearchAnswer",
    "SearchProfile",
    "SearchProfileError",
    "Span",
    "Understood",
    "Vocabulary",
    "add_society_beside",
    "build_beside",
    "load_programs",
    "load_vocabulary",
    "parse_programs",
    "seeker_from",
]
