"""Explain a pair: three reasons and one caution.

Reasons come from the components of the score, the largest contributions first. Communities are
never among them: they are used only for what someone chose, and shown to no one.
"""

from bot.domain.matching.people import MatchPerson
from bot.domain.matching.result import Code, Note
from bot.domain.matching.rules import UNBROKEN, formats_of, spans_of
from bot.domain.matching.score_components import UNSAID, parts_of, points_of
from bot.domain.matching.settings import MatchSettings
from bot.domain.vocabulary import ANY_FIELD
from bot.domain.windows import DAY, DAYS, WEEK, Span, common_spans, offset_on

REASONS = 3
_FEW = 120
"""Minutes a week in common that leave little choice."""


def explain_pair(
    mentee: MatchPerson, mentor: MatchPerson, settings: MatchSettings, *, both_ways: bool = False
) -> tuple[tuple[Note, ...], Note]:
    """Return the three best reasons for a pair, best first, and the cautions.

    With `both_ways`, the two are also paired the other way round, each the other's mentor.
    """
    parts = parts_of(mentee, mentor, settings)
    points = points_of(settings.weights)
    gained = {name: points[name] * (part - UNSAID) for name, part in parts.items()}
    reasons = [
        (-gained[name], place, note)
        for place, (name, note) in enumerate(_reasons(mentee, mentor, settings).items())
        if gained[name] > 0
    ]
    notes = [note for _, _, note in sorted(reasons, key=lambda reason: reason[:2])]
    notes += _always(mentee, mentor)
    if both_ways:
        return tuple(notes[:REASONS]), Note(Code.BOTH_WAYS)
    cautions = [
        (gained[name] - points[name] * _URGENT.get(note.code, 0.0), place, note)
        for place, (name, note) in enumerate(_cautions(mentee, mentor, settings).items())
    ]
    worst = min(cautions, key=lambda caution: caution[:2], default=(0.0, 0, Note(Code.NOTHING)))
    return tuple(notes[:REASONS]), worst[2]


_URGENT = {Code.NO_HOUR: 1.0, Code.NO_TOPIC: 0.5}


def _reasons(mentee: MatchPerson, mentor: MatchPerson, settings: MatchSettings) -> dict[str, Note]:
    """Return possible reasons for the pair, by component of the score."""
    notes = {
        "field": _field(mentee, mentor),
        "stage": _lead(mentee, mentor),
        "windows": _hours_in_common(mentee, mentor, settings),
        "hours": Note(Code.ENOUGH_HOURS, {"hours": mentee.hours}),
        "place": Note(Code.SAME_STATE, {"state": mentor.state}),
        "roles": Note(Code.ROLES, {"roles": sorted(mentee.roles_wanted & mentor.roles_wanted)}),
    }
    shared = sorted(mentee.topics & mentor.offered_topics)
    if shared:
        notes["topics"] = Note(Code.TOPICS, {"topics": shared, "wanted": len(mentee.topics)})
    return {name: note for name, note in notes.items() if note is not None}


def _always(mentee: MatchPerson, mentor: MatchPerson) -> list[Note]:
    """Return reasons that are true of every allowed pair, for short profiles.

    Who named no formats is open to any, but has not said so: `said` are those who named some.
    """
    ways = [way.value for way in formats_of(mentee) & formats_of(mentor)]
    said = [side for side, each in (("mentee", mentee), ("mentor", mentor)) if each.formats]
    return [
        Note(Code.FORMAT, {"formats": sorted(ways), "said": said}),
        Note(Code.ROOM, {"capacity": mentor.capacity}),
        Note(Code.WILLING),
    ]


def _field(mentee: MatchPerson, mentor: MatchPerson) -> Note | None:
    shared = sorted((mentee.fields & mentor.fields) - {ANY_FIELD})
    if shared:
        return Note(Code.FIELD, {"fields": shared})
    if ANY_FIELD in mentee.fields | mentor.fields:
        return Note(Code.OPEN_FIELD)
    ours, theirs = sorted(mentee.fields), sorted(mentor.fields)
    return Note(Code.NEAR_FIELD, {"wanted": ours, "offered": theirs}) if theirs else None


def _ahead(mentee: MatchPerson, mentor: MatchPerson) -> int | None:
    if mentee.stage.step is None or mentor.stage.step is None:
        return None
    return mentor.stage.step - mentee.stage.step


def _lead(mentee: MatchPerson, mentor: MatchPerson) -> Note | None:
    ahead = _ahead(mentee, mentor)
    facts = {"stage": mentor.stage.value}
    if ahead is None or ahead < 0:
        return None
    if ahead <= 1:
        return Note(Code.NEAR_PEER, facts)
    return Note(Code.AHEAD if ahead == 2 else Code.FAR_AHEAD, facts)


