"""Set aside what is only mentioned: how long ago, where from, what was studied before."""

from collections.abc import Callable
from typing import Final

from bot.search.asker import PROFESSIONS
from bot.search.reading.passage import Passage
from bot.search.understood import GENERAL_FIELDS
from bot.search.vocabulary import ANYWHERE, Facet, Match, Meaning
from bot.search.words import fold

# A length of time next to one of these is not a wish for a program of that length.
_AFTER_TIMES: Final = frozenset(
    {"away", "ago", "left", "later", "in", "out", "into", "since", "from", "of", "old", "until"}
    | {"before", "after", "to", "experience", "degree", "college", "already", "now", "and"}
)
_BEFORE_TIMES: Final = frozenset(
    {"for", "last", "past", "after", "in", "been", "only", "about", "over", "almost", "my", "took"}
    | {"this", "next", "hace", "every", "first", "within", "school", "worked", "spent", "have"}
)
# Only with one of these does a length of time say how long a program should be.
_LASTING: Final = frozenset(
    {"long", "program", "programs", "lasting", "lasts", "last", "commitment", "duration", "term"}
    | {"brief", "short", "something", "mentorship", "mentoring", "programa", "dure", "mentor"}
)
_FROM: Final = frozenset(
    {"from", "born", "raised", "grew", "moved", "immigrated", "came", "nacida", "nacido"}
    | {"family", "parents"}
)
_STUDIED: Final = frozenset(
    {"bs", "ba", "degree", "background", "major", "majored", "worked", "working", "was", "ex", "in"}
    | {"bachelors", "bachelor", "masters", "years", "career", "as", "left", "quit", "leaving"}
)
_MOVING: Final = frozenset(
    {"moving", "relocating", "mudando", "mudo", "move", "transferring", "moved", "relocated"}
)

