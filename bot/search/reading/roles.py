"""Recognize who teaches, advises, or wants to mentor others, and whose community is only served."""

from typing import Final

from bot.domain.programs.programs import ANY_FIELD
from bot.search.reading.passage import Passage
from bot.search.reading.schools import STUDENT_OF
from bot.search.vocabulary import Facet, Match, Meaning

MENTORING_OTHERS: Final = "mentoring-others"  # a topic of the vocabulary
_SELF: Final = frozenset({"im", "am", "soy", "as", "being", "been"})
_ARTICLES: Final = frozenset({"a", "an", "the", "una", "un"})
_STAFF: Final = frozenset(
    {"teacher", "advisor", "adviser", "counselor", "counsellor", "principal", "professor", "prof"}
    | {"instructor", "tutor", "dean", "coach", "maestra", "maestro", "profesora", "profesor"}
    | {"consejera", "consejero"}
)
_AT: Final = frozenset({"at", "in", "of", "en", "de"})
_TEACHING: Final = frozenset({"teach", "tutor", "coach", "advise", "counsel", "enseno", "asesoro"})
_TEACHES: Final = frozenset({"teaches", "advises", "tutors", "coaches", "counsels"})
_CHANGING: Final = frozenset(
    {"switch", "switching", "become", "becoming", "apply", "applying", "changer", "changing"}
)
_GOING: Final = frozenset({"go", "going", "back", "want", "wants", "into", "start", "starting"})
_I: Final = frozenset({"i", "yo"})
_WANTING: Final = frozenset(
    {"want", "wants", "wanting", "wanna", "looking", "like", "love", "hoping", "hope", "hopes"}
    | {"willing", "able", "ready", "happy", "wish", "trying", "quiero", "quiere", "busco", "busca"}
    | {"gustaria", "glad", "offering", "puedo", "podria"}
)
_MAY: Final = frozenset({"can", "do", "could", "would", "should", "might", "may", "where"})
_MENTORING: Final = frozenset({"mentor", "tutor", "coach", "guide"})
_BEING: Final = frozenset({"be", "become", "becoming", "being", "ser"})
_MENTOR: Final = frozenset({"mentor", "mentora", "tutor", "coach"})
_TOWARDS: Final = frozenset({"for", "to", "de", "para", "of"})
_ASKERS: Final = frozenset({"me", "us", "myself", "my", "our", "someone", "somebody", "by"})
_OF_THEIRS: Final = frozenset({"me", "us", "myself", "my", "our"})
_MENTEES: Final = frozenset(
    {"others", "students", "people", "kids", "young", "younger", "new", "other", "estudiantes"}
)
_NEXT_CLAUSE: Final = frozenset({"i", "im", "but", "want", "pero", "quiero", "now", "then", "who"})
_LEADING: Final = _SELF | _ARTICLES
# Words without one of which no one teaches, and no one wants to mentor.
_OF_STAFF: Final = _STAFF | _TEACHING | _TEACHES
_OF_MENTORS: Final = _MENTORING | _MENTOR
_HALL: Final = frozenset({"advisor", "adviser", "assistant", "director", "hall"})

_PUPILS: Final = frozenset(
    {"student", "kid", "pupil", "mentee", "advisee", "alumna", "alumno", "estudiante", "senior"}
    | {"junior", "sophomore", "freshman", "grader", "girl", "boy"}
)
_SUBJECTS: Final = frozenset(
    {"chem", "chemistry", "bio", "biology", "math", "maths", "english", "science", "spanish", "pe"}
    | {"history", "art", "music", "french", "physics", "special", "ed", "gym", "social", "health"}
    | {"studies", "language", "arts", "anatomy", "band", "theater", "stem", "ap"}
)
_MINE: Final = frozenset({"my", "our", "mis", "mi", "nuestros", "nuestras"})
_RECOMMENDING: Final = frozenset(
    {"recommend", "suggest", "offer", "tell", "give", "recomendar", "recomiendo", "sugerir"}
)
_SCHOOLS: Final = frozenset({"guidance", "ap", "escolar", "secundaria", "prepa", "preparatoria"})
_HIGHER: Final = frozenset(
    {"med", "medical", "nursing", "dental", "pharmacy", "pa", "grad", "graduate", "professional"}
)
_CLASSES: Final = frozenset({"freshman", "sophomore", "junior", "senior"})
_TAUGHT: Final = frozenset({*STUDENT_OF.values(), "college-pre-health", "post-bac"})
_STUDENT_OF: Final = {**STUDENT_OF, ANY_FIELD: "college-pre-health"}

