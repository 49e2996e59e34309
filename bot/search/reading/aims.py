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
_BECOME: Final = frozenset(
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
_SCHOOLS: Final = frozenset(
    {"medical-student", "nursing-student", "dental-student", "pharmacy-student", "np-student"}
    | {"physical-therapy-student", "pa-student"}
)
_AIMING: Final = frozenset(
    {"want", "wants", "wanted", "into", "apply", "applying", "applied", "get", "getting", "before"}
    | {"entrar", "ingresar", "aplicar", "quiero", "quiere", "toward", "towards", "going", "go"}
    | {"hoping", "planning", "aiming", "considering", "for", "attend", "thinking", "ir", "pre"}
)
_ADMITTED: Final = frozenset(
    {"accepted", "admitted", "got", "start", "starting", "started", "begin", "empiezo", "incoming"}
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
_SOME_DAY: Final = frozenset({"someday", "eventually", "hopefully", "oneday", "algundia"})
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
_BEFORE_IT: Final = frozenset({"high-school", "middle-school", "college-pre-health", "post-bac"})
_SPANS: Final = frozenset({"year", "semester", "week", "month", "term", "half"})
_TIMES: Final = frozenset(
    {"month", "months", "week", "weeks", "year", "years", "yr", "yrs", "day", "days", "semester"}
    | {"deep", "halfway", "far", "term", "shifts"}
)
_SPEAKING: Final = frozenset(
    {"mentors", "helps", "helped", "told", "said", "says", "teaches", "guides", "was", "is", "came"}
    | {"suggested", "recommended", "explained", "talked", "looks", "gets", "dijo", "era"}
)
_OTHERS: Final = frozenset({"the", "his", "her", "their", "our", "una", "un", "la", "el", "a"})
_SOMEONE_S: Final = frozenset({"my", "his", "her", "their", "our", "mi", "su"})
_PERSONS: Final = frozenset(
    {"nurse", "pharmacist", "resident", "attending", "fellow", "hospitalist", "enfermera"}
    | {"enfermero", "farmaceutica", "farmaceutico"}
)
_COPULAS: Final = frozenset(
    {"am", "im", "is", "was", "were", "as", "being", "still", "now", "currently", "just", "also"}
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
_AMONG: Final = frozenset(
    {"by", "with", "w", "teach", "tutor", "mentoring", "from", "about", "need", "needs", "want"}
    | {"wants", "seeking", "find", "any"}
)
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
)
_ON_IT: Final = frozenset(
    {"in", "during", "doing", "starting", "started", "start", "matched", "finishing", "my", "en"}
    | {"incoming", "beginning", "out", "after", "finished"}
)
_TITLES: Final = {
    "fellow": "fellow",
    "resident": "resident",
    "intern": "resident",
    "attending": "physician",
}
_SELF: Final = frozenset({"im", "am", "soy", "as", "was", "been", "being"})
_AT_SCHOOL: Final = frozenset({"high-school", "middle-school"})
_COLLEGE: Final = frozenset({"college-pre-health", "post-bac"})
_CAMPUS_WORDS: Final = frozenset({"in", "at", "community", "college", "junior", "universidad"})
_CAMPUS: Final = frozenset({"undergrad", "undergraduate", "college", "university", "pregrado"})
_BEFORE_RESIDENCY: Final = frozenset({"pharmacist", "nurse", "medical-student", "early-career"})
_APPLYING: Final = frozenset({"college-pre-health"})
_BARE_DEGREES: Final = frozenset(
    {"dpt", "bsn", "adn", "absn", "dnp", "msn", "phd", "mha", "mph", "pharmd", "otd", "crna", "np"}
)
_WHEN: Final = frozenset(
    {"fall", "spring", "summer", "january", "august", "september", "sept", "jan", "aug", "june"}
)
_DEGREE_WISHES: Final = frozenset({"want", "wants", "quiero", "thinking", "considering", "hoping"})
_BRIDGES: Final = frozenset({"to", "for", "toward", "towards", "into", "then"})
_REAPPLYING: Final = frozenset({"reapplying", "reapplicant", "re"})
_BEFORE: Final = frozenset(
    {"nurse", "pharmacist", "early-career", "health-worker", "graduate-student", "resident"}
    | {"nursing-student"}
)


def read_aims(passage: Passage) -> None:
    """Drop stages that are aimed at or only mentioned, and what someone leaves behind."""
    if not passage.plains.isdisjoint(_TITLES):
        _titles(passage)
    if not passage.plains.isdisjoint(("matched", "intern")):
        _matched(passage)
    stages = passage.live(Facet.STAGE)
    if not passage.plains.isdisjoint(_RESIDENCY):
        _aim_at_residency(passage)
    if not stages and not passage.plains.isdisjoint(_APPLYING_IN):
        _applying_in_a_specialty(passage)
    if stages:
        if not _SCHOOLS.isdisjoint([match[2][1] for match in stages]):
            _aim_at_schools(passage)
        for match in passage.live(Facet.STAGE):
            # "with 4 years of practice", "who already is a surgeon"
            counted = passage.plain(match.first).isdigit() or passage.plain(match.first) == "ya"
            led = "" if counted or match[2][1] not in _WORKING else _led_by(passage, match)
            if match[2][1] in _SCHOOLS and _is_a_wanted_degree(passage, match):
                led = "be"
            if led:
                passage.dropped.add(match)
                passage.aspiring = passage.aspiring or led in _BECOME
            elif _is_spoken_of(passage, match):
                passage.dropped.add(match)
                if match[2][1] == "health-worker" or _is_someone_s(passage, match):
                    passage.dropped.update(_inside(passage, match))
    if not passage.plains.isdisjoint(_BECOME):
        for match in passage.live(Facet.FIELD):
            if _led_by(passage, match) in _BECOME:
                passage.aspiring = True
    if not passage.plains.isdisjoint(_SPEAKING):
        _drop_fields_of_others(passage)
    if stages and passage.marks:
        _asked_about(passage)
    if len(stages) > 1 or any(match[2][1] in PROFESSION_OF for match in stages):
        _settle_stages(passage)
    elif stages and stages[0].meaning.value == "health-worker":
        _look_past_the_job(passage, stages[0])


def _is_a_wanted_degree(passage: Passage, match: Match) -> bool:
    words = {passage.plain(n) for n in range(match.first, match.first + match.size)}
    before = {passage.plain(match.first - 1), passage.plain(match.first - 2)}
    return words <= _BARE_DEGREES and not before.isdisjoint(_DEGREE_WISHES)


def _look_past_the_job(passage: Passage, job: Match) -> None:
    """Drop the field of a job if another is named: "becoming a PA, EMT now"."""
    inside = [f for f in _inside(passage, job) if f.meaning.value != "any-health-career"]
    if any(field not in inside for field in passage.live(Facet.FIELD)):
        passage.dropped.update(inside)


def _titles(passage: Passage) -> None:
    """Read any specialty before "fellow", "resident" or "attending" as that stage."""
    stages = passage.live(Facet.STAGE)
    for field in passage.live(Facet.FIELD):
        position = field.first + field.size
        stage = _TITLES.get(passage.plain(position))
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
        if _ON_IT.isdisjoint((*before, *words)) and not _NOT_YET.isdisjoint(before):
            passage.dropped.add(match)


def _inside(passage: Passage, match: Match) -> list[Match]:
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


def _settle_stages(passage: Passage) -> None:
    """Keep, of several stages and fields, those that are the asker's now or next."""
    _leave_behind(passage)
    _already_in_school(passage)
    _one_at_a_time(passage)
    _keep_to_the_profession(passage)


def _aim_at_schools(passage: Passage) -> None:
    """Read "want to get into med school" as before it, and drop a school only mentioned."""
    for match in passage.live(Facet.STAGE):
        if match[2][1] not in _SCHOOLS:
            continue
        if _is_to_be_studied(passage, match):
            passage.dropped.add(match)
            if passage.age is None or passage.age > OF_AGE:
                before_it = Meaning(Facet.STAGE, "college-pre-health", weak=True)
                passage.matches.append(Match(match.first, match.size, before_it))
            continue
        if not _is_a_school(passage, match):
            continue
        before = [passage.plain(n) for n in range(max(0, match.first - 4), match.first)]
        first = passage.plain(match.first)
        lead = first if first in _ATTENDING or passage.stops_before(match.first) else before[-1]
        phrase = [passage.plain(n) for n in range(match.first, match.first + match.size)]
        if lead == "of" and not _SPANS.isdisjoint(before):
            lead = "in"  # "in the first year of nursing school"
        if lead == "from" and "leave" in before:
            lead = "in"
        started = not _ADMITTED.isdisjoint((*before, *phrase)) or _is_dated(passage, match, before)
        looking = before[-2:] in (["looking", "at"], ["looking", "into"])
        refused = not _REFUSED.isdisjoint(before)
        aimed = not started and (
            looking
            or refused
            or passage.plain(match.first + match.size) in _SOME_DAY
            or (lead not in _ATTENDING and not _AIMING.isdisjoint(before))
        )
        others = [
            other
            for other in passage.live(Facet.STAGE)
            if other is not match and other.meaning.value not in _SCHOOLS
        ]
        if others:
            at_it = started or lead in _ATTENDING
            only_before = not started and all(o.meaning.value in _BEFORE_IT for o in others)
            if aimed or not at_it or only_before:
                passage.dropped.add(match)
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


def _is_dated(passage: Passage, match: Match, before: list[str]) -> bool:
    """Return whether it is settled when it begins: "going to nursing school in the fall"."""
    if before[-2:] != ["going", "to"] or not _AIMING.isdisjoint(set(before) - {"going", "to"}):
        return False
    end = match.first + match.size
    return not _WHEN.isdisjoint(passage.plain(n) for n in range(end, end + 4))


def _is_to_be_studied(passage: Passage, match: Match) -> bool:
    """Return whether a subject is only planned: "want to study nursing in the fall"."""
    if passage.plain(match.first) not in ("study", "studying"):
        return False
    before = {passage.plain(n) for n in range(max(0, match.first - 4), match.first)}
    return not before.isdisjoint(_AIMING - {"pre", "for"})


def _is_wished_for_a_child(passage: Passage, match: Match, lead: str) -> bool:
    """Return whether a school is meant for a child: "my son med school"."""
    return bool(passage.owners) and passage.owners[match.first] == WARD and lead not in _ATTENDING


def _is_a_school(passage: Passage, match: Match) -> bool:
    words = {passage.plain(n) for n in range(match.first, match.first + match.size)}
    return not words.isdisjoint(_SCHOOL_WORDS)


def _is_spoken_of(passage: Passage, match: Match) -> bool:
    """Return whether a person is only mentioned: "what a vet does", not "I'm a vet"."""
    before = match.first - 1
    if passage.plain(before) in ("teach", "coach", "tutor") or _is_of_many(passage, match):
        return True
    if "shadowed" in passage.plains and match.meaning.value in _WORKING:
        return "shadowed" in [passage.plain(n) for n in range(max(0, match.first - 8), match.first)]
    after = passage.plain(match.first + match.size)
    if passage.plain(before) in _OTHERS and after in _SPEAKING:
        return passage.plain(before - 1) not in _SELF
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
    articles = ("una", "un") if passage.spanish else ("a", "an")
    if passage.plain(before) not in articles or passage.stops_before(before):
        return False
    lead = passage.plain(before - 1)
    if lead in ("for", "para"):
        return passage.plain(before - 2) in ("looking", "look", "searching", "asking", "ask")
    if lead == "of" and passage.plain(before - 2) in _PARENTS:
        return False
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


def _led_by(passage: Passage, match: Match) -> str:
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
    if word == "para" and passage.plain(before - 1) in ("estudiar", "prepararme"):
        return "ser"
    if word == "as" and _DREAMING.isdisjoint(
        passage.plain(n) for n in range(max(0, before - 5), before)
    ):
        return ""  # "worked as a nurse for 12 years"
    if word in _BECOME and passage.plain(before - 1) not in ("i", "am", "to") and word == "be":
        return word
    return word if word in _BECOME or word in _TOWARDS or key in _TOWARDS else ""


def _leave_behind(passage: Passage) -> None:
    """Keep the school applied to, and drop the profession left for it."""
    stages = passage.live(Facet.STAGE)
    applying = [
        match
        for match in stages
        if match.meaning.value in _APPLYING and _is_a_school(passage, match)
    ]
    if not applying or any(match.meaning.weak for match in applying):
        return
    hoped = not any(_is_an_application(passage, match) for match in applying)
    if hoped and any(match.meaning.value == "health-worker" for match in stages):
        passage.dropped.update(applying)
        return
    for match in stages:
        value = match.meaning.value
        if value not in _BEFORE:
            continue
        passage.dropped.add(match)
        profession = PROFESSION_OF.get(value)
        named = [m for m in passage.live(Facet.FIELD) if m.meaning.value == profession]
        others = [m for m in passage.live(Facet.FIELD) if m.meaning.value != profession]
        aimed = any(_led_by(passage, m) for m in named)
        if not aimed and (others or "nursing" not in _aimed_school(passage, applying)):
            passage.dropped.update(named)


def _is_an_application(passage: Passage, match: Match) -> bool:
    """Return whether someone applies to a school, rather than hopes to go there some day."""
    around = range(max(0, match.first - 3), match.first + match.size + 2)
    return any(passage.key(n).startswith(("appl", "accept", "reappl")) for n in around)


def _already_in_school(passage: Passage) -> None:
    """Drop a second career of someone who already studies for it."""
    stages = passage.live(Facet.STAGE)
    if any(match.meaning.value in _SCHOOLS for match in stages):
        for match in stages:
            job = match.meaning.value == "health-worker"
            if job or match.meaning.value == "post-bac" or _is_only_a_campus(passage, match):
                passage.dropped.add(match)
                passage.dropped.update(_inside(passage, match) if job else ())
    if len(stages) > 1:
        # A resident of a state is not a hospital resident.
        passage.dropped.update(
            m
            for m in stages
            if passage.plain(m.first) == "resident"
            and m.size == 1
            and passage.plain(m.first + 1) in ("in", "of")
            and any(other.meaning.value in _BEFORE_IT for other in stages)
        )


def _is_only_a_campus(passage: Passage, match: Match) -> bool:
    """Return whether college is where someone studies, "at my community college", not a stage."""
    if match.meaning.value != "college-pre-health":
        return False
    words = {passage.key(n) for n in range(match.first, match.first + match.size)}
    return words <= _CAMPUS_WORDS


def _one_at_a_time(passage: Passage) -> None:
    """Of two stages that no one has at the same time, keep the current one."""
    stages = passage.live(Facet.STAGE)
    now = {match[2][1] for match in stages}
    at_school = {match[2][1] for match in stages if not match[2][2]} & _AT_SCHOOL or (
        now & _AT_SCHOOL if all(match[2][2] for match in stages) else set()
    )
    prereqs = not passage.plains.isdisjoint(("prereq", "prereqs", "prerequisites"))
    for match in stages:
        value = match[2][1]
        words = {passage.plain(n) for n in range(match.first, match.first + match.size)}
        gone = (
            (at_school and value not in _AT_SCHOOL | _COLLEGE)
            or (at_school and value in _COLLEGE and words.isdisjoint(_CAMPUS))
            or (prereqs and value == "nursing-student" and "college-pre-health" in now)
            or ("medical-student" in now and value == "graduate-student" and words <= {"phd"})
            or ("resident" in now and value in _BEFORE_RESIDENCY)
            or ("img" in now and value == "medical-student")
            or ("nurse" in now and value == "img")
            or (
                "health-worker" in now
                and value == "nurse"
                and words.isdisjoint({"rn", "registered"})
            )
            or ("nurse" in now and value == "nursing-student" and words <= {"bsn", "nclex"})
            or ("nursing-student" in now and value == "nurse" and words <= {"lpn", "lvn"})
            or ("college-pre-health" in now and value == "other-student" and "class" in words)
            or ("pharmacy-student" in now and value == "pharmacist" and words <= {"pharmd"})
            or (value == "nurse" and words == {"rn"} and _is_right_now(passage, match))
            or (words <= _BARE_DEGREES and passage.plain(match.first - 1) in _BRIDGES)
            or (at_school and value in _COLLEGE and (passage.age or OF_AGE) < OF_AGE)
        )
        if gone:
            passage.dropped.add(match)
            if value == "health-worker":
                passage.dropped.update(_inside(passage, match))
    if any(passage.key(match.first) in _REAPPLYING for match in stages):
        passage.dropped.update(m for m in stages if m[2][1] == "health-worker")
    jobs = [match for match in stages if match[2][1] == "health-worker"]
    passage.dropped.update(
        field
        for field in passage.live(Facet.FIELD)
        for job in jobs
        if job.first <= field.first < job.first + job.size
    )


def _is_right_now(passage: Passage, match: Match) -> bool:
    """Return whether a small "rn" means right now: "not in school rn"."""
    word = passage.words[match.first]
    end = match.first + 1
    ends = end == len(passage.words) or passage.stops_before(end)
    small = passage.question[word.start : word.end] == "rn"
    return small and ends and not passage.stops_before(match.first) and match.first > 2


def _keep_to_the_profession(passage: Passage) -> None:
    """Drop fields that aren't an aim if a stage implies the profession: a nurse's ward, a class."""
    matches = passage.live(Facet.STAGE)
    strong = [match for match in matches if not match.meaning.weak] or matches
    stages = [match.meaning.value for match in strong]
    own = {PROFESSION_OF[stage] for stage in stages if stage in PROFESSION_OF} - {"medicine"}
    if len(own) != 1:
        return
    fields = passage.live(Facet.FIELD)
    aims = [m for m in fields if m[2][1] not in own and _led_by(passage, m) in _BECOME]
    if aims:
        passage.dropped.update(m for m in fields if m[2][1] in own)
    for match in fields:
        value = match.meaning.value
        if value in own or value in ("healthcare-leadership", "any-health-career"):
            continue
        ward = "nursing" in own and value not in PROFESSIONS
        if ward or (_led_by(passage, match) not in _BECOME and not _is_aimed(passage, match)):
            passage.dropped.add(match)


def _is_aimed(passage: Passage, match: Match) -> bool:
    before = {passage.plain(n) for n in range(max(0, match.first - 4), match.first)}
    return not before.isdisjoint(_AIMING | _BECOME)


def _aimed_school(passage: Passage, applying: list[Match]) -> set[str]:
    """Return the words of the phrases that say where someone applies."""
    return {
        passage.key(position)
        for match in applying
        for position in range(match.first, match.first + match.size)
    }
