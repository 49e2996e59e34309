"""Recognize a question that isn't a search for a program: a fact, an exam, a job, a document."""

from typing import Final

from bot.search.reading.passage import Passage
from bot.search.vocabulary import Facet, Match

FACT: Final = "fact"
EXAM: Final = "exam"
CRISIS: Final = "crisis"
_STRAIN: Final = "strain"
# What is asked about programs too, and no entry says.
UNKNOWN_OF_PROGRAMS: Final = frozenset({"cost", "dates", "scores", "pay"})
_PASSED: Final = frozenset({"passed", "passing", "pase", "aprobe"})
# How a question begins that asks for a fact.
_OPENINGS: Final = frozenset(
    [
        "do",
        "does",
        "did",
        "is",
        "are",
        "am",
        "can",
        "could",
        "should",
        "shld",
        "shud",
        "will",
        "would",
        "how",
        "when",
        "what",
        "whats",
        "which",
        "why",
        "hows",
        "que",
        "cual",
        "cuanto",
        "cuanta",
        "cuantos",
        "cuantas",
        "como",
        "puedo",
        "debo",
        "es",
        "cuando",
    ]
)
_OF_SPANISH_SCHOOLS: Final = frozenset(
    {"aceptan", "piden", "exigen", "cobran", "dejan", "permiten", "miran", "cuentan", "requieren"}
)
_SPANISH_SCHOOLS: Final = frozenset(
    {"escuela", "escuelas", "facultad", "universidad", "universidades", "facultades"}
)
_ALL_OPENINGS: Final = _OPENINGS | _OF_SPANISH_SCHOOLS
_BEFORE_OPENINGS: Final = frozenset(
    ["so", "ok", "hi", "hello", "hey", "and", "a", "hola", "y", "but"]
)
_LEADS: Final = (
    ("does", "anyone", "know"),
    ("do", "you", "know"),
    ("anyone", "know"),
    ("anybody", "know"),
    ("does", "anybody", "know"),
    ("quick", "question"),
    ("dumb", "question"),
    ("random", "question"),
    ("stupid", "question"),
    ("serious", "question"),
    ("honest", "question"),
    ("alguien", "sabe"),
    ("saben",),
    ("una", "pregunta"),
    ("idk",),
)
# What is asked about a school, rather than about its program of mentoring.
_OF_A_SCHOOL: Final = frozenset(
    {
        "tuition",
        "acceptance",
        "gpa",
        "parking",
        "dorm",
        "dorms",
        "interviews",
        "admissions",
        "opens",
    }
    | {"cost", "costs", "ranked", "hard", "waitlist", "requirements", "require", "requires", "rate"}
    | {"credits", "uniform", "uniforms", "scrubs", "housing", "schedule", "teas", "hesi", "sat"}
    | {"aid", "competitive", "expensive", "accredited", "evening", "weekend", "deadlines", "cheap"}
    | {"dues", "fee", "fees", "price", "cuesta", "cuota"}
    | {"scholarship", "transcript", "transcripts", "deadline", "nclex", "curriculum", "ranking"}
)
_AUXILIARIES: Final = frozenset({"do", "does", "is", "are", "will", "did", "can", "should"})
_BEGINNING: Final = frozenset(
    {"open", "opens", "close", "closes", "start", "starts", "begin", "begins", "end", "ends", "due"}
    | {"abre", "abren", "cierra", "cierran", "empieza", "empiezan", "termina", "apply"}
)
_BY_WORD: Final = {
    "cost": {"cost", "costs", "tuition", "expensive", "cheap", "aid", "scholarship", "dues"}
    | {"fee", "fees", "price", "cuesta", "cuota"},
    "dates": {"deadline", "deadlines", "opens"},
    "scores": {"gpa", "acceptance", "sat", "teas", "hesi", "rate"},
}
_LEADING: Final = frozenset(lead[0] for lead in _LEADS)
# With one of these, a question that says nothing of who asks is still about a school or an exam.
_OF_STUDY: Final = frozenset(
    {"school", "schools", "mcat", "gpa", "nclex", "dat", "gre", "teas", "class", "classes", "grade"}
    | {"retake", "retakes", "retaking", "degree", "major", "calculus", "calc", "ochem", "orgo"}
    | {"anatomy", "physics", "biochem", "credits", "prereqs", "prereq", "residency", "transcript"}
    | {"course", "courses", "semester", "adcoms", "secondaries", "escuela", "materia", "materias"}
)
_AGED: Final = frozenset({"im", "tengo"})
# Words of someone who looks for people or programs; with one of these, the question is a search.
_WISHES: Final = frozenset(
    [
        "program",
        "mentor",
        "mentorship",
        "mentoring",
        "mentee",
        "someone",
        "somebody",
        "anyone",
        "anybody",
        "anything",
        "something",
        "shadow",
        "shadowing",
        "guide",
        "guidance",
        "buddy",
        "peer",
        "connect",
        "match",
        "matched",
        "pair",
        "paired",
        "find",
        "finding",
        "looking",
        "internship",
        "opportunity",
        "join",
        "apply",
        "allowed",
        "eligible",
        "qualify",
        "open",
        "accept",
        "sign",
        "talk",
        "alone",
        "thing",
        "advisor",
        "support",
        "person",
        "people",
        "help",
        "network",
        "meet",
        "club",
        "society",
        "group",
        "faculty",
        "role",
        "model",
        "free",
        "virtual",
        "online",
        "available",
        "offer",
        "tutor",
        "alguien",
        "quien",
        "programa",
        "mentora",
        "mentoria",
        "busco",
        "ayuda",
        "ayude",
        "guie",
        "hay",
    ]
)