def _hours_in_common(mentee: MatchPerson, mentor: MatchPerson, settings: MatchSettings) -> Note:
    if not mentee.windows or not mentor.windows:
        return Note(Code.FLEXIBLE, {"mentee": not mentee.windows, "mentor": not mentor.windows})
    spans = common_spans(spans_of(mentee, settings), spans_of(mentor, settings))
    minutes = sum(end - start for start, end in spans)
    longest = max(spans, key=lambda span: (span[1] - span[0], -span[0]), default=None)
    facts = {"minutes": minutes}
    if longest is None:
        return Note(Code.HOURS_IN_COMMON, facts)
    return Note(Code.HOURS_IN_COMMON, {**facts, "best": local_text(longest, mentee, settings)})


def local_text(span: Span, person: MatchPerson, settings: MatchSettings) -> str:
    """Return a span of the UTC week in that person's local time: ``tue 18:00-20:00``."""
    offset = offset_on(person.time_zone, settings.starts)
    start, end = (span[0] + offset) % WEEK, (span[1] + offset) % DAY
    clock = f"{start % DAY // 60:02d}:{start % 60:02d}-{end // 60:02d}:{end % 60:02d}"
    return f"{DAYS[start // DAY]} {clock}"


def _cautions(mentee: MatchPerson, mentor: MatchPerson, settings: MatchSettings) -> dict[str, Note]:
    """Return possible cautions, by component of the score."""
    notes = {
        "topics": _missing_topics(mentee, mentor),
        "field": _other_field(mentee, mentor),
        "stage": _unsuited_lead(mentee, mentor),
        "windows": _short_windows(mentee, mentor, settings),
        "hours": _short_hours(mentee, mentor),
        "place": _other_state(mentee, mentor),
    }
    return {name: note for name, note in notes.items() if note is not None}


def _missing_topics(mentee: MatchPerson, mentor: MatchPerson) -> Note | None:
    if not mentee.topics or not mentor.offered_topics:
        side = "mentor" if mentee.topics else "mentee"
        return Note(Code.SILENT_PROFILE, {"side": side})
    left = sorted(mentee.topics - mentor.offered_topics)
    if len(left) == len(mentee.topics):
        return Note(Code.NO_TOPIC, {"topics": left})
    return Note(Code.TOPICS_LEFT, {"topics": left}) if left else None


def _other_field(mentee: MatchPerson, mentor: MatchPerson) -> Note | None:
    if not mentee.fields or not mentor.fields or mentee.fields & mentor.fields:
        return None
    if ANY_FIELD in mentee.fields | mentor.fields:
        return None
    facts = {"wanted": sorted(mentee.fields), "offered": sorted(mentor.fields)}
    return Note(Code.OTHER_FIELD, facts)


def _unsuited_lead(mentee: MatchPerson, mentor: MatchPerson) -> Note | None:
    ahead = _ahead(mentee, mentor)
    if ahead is None:
        return None
    facts = {"stage": mentor.stage.value}
    if ahead < 0:
        return Note(Code.BEHIND, facts)
    if mentee.near_peer and ahead > 1:
        return Note(Code.TOO_FAR, facts)
    if mentee.near_peer is False and ahead < 2:
        return Note(Code.TOO_NEAR, facts)
    return Note(Code.LEVEL, facts) if ahead == 0 and not mentee.near_peer else None


def _short_windows(
    mentee: MatchPerson, mentor: MatchPerson, settings: MatchSettings
) -> Note | None:
    if not mentee.windows or not mentor.windows:
        return None
    spans = common_spans(spans_of(mentee, settings), spans_of(mentor, settings))
    minutes = sum(end - start for start, end in spans)
    if max((end - start for start, end in spans), default=0) < UNBROKEN:
        return Note(Code.NO_HOUR, {"minutes": minutes})
    return Note(Code.FEW_HOURS, {"minutes": minutes}) if minutes < _FEW else None


def _short_hours(mentee: MatchPerson, mentor: MatchPerson) -> Note | None:
    if not mentee.hours or mentor.hours is None or mentor.hours >= mentee.hours:
        return None
    return Note(Code.TIME_SHORT, {"hoped": mentee.hours, "offered": mentor.hours})


def _other_state(mentee: MatchPerson, mentor: MatchPerson) -> Note | None:
    ways = formats_of(mentee) & formats_of(mentor)
    asked = any(way.is_in_place for way in (mentee.formats | mentor.formats) & ways)
    if not asked or mentee.state is None or mentor.state is None:
        return None
    if mentee.state == mentor.state:
        return None
    return Note(Code.OTHER_STATE, {"mentee": mentee.state, "mentor": mentor.state})
