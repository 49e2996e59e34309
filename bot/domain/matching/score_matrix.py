"""Vectorized score components and hard rules (mentees x mentors).

What depends on people alone is computed once. Each is a function that takes a slice of mentees and
returns an array of shape (block, mentors), or one number if it is the same for everyone.
"""

from collections.abc import Callable, Collection, Hashable, Sequence
from typing import TYPE_CHECKING, TypeVar

from bot.domain.matching.people import MatchPerson
from bot.domain.matching.rules import UNBROKEN, formats_of, spans_of
from bot.domain.matching.score_components import (
    FLEXIBLE,
    NEAR_FIELD,
    OPEN_FIELD,
    OUT_OF_FIELD_WELCOME,
    PLENTY,
    UNSAID,
    place_value,
    stage_value,
)
from bot.domain.matching.settings import MatchSettings, WindowRule
from bot.domain.vocabulary import ANY_FIELD, FIELDS, MEDICAL_FIELDS, STAGES
from bot.domain.windows import WEEK, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Counts = NDArray[np.float32]
    Spans = Sequence[Sequence[Span]]

People = Sequence[MatchPerson]
PartSheet = Callable[[slice], "Floats | float"]
RuleSheet = Callable[[slice], "Bools"]
Value = TypeVar("Value", bound=Hashable)


def part_sheets(mentees: People, mentors: People, settings: MatchSettings) -> dict[str, PartSheet]:
    """Return a vectorized function for each component of the score, in the order of `Weights`."""
    return {
        "topics": _shares([p.topics for p in mentees], [p.offered_topics for p in mentors]),
        "field": _field(mentees, mentors),
        "stage": _stage(mentees, mentors),
        "windows": _windows(mentees, mentors, settings),
        "hours": _hours(mentees, mentors),
        "place": _place(mentees, mentors),
        "communities": _communities(mentees, mentors),
        "roles": _shares([p.roles_wanted for p in mentees], [p.roles_wanted for p in mentors]),
    }


def rule_sheets(mentees: People, mentors: People, settings: MatchSettings) -> list[RuleSheet]:
    """Return a vectorized function, True for an allowed pair, for each rule but the lists."""
    rules = [_formats_meet(mentees, mentors)]
    if settings.windows is WindowRule.HARD:
        rules.append(_hour_in_common(mentees, mentors, settings))
    return rules


def _constant(value: float) -> PartSheet:
    return lambda rows: value


def _incidence(sets: Sequence[Collection[str]], words: Sequence[str]) -> "Counts":
    """Return a 0/1 matrix of shape (sets, words); its products count words in common."""
    import numpy as np

    place = {word: column for column, word in enumerate(words)}
    matrix = np.zeros((len(sets), len(words)), np.float32)
    for row, members in enumerate(sets):
        for word in members:
            if word in place:
                matrix[row, place[word]] = 1
    return matrix


def _shares(ours: Sequence[frozenset[str]], theirs: Sequence[frozenset[str]]) -> PartSheet:
    import numpy as np

    words = sorted(frozenset().union(*ours) & frozenset().union(*theirs))
    if not any(ours) or not any(theirs):
        return _constant(UNSAID)
    a, b = _incidence(ours, words), _incidence(theirs, words).T
    size = np.array([float(len(members)) for members in ours])[:, None]
    silent = np.array([not members for members in theirs])

    def sheet(rows: slice) -> "Floats":
        share: Floats = (a[rows] @ b).astype(np.float64)
        share /= np.maximum(size[rows], 1)
        share[:, silent] = UNSAID
        share[size[rows, 0] == 0] = UNSAID
        return share

    return sheet


def _field(mentees: People, mentors: People) -> PartSheet:
    import numpy as np

    ours, theirs = [p.fields for p in mentees], [p.fields for p in mentors]
    a, b = _incidence(ours, FIELDS), _incidence(theirs, FIELDS).T
    silent = np.array([not fields for fields in theirs])
    mute = np.array([not fields for fields in ours])
    open_a = np.array([ANY_FIELD in fields for fields in ours])
    open_b = np.array([ANY_FIELD in fields for fields in theirs])
    medical_a = np.array([bool(fields & MEDICAL_FIELDS) for fields in ours])
    medical_b = np.array([bool(fields & MEDICAL_FIELDS) for fields in theirs])
    welcome = np.array([OUT_OF_FIELD_WELCOME if p.out_of_field else 0.0 for p in mentees])

    def sheet(rows: slice) -> "Floats":
        value = np.repeat(welcome[rows, None], len(theirs), axis=1)
        value[np.ix_(medical_a[rows], medical_b)] = NEAR_FIELD
        value[:, open_b] = OPEN_FIELD
        value[open_a[rows]] = OPEN_FIELD
        value[(a[rows] @ b) > 0] = 1.0
        value[:, silent] = UNSAID
        value[mute[rows]] = UNSAID
        return value

    return sheet


def _stage(mentees: People, mentors: People) -> PartSheet:
    import numpy as np

    codes = [(stage, near) for stage in STAGES for near in (None, True, False)]
    number = {code: n for n, code in enumerate(codes)}
    table = np.array([[stage_value(*ours, *theirs) for theirs in codes] for ours in codes])
    a = np.array([number[p.stage, p.near_peer] for p in mentees])
    b = np.array([number[p.stage, p.near_peer] for p in mentors])
    return lambda rows: table[a[rows]][:, b]