_WANTED: Final = frozenset(
    {"any", "recommend", "find", "need", "help", "want", "looking", "tips", "advice", "busco"}
    | {"necesito"}
)
_SEEKING: Final = frozenset((*_WISHES, "there"))
_AFTER_DOING: Final = frozenset(
    {"this", "in", "for", "to", "now", "about", "here", "after", "before", "over", "with", "next"}
)
# With one of these before it, a stage is the asker's even in a question of fact.
_SELF: Final = frozenset(
    {"im", "am", "as", "soy", "my", "we", "were", "being", "been", "estoy", "our", "i", "while"}
    | {"estudio", "como", "es", "mi", "current"}
)
_MENTORS: Final = frozenset(
    {"mentor", "mentora", "mentorship", "mentoring", "mentoria", "someone", "somebody", "alguien"}
)
_LOOKING: Final = frozenset(
    {"need", "want", "looking", "look", "seeking", "find", "busco", "necesito", "quiero"}
    | {"buscando"}
)
_ARTICLES: Final = frozenset({"a", "an", "una", "un"})


def _opening(passage: Passage) -> int:
    """Return where a question begins: "anyone know when", "quick question, do", "i'm 52, is"."""
    first = 0
    while passage.plain(first) in _BEFORE_OPENINGS:
        first += 1
    if passage.plain(first) in _LEADING:
        for lead in _LEADS:
            if tuple(passage.plain(n) for n in range(first, first + len(lead))) == lead:
                first += len(lead)
                break
    elif passage.plain(first) in _AGED and (
        passage.plain(first + 1).isdigit() and passage.stops_before(first + 2)
    ):
        first += 2
    while passage.plain(first) in _BEFORE_OPENINGS:
        first += 1
    return first


def drop_subjects(passage: Passage) -> None:
    """Drop the stages that a question of fact is about: "what gpa do nursing schools want".

    Only the clause that asks is about them; "failed step 1, is surgery over?" still says who asks.
    """
    if passage.plains.isdisjoint(_ALL_OPENINGS):
        return
    if not (passage.schools or Facet.NAME in passage.facets or passage.live(Facet.STAGE)):
        return
    first = _opening(passage)
    start = 0
    for position in range(len(passage.words) + 1):
        if position < len(passage.words) and (position == 0 or not passage.stops_before(position)):
            continue
        opens = passage.plain(max(start, first) if start <= first < position else start)
        if (
            _opens_a_question(passage, opens)
            and not _is_a_degree(passage, start)
            and _asks_a_fact(passage, max(start, first) if first < position else start, position)
        ):
            passage.asks_a_fact = True
            passage.dropped.update(
                match
                for match in passage.live(Facet.STAGE)
                if start <= match.first < position and not _is_self(passage, match, start)
            )
        start = position


def _opens_a_question(passage: Passage, word: str) -> bool:
    """Return whether a word opens a question of fact; in Spanish, a verb whose subject is a school.

    "¿Aceptan a gente sin papeles en la escuela?" asks for nobody to find.
    """
    if word in _OPENINGS:
        return True
    return word in _OF_SPANISH_SCHOOLS and not passage.plains.isdisjoint(_SPANISH_SCHOOLS)


def _is_a_degree(passage: Passage, position: int) -> bool:
    """Return whether "do" is the degree: "DO student"."""
    word, question = passage.words[position], passage.question
    degree = question[word.start : word.end] == "DO" and not question.isupper()
    return degree or (word.plain == "do" and passage.key(position + 1) in ("student", "candidate"))


