"""Recognize a school by name if it is someone's school: "at Duke", "Drexel med student"."""

from typing import Final

from bot.search.reading.ages import stage_at
from bot.search.reading.passage import Passage
from bot.search.reading.people import is_of_another
from bot.search.vocabulary import Facet, Match, Meaning, Vocabulary

LONGEST_NAME: Final = 6
_LED_BY: Final = frozenset(
    {"at", "attend", "attending", "en", "into", "enrolled", "from", "to", "going", "goes", "joined"}
)
_ARTICLES: Final = frozenset({"the", "la", "el"})
_FOLLOWED_BY: Final = frozenset(
    {
        "med",
        "medical",
        "student",
        "students",
        "undergrad",
        "undergraduate",
        "premed",
        "nursing",
        "alum",
        "grad",
        "u",
    }
    | {"freshman", "sophomore", "junior", "senior", "university", "college", "dental", "pharmacy"}
    | {"rn", "nurse", "resident", "np", "crna", "dpt", "pharmd", "kinesiology", "bio", "biology"}
    | {"chem", "biochem", "neuroscience", "psych", "engineering"}
)
# After these a name may be a town or an everyday word, so it must be neither.
_WEAK_LEADS: Final = frozenset({"from", "to", "en", "going", "goes", "into", "joined", "enrolled"})

_NAMING: Final = frozenset({"university", "college", "state"})
_STUDENTS: Final = frozenset(
    {"premed", "prehealth", "predental", "student", "undergrad", "freshman", "sophomore", "junior"}
    | {"senior", "nursing", "med"}
)
_NO_SCHOOL: Final = frozenset(
    {"home", "work", "least", "first", "night", "hope", "union", "college"}
)


def read_schools(passage: Passage, vocabulary: Vocabulary, towns: frozenset[str]) -> None:
    """Record the schools that someone says are theirs; the catalogue's own are names already.

    One of `towns` is no other school: "at madison" may well be the catalogue's own.
    """
    words, schools = passage.words, vocabulary.schools
    starting = vocabulary.school_starts
    starts = [n for n, word in enumerate(words) if word[1] in starting]
    if not passage.plains.isdisjoint(_NAMING):
        named_so = [n for n, word in enumerate(words) if word[1] in _NAMING]
        earlier = (n - step for n in named_so for step in (1, 2) if n >= step)
        starts = sorted({*starts, *earlier})
    if not starts and "universidad" not in passage.plains:
        return
    taken = _extents(passage, Facet.NAME) if Facet.NAME in passage.facets else set()
    for position in starts:
        if position in passage.read_as_school or is_of_another(passage, position):
            continue
        named = [m for m in passage.live(Facet.NAME) if m.first == position]
        if position in taken and not named:
            continue
        shortest = max((match.size for match in named), default=0)
        before = position - 1
        if passage.plain(before) in _ARTICLES:
            before -= 1
        lead = passage.plain(before)
        longest = min(len(words), position + LONGEST_NAME)
        for end in range(longest, position + shortest, -1):
            name = passage.written(position, end)
            if name not in schools or name.endswith(" american"):
                continue  # "arab american premed" says who they are
            followed = passage.plain(end) in _FOLLOWED_BY
            whole = end - position > 1 and ("university" in name or "college" in name)
            town = set(range(position, end)) <= _extents(passage, Facet.CITY, Facet.PLACE)
            everyday = end - position == 1 and name in vocabulary.real_words
            everyday = everyday and not (
                _is_in_capitals(passage, position) or _begins_a_clause(passage, position, end)
            )
            if (
                end - position == 1
                and lead in ("at", "attend", "attending")
                and passage.key(position) in _NO_SCHOOL
            ):
                break
            if town and name in towns:
                break
            certain = lead in _LED_BY and (
                lead not in _WEAK_LEADS
                or not (town or (everyday and not passage.spanish))
                or _is_transferred_to(passage, before)
            )
            is_stated = followed or _is_between_commas(passage, position, end) or lead in _STUDENTS
            if whole or certain or (is_stated and not town and not everyday):
                passage.dropped.update(named)
                passage.schools = (*passage.schools, name)
                passage.school_at[name] = position
                passage.read_as_school.update(range(position, end))
                passage.at_medical_school = passage.key(end) == "medical"
            break
    _read_universidades(passage, vocabulary)
    if not passage.read_as_school:
        return
    passage.dropped.update(
        match
        for match in passage.live(Facet.STAGE)
        if match.meaning.value == "college-pre-health"
        and passage.key(match.first + match.size - 1) == "college"
        and match.first + match.size - 1 in passage.read_as_school
    )


