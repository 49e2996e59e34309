"""Which of our columns a file's headings are: by name, by what was decided, or as a guess.

A form of Google's has its questions as headings. A guess is never used until a moderator agreed;
what they said is remembered, also that a column is left out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.cohorts.people_table import MOST_ABOVE
from bot.domain.cohorts.people_words import NOTHING_DECIDED, Meanings, WordKind, word_key
from bot.domain.errors import DomainError

REQUIRED = ("user_id", "role", "stage")
OPTIONAL = (
    "display_name",
    "fields",
    "topics",
    "capacity",
    "time_zone",
    "windows",
    "formats",
    "state",
    "avoid",
    "goals",
    "communities",
    "share_communities",
    "prior_partners",
    "hours",
    "near_peer",
)
COLUMNS = ("user_id", "display_name", "role", "stage", *OPTIONAL[1:])
BESIDE = (
    "matched_with",
    "matched_with_name",
    "match_state",
    "signed_up_on",
    "introduced_on",
    "ended_on",
    "next_meeting_on",
    "last_answer_on",
)
"""What the bot writes beside our columns for people to read; reading a file passes over them."""
LISTS = frozenset(
    ("fields", "topics", "windows", "formats", "avoid", "communities", "prior_partners", "goals")
)
USER_NAME = "user_name"
"""Where a file has both IDs and user names: used where the ID can't be."""