_SERVING: Final = frozenset(
    {"treat", "treats", "treating", "serve", "serves", "serving", "caring", "atiendo"}
    | {"volunteer", "volunteering", "tutor", "teach", "teaching"}
)
_WORKING: Final = frozenset({"work", "works", "working", "worked", "volunteer", "volunteering"})
_SERVED: Final = frozenset(
    {"patient", "patients", "client", "clients", "population", "populations", "pacientes"}
)
_GENDERS: Final = frozenset({"women", "men", "men-in-nursing"})
_TOLD_OF: Final = frozenset({"the", "that", "this", "some", "another"})
_EVERYONE: Final = frozenset(
    {"all", "every", "everyone", "everybody", "other", "others", "are", "mostly", "full", "these"}
    | {"todos", "todas", "puros", "puras", "son", "only"}
)
_WERE: Final = frozenset({"was", "were", "is", "been", "era", "es"})
_ALL: Final = frozenset(
    {"everything", "all", "only", "just", "they", "these", "programs", "things", "most", "always"}
)


def read_roles(passage: Passage) -> None:
    """Drop the stages of people whom the asker teaches, advises, mentors or serves."""
    if not passage.plains.isdisjoint(_HALL):
        _residents_of_a_hall(passage)
    if not passage.plains.isdisjoint(_OF_STAFF):
        _read_staff(passage, _their_student(passage))
    if not passage.plains.isdisjoint(_OF_MENTORS):
        _read_would_be_mentors(passage)
    if Facet.COMMUNITY in passage.facets:
        _read_communities_of_others(passage)


def _residents_of_a_hall(passage: Passage) -> None:
    for match in passage.live(Facet.STAGE):
        after = passage.plain(match.first + match.size)
        if match.meaning.value == "resident" and match.size == 1 and after in _HALL:
            passage.dropped.add(match)


def _their_student(passage: Passage) -> int | None:
    """Return where someone names a student they ask for: "one of my seniors", "a kid of mine".

    "What can I recommend to freshmen?" asks for them too.
    """
    for position, word in enumerate(passage.words):
        before = [passage.plain(position - step) for step in (1, 2, 3)]
        if before[:3] in (["my", "of", "one"], ["mis", "de", "una"], ["mis", "de", "uno"]):
            return position
        if word.key not in _PUPILS:
            continue
        after = [passage.plain(position + step) for step in (1, 2)]
        if before[0] in _ARTICLES and before[1] in ("have", "tengo"):
            return position
        if after == ["of", "mine"] or after[0] in ("mia", "mio"):
            return position
        if word.key == "student" and before[0] in _MINE:
            return position
        if before[0] in ("to", "for", "a") and not _RECOMMENDING.isdisjoint(before[1:]):
            return position
    return None


def _read_student_of_theirs(passage: Passage, start: int) -> None:
    """Take the stage of a teacher's or counselor's student, whom they ask for.

    A school counselor's senior is in high school; without a stage of their own, a student is where
    the asker teaches.
    """
    passage.for_another = True
    passage.dropped.update(
        match for match in passage.live(Facet.OFF_TOPIC) if match.meaning.value in _STAFF
    )
    stages = passage.live(Facet.STAGE)
    theirs = [m for m in stages if m.first >= start and not _is_aim(passage, m)]
    levels = [match for match in stages if match.first < start]
    in_school = _is_in_school(passage, start)
    passage.dropped.update(levels if theirs else stages)
    young = [m for m in theirs if passage.key(m.first + m.size - 1) in _CLASSES]
    if in_school and (young or not theirs):
        passage.dropped.update(young)
        passage.pupil = "high-school"
    else:
        named = theirs or [m for m in levels if m.meaning.value in _TAUGHT]
        passage.pupil = named[0].meaning.value if named else _stage_taught(passage, start)


def _is_in_school(passage: Passage, start: int) -> bool:
    """Return whether the asker teaches at a high school, by the words before their student."""
    named = any(
        match.meaning.value == "high-school" and match.first < start for match in passage.matches
    )
    return (
        named
        or not passage.plains.isdisjoint(_SCHOOLS)
        or any(
            word.plain in _STAFF
            and passage.plain(position - 1) == "school"
            and passage.plain(position - 2) not in _HIGHER
            for position, word in enumerate(passage.words)
        )
    )


def read_pupils(passage: Passage) -> None:
    """Add the stage of a student whom a teacher asks for, if no other is known by now."""
    if passage.pupil and not passage.live(Facet.STAGE):
        passage.matches.append(Match(0, 0, Meaning(Facet.STAGE, passage.pupil)))


