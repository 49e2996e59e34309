"""Explain why someone is unmatched, what would change it, and who would rather swap."""

from collections import Counter
from typing import TYPE_CHECKING

from bot.domain.matching.capacity_gaps import openings_of
from bot.domain.matching.explain import local_text
from bot.domain.matching.people import MatchPerson
from bot.domain.matching.pool import Pool
from bot.domain.matching.result import CapacityGap, Code, Hint, Note, Side, Unmatched
from bot.domain.matching.rules import UNBROKEN, formats_of, spans_of
from bot.domain.matching.score import NEVER
from bot.domain.matching.score_components import SCALE
from bot.domain.matching.score_matrix import RuleSheet, covered, rule_sheets
from bot.domain.vocabulary import ANY_FIELD, PersonRole

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

HINTS = 20
_BLOCK = 1 << 20


def explain_unmatched(
    pool: Pool, mentor_of: "Ints"
) -> tuple[tuple[Unmatched, ...], tuple[CapacityGap, ...]]:
    """Return everyone unmatched with the binding reason and a fix, and the capacity gaps.

    The reason is the rule that alone keeps most people apart from this one; or, if someone would
    have fitted, that there was no place left. Lists are counted, never quoted.
    """
    waiting = [row for row, column in enumerate(mentor_of.tolist()) if column < 0]
    openings = openings_of(pool, mentor_of)
    mentees = _Side(pool, PersonRole.MENTEE, openings)
    unmatcheds = [mentees.explain(row, waiting) for row in waiting]
    engaged = set(mentor_of.tolist()) | {
        column for column, person in enumerate(pool.mentors) if _is_locked(pool, person)
    }
    idle = [column for column in range(len(pool.mentors)) if column not in engaged]
    mentors = _Side(pool, PersonRole.MENTOR, openings)
    unmatcheds += [mentors.explain(column, idle) for column in idle]
    unmatcheds += [
        Unmatched(person.id, PersonRole.MENTOR, Note(Code.NO_ROOM), Note(Code.RAISE_CAPACITY))
        for person in pool.run.people
        if person.is_mentor and person.present and person.capacity < 1
    ]
    return tuple(
        sorted(unmatcheds, key=lambda unmatched: (unmatched.user, unmatched.role))
    ), openings


def _is_locked(pool: Pool, mentor: MatchPerson) -> bool:
    return any(key.mentor == mentor.id for key in pool.run.locked)