def _read_universidades(passage: Passage, vocabulary: Vocabulary) -> None:
    """Read "universidad de Houston" as the school that is listed in English."""
    if not passage.spanish or "universidad" not in passage.plains:
        return
    taken = _extents(passage, Facet.NAME)
    for position, word in enumerate(passage.words):
        first = position + 2
        if word.plain != "universidad" or passage.plain(position + 1) not in ("de", "del"):
            continue
        if not taken.isdisjoint(range(position, first + 1)):
            continue
        for end in range(min(len(passage.words), first + LONGEST_NAME), first, -1):
            place = passage.written(first, end)
            for name in (f"university of {place}", f"{place} university"):
                if name in vocabulary.schools and name not in passage.schools:
                    passage.schools = (*passage.schools, name)
                    passage.school_at[name] = position
                    passage.read_as_school.update(range(position, end))
                    return
        places = _extents(passage, Facet.CITY, Facet.PLACE, Facet.ELSEWHERE, Facet.COMMUNITY)
        end = first
        while end in places:
            end += 1
        if end > first:
            name = passage.written(position, end)
            passage.schools = (*passage.schools, name)
            passage.school_at[name] = position
            passage.dropped.update(
                match for match in passage.live(Facet.COMMUNITY) if first - 1 <= match.first < end
            )
            return


def _is_transferred_to(passage: Passage, before: int) -> bool:
    """Return whether someone transferred there: "transferred from penn state to temple"."""
    return passage.plain(before) in ("to", "into") and any(
        passage.plain(n).startswith("transfer") for n in range(max(0, before - 5), before)
    )


def _begins_a_clause(passage: Passage, position: int, end: int) -> bool:
    """Return whether a name opens a clause and says whose student: "temple premed, ..."."""
    if passage.key(position) in _NO_SCHOOL or not passage.stops_before(position):
        return False
    return passage.plain(end) in _STUDENTS - {"student"} and passage.plain(end) != "nursing"


def _is_in_capitals(passage: Passage, position: int) -> bool:
    word, question = passage.words[position], passage.question
    return question[word.start : word.end].isupper() and not question.isupper()


_BELONGING: Final = frozenset(
    {"member", "members", "belong", "miembro", "joined", "membership", "fellow", "im", "am", "soy"}
    | {"as", "socia", "socio"}
)
_MEMBERS: Final = frozenset(
    {"member", "members", "miembro", "fellow", "fellows", "socia", "socio", "membership"}
)
_SELF: Final = frozenset({"im", "am", "soy", "as"})
_ANY: Final = frozenset({"a", "an", "any", "the", "with"})
_NOT: Final = frozenset({"not", "no", "never", "arent", "isnt", "werent", "havent", "nor"})


def read_memberships(passage: Passage, vocabulary: Vocabulary) -> None:
    """Record the organizations that someone says they belong to.

    "Member of AMSA", "AMSA premed member", "associate fellow of the ACS", "I'm an EMRA resident".
    """
    if passage.plains.isdisjoint(_BELONGING):
        return
    for match in passage.live(Facet.NAME):
        end = match.first + match.size
        if any(passage.plain(n) in _NOT for n in range(match.first - 5, match.first)):
            continue  # "not a member of AMSA"
        start = match.first - (1 if passage.plain(match.first - 1) in _ARTICLES else 0)
        lead, last = passage.plain(start - 2), passage.plain(start - 1)
        joined = (lead in _MEMBERS and last in ("of", "de", "in")) or (lead, last) == (
            "belong",
            "to",
        )
        if joined or last == "joined" or _is_a_member(passage, match, vocabulary):
            written = passage.written(match.first, end)
            names = dict.fromkeys((match.meaning.value, written))
            passage.memberships = (*passage.memberships, *names)