_NAMES = {
    **{word_key(column): column for column in (*COLUMNS, USER_NAME)},
    **dict.fromkeys(("discord id", "discord user id", "userid"), "user_id"),
    **dict.fromkeys(("discord username", "username", "discord user name", "discord"), USER_NAME),
    **dict.fromkeys(("discord handle", "discord name", "discord tag", "handle"), USER_NAME),
    **dict.fromkeys(("name", "full name", "your name", "nickname"), "display_name"),
    **dict.fromkeys(("field", "specialty", "specialties"), "fields"),
    **dict.fromkeys(("topic",), "topics"),
    **dict.fromkeys(("timezone", "zone", "your time zone"), "time_zone"),
    **dict.fromkeys(("window", "availability", "availabilities"), "windows"),
    **dict.fromkeys(("format", "meeting format", "meeting formats"), "formats"),
    **dict.fromkeys(("goal",), "goals"),
    **dict.fromkeys(("nombre", "nombre completo", "tu nombre"), "display_name"),
    **dict.fromkeys(("usuario de discord", "usuario", "nombre de usuario"), USER_NAME),
    **dict.fromkeys(("rol",), "role"),
    **dict.fromkeys(("zona horaria",), "time_zone"),
    **dict.fromkeys(("disponibilidad",), "windows"),
    **dict.fromkeys(("temas", "tema"), "topics"),
    **dict.fromkeys(("cupo", "cupos"), "capacity"),
    **dict.fromkeys(("metas", "objetivos"), "goals"),
}
_BESIDE_KEYS = frozenset(map(word_key, BESIDE))
# Tried in this order: "What is your Discord username?" is a user before it is a name.
_GUESSES: tuple[tuple[str, str], ...] = (
    (r"discord|user ?name|handle|user id|^id$|^user$", "user_id"),
    (r"time ?zone", "time_zone"),
    (r"mentor or (?:a )?mentee|mentee or (?:a )?mentor|\brole\b|sign(?:ing)? up as", "role"),
    (r"how many (?:mentees|students|people)|capacity|number of mentees|max\w* mentees", "capacity"),
    (r"(?:mentees|students) (?:that )?(?:you|i) (?:can|could|would|will|want)", "capacity"),
    (r"mentee (?:spots|slots)", "capacity"),
    (
        r"availab|when (?:are|can) you|times? (?:that )?(?:work|suit)|free (?:time|to meet)",
        "windows",
    ),
    (r"hours (?:a|per) month|hours each month", "hours"),
    (r"help with|topics?\b|areas? of interest|interested in|support", "topics"),
    (r"what year|your year|stage|level of (?:training|education)|class (?:standing|year)", "stage"),
    (r"year (?:in|of) (?:school|training|study)|training|\byear\b|currently a", "stage"),
    (r"field|specialt|major|career", "fields"),
    (r"how (?:would|do) you (?:like|prefer|want) to meet|meeting (?:format|type|style)", "formats"),
    (r"goal|hope to (?:get|gain|achieve)|get out of", "goals"),
    (r"(?:what|which) state|state (?:do you|are you)", "state"),
    (r"(?:your|full|first|preferred) name|^name", "display_name"),
    (r"zona horaria", "time_zone"),
    (r"mentora? o |o mentora?\b|\brol\b|participar como", "role"),
    (r"cu[áa]nt[oa]s (?:mentees|estudiantes|personas)|cupos? (?:de|para)", "capacity"),
    (r"disponib|cu[áa]ndo puedes|qu[ée] horarios?", "windows"),
    (r"\bayuda\b|\btemas?\b|inter[ée]s", "topics"),
    (r"\bqu[ée] (?:año|semestre|etapa|nivel)|\bcarrera\b|\betapa\b", "stage"),
    (r"\bmetas?\b|objetivos?", "goals"),
)
_BRACKET = re.compile(r"^(?P<question>.*\S)\s*\[(?P<row>[^\[\]]+)\]$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of a file: the column that it is, or may be.

    `column` is "" for one that is left out. `is_ours` if its name is one of ours, so that there is
    nothing to ask; one of `BESIDE` is left out and not mentioned. `is_decided` if a moderator said
    what it is.
    """

    typed: str
    column: str = ""
    guess: str = ""
    is_ours: bool = False
    is_decided: bool = False

    @property
    def is_open(self) -> bool:
        """Return whether a moderator still has to say what this is."""
        return not (self.is_ours or self.is_decided)

    @property
    def is_left_out(self) -> bool:
        """Return whether it holds something that is none of ours, and that is not used."""
        return bool(self.typed) and not self.column and not self.is_ours

    @property
    def row(self) -> str:
        """Return which row of a grid of boxes this is, as Google's forms write it: ``[Monday]``."""
        match = _BRACKET.match(self.typed)
        return match["row"].strip() if match else ""

    def guessed(self) -> "Heading":
        """Return this heading with its guess as its column."""
        return Heading(self.typed, self.column or self.guess, self.guess)


def read_headings(
    header: Sequence[str], meanings: Meanings = NOTHING_DECIDED
) -> tuple[Heading, ...]:
    """Return the headings of a file in their order.

    Raises `DomainError` ``people_csv.columns_twice`` for two with the name of one column of ours,
    unless it is a list.
    """
    headings = [_heading(typed, meanings) for typed in header]
    ours = [each.column for each in headings if each.is_ours and each.column]
    if twice := sorted({each for each in ours if ours.count(each) > 1 and each not in LISTS}):
        raise DomainError("people_csv.columns_twice", columns=twice)
    if "user_id" not in {each.column for each in headings}:
        # Without IDs, the user names are what people are found by.
        headings = [
            Heading(each.typed, "user_id", is_ours=True) if each.column == USER_NAME else each
            for each in headings
        ]
    taken = {each.column for each in headings}
    guessed = []
    grids: set[str] = set()
    for each in headings:
        guess = _guess(each.typed) if each.is_open else ""
        # The rows of a grid are headings of one question, and all of them are the same column.
        grid = f"{guess}:{_question(each.typed)}" if each.row and guess in LISTS else ""
        if guess in taken and grid not in grids:
            guess = ""
        if guess and grid:
            grids.add(grid)
        taken.add(guess)
        guessed.append(Heading(each.typed, each.column, guess) if guess else each)
    return tuple(guessed)


def header_at(rows: Sequence[Sequence[str]]) -> int:
    """Return which of the first rows of a file has its headings: there may be a title above.

    It is the first one, unless that lacks what a file needs and another has all of it.
    """
    for number, row in enumerate(rows[: MOST_ABOVE + 1]):
        names = {_NAMES.get(word_key(typed)) or _guess(typed) for typed in row if word_key(typed)}
        names |= {"user_id"} if USER_NAME in names else set()
        if names >= set(REQUIRED):
            return number
    return 0


def _question(typed: str) -> str:
    match = _BRACKET.match(typed)
    return word_key(match["question"]) if match else word_key(typed)


def count_ours(header: Sequence[str]) -> int:
    """Return how many headings are columns of ours by name."""
    return sum(word_key(typed) in _NAMES for typed in header)


def missing(headings: Sequence[Heading]) -> list[str]:
    """Return the required columns that no heading is yet."""
    there = {each.column for each in headings}
    return [name for name in REQUIRED if name not in there]


def _heading(typed: str, meanings: Meanings) -> Heading:
    key = word_key(typed)
    if not key:
        return Heading(typed, is_ours=True)
    decided = meanings.of(WordKind.COLUMN, typed)
    if decided is not None and decided in ("", USER_NAME, *COLUMNS):
        return Heading(typed, decided, is_decided=True)
    if column := _NAMES.get(key):
        return Heading(typed, column, is_ours=True)
    if key in _BESIDE_KEYS:
        return Heading(typed, is_ours=True)
    return Heading(typed)


def _guess(typed: str) -> str:
    key = word_key(typed)
    return next((column for words, column in _GUESSES if re.search(words, key)), "")