class _Side:
    """Explain the people of one side against those of the other."""

    def __init__(self, pool: Pool, role: Side, openings: tuple[CapacityGap, ...]) -> None:
        self.pool, self.role, self.openings = pool, role, openings
        mentee = role is PersonRole.MENTEE
        self.people = pool.mentees if mentee else pool.mentors
        self.others = pool.mentors if mentee else pool.mentees
        self.scores = pool.scores if mentee else pool.scores.T
        self._rules: list[RuleSheet] | None = None
        self._free: tuple[Ints, NDArray[np.float32]] | None = None

    def explain(self, index: int, waiting: list[int]) -> Unmatched:
        """Return the explanation for the person at `index`."""
        person = self.people[index]
        fits = int((self.scores[index] != NEVER).sum())
        if not any(other.id != person.id for other in self.others):
            reason, fix = self._nobody()
        elif not fits:
            reason, fix = self._kept_apart(index)
        elif self.role is PersonRole.MENTEE:
            reason, fix = self._no_place(person, fits, waiting)
        else:
            reason, fix = Note(Code.NO_DEMAND, {"fits": fits}), Note(Code.NEXT_ROUND)
        return Unmatched(person.id, self.role, reason, fix)

    def _nobody(self) -> tuple[Note, Note]:
        if self.role is PersonRole.MENTOR:
            return Note(Code.NOBODY_THERE, {"side": "mentee"}), Note(Code.ONE_MORE_MENTEE)
        best = max(self.openings, key=lambda opening: opening.placed, default=None)
        facts = best.to_json() if best else {"field": None, "room": 1, "placed": 1}
        return Note(Code.NOBODY_THERE, {"side": "mentor"}), Note(Code.ONE_MORE_MENTOR, facts)

    def _no_place(self, person: MatchPerson, fits: int, waiting: list[int]) -> tuple[Note, Note]:
        """Everyone who would fit is full: return in which field, and what one more would change."""
        named = person.fields - {ANY_FIELD}
        own = [opening for opening in self.openings if opening.field in named]
        anyone = [opening for opening in self.openings if opening.field is None]
        best = max(own or anyone, key=lambda opening: opening.placed, default=None)
        fix = Note(Code.ONE_MORE_MENTOR, best.to_json()) if best else Note(Code.NEXT_ROUND)
        if best and best.field in named:
            alike = sum(best.field in self.people[row].fields for row in waiting)
            facts = {"fits": fits, "field": best.field, "waiting": alike}
            return Note(Code.CAPACITY_IN_FIELD, facts), fix
        if person.topics:
            facts = {"fits": fits, "topics": sorted(person.topics), "waiting": len(waiting)}
            return Note(Code.CAPACITY_ON_TOPICS, facts), fix
        return Note(Code.CAPACITY, {"fits": fits, "waiting": len(waiting)}), fix

    def _kept_apart(self, index: int) -> tuple[Note, Note]:
        """No one fits at all: return the rule that alone rules out most people."""
        import numpy as np

        if self._rules is None:
            self._rules = rule_sheets(self.people, self.others, self.pool.run.settings)
        own = slice(index, index + 1)
        formats = self._rules[0](own)[0]
        windows = self._rules[1](own)[0] if len(self._rules) > 1 else np.ones_like(formats)
        others = np.array([other.id != self.people[index].id for other in self.others])
        whole = {"people": int(others.sum())}
        by_windows, by_formats = others & formats & ~windows, others & ~formats & windows
        listed = self._listed(index)
        counts = {
            Code.WINDOWS: int((by_windows & ~listed).sum()),
            Code.FORMATS: int((by_formats & ~listed).sum()),
            Code.LISTS: int((others & formats & windows).sum()),
        }
        binding = max(counts, key=lambda code: counts[code])
        facts = {**whole, "kept": counts[binding]}
        if not counts[binding]:
            return Note(Code.SEVERAL, whole), self._one_more()
        if binding is Code.WINDOWS:
            return Note(binding, facts), self._window_to_add(index, by_windows & ~listed)
        if binding is Code.FORMATS:
            return Note(binding, facts), self._format_to_add(by_formats & ~listed)
        return Note(binding, facts), self._one_more()

    def _one_more(self) -> Note:
        if self.role is PersonRole.MENTOR:
            return Note(Code.ONE_MORE_MENTEE)
        return Note(Code.ONE_MORE_MENTOR, {"field": None, "room": 1, "placed": 1})

    def _listed(self, index: int) -> "NDArray[np.bool_]":
        """Return who is kept apart from this person by a list on either side or by a moderator."""
        import numpy as np

        person = self.people[index]
        before = person.avoid | person.prior_partners
        mine = {(key.mentee, key.mentor) for key in self.pool.run.forbidden}
        listed = []
        for other in self.others:
            pair = (person.id, other.id)
            pair = pair if self.role is PersonRole.MENTEE else pair[::-1]
            theirs = other.avoid | other.prior_partners
            listed.append(other.id in before or person.id in theirs or pair in mine)
        return np.array(listed, bool)

    def _window_to_add(self, index: int, blocked: "NDArray[np.bool_]") -> Note:
        """Find the hour that most of the people ruled out by availability alone have free."""
        import numpy as np

        settings = self.pool.run.settings
        if self._free is None:
            weeks = [spans_of(other, settings) for other in self.others]
            marks = np.array(sorted({start for spans in weeks for start, _ in spans}), np.int64)
            self._free = marks, covered(weeks, marks, UNBROKEN - 1)
        marks, free = self._free
        counts = free[blocked].sum(axis=0)
        if not counts.any():
            return Note(Code.NEXT_ROUND)
        start = int(marks[counts.argmax()])
        hour = local_text((start, start + UNBROKEN), self.people[index], settings)
        return Note(Code.ADD_WINDOW, {"window": hour, "people": int(counts.max())})

    def _format_to_add(self, blocked: "NDArray[np.bool_]") -> Note:
        ways: Counter[str] = Counter()
        for other in blocked.nonzero()[0].tolist():
            ways.update(way.value for way in formats_of(self.others[other]))
        way, people = min(ways.items(), key=lambda item: (-item[1], item[0]))
        return Note(Code.ADD_FORMAT, {"format": way, "people": people})


def hints_of(pool: Pool, mentor_of: "Ints") -> tuple[Hint, ...]:
    """Return up to `HINTS` pairs who would both prefer each other, the clearest first.

    A mentor with room left prefers anyone to no one; a full one compares with the lowest of the
    pairs that would have to give way.
    """
    import numpy as np

    scores = pool.scores
    if not scores.size:
        return ()
    rows = (mentor_of >= 0).nonzero()[0]
    mine = np.zeros(len(mentor_of), np.int16)
    mine[rows] = scores[rows, mentor_of[rows]]
    least = np.full(scores.shape[1], np.iinfo(np.int16).max, np.int16)
    np.minimum.at(least, mentor_of[rows], mine[rows])
    load = np.bincount(mentor_of[rows], minlength=scores.shape[1])
    least[load < pool.capacity] = 0
    hints: list[Hint] = []
    step = max(1, _BLOCK // scores.shape[1])
    for top in range(0, scores.shape[0], step):
        block = scores[top : top + step]
        gain = np.minimum(block - mine[top : top + step, None], block - least[None, :])
        gain[block == NEVER] = 0
        cells = np.flatnonzero(gain > 0)
        best = cells[np.argsort(-gain.ravel()[cells], kind="stable")[: 4 * HINTS]]
        for row, column in zip(*divmod(best, scores.shape[1]), strict=True):
            score = int(block[row, column])
            hints.append(
                Hint(
                    pool.mentees[top + row].id,
                    pool.mentors[column].id,
                    score / SCALE,
                    (score - int(mine[top + row])) / SCALE,
                    (score - int(least[column])) / SCALE,
                )
            )
    hints.sort(key=lambda h: (-min(h.mentee_gain, h.mentor_gain), h.mentee, h.mentor))
    return tuple(hints[:HINTS])
