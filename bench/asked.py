"""Measure the search on what people really ask, labeled by someone who had not seen it run.

Every figure is computed from the labels: which entries are right, which may be shown, which the
stated facts rule out, and what the asker said about themselves.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bot.search import Facet, Fit, Open, ProgramIndex, Result, SearchAnswer
from bot.search.asker import PROFESSION_OF, PROFESSIONS
from bot.search.reading.roles import MENTORING_OTHERS
from bot.search.understood import Understood

QUESTIONS: Final = Path(__file__).resolve().parent / "questions"
SETS: Final = {
    "public": "asked_public.jsonl",
    "tune": "asked_tune.jsonl",
    "report": "asked_report.jsonl",
    "fresh, used for tuning": "asked_fresh_tune.jsonl",
    "fresh, reported only": "asked_fresh_report.jsonl",
    "second author, used for tuning": "asked_second_tune.jsonl",
    "second author, reported only": "asked_second_report.jsonl",
    "by kinds, used for tuning": "asked_kinds_tune.jsonl",
    "by kinds, reported only": "asked_kinds_report.jsonl",
    "forums, used for tuning": "asked_forums_tune.jsonl",
    "forums, reported only": "asked_forums_report.jsonl",
}
TUNED: Final = ("public", *(name for name in SETS if "tun" in name))

SHOWN_ANSWERED: Final = 4
SHOWN_HEDGED: Final = 2
GENERAL: Final = frozenset({"medicine", "any-health-career"})
GENDERS: Final = {"women": "woman", "men": "man", "men-in-nursing": "man"}
SAME_COMMUNITY: Final = {"asian": "asian-american"}
SAME_FIELD: Final = {
    "ems": "emergency-services",
    "speech-pathology": "speech-therapy",
    "radiography": "radiology",
}
# Fields of the vocabulary that are a kind of surgery when someone says "surgeon".
OF_SURGEONS: Final = frozenset({"neurology", "cardiology", "orthopedics", "plastic-surgery", "ent"})
# Fields that a job says already: who is an EMT need not be labeled as asking for that.
OF_A_JOB: Final = frozenset({"emergency-services", "medical-assisting"})
VAGUE: Final = frozenset({"applicant", "career-changer", "working"})
KNOWN_STUDENTS: Final = frozenset(
    {"medical-student", "nursing-student", "dental-student", "pharmacy-student", "pa-student"}
    | {"physical-therapy-student", "graduate-student", "np-student"}
)
# One label may stand for several words of the search.
SAME_STAGE: Final = {
    "np-student": {"np-student", "graduate-student", "nurse", "nursing-student"},
    "nurse": {"nurse", "early-career"},
    "cna": {"health-worker"},
    "practicing": {"physician", "early-career"},
    "early-career": {"early-career", "physician", "nurse", "pharmacist", "fellow"},
    "physician": {"physician", "early-career"},
    "pharmacist": {"pharmacist", "early-career"},
    "post-bac": {"post-bac", "college-pre-health"},
    "health-worker": {"health-worker", "early-career"},
    "working": {"health-worker", "early-career", "nurse", "physician"},
    "ot-student": {"other-student"},
    "optometry-student": {"other-student"},
    "radiography-student": {"other-student"},
    "other-student": {"other-student"},
    "graduate-student": {"graduate-student", "np-student"},
    "applicant": {"college-pre-health", "post-bac"},
    "career-changer": {"post-bac", "college-pre-health", "health-worker"},
    "resident": {"resident", "img"},
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold one labeled question; `asker` is None where only the entries were labeled."""

    text: str
    kind: str
    right: frozenset[str]
    acceptable: frozenset[str]
    barred: frozenset[str]
    asker: Mapping[str, Any] | None
    is_a_fact: bool = False

    @property
    def may_be_open(self) -> frozenset[str]:
        return self.right | self.acceptable


@dataclass(slots=True)
class Figures:
    """Count what the report prints; shares are taken of the number next to each."""

    asked: int = 0
    fits: int = 0
    right_first: int = 0
    within_three: int = 0
    hedged: int = 0
    on_a_condition: int = 0
    nothing: int = 0
    recognised: int = 0
    wrongly_confident: int = 0
    confident: int = 0
    confident_barred: int = 0
    conditional: int = 0
    conditional_barred: int = 0
    sentences: int = 0
    untrue: int = 0
    labelled: int = 0
    misread: int = 0
    faults: list[str] = field(default_factory=list)


def load(name: str) -> list[Asked]:
    """Read one set of questions; a set that is not there is empty."""
    path = QUESTIONS / SETS[name]
    return list(_read(path.read_text(encoding="utf-8").splitlines())) if path.exists() else []


def _read(lines: Iterable[str]) -> Iterator[Asked]:
    for line in lines:
        entry = json.loads(line)
        yield Asked(
            entry["text"],
            entry["kind"],
            frozenset(entry["right"]),
            frozenset(entry["acceptable"]),
            frozenset(entry.get("barred", ())),
            None if "asker_2" in entry else entry.get("asker"),
            bool(entry.get("not_a_search")),
        )