def _asks_a_fact(passage: Passage, start: int, end: int) -> bool:
    """Return whether a clause asks for a fact, and mentions nobody to find."""
    keys = {passage.key(position) for position in range(start, end)}
    to_do = any(
        passage.plain(position) == "do"
        and (position + 1 == end or passage.plain(position + 1) in _AFTER_DOING)
        for position in range(start + 2, end)
    )
    if not passage.plains.isdisjoint(("hours", "hrs", "horas")):
        keys -= {"shadow", "shadowing"}  # "how many shadowing hours"
    if "opens" in passage.plains:
        keys -= {"open"}  # "when the application opens"
    return not to_do and keys.isdisjoint(_SEEKING)


def _is_self(passage: Passage, match: Match, start: int) -> bool:
    before = match.first - (2 if passage.plain(match.first - 1) in _ARTICLES else 1)
    return before >= start and passage.plain(before) in _SELF


def _seeks_a_mentor(passage: Passage) -> bool:
    """Return whether another clause than the topic's looks for a mentor, and none asks.

    "3.7 gpa, have my LORs, need a mentor" is a search.
    """
    clause, clauses = 0, []
    for position in range(len(passage.words)):
        clause += position > 0 and passage.stops_before(position)
        clauses.append(clause)
        if passage.plain(position) in _OPENINGS and passage.stops_before(position):
            return False
    marked = {clauses[mark.first] for mark in passage.marked(Facet.TOPIC)}
    return any(
        word.key in _MENTORS
        and clauses[position] not in marked
        and any(
            passage.plain(n) in _LOOKING and clauses[n] == clauses[position]
            for n in range(max(0, position - 5), position)
        )
        for position, word in enumerate(passage.words)
    )


def _is_in_passing(passage: Passage, *, is_told: bool) -> bool:
    """Return whether someone who tells who they are only mentions a topic, and asks nothing.

    "Chief resident in surgery, job hunt starts in fall" is no question about a job.
    """
    if not is_told or "?" in passage.question:
        return False
    return passage.plains.isdisjoint(_OPENINGS) and passage.plains.isdisjoint(_WANTED)


def _looks_for_someone(passage: Passage) -> bool:
    """Return whether someone or something is looked for: "burned out RN looking for a mentor"."""
    return any(word.key in _WISHES for word in passage.words)


def _is_passed(passage: Passage, mark: Match) -> bool:
    """Return whether an exam is over: "passed the NCLEX, started on a floor"."""
    before = {passage.plain(mark.first - step) for step in (1, 2, 3)}
    return mark.meaning.value == EXAM and not before.isdisjoint(_PASSED)


def _asks_when(passage: Passage) -> bool:
    """Return whether something's beginning or end is asked for: "when does MERIT open"."""
    first = _opening(passage)
    asks = passage.plain(first) == "cuando" or (
        passage.plain(first) == "when" and passage.plain(first + 1) in _AUXILIARIES
    )
    return asks and not passage.plains.isdisjoint(_BEGINNING)


def _topic_of(passage: Passage) -> str:
    """Return what a question of fact is about, by its words."""
    if _asks_when(passage):
        return "dates"
    asked = (topic for topic, words in _BY_WORD.items() if not passage.plains.isdisjoint(words))
    return next(asked, FACT)


def read_topic(passage: Passage, *, named: bool, is_stated: bool, is_told: bool = False) -> str:
    """Return what is asked instead of a program, or "".

    Phrases of the vocabulary say so, or a question that only asks for a fact: one that begins like
    that and doesn't mention anyone to find. A program that is named is asked about, whatever the
    words; unless a stage, field, or wish `is_stated`, or it is about studies, the words
    themselves are looked for.
    `is_told` is for someone who says both what they are and a field of theirs.
    """
    marks = [
        mark.meaning.value
        for mark in (passage.marked(Facet.TOPIC) if passage.marks else ())
        if not _is_passed(passage, mark)
        and not (mark.meaning.value == _STRAIN and _looks_for_someone(passage))
    ]
    if CRISIS in marks:
        return CRISIS  # whatever else is asked
    if marks and not _seeks_a_mentor(passage) and not _is_in_passing(passage, is_told=is_told):
        return next((topic for topic in marks if topic != FACT), None) or _topic_of(passage)
    if marks or passage.plains.isdisjoint(_ALL_OPENINGS):
        return ""
    if named and (not passage.plains.isdisjoint(_OF_A_SCHOOL) or _asks_when(passage)):
        return _topic_of(passage) if passage.plain(_opening(passage)) in _OPENINGS else ""
    if named or not (is_stated or not passage.plains.isdisjoint(_OF_STUDY)):
        return ""
    first = _opening(passage)
    if not _opens_a_question(passage, passage.plain(first)) or _is_a_degree(passage, first):
        return ""
    keys = {word.key for word in passage.words[first:]}
    if not passage.plains.isdisjoint(("hours", "hrs", "horas")):
        keys -= {"shadow", "shadowing"}
    return FACT if keys.isdisjoint(_WISHES) else ""