def _is_a_member(passage: Passage, match: Match, vocabulary: Vocabulary) -> bool:
    """Return whether an organization's name says who someone is: "an EMRA resident"."""
    end = match.first + match.size
    for position in range(end, end + 3):
        if position > end and passage.stops_before(position):
            break
        if passage.plain(position) in _MEMBERS:
            asked = passage.plain(position + 1).startswith(("mentor", "program"))
            return not asked and passage.plain(position - 1) not in _ANY
    lead = passage.plain(match.first - 1)
    own = lead in _SELF or (lead in ("a", "an") and passage.plain(match.first - 2) in _SELF)
    followed = any(stage.first == end for stage in passage.live(Facet.STAGE))
    stopped = passage.stops_before(end)
    return own and followed and not stopped and not _is_a_school(match.meaning.value, vocabulary)


def _extents(passage: Passage, *facets: Facet) -> set[int]:
    return {
        position
        for match in passage.matches
        if match.meaning.facet in facets
        for position in range(match.first, match.first + match.size)
    }


def _is_between_commas(passage: Passage, first: int, end: int) -> bool:
    return passage.stops_before(first) and (end == len(passage.words) or passage.stops_before(end))


STUDENT_OF: Final = {
    "nursing": "nursing-student",
    "pharmacy": "pharmacy-student",
    "dentistry": "dental-student",
    "physical-therapy": "physical-therapy-student",
    "physician-assistant": "pa-student",
    "medicine": "medical-student",
}
_BESIDE: Final = 2
_WANTED: Final = frozenset({"an", "any", "some", "with", "from", "want", "una", "un"})
# Who studies these at a school is in training; pharmacy, like medicine, comes after college.
_FIELD_WORDS: Final = {"nursing": "nursing", "enfermeria": "nursing"}
_STUDYING: Final = frozenset(
    {
        "at",
        "en",
        "starting",
        "start",
        "empiezo",
        "semester",
        "week",
        "class",
        "clinical",
        "clinicals",
    }
    | {"first", "freshman", "sophomore", "junior", "senior", "year", "started", "incoming"}
)
_OTHERS: Final = frozenset({"who", "that", "someone", "whos", "has", "que"})
_GRADUATED: Final = frozenset({"graduated", "egrese", "graduate"})
_NOT_STUDYING: Final = frozenset(
    {
        "graduated",
        "alum",
        "alumni",
        "alumna",
        "hired",
        "work",
        "working",
        "nurse",
        "hospital",
        "grad",
    }
    | {"faculty", "instructor", "professor", "resident", "residency", "egrese", "trabajo"}
)


def read_high_schools(passage: Passage) -> None:
    """Read "goes to Sayre High" as high school; "my stress is high" is not."""
    if passage.teaching:
        return
    if "at" in passage.plains:
        _read_class_at(passage)
    if "high" not in passage.plains:
        return
    for position, word in enumerate(passage.words):
        if word.plain != "high" or position == 0 or passage.stops_before(position):
            continue
        after, before = passage.plain(position + 1), passage.plain(position - 1)
        ends = position + 1 == len(passage.words) or passage.stops_before(position + 1)
        named = before not in _HOW_HIGH and before not in _LED_BY
        listed = after == "school" and position in _extents(passage, Facet.NAME)
        follows = ends or listed or after in _CLASS or after in ("and", "in", "student", "y")
        if named and follows:
            meaning = Meaning(Facet.STAGE, "high-school")
            passage.dropped.update(
                match for match in passage.live(Facet.STAGE) if match.meaning.value in _JOBS
            )
            passage.matches.append(Match(position, 1, meaning))
            passage.dropped.update(
                match
                for match in passage.live(Facet.STAGE)
                if match.meaning.value == "college-pre-health"
                and (match.meaning.weak or passage.key(match.first) in _CLASS)
            )