_DOCTORS: Final = frozenset({"doctor", "physician", "medica", "medico", "doctora", "surgeon"})
_WANTED: Final = frozenset({"a", "an", "una", "un", "the", "be", "ser", "any"})
_COURSES: Final = frozenset({"major", "minor", "society", "club", "degree", "background"})
_ROOMS: Final = frozenset(
    {"clinic", "office", "unit", "floor", "ward", "department", "dept", "practice", "lab"}
    | {"hospital", "scheduling", "front", "waiting"}
)
_WARDS: Final = frozenset({"ed", "er", "icu", "nicu", "picu", "or", "ambulance"})
_ILL: Final = frozenset({"survivor", "patient", "diagnosis", "attack", "failure", "transplant"})
_FELL_ILL: Final = frozenset(
    {"had", "died", "has", "diagnosed", "fought", "beat", "survived", "battled", "lost", "passed"}
    | {"suffered", "tuvo", "murio", "tiene", "breast", "lung", "colon"}
)
_IN: Final = frozenset({"in", "at", "on", "of", "for"})
_NOT_THERE_YET: Final = frozenset(
    {"college-pre-health", "post-bac", "high-school", "health-worker", "nurse", "nursing-student"}
)
_MEDICINE: Final = frozenset({"premed", "premedical", "doctor", "physician", "mcat", "md"})
_MET: Final = frozenset({"shadowed", "volunteered", "volunteer", "volunteering"})
_ASPIRING: Final = frozenset({"want", "wanna", "become", "wants", "quiero", "hope", "dream"})
_SOMEONE_S: Final = frozenset({"my", "his", "her", "their", "our", "mi", "su"})
_PERSONS: Final = ("ist", "surgeon", "ician", "doctor", "ologo", "ologa", "dentista", "doctora")
_MAJORS: Final = frozenset(
    {
        "neuro",
        "neuroscience",
        "psych",
        "psychology",
        "kinesiology",
        "nutrition",
        "public",
        "pharmacology",
    }
)
_ELDERS: Final = frozenset(
    {"mom", "dad", "mother", "father", "grandma", "grandpa", "sister", "brother", "baby"}
)
_WORKERS: Final = (
    *("nurse", "rn", "np", "assistant", "associate", "worker", "pa", "pharmacy", "nursing", "pt"),
    *("dentistry", "ot", "slp"),
)
_ARE: Final = frozenset({"are", "is", "were", "was"})
_EVERYONE: Final = frozenset(
    {"parents", "everyone", "everybody", "all", "they", "classmates", "friends"}
)
_DEGREES: Final = frozenset({"md", "do", "rn", "bsn", "np", "dpt", "dds", "dmd", "pharmd"})
_WANTED_BY_OTHERS: Final = frozenset({"want", "wants", "wanted", "quieren"})
_VOLUNTEERING: Final = frozenset({"volunteer", "volunteers", "volunteered", "volunteering"})
_KIN: Final = frozenset(
    {"daughter", "son", "kid", "kids", "wife", "husband", "child", "children", "family"}
)
_TREATED: Final = frozenset(
    {"had", "needed", "having", "after", "knee", "hip", "back", "open", "spinal", "his", "her"}
)
_NO_SPECIALTIES: Final = PROFESSIONS | GENERAL_FIELDS
_RELATIVES: Final = _KIN | _ELDERS
_OTHERS: Final = _ELDERS | _EVERYONE
_IS: Final = frozenset({"is", "was", "has", "took", "suffered", "day", "days", "declined"})
_ROTATIONS: Final = frozenset({"rotation", "clerkship", "shelf", "lecture", "block"})
_KNOWN: Final = _SOMEONE_S | _KIN
_TOLD: Final = _TREATED | _ROTATIONS | {"mental"}
_LOVED: Final = frozenset({"loved", "love", "loving", "enjoy", "enjoyed", "like", "liked", "want"})
_SERVICE: Final = frozenset(
    {"va", "army", "navy", "marine", "marines", "military", "deployed", "usmc", "usaf", "veteran"}
)
_READ: Final = frozenset(
    {"read", "reading", "saw", "seen", "see", "found", "heard", "googled", "searched", "looked"}
    | {"search", "searching", "google", "everyone", "everything", "people", "strangers", "posted"}
    | {"lei", "vi", "encontre", "busque", "says", "said", "rando", "randos", "nothing", "looking"}
)
_WISHED: Final = frozenset(
    {"mentor", "mentors", "mentoring", "mentorship", "program", "meet", "for"}
)
_ON_THE_INTERNET: Final = frozenset({"internet", "online", "linea"})
_READ_REACH: Final = 6
_CLOSE: Final = frozenset(
    {"close", "closer", "near", "hour", "hours", "minutes", "outside", "cerca"}
)
_ELSEWHERE: Final = _MOVING | _CLOSE
_TOWNS: Final = frozenset({Facet.CITY, Facet.PLACE})
_SCENERY: Final = frozenset({Facet.DURATION, Facet.ELSEWHERE, Facet.OTHER_WORK})


def read_scenery(passage: Passage) -> None:
    """Drop lengths of time, countries of origin, earlier studies, and the town left behind."""
    facets = passage.facets
    if Facet.FORMAT in facets and not passage.plains.isdisjoint(_READ):
        _read_sources(passage)
    if Facet.FIELD in facets:
        _read_surroundings(passage)
    if facets.isdisjoint(_SCENERY):
        if not facets.isdisjoint(_TOWNS) and not passage.plains.isdisjoint(_ELSEWHERE):
            _leave_town(passage)
        return
    places = passage.live(Facet.PLACE, Facet.CITY)
    in_the_states = any(match.meaning.value != ANYWHERE for match in places)
    _trained_abroad(passage)
    for match in tuple(passage.matches):
        match match.meaning.facet:
            case Facet.DURATION if _is_a_time(passage, match):
                passage.dropped.add(match)
            case Facet.ELSEWHERE if (
                in_the_states
                or _led(passage, match, _FROM, 3)
                or passage.plain(match.first - 1) == "de"
            ):
                passage.dropped.add(match)
            case Facet.OTHER_WORK if _led(passage, match, _STUDIED, 3):
                passage.dropped.add(match)
            case _:
                pass
    _leave_town(passage)


