"""The components of a score, each between 0 (nothing matches) and 1 (everything does).

Defined here for one pair in plain Python, which is also what explanations quote.
`bot.domain.matching.score` computes the same numbers for all pairs at the same time.

What was not said counts as `UNSAID`, halfway, so that a short profile is neither rewarded nor
punished. The score is the weighted mean of the components, in ten-thousandths (0 to 10,000).
"""

from bot.domain.matching.people import MatchPerson
from bot.domain.matching.rules import spans_of
from bot.domain.matching.settings import PARTS, MatchSettings, Weights
from bot.domain.vocabulary import ANY_FIELD, FORMATS, MEDICAL_FIELDS, MeetingFormat, Stage
from bot.domain.windows import common_minutes

SCALE = 10_000
UNSAID = 0.5
FLEXIBLE = 0.7
PLENTY = 240
"""Minutes a week in common beyond which more doesn't count."""
OPEN_FIELD = 0.7
NEAR_FIELD = 0.6
OUT_OF_FIELD_WELCOME = 0.5
OTHER_STATE = 0.3
STAGE_UNKNOWN = 0.6
_ANY = frozenset(FORMATS)

# By how many stages the mentor is ahead: behind, level, 1, 2, 3, 4, 5.
_AHEAD: dict[bool | None, tuple[float, ...]] = {
    None: (0.1, 0.5, 1.0, 1.0, 0.9, 0.8, 0.7),
    True: (0.1, 0.8, 1.0, 0.6, 0.4, 0.3, 0.2),
    False: (0.0, 0.2, 0.5, 0.8, 1.0, 1.0, 1.0),
}


def topics_part(mentee: MatchPerson, mentor: MatchPerson) -> float:
    """Return the share of the mentee's topics that the mentor offers."""
    if not mentee.topics or not mentor.offered_topics:
        return UNSAID
    return len(mentee.topics & mentor.offered_topics) / len(mentee.topics)


def field_part(mentee: MatchPerson, mentor: MatchPerson) -> float:
    """Return 1 for a shared field, less for a near one, least for another."""
    if not mentee.fields or not mentor.fields:
        return UNSAID
    if mentee.fields & mentor.fields:
        return 1.0
    if ANY_FIELD in mentee.fields or ANY_FIELD in mentor.fields:
        return OPEN_FIELD
    if mentee.fields & MEDICAL_FIELDS and mentor.fields & MEDICAL_FIELDS:
        return NEAR_FIELD
    return OUT_OF_FIELD_WELCOME if mentee.out_of_field else 0.0


def stage_value(
    mentee: Stage, mentee_near: bool | None, mentor: Stage, mentor_near: bool | None
) -> float:
    """Return how well the mentor's lead suits both wishes: near-peer, far ahead, or none."""
    if mentee.step is None or mentor.step is None:
        return STAGE_UNKNOWN
    ahead = max(-1, mentor.step - mentee.step) + 1
    if mentee_near is None or mentor_near is None:
        return _AHEAD[mentee_near if mentor_near is None else mentor_near][ahead]
    return (_AHEAD[mentee_near][ahead] + _AHEAD[mentor_near][ahead]) / 2


def stage_part(mentee: MatchPerson, mentor: MatchPerson) -> float:
    """Return `stage_value` of two people."""
    return stage_value(mentee.stage, mentee.near_peer, mentor.stage, mentor.near_peer)


def windows_part(mentee: MatchPerson, mentor: MatchPerson, settings: MatchSettings) -> float:
    """Return shared minutes a week as a share of plenty; flexible people fit well."""
    if not mentee.windows or not mentor.windows:
        return FLEXIBLE
    minutes = common_minutes(spans_of(mentee, settings), spans_of(mentor, settings))
    return min(1.0, minutes / PLENTY)


def hours_part(mentee: MatchPerson, mentor: MatchPerson) -> float:
    """Return how much of the hoped-for hours the mentor has."""
    if not mentee.hours or mentor.hours is None:
        return UNSAID
    return min(1.0, mentor.hours / mentee.hours)


def place_value(
    ours: frozenset[MeetingFormat],
    our_state: str | None,
    theirs: frozenset[MeetingFormat],
    their_state: str | None,
) -> float:
    """Return whether two people are near each other, if one asked to meet in person."""
    shared = (ours or _ANY) & (theirs or _ANY)
    asked = any(way.is_in_place for way in (ours | theirs) & shared)
    if not asked or our_state is None or their_state is None:
        return UNSAID
    if our_state == their_state:
        return 1.0
    return 0.0 if all(way.is_in_place for way in shared) else OTHER_STATE


def place_part(mentee: MatchPerson, mentor: MatchPerson) -> float:
    """Return `place_value` of two people."""
    return place_value(mentee.formats, mentee.state, mentor.formats, mentor.state)


def communities_part(mentee: MatchPerson, mentor: MatchPerson) -> float:
    """Return 1 if both chose to share a community and have one in common; otherwise `UNSAID`.

    Never less than `UNSAID`: a score must not reveal what someone kept private.
    """
    chosen = mentee.share_communities and mentor.share_communities
    return 1.0 if chosen and mentee.communities & mentor.communities else UNSAID


def roles_part(mentee: MatchPerson, mentor: MatchPerson) -> float:
    """Return the share of the wanted kinds of mentoring that the mentor offers."""
    if not mentee.roles_wanted or not mentor.roles_wanted:
        return UNSAID
    return len(mentee.roles_wanted & mentor.roles_wanted) / len(mentee.roles_wanted)


def parts_of(mentee: MatchPerson, mentor: MatchPerson, settings: MatchSettings) -> dict[str, float]:
    """Return every component by name, in the order of `Weights`."""
    return {
        "topics": topics_part(mentee, mentor),
        "field": field_part(mentee, mentor),
        "stage": stage_part(mentee, mentor),
        "windows": windows_part(mentee, mentor, settings),
        "hours": hours_part(mentee, mentor),
        "place": place_part(mentee, mentor),
        "communities": communities_part(mentee, mentor),
        "roles": roles_part(mentee, mentor),
    }


def points_of(weights: Weights) -> dict[str, float]:
    """Return how many of the 10,000 points each component can contribute."""
    plain = weights.to_json()
    whole = sum(plain.values())
    return {name: plain[name] * SCALE / whole for name in PARTS}


def score_of(mentee: MatchPerson, mentor: MatchPerson, settings: MatchSettings) -> int:
    """Return the score of a pair in ten-thousandths, ignoring hard rules."""
    points = points_of(settings.weights)
    total = 0.0
    for name, part in parts_of(mentee, mentor, settings).items():
        total += points[name] * part
    return round(total)
