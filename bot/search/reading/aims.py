"""Tell what someone is from what they want to become, see, or talk to."""

from typing import Final

from bot.search.asker import PROFESSION_OF, PROFESSIONS
from bot.search.reading.passage import Passage
from bot.search.reading.people import WARD
from bot.search.vocabulary import Facet, Match, Meaning

_WORKING: Final = frozenset(
    {"nurse", "pharmacist", "resident", "early-career", "junior-faculty", "fellow", "physician"}
    | {"pa-student", "health-worker"}
)
_ARTICLES: Final = frozenset(
    {"a", "an", "the", "some", "real", "experienced", "actual", "working", "una", "un", "good"}
    | {"medical", "great", "licensed", "practicing", "like", "another", "any", "my"}
)
_RISING: Final = frozenset({"subir", "pasar", "llegar", "ascender"})  # "subir a RN"
_ASPIRING: Final = frozenset({"future", "aspiring", "wannabe", "futura", "futuro", "prospective"})
_ON_LEAVE: Final = frozenset({"leave", "loa", "absence", "break", "off"})
_SACAR: Final = frozenset({"sacar", "obtener", "conseguir", "sacarme"})
_OF_A_LICENSE: Final = frozenset({"my", "mi", "de", "el", "la", "go", "going"})
_PERHAPS: Final = frozenset({"maybe", "perhaps", "quizas", "quiza", "either"})
_MENTORED: Final = frozenset(
    {"mentors", "mentor", "mentorship", "program", "programs", "anything", "something", "support"}
    | {"help", "resources", "nothing", "mentoring"}
)
BECOME: Final = frozenset(
    {"become", "becoming", "be", "being", "ser", "becomes", "hacerme", "convertirme", "into"}
)
# Words that lead to a person who is met or a profession that is looked at, not to the asker.
_TOWARDS: Final = frozenset(
    {"shadow", "shadowing", "with", "by", "follow", "following", "to", "meet", "observe", "of"}
    | {
        "about",
        "for",
        "from",
        "find",
        "con",
        "acompanar",
        "que",
        "as",
        "toward",
        "towards",
        "between",
    }
    | {"considering", "interested", "in", "studying"}
)
_DREAMING: Final = frozenset(
    {"want", "wants", "wanted", "like", "hope", "hoping", "dream", "career", "future", "someday"}
    | {"going", "planning", "plan", "thinking", "considering", "see", "love", "become", "life"}
)
SCHOOLS: Final = frozenset(
    {"medical-student", "nursing-student", "dental-student", "pharmacy-student", "np-student"}
    | {"physical-therapy-student", "pa-student"}
)
_SCHOOLS_TOO: Final = SCHOOLS | {"other-student"}
AIMING: Final = frozenset(
    {"want", "wants", "wanted", "into", "apply", "applying", "applied", "get", "getting", "before"}
    | {"entrar", "ingresar", "aplicar", "quiero", "quiere", "toward", "towards", "going", "go"}
    | {"hoping", "planning", "aiming", "considering", "for", "attend", "thinking", "ir", "pre"}
)
_ADMITTED: Final = frozenset(
    {
        "acceptance",
        "transferred",
        "accepted",
        "admitted",
        "got",
        "start",
        "starting",
        "started",
        "begin",
        "empiezo",
        "incoming",
    }
    | {"starts", "begins", "beginning", "enters", "entering", "empieza", "finish", "finishing"}
    | {"graduating", "finishes", "graduates"}
)
_APPLICATION: Final = frozenset(
    {
        "apply",
        "applying",
        "applied",
        "aplicar",
        "aplico",
        "interview",
        "application",
        "applications",
    }
)
_HELP: Final = frozenset(
    {"mentor", "mentors", "mentorship", "mentoring", "program", "help", "advice"}
)
_REFUSED: Final = frozenset({"rejected", "waitlisted", "denied", "every", "interviewing"})
_SOME_DAY: Final = frozenset(
    {"someday", "eventually", "hopefully", "oneday", "algundia", "maybe", "perhaps", "bust"}
)
# After these, a school is talked about, not attended.
_MENTIONING: Final = frozenset(
    {
        "is",
        "about",
        "the",
        "of",
        "on",
        "does",
        "like",
        "how",
        "what",
        "why",
        "hate",
        "love",
        "es",
        "from",
    }
)
_ATTENDING: Final = frozenset({"in", "at", "during", "through", "my", "en", "started"})
BEFORE_IT: Final = frozenset({"high-school", "middle-school", "college-pre-health", "post-bac"})
_SPANS: Final = frozenset({"year", "semester", "week", "month", "term", "half"})
_TIMES: Final = frozenset(
    {"month", "months", "week", "weeks", "year", "years", "yr", "yrs", "day", "days", "semester"}
    | {"deep", "halfway", "far", "term", "shifts"}
)
_SPEAKING: Final = frozenset(
    {"mentors", "helps", "helped", "told", "said", "says", "teaches", "guides", "was", "is", "came"}
    | {"suggested", "recommended", "explained", "talked", "looks", "gets", "dijo", "era"}
)
_TELLING: Final = frozenset({"told", "said", "says", "suggested", "recommended", "advised", "dijo"})
_TEACHING: Final = frozenset({"teach", "coach", "tutor", "help", "helping", "mentor", "mentoring"})
_NAMING: Final = frozenset({"the", "this", "that", "your", "their"})
_PROGRAMS: Final = frozenset({"mentorship", "mentoring", "thing"})
_OTHERS: Final = frozenset({"the", "his", "her", "their", "our", "una", "un", "la", "el", "a"})
_SOMEONE_S: Final = frozenset({"my", "his", "her", "their", "our", "mi", "su"})
_PERSONS: Final = frozenset(
    {"nurse", "pharmacist", "resident", "attending", "fellow", "hospitalist", "enfermera"}
    | {"enfermero", "farmaceutica", "farmaceutico"}
)
_WARDS: Final = frozenset({"unit", "floor"})
_VISITING: Final = frozenset(
    {"volunteer", "volunteering", "volunteered", "shadow", "shadowing", "shadowed", "rotation"}
)
_COPULAS: Final = frozenset(
    {
        "am",
        "im",
        "is",
        "was",
        "she",
        "he",
        "were",
        "as",
        "being",
        "still",
        "now",
        "currently",
        "just",
        "also",
    }
    | {"shes", "hes", "are", "soy", "es", "como", "not", "already", "only", "became", "been", "and"}
    | {
        "in",
        "at",
        "doing",
        "into",
        "years",
        "year",
        "finishing",
        "who",
        "whos",
        "thats",
        "completing",
        "or",
        "but",
        "hi",
        "hello",
        "hey",
        "from",
        "got",
        "starting",
        "started",
        "be",
        "become",
    }
)
# Before a stage of other people, if the asker has said their own.
_PARENTS: Final = frozenset({"mom", "mother", "dad", "father", "parent", "mama", "madre", "padre"})
_VERSUS: Final = frozenset({"vs", "versus"})
_COUPLES: Final = frozenset(
    {"wife", "husband", "partner", "spouse", "girlfriend", "boyfriend", "gf", "bf", "fiance"}
    | {"sister", "brother"}
)
_AMONG: Final = frozenset(
    {"by", "with", "w", "teach", "tutor", "mentoring", "from", "about", "need", "needs", "want"}
    | {"wants", "seeking", "find", "any"}
)
_NAMING_IT: Final = frozenset({"the", "a", "an"})
_LATER_YEARS: Final = frozenset({"second", "third", "fourth", "final", "2nd", "3rd", "4th"})
_SUBJECTS: Final = frozenset(
    {"school", "program", "bsn", "prereq", "prereqs", "app", "application", "escuela"}
)
_TRAINING: Final = dict.fromkeys(("resident", "early-career", "junior-faculty"), "")
_OF_MANY: Final = frozenset({*PROFESSION_OF, *_TRAINING, "health-worker"})
_OF_PEOPLE: Final = frozenset(
    {
        "actual",
        "real",
        "current",
        "black",
        "latina",
        "latino",
        "hispanic",
        "female",
        "male",
        "older",
    }
    | {"senior", "queer", "woman", "experienced", "asian", "native", "gay", "seasoned"}
)
_THINGS: Final = frozenset(
    {"clinical", "clerkship", "class", "course", "rotation", "prereq", "board", "exam", "semester"}
)
# "A resident to look at my application" is someone to find.
_TO_FIND: Final = frozenset({"to", "willing", "mentor", "mentors", "mentora", "mentorship"})
OF_AGE: Final = 18
_SCHOOL_WORDS: Final = frozenset(
    {"school", "schools", "escuela", "facultad", "medschool", "program", "programs"}
)
_FEW_WORDS: Final = 3
_APPLYING_IN: Final = frozenset({"applying", "matching"})
_UNMATCHED: Final = frozenset(
    {"be", "get", "getting", "being", "not", "never", "havent", "who", "when"}
)
_RESIDENCY: Final = frozenset({"residency", "residencia", "residencies"})
_NOT_YET: Final = frozenset(
    {"want", "wants", "for", "apply", "applying", "hacer", "hoping", "waiting", "before", "into"}
    | {"quiero", "planning", "about", "considering", "of", "get", "para", "wanting", "thinking"}
    | {"busca", "busco", "buscando", "conseguir", "aplicar", "quiere", "matchear"}
)
_ON_IT: Final = frozenset(
    {"in", "during", "doing", "starting", "started", "start", "matched", "finishing", "my", "en"}
    | {"incoming", "beginning", "out", "after", "finished"}
)
_IN_IT: Final = frozenset({"in", "during", "through", "finishing", "doing"})
_TITLES: Final = {
    "fellow": "fellow",
    "resident": "resident",
    "intern": "resident",
    "attending": "physician",
}
_SELF: Final = frozenset({"im", "am", "soy", "as", "was", "been", "being"})
BARE_DEGREES: Final = frozenset(
    {"dpt", "bsn", "adn", "absn", "dnp", "msn", "phd", "mha", "mph", "pharmd", "otd", "crna", "np"}
)
_WHEN: Final = frozenset(
    {"fall", "spring", "summer", "january", "august", "september", "sept", "jan", "aug", "june"}
)
_DEGREE_WISHES: Final = frozenset(
    {"want", "wants", "wanting", "wanna", "quiero", "thinking", "considering", "hoping", "pursuing"}
)