def _is_aim(passage: Passage, match: Match) -> bool:
    """Return whether a stage is what a student wants: "to be a nurse", "a med student mentor"."""
    before = match.first - (2 if passage.plain(match.first - 1) in _ARTICLES else 1)
    after = passage.plain(match.first + match.size)
    return passage.plain(before) in _BEING or after.startswith("mentor")


def _stage_taught(passage: Passage, start: int) -> str:
    """Return the stage of a college's student, by their class or by what the asker teaches."""
    if passage.key(start) in _CLASSES:
        return "college-pre-health"
    taught = (m.meaning.value for m in passage.live(Facet.FIELD) if m.first < start)
    return next((_STUDENT_OF[field] for field in taught if field in _STUDENT_OF), "")


def _read_staff(passage: Passage, student: int | None) -> None:
    """Read "I teach nursing at ...", "I'm an advisor at ..." and "teacher at ...".

    `student` is where they name one of their students, for whom they ask.

    "My teacher" and "I need an advisor" are others. An instructor or assistant professor of a
    medical school has a stage by that, and belongs to where they teach; a teacher who changes
    careers may well become a student.
    """
    faculty = {
        position
        for match in passage.live(Facet.STAGE)
        if match.meaning.value == "junior-faculty"
        for position in range(match.first, match.first + match.size)
    }
    for position, word in enumerate(passage.words):
        before = passage.plain(position - 1)
        is_stated = (word.plain in _TEACHING and before in _I) or (
            word.plain in _TEACHES and before in ("who", "that", "que")
        )
        if word.plain in _STAFF and position not in faculty:
            first = position
            while first > 0 and not _ends_clause(passage, first) and position - first < 3:
                if passage.plain(first - 1) in _LEADING:
                    break
                first -= 1
            lead = passage.plain(first - 1)
            is_own = lead in _SELF or (lead in _ARTICLES and passage.plain(first - 2) in _SELF)
            opens = first == 0 and (student is not None or passage.plain(position + 1) in _AT)
            opens = opens and passage.plain(position - 1) not in ("former", "ex", "retired")
            named = student is None and _names_their_students(passage, position)
            opens = opens or named
            is_stated = is_stated or is_own or opens
        if is_stated and student is not None:
            _read_student_of_theirs(passage, student)
            return
        if is_stated:
            passage.teaching = passage.plains.isdisjoint(_CHANGING) and not _goes_back(passage)
            _drop_after(passage, position)
            if passage.teaching:
                passage.dropped.update(m for m in passage.live(Facet.STAGE) if m.meaning.weak)


def _goes_back(passage: Passage) -> bool:
    """Return whether someone goes to professional school: "want to go to med school"."""
    return any(
        word.plain == "school"
        and passage.plain(position - 1) in _HIGHER
        and not _GOING.isdisjoint(passage.plain(position - step) for step in (2, 3, 4))
        for position, word in enumerate(passage.words)
    )


def _names_their_students(passage: Passage, position: int) -> bool:
    """Drop the stage right before a teacher; return whether it opens: "high school teacher ...".

    What they teach may come between: "high school chem teacher".
    """
    first = position
    while passage.plain(first - 1) in _SUBJECTS:
        first -= 1
    for match in passage.live(Facet.STAGE):
        ends = match.first + match.size
        if ends in (first, position) and passage.plain(match.first - 1) not in _MINE:
            passage.dropped.add(match)
            return match.first == 0
    return False


def _read_would_be_mentors(passage: Passage) -> None:
    """Drop the stages of others: "wants to mentor high schoolers", "be a mentor for premeds"."""
    for position, word in enumerate(passage.words):
        after = position + 1
        if word.plain in _MENTORING and _asks_how_to(passage, position):
            _drop_after(passage, position)
            passage.mentoring_others = passage.plain(after) not in _OF_THEIRS
            continue
        if word.plain in _MENTORING and passage.plain(position - 1) == "to":
            lead = position - 2
        elif word.plain in _MENTOR and (
            passage.plain(after) in _TOWARDS or _ends_clause(passage, after)
        ):
            being = position - (2 if passage.plain(position - 1) in _ARTICLES else 1)
            if passage.plain(being) not in _BEING:
                continue
            lead = being - (2 if passage.plain(being - 1) == "to" else 1)
            after += 1
        else:
            continue
        may = passage.plain(lead) in _I and passage.plain(lead - 1) in _MAY
        wants = may or passage.plain(lead) in _WANTING
        if not wants or passage.plain(after) in _ASKERS:
            continue
        if _drop_after(passage, position) or _has_mentees(passage, after):
            passage.mentoring_others = True