def _read_surroundings(passage: Passage) -> None:
    """Drop where someone works and what they study for another aim.

    "I scribe in a cardiology clinic", "public health major, want to be a doctor", "switched from
    nursing to premed".
    """
    plains = passage.plains
    checks = [check for words, check in _SURROUNDINGS if not (words and plains.isdisjoint(words))]
    fields, stages = passage.live(Facet.FIELD), passage.live(Facet.STAGE)
    mentioned = [match for match in fields if any(check(passage, match) for check in checks)]
    for match in mentioned:
        passage.dropped.add(match)
        if _is_a_veteran(passage, match):
            meaning = Meaning(Facet.COMMUNITY, "veteran")
            passage.matches.append(Match(match.first, match.size, meaning))
        elif _is_left_for_another(passage, match):
            passage.dropped.update(stage for stage in stages if stage.first == match.first)


def _has_others(passage: Passage, match: Match) -> bool:
    """Return whether another particular field is named."""
    return any(
        other.meaning.value not in (match.meaning.value, *GENERAL_FIELDS)
        for other in passage.live(Facet.FIELD)
    )


def _is_a_bill(passage: Passage, match: Match) -> bool:
    """Return whether "gi" is the GI Bill."""
    return passage.plain(match.first) == "gi" and passage.plain(match.first + match.size) == "bill"


def _is_a_veteran(passage: Passage, match: Match) -> bool:
    """Return whether "vet" is a veteran: "navy vet, premed"."""
    return passage.plain(match.first) == "vet" and not passage.plains.isdisjoint(_SERVICE)


def _is_a_course(passage: Passage, match: Match) -> bool:
    """Return whether a subject is only studied: "public health major, want to be a doctor"."""
    after = passage.plain(match.first + match.size)
    if not (after in _COURSES or _is_a_major(passage, match)):
        return False
    aims_at_medicine = after == "major" and not passage.plains.isdisjoint(_MEDICINE)
    return aims_at_medicine or _has_others(passage, match)


def _is_a_workplace(passage: Passage, match: Match) -> bool:
    """Return whether someone with another aim works there: "I scribe in a cardiology clinic"."""
    end = match.first + match.size
    room = passage.plain(end) in _ROOMS and not passage.stops_before(end)
    ward = match.size == 1 and passage.plain(match.first) in _WARDS
    before = {passage.plain(match.first - step) for step in (1, 2, 3)}
    if not (room or ward) or before.isdisjoint(_IN):
        return False
    stages = passage.live(Facet.STAGE)
    return (
        any(stage.meaning.value in _NOT_THERE_YET for stage in stages)
        or (not stages and not passage.plains.isdisjoint(_ASPIRING))
        or any(field.meaning.value in PROFESSIONS for field in passage.live(Facet.FIELD))
    )


def _is_an_illness(passage: Passage, match: Match) -> bool:
    """Return whether someone fell ill: "my mom had cancer", "heart attack"."""
    if _has_a_name(passage, match):
        return False
    return passage.plain(match.first + match.size) in _ILL or any(
        passage.plain(match.first - step) in _FELL_ILL for step in (1, 2, 3, 4)
    )


def _is_left_for_another(passage: Passage, match: Match) -> bool:
    """Return whether they turn from it: "switched from nursing to premed"."""
    if passage.plain(match.first + match.size) not in ("to", "into"):
        return False
    lead = passage.plain(match.first - 1)
    return lead == "from" or (lead == "of" and passage.plain(match.first - 2) == "out")


def _is_before_a_degree(passage: Passage, match: Match) -> bool:
    """Return whether a job is left for the degree of another: "social worker to MD"."""
    end = match.first + match.size
    to_a_degree = passage.plain(end) == "to" and passage.plain(end + 1) in _DEGREES
    return to_a_degree and match.meaning.value != "nursing"


def _is_a_woman(passage: Passage, match: Match) -> bool:
    """Return whether a doctor is a woman, and not a women's doctor."""
    first, second = match.first, match.first + 1
    if match.size != 2 or match.meaning.value != "ob-gyn" or passage.key(first) != "woman":
        return False
    if passage.key(second) != "doctor" or passage.plain(first) == "womens":
        return False
    return "'" not in fold(
        passage.question[passage.words[first].start : passage.words[second].start]
    )


def _is_right_now(passage: Passage, match: Match) -> bool:
    """Return whether a small "rn" ends a clause of someone who is no nurse: "on wards rn"."""
    word, end = passage.words[match.first], match.first + 1
    if passage.question[word.start : word.end] != "rn" or not passage.stops_before(end):
        return False
    stages = passage.live(Facet.STAGE)
    return (
        bool(stages)
        and not passage.stops_before(match.first)
        and passage.plain(match.first - 1) not in ("a", "an", "as", "be", "the", "to", "an")
        and all(stage.first != match.first for stage in stages)
    )