def read_aims(passage: Passage) -> None:
    """Drop stages that are aimed at or only mentioned, and what someone leaves behind."""
    if not passage.plains.isdisjoint(_TITLES) or "residency" in passage.plains:
        _titles(passage)
    if not passage.plains.isdisjoint(("matched", "intern")):
        _matched(passage)
    stages = passage.live(Facet.STAGE)
    if not passage.plains.isdisjoint(_RESIDENCY):
        _aim_at_residency(passage)
    if not stages and not passage.plains.isdisjoint(_APPLYING_IN):
        _applying_in_a_specialty(passage)
    if stages:
        if not _SCHOOLS_TOO.isdisjoint([match[2][1] for match in stages]):
            _aim_at_schools(passage)
        for match in passage.live(Facet.STAGE):
            # "with 4 years of practice", "who already is a surgeon"
            counted = passage.plain(match.first).isdigit() or passage.plain(match.first) == "ya"
            at_school = match[2][1] == "pa-student" and is_a_school(passage, match)
            led = ""
            if match[2][1] in _WORKING and not (counted or at_school):
                led = led_by(passage, match)
            if match[2][1] in SCHOOLS and _is_a_wanted_degree(passage, match):
                led = "be"
            led = led or _led_together(passage, match)
            if led:
                passage.dropped.add(match)
                passage.aspiring = passage.aspiring or led in BECOME
            elif _is_spoken_of(passage, match):
                passage.dropped.add(match)
                if match[2][1] == "health-worker" or _is_someone_s(passage, match):
                    passage.dropped.update(inside(passage, match))
    if not passage.plains.isdisjoint(BECOME):
        for match in passage.live(Facet.FIELD):
            if led_by(passage, match) in BECOME:
                passage.aspiring = True
    if not passage.plains.isdisjoint(_SPEAKING):
        _drop_fields_of_others(passage)
    if stages and passage.marks:
        _asked_about(passage)


