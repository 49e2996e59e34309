"""Keep, of several stages and fields, those that are the asker's now or next."""

from typing import Final

from bot.search.asker import PROFESSION_OF, PROFESSIONS
from bot.search.reading.aims import (
    AIMING,
    BARE_DEGREES,
    BECOME,
    BEFORE_IT,
    OF_AGE,
    SCHOOLS,
    inside,
    is_a_school,
    led_by,
)
from bot.search.reading.passage import Passage
from bot.search.vocabulary import Facet, Match

_AT_SCHOOL: Final = frozenset({"high-school", "middle-school"})
_COLLEGE: Final = frozenset({"college-pre-health", "post-bac"})
_AIMS: Final = AIMING | BECOME
_YOUNGER: Final = _AT_SCHOOL | _COLLEGE
_CAMPUS_WORDS: Final = frozenset(
    {"in", "at", "community", "college", "junior", "universidad", "student", "cc", "jc", "a", "my"}
    | {"the"}
)
_CAMPUS: Final = frozenset({"undergrad", "undergraduate", "college", "university", "pregrado"})
_BEFORE_RESIDENCY: Final = frozenset({"pharmacist", "nurse", "medical-student", "early-career"})
_APPLYING: Final = frozenset({"college-pre-health"})
_BRIDGES: Final = frozenset({"to", "for", "toward", "towards", "into", "then"})
# Who takes a year off before a school may have a first job, but isn't early in a career.
_GAP: Final = frozenset({"gap", "mcat", "premed", "applying", "cycle", "sabatico"})
_REAPPLYING: Final = frozenset({"reapplying", "reapplicant", "re"})
_BEFORE: Final = frozenset(
    {"nurse", "pharmacist", "early-career", "health-worker", "graduate-student", "resident"}
    | {"nursing-student"}
)


def settle_stages(passage: Passage) -> None:
    """Drop what someone leaves behind, and of two stages that no one has at once, one."""
    stages = [
        match
        for match in passage.matches
        if match.meaning.facet is Facet.STAGE and match not in passage.denied
    ]
    if len(stages) == 1 and stages[0].meaning.value not in PROFESSION_OF:
        if stages[0] not in passage.dropped and stages[0].meaning.value == "health-worker":
            _look_past_the_job(passage, stages[0])
        return
    _leave_behind(passage)
    _already_in_school(passage)
    _one_at_a_time(passage)
    _keep_to_the_profession(passage)


def _look_past_the_job(passage: Passage, job: Match) -> None:
    """Drop the field of a job if another is named: "becoming a PA, EMT now"."""
    own = [f for f in inside(passage, job) if f.meaning.value != "any-health-career"]
    if any(field not in own for field in passage.live(Facet.FIELD)):
        passage.dropped.update(own)


