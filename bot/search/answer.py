"""What a search returns: ranked programs, and words for why each fits or may not."""

from dataclasses import dataclass

from bot.domain.ids import ProgramId
from bot.domain.programs.programs import Program
from bot.search.confidence import CLOSEST
from bot.search.reasons import obstacles, whys
from bot.search.understood import Understood
from bot.search.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Result:
    """Hold one ranked program. Its reasons are written only when they are read."""

    program: Program
    score: float
    asked: Understood
    vocabulary: Vocabulary
    memberships: tuple[str, ...] = ()
    named: bool = False

    @property
    def why(self) -> tuple[str, ...]:
        """Return why the program fits, in short sentences, the strongest first."""
        return whys(self.program, self.asked, self.vocabulary, named=self.named)

    @property
    def obstacles(self) -> tuple[str, ...]:
        """Return what may keep the asker out, in short sentences, the hardest first."""
        return obstacles(self.program, self.asked, self.vocabulary, self.memberships)


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """Hold the answer to one question, best first; `confident` is False when nothing fits well.

    `named` are the programs that the question calls by a name of theirs.
    """

    understood: Understood
    confident: bool
    ranked: tuple[tuple[float, Program], ...]
    vocabulary: Vocabulary
    memberships: tuple[str, ...] = ()
    named: frozenset[ProgramId] = frozenset()

    @property
    def results(self) -> tuple[Result, ...]:
        """Return the ranked programs with their reasons, best first."""
        return tuple(
            Result(
                program,
                score,
                self.understood,
                self.vocabulary,
                self.memberships,
                program.id in self.named,
            )
            for score, program in self.ranked
        )

    @property
    def query(self) -> str:
        """Return the question as it was asked."""
        return self.understood.query

    @property
    def closest(self) -> tuple[Result, ...]:
        """Return the two nearest programs, for an answer that says nothing fits well."""
        return self.results[:CLOSEST]

    @property
    def document(self) -> dict[str, object]:
        """Return the answer as plain values, the shape that the shell prints."""
        return {
            "query": self.query,
            "understood": self.understood.document,
            "confident": self.confident,
            "results": [
                {
                    "id": result.program.id,
                    "score": round(result.score, 3),
                    "why": list(result.why),
                    "obstacles": list(result.obstacles),
                }
                for result in self.results
            ],
        }