def _is_a_wanted_degree(passage: Passage, match: Match) -> bool:
    before = {passage.plain(match.first - 1), passage.plain(match.first - 2)}
    if before.isdisjoint(_DEGREE_WISHES):
        return False
    return {passage.plain(n) for n in range(match.first, match.first + match.size)} <= BARE_DEGREES


def _led_together(passage: Passage, match: Match) -> str:
    """Return "be" for what is joined to an aim: "want LPN then RN"."""
    if passage.plain(match.first - 1) not in ("then", "or", "and", "y", "o"):
        return ""
    before = [m for m in passage.dropped if m.first + m.size == match.first - 1]
    wished = any(
        not _DEGREE_WISHES.isdisjoint((passage.plain(m.first - 1), passage.plain(m.first - 2)))
        for m in passage.matches
        if m.meaning.facet is Facet.STAGE and m.first + m.size == match.first - 1
    )
    aimed = wished or any(led_by(passage, m) in BECOME for m in before)
    return "be" if aimed and match.meaning.value in _WORKING else ""


def _titles(passage: Passage) -> None:
    """Read any specialty before "fellow", "resident" or "attending" as that stage."""
    stages = passage.live(Facet.STAGE)
    for field in passage.live(Facet.FIELD):
        position = field.first + field.size
        stage = _TITLES.get(passage.plain(position))
        if passage.plain(position) == "residency" and passage.plain(field.first - 1) in _IN_IT:
            stage = "resident"
        if stage is None or field.meaning.value in PROFESSIONS or passage.stops_before(position):
            continue
        if not any(m.first <= position < m.first + m.size for m in stages):
            passage.matches.append(Match(position, 1, Meaning(Facet.STAGE, stage)))