def measure(asked: Sequence[Asked], index: ProgramIndex) -> Figures:
    """Ask every question and compare each answer with its labels."""
    figures = Figures()
    for question in asked:
        answer = index.search(question.text)
        _ranking(question, answer, figures)
        _sentences(question, answer, figures)
        _reading(question, answer, figures)
    return figures


def _ranking(question: Asked, answer: SearchAnswer, figures: Figures) -> None:
    ids = [str(result.program.id) for result in answer.results]
    figures.asked += 1
    if question.kind == "fits":
        figures.fits += 1
        figures.right_first += bool(question.right & set(ids[:1]))
        figures.within_three += bool(question.right & set(ids[:3]))
        figures.hedged += answer.fit is Fit.NONE
        figures.on_a_condition += answer.fit is Fit.IF
        if not question.right & set(ids[:1]):
            figures.faults.append(f"wrong first {ids[:3]}: {question.text}")
        if answer.fit is Fit.NONE:
            figures.faults.append(f"hedged: {question.text}")
    if question.kind == "nothing":
        figures.nothing += 1
        figures.recognised += answer.fit is Fit.NONE
        figures.wrongly_confident += answer.confident
        if answer.fit is not Fit.NONE:
            figures.faults.append(f"not recognised {ids[:1]}: {question.text}")
    barred = bool(ids) and (answer.results[0].open is Open.NO or ids[0] in question.barred)
    figures.confident += answer.confident
    figures.confident_barred += answer.confident and barred
    figures.conditional += answer.fit is Fit.IF
    figures.conditional_barred += answer.fit is Fit.IF and barred
    if answer.fit is not Fit.NONE and barred:
        figures.faults.append(f"{answer.fit}, yet barred {ids[0]}: {question.text}")


def _sentences(question: Asked, answer: SearchAnswer, figures: Figures) -> None:
    """Count sentences that the labels contradict, among those shown."""
    if question.asker is None:
        return
    shown = SHOWN_HEDGED if answer.fit is Fit.NONE else SHOWN_ANSWERED
    for result in answer.results[:shown]:
        sentences = (*result.why, *result.obstacles)
        figures.sentences += len(sentences)
        wrong = list(_untrue(question, question.asker, result))
        figures.untrue += len(wrong)
        figures.faults += [f"untrue {one} ({result.program.id}): {question.text}" for one in wrong]


def _untrue(question: Asked, asker: Mapping[str, Any], result: Result) -> Iterator[str]:
    program, asked = str(result.program.id), result.asked
    # Who wants to mentor is told of programs that take mentors; the labels are about mentees.
    as_mentee = asked.topic != MENTORING_OTHERS
    if as_mentee and result.open is not Open.NO and program in question.barred:
        yield f"open={result.open} though barred"
    if as_mentee and result.open is Open.NO and program in question.may_be_open:
        yield "open=no though it may be open"
    said = " ".join(result.why)
    if asked.spanish:
        said = said.replace("Es para tu etapa", "Meant for your stage").replace(
            "Tu campo", "Your field"
        )
    stage = asker.get("stage")
    true_stages = _stages(stage) | set(asker.get("stages_also", ()))
    if "Meant for your stage" in said and not (set(asked.of(Facet.STAGE)) & true_stages):
        yield "your stage"
    fields = set(asker.get("fields", ()))
    wrong_fields = {
        name
        for name in asked.of(Facet.FIELD)
        if name in result.program.fields and name not in fields | GENERAL
    }
    if "Your field" in said and wrong_fields:
        yield "your field"
    stated = set(asker.get("communities", ())) & set(result.program.communities)
    gender = {"man": "Meant for men,", "woman": "Meant for women,"}.get(asker.get("gender", ""))
    for obstacle in result.obstacles:
        if "which you didn’t mention" not in obstacle:
            continue
        of_gender = obstacle.startswith(("Meant for men,", "Meant for women,"))
        if (gender and obstacle.startswith(gender)) if of_gender else stated:
            yield "did not mention"
    state = asker.get("state")
    placed = any(one.startswith("In ") for one in result.why)
    if state and placed and result.program.state != state:
        yield "in your place"


def _stages(stage: str | None) -> set[str]:
    if stage and stage.endswith("-student") and stage not in KNOWN_STUDENTS:
        return {"other-student"}
    return SAME_STAGE.get(stage, {stage}) if stage else set()


def _reading(question: Asked, answer: SearchAnswer, figures: Figures) -> None:
    """Count questions of which a facet was misread or missed."""
    if question.asker is None:
        return
    figures.labelled += 1
    wrong = list(_misread(question, question.asker, answer))
    figures.misread += bool(wrong)
    if wrong:
        figures.faults.append(f"misread {wrong}: {question.text}")