def _is_a_major(passage: Passage, match: Match) -> bool:
    """Return whether a subject stands alone beside a stage: "4th year, neuro, applying to PA"."""
    end = match.first + match.size
    alone = passage.stops_before(match.first) and passage.stops_before(end)
    return alone and end < len(passage.words) and passage.plain(match.first) in _MAJORS


def _is_ward_of(passage: Passage, match: Match) -> bool:
    """Return whether it is where another profession works: "ER physician assistant"."""
    fields = passage.live(Facet.FIELD)
    if len(fields) < 2:
        return False
    end = match.first + match.size
    if passage.plain(match.first) == "hospitalist":
        return any(f.first + f.size == match.first for f in fields)  # "ob hospitalist"
    return match.meaning.value not in _NO_SPECIALTIES and any(
        other.first == end
        and other.meaning.value in PROFESSIONS
        and passage.key(other.first + other.size - 1).endswith((*_PERSONS, *_WORKERS))
        for other in fields
    )


def _is_a_helper(passage: Passage, match: Match) -> bool:
    """Return whether it is someone they know: "my dentist", "a surgeon's daughter"."""
    end = match.first + match.size
    last = passage.key(end - 1)
    lead = passage.plain(match.first - 1)
    if lead in _ARE and passage.plain(match.first - 2) in _OTHERS:
        return True  # "everyone's parents are surgeons"
    if (
        lead in _RELATIVES
        and last.endswith(_PERSONS)
        and passage.plain(match.first - 2) in _SOMEONE_S
    ):
        return True  # "my kid's pediatrician"
    theirs = lead in _SOMEONE_S and last.endswith(_PERSONS)
    aims = [m for m in passage.live(Facet.FIELD) if m is not match]
    decided = aims or not passage.plains.isdisjoint(_MEDICINE)
    if theirs and decided and passage.plain(end) not in ("mentor", "mentors"):
        return True
    kin = passage.plain(end) in _KIN and last.endswith(_PERSONS)
    return kin and "one" not in passage.plains


def _is_wished_by_others(passage: Passage, match: Match) -> bool:
    """Return whether others want it for the asker: "my parents want me in derm"."""
    if not _has_others(passage, match):
        return False
    before = [passage.plain(n) for n in range(max(0, match.first - 5), match.first)]
    wished = [n for n, word in enumerate(before) if word in _WANTED_BY_OTHERS]
    return bool(wished) and "me" in before[wished[-1] + 1 :][:1]


def _is_volunteered_in(passage: Passage, match: Match) -> bool:
    """Return whether they volunteer there: "i volunteer at a hospice"."""
    before = [passage.plain(n) for n in range(max(0, match.first - 4), match.first)]
    return (
        any(word.startswith("volunt") for word in before)
        and not _IN.isdisjoint(before)
        and not passage.stops_before(match.first)
    )


def _is_met(passage: Passage, match: Match) -> bool:
    """Return whether they were only there: "shadowed a nurse", "volunteered in hospice"."""
    before = {passage.plain(n) for n in range(max(0, match.first - 8), match.first)}
    decided = not passage.plains.isdisjoint(_MEDICINE)
    return decided and match.meaning.value not in GENERAL_FIELDS and not before.isdisjoint(_MET)


def _is_past(passage: Passage, match: Match) -> bool:
    """Return whether a field is a treatment, a rotation, or a state of mind that is told of."""
    end = match.first + match.size
    lead, last, after = passage.plain(match.first - 1), passage.plain(end - 1), passage.plain(end)
    if last == "surgery" and match.size == 1 and lead in _TREATED:
        return True
    if passage.plain(match.first) == "mental" and (lead == "my" or after in _IS):
        return True
    ends = after in _ROTATIONS and not passage.stops_before(end)
    return ends and passage.plains.isdisjoint(_LOVED)


def _has_a_name(passage: Passage, match: Match) -> bool:
    """Return whether a field is written as a profession or a specialty, not as an illness."""
    last = passage.key(match.first + match.size - 1)
    return last.endswith(("ist", "logy", "logia", "surgeon", "surgery", "ics", "ology", "nursing"))