def _matched(passage: Passage) -> None:
    """Read "matched psych" and "intern, IM" as a resident."""
    if any(match.meaning.value == "resident" for match in passage.live(Facet.STAGE)):
        return
    for field in passage.live(Facet.FIELD):
        if field.meaning.value in PROFESSIONS:
            continue
        before = field.first - (2 if passage.plain(field.first - 1) in ("in", "into", "at") else 1)
        lead = passage.plain(before - 1)
        if passage.plain(before) == "matched" and lead not in _UNMATCHED:
            passage.matches.append(Match(before, 1, Meaning(Facet.STAGE, "resident")))
            return
    for position, word in enumerate(passage.words):
        alone = passage.stops_before(position) and passage.stops_before(position + 1)
        if word.plain == "intern" and alone and passage.live(Facet.FIELD):
            passage.matches.append(Match(position, 1, Meaning(Facet.STAGE, "resident")))
            return


def _applying_in_a_specialty(passage: Passage) -> None:
    """Read "fourth year, applying ortho" as a medical student."""
    for field in passage.live(Facet.FIELD):
        value = field.meaning.value
        before = field.first - (2 if passage.plain(field.first - 1) in ("in", "into") else 1)
        if value in PROFESSIONS or value in ("medicine", "any-health-career"):
            continue
        if passage.plain(before) in _APPLYING_IN and not passage.stops_before(field.first):
            passage.matches.append(Match(before, 1, Meaning(Facet.STAGE, "medical-student")))
            return


def _aim_at_residency(passage: Passage) -> None:
    """Drop a residency that someone only hopes for."""
    for match in passage.live(Facet.STAGE):
        words = [passage.plain(n) for n in range(match.first, match.first + match.size)]
        if match.meaning.value != "resident" or _RESIDENCY.isdisjoint(words):
            continue
        before = [passage.plain(n) for n in range(max(0, match.first - 5), match.first)]
        if "of" in before and not _SPANS.isdisjoint(before):
            continue  # "first month of residency"
        ahead = max((n for n, word in enumerate(before) if word in _NOT_YET), default=-1)
        on_it = any(word in _ON_IT for word in (*before[ahead + 1 :], *words))
        if ahead >= 0 and not on_it:
            passage.dropped.add(match)


def inside(passage: Passage, match: Match) -> list[Match]:
    """Return the fields that are read from the words of a phrase."""
    words = range(match.first, match.first + match.size)
    return [field for field in passage.live(Facet.FIELD) if field.first in words]


def _drop_fields_of_others(passage: Passage) -> None:
    """Drop "the speech therapist was a saint" if another field is asked for."""
    fields = passage.live(Facet.FIELD)
    for match in fields:
        after = passage.plain(match.first + match.size)
        of_others = passage.plain(match.first - 1) in _OTHERS and after in _SPEAKING
        if of_others and any(other.first != match.first for other in fields):
            passage.dropped.add(match)