def _misread(question: Asked, asker: Mapping[str, Any], answer: SearchAnswer) -> Iterator[str]:
    """Yield what the card says that the asker would call wrong, and what it lacks.

    In a question of fact, only a claim about the asker counts: a field or place in it is its
    subject, and nothing is decided by it.
    """
    asked = answer.understood
    if question.is_a_fact:
        yield from _claims(asker, asked)
        return
    stages, stage = set(asked.of(Facet.STAGE)), asker.get("stage")
    if stage and not stages & _stages(stage) and not (stage in VAGUE and not stages):
        yield f"stage {sorted(stages)}, not {stage}"
    true_stages = _stages(stage) | set(asker.get("stages_also", ()))
    if stages - true_stages:
        yield f"stage {sorted(stages - true_stages)} too many"
    fields = set(asked.of(Facet.FIELD))
    stated = {SAME_FIELD.get(name, name) for name in asker.get("fields", ())}
    if "surgery" in stated and fields & OF_SURGEONS:
        # "Brain surgeon" is surgery to one label and neurosurgery to the search.
        fields = fields - OF_SURGEONS | {"surgery"}
    if "other-specialty" in stated:
        # The labels have one name for the specialties that no entry serves.
        fields -= {name for name in fields if name not in PROFESSIONS}
        stated.discard("other-specialty")
        stated -= {name for name in stated if name not in PROFESSIONS}
    said = OF_A_JOB if "health-worker" in stages else frozenset()
    said |= {PROFESSION_OF.get(one, "") for one in stages & true_stages}
    if (fields - stated) - GENERAL - said:
        yield f"field {sorted(fields - stated)} too many"
    if (stated - fields) - GENERAL and not _said_by_stage(stated - fields, stages):
        yield f"field {sorted(stated - fields)} missed"
    if denied := fields & set(asker.get("fields_not", ())):
        yield f"field {sorted(denied)} though denied"
    places, state = set(asked.of(Facet.PLACE)) - {"anywhere"}, asker.get("state")
    covered = {one for place in places for one in answer.vocabulary.states_of(place)}
    if (
        state
        and state not in covered
        and not {"campus", "employer"} & asker.keys()
        and not asked.names
    ):
        yield f"place {sorted(places)}, not {state}"
    # A school or employer says its state, and so does the name of a program.
    placed = {"region", "campus", "employer"} & asker.keys() or (not asker and asked.names)
    if not state and places and not placed:
        yield f"place {sorted(places)} too many"
    communities = {name for name in asked.of(Facet.COMMUNITY) if name not in GENDERS}
    named = {
        SAME_COMMUNITY.get(name, name)
        for name in asker.get("communities", ())
        if name not in GENDERS
    }
    if named - communities:
        yield f"community {sorted(named - communities)} missed"
    if (communities - {"white"}) & set(asker.get("communities_not", ())):
        yield "community though denied"
    genders = {GENDERS[name] for name in asked.of(Facet.COMMUNITY) if name in GENDERS}
    gender = asker.get("gender")
    if gender and genders and gender not in genders:
        yield f"gender {sorted(genders)}, not {gender}"


def _claims(asker: Mapping[str, Any], asked: Understood) -> Iterator[str]:
    """Yield what is claimed of someone who asks for a fact, and wasn't said."""
    true_stages = _stages(asker.get("stage")) | set(asker.get("stages_also", ()))
    if stages := set(asked.of(Facet.STAGE)) - true_stages:
        yield f"stage {sorted(stages)} too many"
    communities = {name for name in asked.of(Facet.COMMUNITY) if name not in GENDERS}
    stated = {SAME_COMMUNITY.get(name, name) for name in asker.get("communities", ())}
    if communities - stated:
        yield f"community {sorted(communities - stated)} too many"


def _said_by_stage(fields: set[str], stages: set[str]) -> bool:
    """Return whether the stage says the field already: a nurse needs no "nursing" next to it."""
    said = {PROFESSION_OF.get(stage, "") for stage in stages}
    return all(
        name in said or any(name.split("-")[0][:5] in stage for stage in stages) for name in fields
    )


def report(name: str, figures: Figures) -> None:
    """Print one set's figures, each share with what it is of."""

    def share(label: str, part: int, whole: int) -> None:
        print(f"  {label:42}{part / whole if whole else 0:6.3f}  ({part} of {whole})")

    print(f"\n{name}: {figures.asked} questions")
    share("right first, where something fits", figures.right_first, figures.fits)
    share("within three", figures.within_three, figures.fits)
    share("hedged although it fits", figures.hedged, figures.fits)
    share("open only on a condition, though it fits", figures.on_a_condition, figures.fits)
    share("nothing, and recognised", figures.recognised, figures.nothing)
    share("nothing, yet confident", figures.wrongly_confident, figures.nothing)
    share("confident with a barred first", figures.confident_barred, figures.confident)
    share("on a condition with a barred first", figures.conditional_barred, figures.conditional)
    share("sentences that are untrue", figures.untrue, figures.sentences)
    share("questions with a facet misread", figures.misread, figures.labelled)