def _is_a_time(passage: Passage, match: Match) -> bool:
    after = passage.plain(match.first + match.size)
    if passage.plains.isdisjoint(_LASTING):
        return True
    return after in _AFTER_TIMES or passage.plain(match.first - 1) in _BEFORE_TIMES


def _led(passage: Passage, match: Match, leads: frozenset[str], reach: int) -> bool:
    return any(passage.plain(match.first - step) in leads for step in range(1, reach + 1))


def _leave_town(passage: Passage) -> None:
    """If someone is moving to a place, that place is theirs and the others are not."""
    places = passage.live(Facet.PLACE, Facet.CITY)
    passage.dropped.update(
        match
        for match in places
        if passage.plain(match.first - 1) == "from" and _led(passage, match, _MOVING, 3)
    )
    if len(places) < 2:
        return
    beside = [match for match in places if _is_beside(passage, match)]
    if len(beside) < len(places):
        passage.dropped.update(beside)
    ahead = [match for match in places if _led(passage, match, _MOVING, 3)]
    if ahead:
        first = ahead[0].first
        passage.dropped.update(match for match in places if match.first < first)


def _read_sources(passage: Passage) -> None:
    """Drop where something was read, "saw online that ...", which is no way to meet."""
    for match in passage.live(Facet.FORMAT):
        if passage.plain(match.first + match.size - 1) not in _ON_THE_INTERNET:
            continue
        start = match.first
        while start > 0 and match.first - start < _READ_REACH and not passage.stops_before(start):
            start -= 1
        before = {passage.plain(n) for n in range(start, match.first)}
        if not before.isdisjoint(_READ) and before.isdisjoint(_WISHED):
            passage.dropped.add(match)


def _is_beside(passage: Passage, match: Match) -> bool:
    """Return whether a place is only close to where they are: "gary, close to chicago"."""
    near = [passage.plain(match.first - step) for step in (1, 2, 3)]
    if near[0] == "near":
        return True
    return near[0] in ("to", "from", "of", "de") and not _CLOSE.isdisjoint(near)


def _trained_abroad(passage: Passage) -> None:
    """Read a physician from another country as an international medical graduate."""
    abroad = passage.live(Facet.ELSEWHERE)
    if not abroad:
        return
    meaning = Meaning(Facet.STAGE, "img")
    for match in passage.live(Facet.STAGE):
        if match.meaning.value == "physician":
            passage.dropped.add(match)
            passage.matches.append(Match(match.first, match.size, meaning))
    if passage.live(Facet.STAGE):
        return
    for match in passage.live(Facet.FIELD):
        lead = passage.plain(match.first - 1)
        led = any(other.first == match.first + 2 for other in abroad)
        was = lead in ("a", "an") and passage.plain(match.first - 2) in ("was", "were", "im", "am")
        if led and was:
            lead = ""
        if passage.plain(match.first) in _DOCTORS and led and lead not in _WANTED:
            passage.matches.append(Match(match.first, match.size, meaning))
            return


_ALWAYS: Final[frozenset[str]] = frozenset()
# What shows that a field is only mentioned, each with the words without which it needn't be asked.
_SURROUNDINGS: Final[tuple[tuple[frozenset[str], Callable[[Passage, Match], bool]], ...]] = (
    (frozenset({"rn"}), _is_right_now),
    (frozenset({"woman", "women"}), _is_a_woman),
    (frozenset({"gi"}), _is_a_bill),
    (frozenset({"vet"}), _is_a_veteran),
    (_COURSES | _MAJORS, _is_a_course),
    (_ROOMS | _WARDS, _is_a_workplace),
    (_ILL | _FELL_ILL, _is_an_illness),
    (frozenset({"from", "of"}), _is_left_for_another),
    (_DEGREES, _is_before_a_degree),
    (_WANTED_BY_OTHERS, _is_wished_by_others),
    (_MET, _is_met),
    (_KNOWN | _EVERYONE, _is_a_helper),
    (_TOLD, _is_past),
    (_ALWAYS, _is_ward_of),
    (_VOLUNTEERING, _is_volunteered_in),
)
