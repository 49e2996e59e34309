"""Stages of a health career, as people write them: "Sophomore", "MS2", "PGY-2", "nursing student".

Forms, people files, and profiles from the shell share this reader. What it doesn't know is None and
never a guess: a wrong stage would pair people who have nothing to say to each other.
"""

import re
from dataclasses import dataclass

from bot.domain.vocabulary import STAGES, Stage

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_NTH = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "5th": 5,
    "6th": 6,
    "7th": 7,
}
_CLASSES = {"freshman": 1, "freshmen": 1, "frosh": 1, "sophomore": 2, "soph": 2}
_CLASSES |= {"junior": 3, "jr": 3, "senior": 4, "sr": 4}
_NUMBER = r"(?P<number>[1-7]|i{1,3}|iv|v)\b"
# What is written with a number behind it: MS2, M-3, OMS II, PGY-1, P2.
_CODES: tuple[tuple[re.Pattern[str], Stage], ...] = tuple(
    (re.compile(rf"(?:{names})\s?{_NUMBER}"), stage)
    for names, stage in (
        (r"ms|m|oms|md|do", Stage.MEDICAL_STUDENT),
        (r"pgy|pg|r", Stage.RESIDENT),
        (r"p|pharmd", Stage.PHARMACY_STUDENT),
        (r"d|ds|dds|dmd", Stage.DENTAL_STUDENT),
        (r"dpt|pt|spt", Stage.PHYSICAL_THERAPY_STUDENT),
        (r"ns|bsn", Stage.NURSING_STUDENT),
    )
)
_GRADE = re.compile(
    r"(?:(?P<before>9|10|11|12)(?:th)?\s?grade(?:r)?|grade\s?(?P<after>9|10|11|12))"
)
_YEAR = re.compile(
    rf"\b(?:(?P<nth>{'|'.join(_NTH)})\s(?:years?|yr)|(?:years?|yr)\s(?P<number>[1-7]))\b"
)
_CLASS = re.compile(rf"\b(?:rising\s|incoming\s)?(?P<name>{'|'.join(_CLASSES)})\b")
_FILLERS = re.compile(r"\b(?:i am|im|i m|an?|the|current|currently|incoming|in|at|of|year)\b")
_NAMES: dict[str, Stage] = {
    **{stage.value.replace("-", " "): stage for stage in STAGES if stage is not Stage.ANY},
    "any stage": Stage.ANY,
    **dict.fromkeys(
        (
            *("high school", "hs", "high schooler", "hs student", "secondary school"),
            *("high school student", "preparatoria"),
        ),
        Stage.HIGH_SCHOOL,
    ),
    **dict.fromkeys(
        (
            *("", "college", "college student", "undergrad", "undergraduate", "university"),
            *("undergraduate student", "university student", "undergrad student", "pre med"),
            *("premed", "pre medical", "pre health", "prehealth", "pre health student"),
            *("premed student", "pre med student", "pre nursing", "pre dental", "predental"),
            *("pre pharmacy", "pre pa", "pre pt", "college pre med", "college premed", "pre vet"),
            *("undergrad pre med", "undergraduate pre health", "universitario", "universitaria"),
        ),
        Stage.COLLEGE_PRE_HEALTH,
    ),
    **dict.fromkeys(
        (
            *("postbac", "post bacc", "postbacc", "post baccalaureate", "postbaccalaureate"),
            *("post bac student", "post bacc student", "smp", "special masters program"),
        ),
        Stage.POST_BAC,
    ),
    **dict.fromkeys(
        ("nursing school", "student nurse", "bsn student", "adn student", "absn", "rn student"),
        Stage.NURSING_STUDENT,
    ),
    **dict.fromkeys(
        ("pharmacy school", "pharmd student", "pharm student", "student pharmacist"),
        Stage.PHARMACY_STUDENT,
    ),
    **dict.fromkeys(
        ("pt student", "dpt student", "pt school", "physical therapy school", "spt", "dpt"),
        Stage.PHYSICAL_THERAPY_STUDENT,
    ),
    **dict.fromkeys(
        ("dental school", "dds student", "dmd student", "dentistry student"), Stage.DENTAL_STUDENT
    ),
    **dict.fromkeys(
        (
            *("med student", "medical school", "med school", "medicine student", "medical"),
            *("md student", "do student", "osteopathic student", "md phd student", "mstp"),
            *("md phd", "md", "do", "med", "estudiante de medicina"),
        ),
        Stage.MEDICAL_STUDENT,
    ),
    **dict.fromkeys(
        (
            *("grad student", "grad school", "graduate school", "masters student"),
            *("master s student", "phd student", "phd candidate", "mph student", "phd"),
            *("doctoral student", "masters", "graduate"),
        ),
        Stage.GRADUATE_STUDENT,
    ),
    **dict.fromkeys(
        ("rn", "registered nurse", "nurse practitioner", "np", "lpn", "aprn"), Stage.NURSE
    ),
    **dict.fromkeys(("rph", "pharmd", "clinical pharmacist"), Stage.PHARMACIST),
    **dict.fromkeys(
        (
            *("residency", "medical resident", "resident physician", "chief resident", "pgy"),
            *("medicine resident", "surgery resident", "residente"),
        ),
        Stage.RESIDENT,
    ),
    # The stage of those who are done with training; "physician" alone may be junior faculty too.
    **dict.fromkeys(
        (
            *("early career professional", "early career physician", "attending", "attendings"),
            *("attending physician", "attending doctor", "physician attending", "attending md"),
            *("practicing physician", "practising physician", "physician practice"),
        ),
        Stage.EARLY_CAREER,
    ),
    **dict.fromkeys(("assistant professor", "faculty junior"), Stage.JUNIOR_FACULTY),
}
_SAME = {stage: [name for name, of in _NAMES.items() if of is stage] for stage in STAGES}
# A number alone says no stage with these names: "MD" is also someone's degree.
_ONLY_WITH_YEAR = frozenset(("", "md", "do", "medical", "pharmd", "dpt", "phd", "graduate", "pgy"))