def _asked_about(passage: Passage) -> None:
    """In a question that isn't a search, drop a school or course that is only its subject."""
    marks = passage.marked(Facet.TOPIC)
    if not marks:
        return
    for match in passage.live(Facet.STAGE):
        if not any(_in_one_clause(passage, match, mark) for mark in marks):
            continue
        words = {passage.plain(n) for n in range(match.first, match.first + match.size)}
        graduate = not words.isdisjoint({"grad", "graduate"})
        if (
            not graduate
            and not words.isdisjoint(_SUBJECTS)
            and passage.plain(match.first) not in _ATTENDING
        ):
            passage.dropped.add(match)


def _in_one_clause(passage: Passage, one: Match, other: Match) -> bool:
    first, last = sorted((one.first, other.first))
    return not any(passage.stops_before(position) for position in range(first + 1, last + 1))


def _aim_at_schools(passage: Passage) -> None:
    """Read "want to get into med school" as before it, and drop a school only mentioned."""
    for match in passage.live(Facet.STAGE):
        if match[2][1] == "other-student" and _is_looked_at(passage, match):
            passage.dropped.add(match)
            passage.aspiring = True
        if match[2][1] not in SCHOOLS:
            continue
        if _is_to_be_studied(passage, match):
            passage.dropped.add(match)
            if passage.age is None or passage.age > OF_AGE:
                before_it = Meaning(Facet.STAGE, "college-pre-health", weak=True)
                passage.matches.append(Match(match.first, match.size, before_it))
            continue
        if not is_a_school(passage, match):
            continue
        before = [passage.plain(n) for n in range(max(0, match.first - 4), match.first)]
        first = passage.plain(match.first)
        lead = first if first in _ATTENDING or passage.stops_before(match.first) else before[-1]
        phrase = [passage.plain(n) for n in range(match.first, match.first + match.size)]
        if lead == "of" and not _SPANS.isdisjoint(before):
            lead = "in"  # "in the first year of nursing school"
        if (lead == "from" and not _ON_LEAVE.isdisjoint(before)) or before[-2:] == ["en", "la"]:
            lead = "in"
        if lead in _NAMING_IT and before[-2:-1] and before[-2] in _ATTENDING:
            lead = before[-2]  # "sophomore in the nursing program"
        if before[-2:] == ["my", "college"]:
            lead = "my"
        started = not _ADMITTED.isdisjoint((*before, *phrase)) or _is_dated(passage, match, before)
        started = started or before[-2:] in (["now", "in"], ["now", "at"])
        looking = before[-2:] in (["looking", "at"], ["looking", "into"])
        refused = not _REFUSED.isdisjoint(before)
        ahead = lead == "before" and first in _LATER_YEARS
        aimed = not (started or ahead) and (
            looking
            or refused
            or not _SOME_DAY.isdisjoint(passage.plain(n) for n in range(*_rest_of(passage, match)))
            or (lead not in _ATTENDING and not AIMING.isdisjoint(before))
        )
        others = [
            other
            for other in passage.live(Facet.STAGE)
            if other is not match and other.meaning.value not in SCHOOLS
        ]
        if others:
            at_it = started or lead in _ATTENDING
            only_before = not started and all(
                o.meaning.value in BEFORE_IT and not (at_it and o.meaning.weak) for o in others
            )
            if aimed or not at_it or only_before:
                passage.dropped.add(match)
            elif not started:
                passage.dropped.update(o for o in others if o.meaning.weak)
        elif aimed:
            passage.dropped.add(match)
            around = {*before, *phrase}
            helped = before[-2:-1] and before[-2] in _HELP and before[-1] == "for"
            if around.isdisjoint(_APPLICATION) and not refused and not helped:
                passage.aspiring = True
                continue
            before_it = Meaning(Facet.STAGE, "college-pre-health", weak=passage.age is not None)
            passage.matches.append(Match(match.first, match.size, before_it))
        elif not started and (lead in _MENTIONING or _is_wished_for_a_child(passage, match, lead)):
            passage.dropped.add(match)
    passage.matches.sort(key=lambda match: (match.first, -match.size))


def _rest_of(passage: Passage, match: Match) -> tuple[int, int]:
    """Return where the rest of a clause begins after a phrase, and where it ends."""
    start = end = match.first + match.size
    while end < len(passage.words) and not passage.stops_before(end):
        end += 1
    return start, end


