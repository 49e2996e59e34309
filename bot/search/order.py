"""Order programs by the asker's eligibility: what may be open before what is not."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.domain.ids import ProgramId
from bot.domain.programs.programs import Program
from bot.search.asker import Asker
from bot.search.eligibility import Judge, Judging, Open, Rule, Standing, barred
from bot.search.fit import in_field
from bot.search.lanes import packed, unpacked
from bot.search.nearness import is_near
from bot.search.vocabulary import Vocabulary

DOUBT: Final = 1.5  # what each open condition that matters takes from a score
UNMENTIONED: Final = 2.0  # and for a community or gender about which nothing was said
LEADING: Final = 5.0  # a program for leaders, if another field and no leading was asked for
BARRED: Final = 2.0  # among the barred: what each reason takes
MOST_REMEMBERED: Final = 1_024
_LEADING: Final = "healthcare-leadership"
NAMED, OPEN, UNLIKELY, SHUT = range(4)
GROUP: Final = 2_000.0  # more than any score, so that groups stay apart
MOST_TAKEN: Final = 100.0


class Place(NamedTuple):
    """A program's place in an answer: its group, and what is subtracted from its score.

    `named` programs were called by some name of theirs or their host's, `called` ones by one that
    means them for certain, and `by_name` ones by the program's own, not only its school's. What
    isn't open is `near` if it shares enough with the question to be shown.
    """

    group: int
    taken: float
    standing: Standing
    program: Program
    named: bool
    called: bool
    by_name: bool
    near: bool = True


# A program's score, and its place; a plain pair, since ten are created for every question.
Hit = tuple[float, Place]


class Situation(NamedTuple):
    """Everything about a question that eligibility depends on.

    `outside` are programs that were named by someone who does not belong there, or not yet.
    """

    asker: Asker
    fields: tuple[str, ...]
    attends: bool
    named: frozenset[ProgramId]
    called: frozenset[ProgramId]
    by_name: frozenset[ProgramId]
    denied: frozenset[ProgramId]
    outside: frozenset[ProgramId]


class Placing:
    """Place the programs of one list for one situation, each when it is first needed."""

    __slots__ = ("_judge", "_lanes", "_situation", "_standings", "known")

    def __init__(self, situation: Situation, standings: "Standings", judge: Judging) -> None:
        self.known: dict[int, Place] = {}
        self._lanes: tuple[int, Sequence[int]] | None = None
        self._situation = situation
        self._standings = standings
        self._judge = judge

    def lanes(self) -> tuple[int, Sequence[int]]:
        """Return what each program's eligibility adds to its score, packed."""
        if self._lanes is None:
            places = [self.place(position) for position in range(len(self._standings.programs))]
            lanes = packed(
                (GROUP * (SHUT - place.group) + MOST_TAKEN - place.taken, position)
                for position, place in enumerate(places)
            )
            self._lanes = lanes, unpacked(lanes, len(places))
        return self._lanes

    def place(self, position: int) -> Place:
        """Judge the program at a position.

        Programs asked for by name come first, then those that may be open, then those that are not.
        What is open for certain and what is open on a condition are in one group: a program for the
        exact field that requires a membership is a better answer than a general one that requires
        nothing.
        """
        standings, situation = self._standings, self._situation
        program, fields = standings.programs[position], situation.fields
        named = program.id in situation.named
        standing = self._judge(
            program, standings.rules[position], named and program.id not in situation.outside
        )
        if fields and not any(in_field(program, name, standings.vocabulary) for name in fields):
            standing = barred(standing)
        shut = standing.open is Open.NO
        taken = BARRED * len(standing.failed) if shut else DOUBT * standing.doubtful
        called = program.id in situation.called
        if called or (named and not shut):
            group = NAMED
        else:
            group = SHUT if shut else UNLIKELY if standing.unmet else OPEN
        taken += UNMENTIONED * standing.unmentioned
        if _LEADING in program.fields and fields and _LEADING not in fields:
            taken += LEADING
        by_name, vocabulary = program.id in situation.by_name, standings.vocabulary
        near = group <= OPEN or is_near(
            program, standing, fields, situation.asker.stages, vocabulary
        )
        placed = Place(group, taken, standing, program, named, called, by_name, near)
        self.known[position] = placed
        return placed


class Standings:
    """Cache the eligibility of askers for the programs of one list."""

    __slots__ = ("_judge", "_remembered", "programs", "rules", "vocabulary")

    def __init__(
        self,
        programs: Sequence[Program],
        rules: Sequence[tuple[Rule, ...]],
        vocabulary: Vocabulary,
    ) -> None:
        self.programs = programs
        self.rules = rules
        self.vocabulary = vocabulary
        self._judge = Judge(vocabulary)
        self._remembered: dict[Situation, Placing] = {}

    def placing(self, situation: Situation) -> Placing:
        """Return what places programs in a situation."""
        placing = self._remembered.get(situation)
        if placing is None:
            judging = self._judge.judging(
                situation.asker, attends=situation.attends, denied=situation.denied
            )
            placing = Placing(situation, self, judging)
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[situation] = placing
        return placing