def _read_class_at(passage: Passage) -> None:
    """Read "senior at Lincoln Tech" as high school, if no college is known by that name."""
    for match in passage.live(Facet.STAGE):
        end = match.first + match.size
        if match.meaning.value != "college-pre-health" or passage.plain(end - 1) != "at":
            continue
        start = end + (1 if passage.plain(end) in ("the", "a", "an", "my") else 0)
        named = range(start, start + 4)
        known = passage.read_as_school | _extents(passage, Facet.NAME)
        college = any(passage.plain(n) in _COLLEGES for n in named)
        if college or not known.isdisjoint(named) or passage.key(match.first) not in _CLASS:
            continue
        others = [m for m in passage.live(Facet.STAGE) if m is not match and not m.meaning.weak]
        passage.dropped.add(match)
        if not others and not any(word in _COLLEGE_LIFE for word in passage.plains):
            meaning = Meaning(Facet.STAGE, "high-school")
            passage.matches.append(match._replace(meaning=meaning))
        elif not others:
            passage.matches.append(match._replace(meaning=match.meaning._replace(weak=True)))


_COLLEGES: Final = frozenset(
    {"college", "university", "uni", "u", "cc", "state", "campus", "uc", "cal", "community"}
)
_COLLEGE_LIFE: Final = frozenset(
    {"premed", "prehealth", "predental", "major", "majoring", "mcat", "undergrad", "dorm", "gre"}
    | {"prereqs", "degree", "orgo", "ochem"}
)
_JOBS: Final = frozenset({"health-worker", "nurse"})
_CLASS: Final = frozenset(
    {"freshman", "sophomore", "junior", "senior", "10th", "11th", "12th", "9th"}
)
_HOW_HIGH: Final = frozenset(
    {
        "so",
        "too",
        "very",
        "how",
        "is",
        "are",
        "was",
        "pretty",
        "really",
        "super",
        "not",
        "that",
        "a",
    }
    | {"my", "in", "the", "as", "aim", "aiming", "junior", "jr", "still", "of", "stress", "gpa"}
)


# Words of someone who works at a school's hospital, or is past its classes.
_PAST_CLASSES: Final = frozenset(
    {"hired", "graduated", "alum", "alumni", "residency", "promotion", "prof", "professor"}
    | {"unit", "icu", "floor", "hire", "egrese", "egresada", "grad"}
)
_EMPLOYED: Final = frozenset(
    {"work", "working", "works", "hospital", "job", "trabajo", "health", "shift", "clinic", "labs"}
)
_THERE: Final = frozenset(
    {"at", "attend", "attending", "en", "estudio", "goes", "curso", "enrolled", "start", "starting"}
)
# Campuses without undergraduates.
_PROFESSIONAL: Final = frozenset({"ucsf", "ohsu", "miller", "mahec"})


def read_studies(passage: Passage, vocabulary: Vocabulary) -> None:
    """Add the stage of someone who says where they study but not as what."""
    if not passage.schools and Facet.NAME not in passage.facets:
        return
    if passage.age is not None and stage_at(passage.age):
        return
    stages = passage.live(Facet.STAGE)
    works_too = {match.meaning.value for match in stages} == {"health-worker"}
    if works_too and not _studies_a_subject(passage):
        return
    if (not stages or works_too) and (stage := _stage_at_school(passage, vocabulary)):
        passage.matches.append(Match(0, 0, Meaning(Facet.STAGE, stage)))


def _studies_a_subject(passage: Passage) -> bool:
    """Return whether a subject is studied at a school: "EMT, sociology at Wayne State"."""
    subjects = {
        match.first + match.size
        for match in passage.matches
        if match.meaning.facet in (Facet.OTHER_WORK, Facet.FIELD)
    }
    return any(passage.plain(end) == "at" for end in subjects)


def _stage_at_school(passage: Passage, vocabulary: Vocabulary) -> str:
    if passage.teaching or passage.asks_a_fact or passage.dropped_out:
        return ""
    if not passage.plains.isdisjoint(_PAST_CLASSES):
        return ""
    attended = set(passage.schools) - passage.not_theirs - vocabulary.hospitals
    if attended and len(passage.words) > len(passage.read_as_school) + 1:
        if any(_is_employed(passage, passage.school_at.get(name, 0)) for name in attended):
            return ""
        return "medical-student" if passage.at_medical_school else "college-pre-health"
    if passage.not_theirs and not passage.plains.isdisjoint(_APPLYING):
        return _before_college(passage, vocabulary)
    for match in passage.live(Facet.NAME):
        name, first = match.meaning.value, match.first
        if not _is_a_school(name, vocabulary) or name in passage.not_theirs | _PROFESSIONAL:
            continue
        opens = first == 0 and match.size < len(passage.words) and passage.stops_before(match.size)
        if (opens or passage.plain(first - 1) in _THERE) and not _is_employed(passage, first):
            return "college-pre-health"
    return ""