def _windows(mentees: People, mentors: People, settings: MatchSettings) -> PartSheet:
    import numpy as np

    ours, theirs = _spans(mentees, settings), _spans(mentors, settings)
    if not any(ours) or not any(theirs):
        return _constant(FLEXIBLE)
    ends = {end % WEEK for spans in (*ours, *theirs) for span in spans for end in span}
    marks = np.array(sorted(ends))
    lengths = np.diff(marks, append=marks[0] + WEEK).astype(np.float32)
    a, b = covered(ours, marks, 0) * lengths, covered(theirs, marks, 0).T
    easy_a = np.array([not spans for spans in ours])
    easy_b = np.array([not spans for spans in theirs])

    def sheet(rows: slice) -> "Floats":
        value: Floats = (a[rows] @ b).astype(np.float64)
        value /= PLENTY
        np.minimum(value, 1.0, out=value)
        value[:, easy_b] = FLEXIBLE
        value[easy_a[rows]] = FLEXIBLE
        return value

    return sheet


def _hour_in_common(mentees: People, mentors: People, settings: MatchSettings) -> RuleSheet:
    """Return the rule that two people need one unbroken hour.

    Take an hour off each span's end: what is left are the moments at which an hour may begin. If
    two people share such a moment, they share one at which a span of either starts, so only those
    moments need to be checked, and the rule is exact to the minute.
    """
    import numpy as np

    ours, theirs = _spans(mentees, settings), _spans(mentors, settings)
    marks = np.array(sorted({start for spans in (*ours, *theirs) for start, _ in spans}))
    a, b = covered(ours, marks, UNBROKEN - 1), covered(theirs, marks, UNBROKEN - 1).T
    easy_a = np.array([not spans for spans in ours])
    easy_b = np.array([not spans for spans in theirs])

    def sheet(rows: slice) -> "Bools":
        meets: Bools = (a[rows] @ b) > 0
        meets |= easy_b
        meets[easy_a[rows]] = True
        return meets

    return sheet


def _spans(people: People, settings: MatchSettings) -> "Spans":
    spans_by_day: dict[Hashable, tuple[Span, ...]] = {}
    spans = []
    for person in people:
        key = (person.windows, person.time_zone)
        if key not in spans_by_day:
            spans_by_day[key] = spans_of(person, settings)
        spans.append(spans_by_day[key])
    return spans


def covered(weeks: "Spans", marks: "NDArray[np.int64]", shorter: int) -> "Counts":
    """Return a 0/1 matrix: does a span, cut by `shorter` minutes at its end, contain the mark?"""
    import numpy as np

    matrix = np.zeros((len(weeks), len(marks)), np.float32)
    for row, spans in enumerate(weeks):
        for start, end in spans:
            whole = end - start >= WEEK
            length = WEEK if whole else end - start - shorter
            matrix[row, (marks - start) % WEEK < length] = 1
    return matrix


def _hours(mentees: People, mentors: People) -> PartSheet:
    import numpy as np

    hoped = np.array([p.hours or 0.0 for p in mentees])
    given = np.array([-1.0 if p.hours is None else p.hours for p in mentors])
    if not hoped.any() or (given < 0).all():
        return _constant(UNSAID)
    divisor = np.where(hoped > 0, hoped, 1.0)

    def sheet(rows: slice) -> "Floats":
        value: Floats = np.minimum(1.0, given[None, :] / divisor[rows, None])
        value[:, given < 0] = UNSAID
        value[hoped[rows] <= 0] = UNSAID
        return value

    return sheet


def _numbered(values: Sequence[Value]) -> tuple[dict[Value, int], "NDArray[np.int64]"]:
    import numpy as np

    number: dict[Value, int] = {}
    return number, np.array([number.setdefault(value, len(number)) for value in values], np.int64)


def _formats_meet(mentees: People, mentors: People) -> RuleSheet:
    import numpy as np

    ours, a = _numbered([formats_of(p) for p in mentees])
    theirs, b = _numbered([formats_of(p) for p in mentors])
    table = np.array(
        [[bool(meeting_formats & other) for other in theirs] for meeting_formats in ours]
    )
    return lambda rows: table[a[rows]][:, b]


def _place(mentees: People, mentors: People) -> PartSheet:
    import numpy as np

    ours, a = _numbered([p.formats for p in mentees])
    theirs, b = _numbered([p.formats for p in mentors])
    near = np.array([[place_value(x, "here", y, "here") for y in theirs] for x in ours])
    far = np.array([[place_value(x, "here", y, "there") for y in theirs] for x in ours])
    _, places = _numbered([p.state for p in (*mentees, *mentors)])
    home_a, home_b = places[: len(mentees)], places[len(mentees) :]
    homeless = np.array([p.state is None for p in mentors])
    unknown = np.array([p.state is None for p in mentees])

    def sheet(rows: slice) -> "Floats":
        value = far[a[rows]][:, b]
        same = home_a[rows, None] == home_b[None, :]
        np.copyto(value, near[a[rows]][:, b], where=same)
        value[:, homeless] = UNSAID
        value[unknown[rows]] = UNSAID
        return value

    return sheet


def _communities(mentees: People, mentors: People) -> PartSheet:
    import numpy as np

    ours = [p.communities if p.share_communities else frozenset() for p in mentees]
    theirs = [p.communities if p.share_communities else frozenset() for p in mentors]
    words = sorted(frozenset().union(*ours) & frozenset().union(*theirs))
    if not words:
        return _constant(UNSAID)
    a, b = _incidence(ours, words), _incidence(theirs, words).T
    return lambda rows: np.where((a[rows] @ b) > 0, 1.0, UNSAID)