def _is_looked_at(passage: Passage, match: Match) -> bool:
    """Return whether a school is only thought of: "looking at respiratory therapy programs"."""
    last = passage.key(match.first + match.size - 1)
    before = [passage.plain(n) for n in range(max(0, match.first - 3), match.first)]
    thought = not (AIMING - {"for", "pre", "going"} | {"looking", "about"}).isdisjoint(before)
    return last in ("program", "school", "class", "course") and thought


def _is_dated(passage: Passage, match: Match, before: list[str]) -> bool:
    """Return whether it is settled when it begins: "going to nursing school in the fall"."""
    if before[-2:] != ["going", "to"] or not AIMING.isdisjoint(set(before) - {"going", "to"}):
        return False
    end = match.first + match.size
    return not _WHEN.isdisjoint(passage.plain(n) for n in range(end, end + 4))


def _is_to_be_studied(passage: Passage, match: Match) -> bool:
    """Return whether a subject is only planned: "want to study nursing in the fall"."""
    if passage.plain(match.first) not in ("study", "studying"):
        return False
    before = {passage.plain(n) for n in range(max(0, match.first - 4), match.first)}
    return not before.isdisjoint(AIMING - {"pre", "for"})


def _is_wished_for_a_child(passage: Passage, match: Match, lead: str) -> bool:
    """Return whether a school is meant for a child: "my son med school"."""
    return bool(passage.owners) and passage.owners[match.first] == WARD and lead not in _ATTENDING


def is_a_school(passage: Passage, match: Match) -> bool:
    """Return whether a phrase names a school or a program."""
    words = {passage.plain(n) for n in range(match.first, match.first + match.size)}
    return not words.isdisjoint(_SCHOOL_WORDS)


def _is_spoken_of(passage: Passage, match: Match) -> bool:
    """Return whether a person is only mentioned: "what a vet does", not "I'm a vet"."""
    before = match.first - 1
    taught = passage.plain(before) in _TEACHING and not passage.stops_before(match.first)
    if taught or _is_of_many(passage, match):
        return True
    if "shadowed" in passage.plains and match.meaning.value in _WORKING:
        return "shadowed" in [passage.plain(n) for n in range(max(0, match.first - 8), match.first)]
    after = passage.plain(match.first + match.size)
    if not _VERSUS.isdisjoint((after, passage.plain(before))):
        return True  # "nurse vs doctor"
    if passage.plain(before) in _OTHERS and after in _SPEAKING:
        return passage.plain(before - 1) not in _SELF
    if after in _TELLING and match[2][1] in _WORKING:
        return len(passage.live(Facet.STAGE)) > 1  # "chief resident told me to get a mentor"
    if _is_someone_s(passage, match) or _is_to_be_found(passage, match):
        return True
    last = passage.plain(match.first + match.size - 1)
    if passage.plain(before) == "the" and last in _PERSONS:
        others = any(m.meaning.value != match.meaning.value for m in passage.live(Facet.STAGE))
        return others and passage.plain(before - 1) not in _SELF
    if passage.plain(before) in _AMONG:
        own = [m for m in passage.live(Facet.STAGE) if m is not match and m.first < match.first]
        return bool(own)
    if passage.plain(before) in ("or", "and") and not passage.stops_before(before):
        return any(
            other.first + other.size == before and _is_spoken_of(passage, other)
            for other in passage.matches
            if other.meaning.facet in (Facet.FIELD, Facet.STAGE) and other is not match
        )
    while passage.plain(before) in _OF_PEOPLE and not passage.stops_before(before + 1):
        before -= 1
    named = [passage.plain(before - step) for step in (0, 1, 2)]
    if named[:2] == ["a", "of"] and named[2] in ("u", "university"):
        return False  # "U of A premed"
    titled = passage.plain(match.first + match.size) in _PROGRAMS and match.size == 1
    if titled and passage.plain(before) in _NAMING:
        return match.meaning.value in _WORKING  # "is the nurse mentorship only for nurses"
    articles = ("una", "un") if passage.spanish else ("a", "an")
    if passage.plain(before) not in articles or passage.stops_before(before):
        return False
    lead = passage.plain(before - 1)
    if lead in ("for", "para"):
        return passage.plain(before - 2) in ("looking", "look", "searching", "asking", "ask")
    if lead == "of" and passage.plain(before - 2) in _PARENTS:
        return False
    if lead == "of" and passage.plain(before - 2) in _COUPLES:
        return len(passage.live(Facet.STAGE)) > 1  # "wife of an MS3, he needs a mentor"
    if lead in ("on", "in") and last in _WARDS and passage.plains.isdisjoint(_VISITING):
        # "i work on a med-surg unit", "new grad on a tele floor"
        others_are = {m.meaning.value for m in passage.live(Facet.STAGE) if m is not match}
        return bool(others_are) and others_are != {"early-career"}
    if passage.owners and passage.owners[match.first] == WARD:
        is_one = passage.question[passage.words[before - 1].end :][:2] in ("'s", "\u2019s")
        if is_one:
            return False  # "my sister's an M2"
    return lead not in _COPULAS