@dataclass(frozen=True, slots=True)
class TypedStage:
    """What words about a stage say: the stage, its year counted from 1, or both."""

    stage: Stage | None
    year: int | None = None


def read(typed: str) -> TypedStage | None:
    """Return what someone wrote about where they are, or None if it isn't known for sure."""
    words = _plain(typed)
    exact = words.replace(" ", "-")
    if exact in set(STAGES):
        return TypedStage(Stage(exact))
    for inner in re.findall(r"\(([^()]+)\)", typed):
        # "Medical student (MS2)": the words outside say the stage.
        outer = read(typed.replace(f"({inner})", " "))
        year = read(inner)
        if outer and outer.stage:
            return TypedStage(outer.stage, (year.year if year else None) or outer.year)
    for pattern, stage in _CODES:
        code = pattern.match(words)
        # "MS2 medical student" says it twice; "M 1 day" says something else.
        if code and words[code.end() :].strip() in ("", "year", *_SAME[stage]):
            return TypedStage(stage, _number(code["number"]))
    if grade := _GRADE.search(words):
        return TypedStage(Stage.HIGH_SCHOOL, int(grade["before"] or grade["after"]))
    return _in_words(words)


def stage_of(typed: str) -> Stage | None:
    """Return the stage that someone wrote, or None if it isn't known for sure."""
    stage = read(typed)
    return stage.stage if stage else None


def _in_words(words: str) -> TypedStage | None:
    year = None
    if match := _YEAR.search(words):
        year = _NTH[match["nth"]] if match["nth"] else int(match["number"])
        words = f"{words[: match.start()]} {words[match.end() :]}"
    college = False
    if match := _CLASS.search(words):
        name = match["name"]
        # "Junior faculty" is no third-year student.
        if " ".join(words.split()) != "junior faculty":
            year, college = _CLASSES[name], True
            words = f"{words[: match.start()]} {words[match.end() :]}"
    rest = " ".join(_FILLERS.sub(" ", words).split())
    if college and rest.removesuffix(" student") in ("nursing", "bsn"):
        return TypedStage(Stage.NURSING_STUDENT, year)
    if not rest and not college:
        return TypedStage(None, year) if year else None
    stage = _NAMES.get(rest) or _NAMES.get(f"{rest} student")
    if stage is None or (rest in _ONLY_WITH_YEAR and year is None):
        return None
    return TypedStage(stage, year)


def _number(text: str) -> int:
    return _ROMAN.get(text) or int(text)


def _plain(typed: str) -> str:
    """Return words in lower case without punctuation, letters and numbers as they stand."""
    text = typed.casefold().replace("’", "'").replace("m.d.", "md").replace("d.o.", "do")
    return " ".join(re.sub(r"[^\w\s]|_", " ", text.replace("'", "")).split())