_APPLYING: Final = frozenset({"applying", "apply", "applied"})


def _before_college(passage: Passage, vocabulary: Vocabulary) -> str:
    """Read someone who applies to a college, and says nothing else, as a pupil."""
    colleges = {
        match.meaning.value
        for match in passage.live(Facet.NAME)
        if _is_a_school(match.meaning.value, vocabulary)
    }
    aimed = passage.not_theirs & (colleges | set(passage.schools)) - _PROFESSIONAL
    past = not passage.plains.isdisjoint(_PAST_COLLEGE) or (passage.age or 0) > _PUPIL
    return "high-school" if aimed and not past else ""


_PUPIL: Final = 20
_PAST_COLLEGE: Final = frozenset(
    {"med", "medical", "nursing", "grad", "transfer", "transferring", "residency", "dental", "pa"}
    | {"pharmacy", "bsn", "mcat", "amcas", "masters", "phd", "law", "fellowship", "faculty", "job"}
)


def _is_a_school(name: str, vocabulary: Vocabulary) -> bool:
    return any(
        spelling in vocabulary.schools
        for spelling in (name, f"{name} university", f"{name} college", f"university of {name}")
    )


def _is_employed(passage: Passage, first: int) -> bool:
    near = (passage.plain(n) for n in range(max(0, first - 4), first + 6))
    return not _EMPLOYED.isdisjoint(near)


def _freshmen_of_a_field(passage: Passage) -> list[Match]:
    """Return the phrases of a "freshman at Rutgers for nursing", who is a student of nursing.

    "Junior at Penn State in the nursing program" is one too, and "want to get into nursing school"
    is not.
    """
    if passage.plains.isdisjoint(_CLASS) or passage.plains.isdisjoint(_FIELD_WORDS):
        return []
    named = any(
        word.key in _FIELD_WORDS and _is_studied(passage, position)
        for position, word in enumerate(passage.words)
    )
    return [
        match
        for match in passage.live(Facet.STAGE)
        if named
        and passage.key(match.first) in _CLASS
        and match.meaning.value == "college-pre-health"
    ]


def _is_studied(passage: Passage, position: int) -> bool:
    """Return whether a field is someone's: "in nursing", "in the nursing program"."""
    before = [passage.plain(n) for n in range(max(0, position - _AIM_REACH), position)]
    if not _AIMING_AT.isdisjoint(before):
        return False
    return before[-1:] in (["for"], ["in"]) or passage.plain(position + 1) in _TAUGHT_IN


def _read_former_students(passage: Passage) -> None:
    """Drop the stage of someone who is "no longer a student"."""
    if not {"longer", "anymore"} & passage.plains or "student" not in passage.plains:
        return
    plain = " ".join(word.plain for word in passage.words)
    passage.no_longer = any(words in plain for words in _NO_LONGER)
    if passage.no_longer:
        passage.dropped.update(
            m for m in passage.live(Facet.STAGE) if m.meaning.value in STUDENT_OF.values()
        )


_SWITCHED: Final = frozenset(
    {"switched", "switching", "changed", "changing", "transferred", "transferring", "switch"}
)


def _is_denied(passage: Passage) -> bool:
    """Return whether someone says that they aren't a student of a profession (yet)."""
    denied = {match.meaning.value for match in passage.denied if match.meaning.facet is Facet.STAGE}
    return not denied.isdisjoint(STUDENT_OF.values())