def _is_to_be_found(passage: Passage, match: Match) -> bool:
    """Return whether a person is looked for: "resident to look at my app", after another stage."""
    end = match.first + match.size
    last = passage.key(end - 1)
    if last not in _PERSONS or passage.plain(end) not in _TO_FIND or passage.stops_before(end):
        return False
    if passage.plain(end) == "to" and passage.plain(end + 1) in ("be", "msn", "dnp", "bsn", "np"):
        return False
    others = [m for m in passage.live(Facet.STAGE) if m.meaning.value != match.meaning.value]
    return bool(others) or match.first == 0


def _is_someone_s(passage: Passage, match: Match) -> bool:
    """Return whether someone is named by whom they help: "my school nurse", "his nurse"."""
    last = passage.plain(match.first + match.size - 1)
    return passage.plain(match.first - 1) in _SOMEONE_S and last in _PERSONS


def _is_of_many(passage: Passage, match: Match) -> bool:
    """Return whether many people are meant, "what residents look for", and not "for nurses"."""
    if len(passage.words) <= _FEW_WORDS or match[2][1] not in _OF_MANY:
        return False
    last = passage.words[match.first + match.size - 1]
    head = passage.words[match.first]
    if match.size > 2 and head.plain == head.key:
        return False  # "jefa de enfermeras"
    if last.plain[-1:] != "s" or last.plain in (last.key, "nos") or last.key in _THINGS:
        return False
    before = {passage.plain(n) for n in range(max(0, match.first - 4), match.first)}
    return before.isdisjoint({"for", "para", "as", "we", "were", "other", "fellow", "us", "both"})


def _is_a_license_to_get(passage: Passage, match: Match, before: int) -> bool:
    """Return whether a license is still to be got: "get my RN", "sacar mi licencia de RN"."""
    if match.meaning.value not in _WORKING or passage.plain(match.first - 1) not in _OF_A_LICENSE:
        return False
    near = [passage.plain(n) for n in range(max(0, before - 3), before + 1)]
    if not _SACAR.isdisjoint(near):
        return True
    if passage.plain(match.first - 1) in ("go", "going"):
        return True
    return passage.plain(match.first - 1) == "my" and passage.plain(before) in ("get", "getting")


def led_by(passage: Passage, match: Match) -> str:
    """Return the word that precedes a phrase, without articles, if it expresses an aim."""
    before = match.first - 1
    while before >= 0 and passage.key(before) in _ARTICLES and not passage.stops_before(before + 1):
        before -= 1
    if before < 0 or passage.stops_before(before + 1):
        return ""
    word = passage.plain(before)
    key = passage.key(before)
    if word == "into" and passage.plain(before - 1) in _TIMES:
        return ""  # "three months into my first job"
    if (
        word in _DEGREE_WISHES
        and match.meaning.value in ("nurse", "pharmacist")
        and match.size == 1
    ):
        return "be"  # "want LPN then RN"
    if word == "para" and passage.plain(before - 1) in ("estudiar", "prepararme"):
        return "ser"
    if word in _ASPIRING or word in _RISING or _is_a_license_to_get(passage, match, before):
        return "ser"
    if word in _PERHAPS and match.meaning.value in _WORKING:
        return "be"  # "maybe PA, maybe RN"
    if word == "as" and _DREAMING.isdisjoint(
        passage.plain(n) for n in range(max(0, before - 5), before)
    ):
        return ""  # "worked as a nurse for 12 years"
    if word == "for" and before < match.first - 1 and passage.plain(before - 1) in _MENTORED:
        return ""  # "is there anything for a CNA"
    if word in BECOME and passage.plain(before - 1) not in ("i", "am", "to") and word == "be":
        return word
    return word if word in BECOME or word in _TOWARDS or key in _TOWARDS else ""
