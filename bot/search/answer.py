"""The result of a search: ranked programs, and sentences for why each fits or may not."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.domain.ids import ProgramId
from bot.domain.programs.programs import Program
from bot.search.confidence import CLOSEST, Fit, unserved
from bot.search.eligibility import Open, Standing
from bot.search.order import Hit
from bot.search.reading.roles import MENTORING_OTHERS
from bot.search.reading.senses import OtherReading, Reading, other_readings
from bot.search.understood import Understood
from bot.search.vocabulary import Vocabulary
from bot.search.wording.advice import case_of, next_steps
from bot.search.wording.reasons import Reasons
from bot.search.wording.steps import step_of


@dataclass(frozen=True, slots=True)
class Result:
    """One ranked program. Its reasons are written only when they are read."""

    program: Program
    score: float
    standing: Standing
    asked: Understood
    vocabulary: Vocabulary
    named: bool = False
    by_name: bool = False

    @property
    def open(self) -> Open:
        """Return whether the program is open to the asker."""
        return self.standing.open

    @property
    def why(self) -> tuple[str, ...]:
        """Return why the program fits, in short sentences, the strongest first."""
        return self._reasons.whys()

    @property
    def obstacles(self) -> tuple[str, ...]:
        """Return what may keep the asker out, in short sentences, the hardest first."""
        return self._reasons.obstacles()

    @property
    def condition(self) -> str:
        """Return what must be true for the program to be open, to follow "if"; or ""."""
        return self._reasons.condition()

    @property
    def step(self) -> str:
        """Return what to do next about the program if it may be open, or ""."""
        mentoring = self.asked.topic == MENTORING_OTHERS
        spanish = self.asked.spanish
        return step_of(self.program, self.standing, spanish=spanish, mentoring=mentoring)

    @property
    def _reasons(self) -> Reasons:
        return Reasons(
            self.program,
            self.asked,
            self.vocabulary,
            self.standing,
            self.named,
            self.by_name,
            self.score,
        )


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """The answer to one question, best first; `fit` tells whether the first is what was asked for.

    `served` are the fields that some program serves.
    """

    understood: Understood
    fit: Fit
    ranked: tuple[Hit, ...]
    vocabulary: Vocabulary
    served: frozenset[str] = frozenset()

    @property
    def results(self) -> tuple[Result, ...]:
        """Return the ranked programs with their reasons, best first."""
        return tuple(
            Result(
                place.program,
                score,
                place.standing,
                self.understood,
                self.vocabulary,
                place.named,
                place.by_name,
            )
            for score, place in self.ranked
        )

    @property
    def confident(self) -> bool:
        """Return whether the first program is open to the asker and fits, or was named."""
        return self.fit is Fit.CERTAIN

    @property
    def query(self) -> str:
        """Return the question as it was asked."""
        return self.understood.query

    @property
    def named(self) -> frozenset[ProgramId]:
        """Return the programs that the question names."""
        return frozenset(place.program.id for _, place in self.ranked if place.named)

    @property
    def closest(self) -> tuple[Result, ...]:
        """Return the two closest programs, for an answer that says nothing fits well."""
        return self.results[:CLOSEST]

    @property
    def case(self) -> str:
        """Return the first line of the answer."""
        first = self.results[0].condition if self.ranked else ""
        return case_of(
            self.understood,
            self.ranked,
            first,
            fits=self.fit is not Fit.NONE,
            unserved=unserved(self.understood, self.served),
            vocabulary=self.vocabulary,
        )

    @property
    def next_steps(self) -> list[str]:
        """Return what to do if nothing is open, most useful first."""
        return self._steps(None)

    def steps(self, free: Collection[str]) -> list[str]:
        """Return the same for a society where someone has room in the fields `free`."""
        return self._steps(free)

    def _steps(self, free: Collection[str] | None) -> list[str]:
        fits = self.fit is not Fit.NONE
        return next_steps(self.understood, self.ranked, self.vocabulary, free, fits=fits)

    @property
    def guide(self) -> str:
        """Return the ID of the guide's item that answers the question, or ""."""
        return self.vocabulary.guides.get(self.understood.topic, "")

    @property
    def readings(self) -> list[OtherReading]:
        """Return the other meanings of abbreviations in the question."""
        return other_readings(self.understood, self.vocabulary)

    def _label(self, reading: Reading) -> str:
        return self.vocabulary.label(*reading, spanish=self.understood.spanish)

    @property
    def document(self) -> dict[str, object]:
        """Return the answer as plain values, in the format that the shell prints."""
        return {
            "query": self.query,
            "understood": self.understood.document,
            "case": self.case,
            "confident": self.confident,
            "fit": str(self.fit),
            "results": [
                {
                    "id": result.program.id,
                    "score": round(result.score, 3),
                    "open": str(result.open),
                    "if": result.condition,
                    "why": list(result.why),
                    "obstacles": list(result.obstacles),
                    "next": result.step,
                }
                for result in self.results
            ],
            "next": self.next_steps,
            "guide": self.guide,
            "readings": [
                {
                    "written": reading.written,
                    "taken": self._label(reading.taken) if reading.taken else "",
                    "other": self._label(reading.other),
                }
                for reading in self.readings
            ],
        }