def _read_switched_majors(passage: Passage) -> None:
    """Read "switched my major to nursing, sophomore" as a student of nursing."""
    if passage.plains.isdisjoint(_SWITCHED) or passage.plains.isdisjoint(_CLASS):
        return
    for position, word in enumerate(passage.words):
        before = [passage.plain(n) for n in range(max(0, position - 5), position)]
        if word.key not in _FIELD_WORDS or before[-1:] != ["to"] or _SWITCHED.isdisjoint(before):
            continue
        passage.dropped.update(
            match
            for match in passage.live(Facet.STAGE)
            if match.meaning.value == "college-pre-health"
        )
        stage = STUDENT_OF[_FIELD_WORDS[word.key]]
        passage.matches.append(Match(position, 1, Meaning(Facet.STAGE, stage)))
        return


_TAUGHT_IN: Final = frozenset({"program", "programa", "major", "student", "school", "track"})
_AIMING_AT: Final = frozenset(
    {"into", "want", "wants", "wanna", "apply", "applying", "applied", "before", "hope", "hoping"}
    | {"looking", "considering", "thinking", "any", "some", "about", "quiero", "no", "not"}
)
_AIM_REACH: Final = 6
_AIMS: Final = frozenset({"track", "mentor", "shadowing", "applicant", "career"})
_NO_LONGER: Final = ("no longer a student", "not a student anymore", "no longer a nursing student")


def read_students(passage: Passage) -> None:
    """Read "nursing at Washburn" as a student of nursing there, if no stage is written."""
    _read_former_students(passage)
    if not (passage.schools or Facet.NAME in passage.facets or _CLASS & passage.plains):
        return
    theirs = [match.meaning.value for match in passage.live(Facet.NAME)]
    attended = {*passage.schools, *theirs} - passage.not_theirs
    if passage.teaching or (passage.dropped_out and not attended) or _is_denied(passage):
        return
    _read_switched_majors(passage)
    freshmen = _freshmen_of_a_field(passage)
    passage.dropped.update(freshmen)
    if not attended or any(not match.meaning.weak for match in passage.live(Facet.STAGE)):
        return
    plain = passage.plains
    for name in passage.live(Facet.NAME):
        if passage.key(name.first + name.size) == "medical" and "hospital" not in plain:
            end = name.first + name.size
            passage.matches.append(Match(end, 1, Meaning(Facet.STAGE, "medical-student")))
            return
    graduated = any(
        word.plain in _GRADUATED and passage.plain(position - 1) not in _OTHERS
        for position, word in enumerate(passage.words)
    )
    if (graduated or passage.no_longer) and not plain.isdisjoint(_FIELD_WORDS):
        position = next(n for n, word in enumerate(passage.words) if word.plain in _FIELD_WORDS)
        if passage.words[position].plain != "pharmacy":
            passage.matches.append(Match(position, 1, Meaning(Facet.STAGE, "nurse")))
        return
    schools = passage.read_as_school | _extents(passage, Facet.NAME)
    beside = any(
        word.key in _FIELD_WORDS and position - 1 in schools
        for position, word in enumerate(passage.words)
    )
    past = {
        word.plain
        for position, word in enumerate(passage.words)
        if not (word.plain[:4] == "alum" and passage.plain(position - 1) in _WANTED)
    }
    if not past.isdisjoint(_NOT_STUDYING) or (plain.isdisjoint(_STUDYING) and not beside):
        return
    for position, word in enumerate(passage.words):
        if word.key in _FIELD_WORDS:
            field = _FIELD_WORDS[word.key]
            passage.matches.append(Match(position, 1, Meaning(Facet.FIELD, field)))
            passage.matches.append(Match(position, 1, Meaning(Facet.STAGE, STUDENT_OF[field])))
            return
    for match in passage.live(Facet.FIELD):
        stage = STUDENT_OF.get(match.meaning.value)
        near = range(match.first - _BESIDE, match.first + match.size + _BESIDE)
        if schools.isdisjoint(near):
            continue
        if stage != "nursing-student" and not plain.isdisjoint(_CLASS):
            continue  # "freshman, pharmacy" aims at it
        if stage == "medical-student" and passage.key(match.first) not in ("medical", "medicine"):
            continue
        if stage == "pa-student" and passage.plain(match.first + match.size - 1) in _AIMS:
            continue
        if stage:
            passage.matches.append(Match(match.first, match.size, Meaning(Facet.STAGE, stage)))
            return