def _leave_behind(passage: Passage) -> None:
    """Keep the school applied to, and drop the profession left for it."""
    stages = passage.live(Facet.STAGE)
    applying = [
        match
        for match in stages
        if match.meaning.value in _APPLYING and is_a_school(passage, match)
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
        aimed = any(led_by(passage, m) for m in named)
        if not aimed and (others or "nursing" not in _aimed_school(passage, applying)):
            passage.dropped.update(named)


def _is_an_application(passage: Passage, match: Match) -> bool:
    """Return whether someone applies to a school, rather than hopes to go there some day."""
    around = range(max(0, match.first - 3), match.first + match.size + 2)
    return any(passage.key(n).startswith(("appl", "accept", "reappl")) for n in around)


def _already_in_school(passage: Passage) -> None:
    """Drop a second career of someone who already studies for it."""
    stages = passage.live(Facet.STAGE)
    if any(match.meaning.value in SCHOOLS and not _is_a_bridge(passage, match) for match in stages):
        for match in stages:
            job = match.meaning.value == "health-worker"
            at = match.meaning.value == "college-pre-health" and (
                passage.plain(match.first + match.size - 1) == "at"
            )
            if job or at or match.meaning.value == "post-bac" or _is_only_a_campus(passage, match):
                passage.dropped.add(match)
                passage.dropped.update(inside(passage, match) if job else ())
    if len(stages) > 1:
        # A resident of a state is not a hospital resident.
        passage.dropped.update(
            m
            for m in stages
            if passage.plain(m.first) == "resident"
            and m.size == 1
            and passage.plain(m.first + 1) in ("in", "of")
            and any(other.meaning.value in BEFORE_IT for other in stages)
        )


def _is_a_bridge(passage: Passage, match: Match) -> bool:
    """Return whether a degree is what someone goes on to: "tech, applying to ABSN"."""
    words = {passage.plain(n) for n in range(match.first, match.first + match.size)}
    return words <= BARE_DEGREES and passage.plain(match.first - 1) in _BRIDGES


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
    gap_year = not passage.plains.isdisjoint(_GAP)
    for match in stages:
        value = match[2][1]
        words = {passage.plain(n) for n in range(match.first, match.first + match.size)}
        gone = (
            (at_school and value not in _YOUNGER)
            or (
                at_school
                and value in _COLLEGE
                and words.isdisjoint(_CAMPUS)
                and not _is_said_of_oneself(passage, match)
            )
            or (prereqs and value == "nursing-student" and "college-pre-health" in now)
            or ("medical-student" in now and value == "graduate-student" and words <= {"phd"})
            or ("resident" in now and value in _BEFORE_RESIDENCY)
            or ("img" in now and value == "medical-student")
            or ("nurse" in now and value == "img")
            or ("img" in now and value == "physician")
            or (not now.isdisjoint(_COLLEGE) and value == "early-career" and gap_year)
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
            or _is_a_bridge(passage, match)
            or (at_school and value in _COLLEGE and (passage.age or OF_AGE) < OF_AGE)
        )
        if gone:
            passage.dropped.add(match)
            if value == "health-worker":
                passage.dropped.update(inside(passage, match))
    if any(passage.key(match.first) in _REAPPLYING for match in stages):
        passage.dropped.update(m for m in stages if m[2][1] == "health-worker")
    jobs = [match for match in stages if match[2][1] == "health-worker"]
    passage.dropped.update(
        field
        for field in passage.live(Facet.FIELD)
        for job in jobs
        if job.first <= field.first < job.first + job.size
    )


def _is_said_of_oneself(passage: Passage, match: Match) -> bool:
    """Return whether "I'm" leads to it, beside someone else's: "she's in hs and i'm a freshman"."""
    before = {passage.plain(match.first - 1), passage.plain(match.first - 2)}
    return not before.isdisjoint(("im", "am", "soy")) and not passage.plains.isdisjoint(
        ("she", "he", "her", "his", "brother", "sister", "shes", "hes")
    )


def _is_right_now(passage: Passage, match: Match) -> bool:
    """Return whether a small "rn" means right now: "not in school rn"."""
    word = passage.words[match.first]
    end = match.first + 1
    if passage.plain(match.first - 1) in ("a", "an", "as", "the", "being", "new"):
        return False
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
    aims = [m for m in fields if m[2][1] not in own and led_by(passage, m) in BECOME]
    if aims:
        passage.dropped.update(m for m in fields if m[2][1] in own)
    for match in fields:
        value = match.meaning.value
        if value in own or value in ("healthcare-leadership", "any-health-career"):
            continue
        ward = "nursing" in own and value not in PROFESSIONS
        if ward or (led_by(passage, match) not in BECOME and not _is_aimed(passage, match)):
            passage.dropped.add(match)


def _is_aimed(passage: Passage, match: Match) -> bool:
    before = {passage.plain(n) for n in range(max(0, match.first - 4), match.first)}
    return not before.isdisjoint(_AIMS)


def _aimed_school(passage: Passage, applying: list[Match]) -> set[str]:
    """Return the words of the phrases that say where someone applies."""
    return {
        passage.key(position)
        for match in applying
        for position in range(match.first, match.first + match.size)
    }