def _has_mentees(passage: Passage, after: int) -> bool:
    return _ends_clause(passage, after) or passage.plain(after) in _MENTEES


def _asks_how_to(passage: Passage, position: int) -> bool:
    """Return whether someone asks how to mentor, or wants to beside another thing.

    "How can I mentor students?", "want to give back and mentor premeds".
    """
    before = [passage.plain(position - step) for step in (1, 2)]
    if before[0] in _I and before[1] in _MAY:
        return True
    return (
        before[0] in ("and", "y")
        and any(
            passage.plain(n) == "to" and passage.plain(n - 1) in _WANTING
            for n in range(max(1, position - 5), position - 1)
        )
        and (
            passage.plain(position + 1) in _MENTEES
            or any(match.first == position + 1 for match in passage.live(Facet.STAGE))
        )
    )


def _drop_after(passage: Passage, position: int) -> bool:
    """Drop the stages in the rest of a clause; return whether there were any."""
    end = position + 1
    while end < len(passage.words) and not _ends_clause(passage, end):
        end += 1
    stages = [m for m in passage.live(Facet.STAGE, Facet.YEAR) if position < m.first < end]
    passage.dropped.update(stages)
    passage.of_others.update(range(position, end))
    return bool(stages)


def _ends_clause(passage: Passage, position: int) -> bool:
    """Return whether a word is not in the clause of the one before it."""
    return (
        position >= len(passage.words)
        or passage.stops_before(position)
        or passage.plain(position) in _NEXT_CLAUSE
    )


def _read_communities_of_others(passage: Passage) -> None:
    """Drop the communities of "I treat Hispanic patients" and "everything is for minorities"."""
    communities = passage.live(Facet.COMMUNITY)
    for match in communities:
        before = [passage.plain(match.first - step) for step in (1, 2, 3)]
        beside = {before[0], passage.plain(match.first + match.size)}
        served = not _SERVED.isdisjoint(beside) or not _SERVED.isdisjoint(
            passage.plain(n) for n in range(match.first, match.first + match.size)
        )
        serving = not _SERVING.isdisjoint(before[:2]) or (
            "with" in before[:2] and not _WORKING.isdisjoint(before)
        )
        of_all = before[0] == "for" and not _ALL.isdisjoint(
            passage.plain(match.first - step) for step in (2, 3, 4)
        )
        others = any(other.meaning.value != match.meaning.value for other in communities)
        if "my" not in before and (served or serving or (of_all and others)):
            passage.dropped.add(match)
    _read_people_around(passage)


def _read_people_around(passage: Passage) -> None:
    """Drop the gender of others, "every doctor was a man", and a minority that someone is not in.

    Someone who is white and mentions minorities says whom a program is for.
    """
    communities = passage.live(Facet.COMMUNITY)
    for match in communities:
        value = match.meaning.value
        if value == "urm" and any(other.meaning.value == "white" for other in communities):
            passage.dropped.add(match)
        if value == "lgbtq" and not passage.plains.isdisjoint(("straight", "hetero", "cishet")):
            passage.dropped.add(match)
        if value in _GENDERS and _is_a_stranger(passage, match):
            passage.dropped.add(match)
        if value not in _GENDERS or not any(
            other.meaning.value in _GENDERS and other.meaning.value != value
            for other in communities
        ):
            continue
        near = [passage.plain(match.first - step) for step in (1, 2, 3)]
        around = not _EVERYONE.isdisjoint(near) or (
            near[0] in _ARTICLES and near[1] in _WERE and near[2] not in _I
        )
        if around:
            passage.dropped.add(match)


def _is_a_stranger(passage: Passage, match: Match) -> bool:
    """Return whether someone is only told of: "the guy across the hall", "the lady who ..."."""
    before = match.first - 1
    return (
        match.size == 1
        and passage.plain(before) in _TOLD_OF
        and passage.plain(before - 1) not in (*_SELF, "for")
        and not passage.stops_before(match.first)
    )


def read_counties(passage: Passage, city_state: dict[str, str]) -> None:
    """Read "Baltimore County" as a part of Maryland, since the city is not part of it."""
    for match in passage.live(Facet.CITY):
        if match.meaning.value == "state college" and passage.plain(match.first + 1) != "college":
            passage.dropped.add(match)  # "Delta State Univ", which is no town
            continue
        if passage.plain(match.first + match.size) == "county":
            passage.dropped.add(match)
            meaning = Meaning(Facet.PLACE, city_state[match.meaning.value])
            passage.matches.append(Match(match.first, match.size + 1, meaning))
