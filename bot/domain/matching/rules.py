"""The hard rules, which no score can outweigh.

`broken_rules` defines them for one pair, in plain Python. `bot.domain.matching.score` applies the
same rules to whole matrices, and a test compares the two.
"""

from enum import StrEnum

from bot.domain.matching.people import MatchPerson, PairKey
from bot.domain.matching.settings import MatchSettings, WindowRule
from bot.domain.vocabulary import FORMATS, MeetingFormat
from bot.domain.windows import Span, longest_common, week_spans

UNBROKEN = 60
"""Minutes that two people need in one piece to meet at all."""


class Rule(StrEnum):
    """A hard rule."""

    ONESELF = "oneself"
    NOT_A_MENTEE = "not-a-mentee"
    NOT_A_MENTOR = "not-a-mentor"
    NO_ROOM = "no-room"
    GONE = "gone"
    AVOIDED = "avoided"
    EARLIER_PARTNERS = "earlier-partners"
    FORMATS = "formats"
    WINDOWS = "windows"
    FORBIDDEN = "forbidden"


PRIVATE_RULES = frozenset({Rule.AVOIDED, Rule.EARLIER_PARTNERS, Rule.FORBIDDEN})
"""Rules that are only ever counted: naming the pair would tell somebody's secret."""


def formats_of(person: MatchPerson) -> frozenset[MeetingFormat]:
    """Return the formats that someone accepts: naming none means any."""
    return person.formats or frozenset(FORMATS)


def spans_of(person: MatchPerson, settings: MatchSettings) -> tuple[Span, ...]:
    """Return someone's availability as spans of a UTC week at the cohort's start."""
    return week_spans(person.windows, person.time_zone, settings.starts)


def avoid_each_other(mentee: MatchPerson, mentor: MatchPerson) -> bool:
    """Return whether either has the other on the confidential list."""
    return mentor.id in mentee.avoid or mentee.id in mentor.avoid


def were_partners(mentee: MatchPerson, mentor: MatchPerson) -> bool:
    """Return whether they were paired before and do not both want it again."""
    before = mentor.id in mentee.prior_partners or mentee.id in mentor.prior_partners
    again = mentor.id in mentee.would_repeat and mentee.id in mentor.would_repeat
    return before and not again


def share_an_hour(mentee: MatchPerson, mentor: MatchPerson, settings: MatchSettings) -> bool:
    """Return whether both weeks share one unbroken hour; someone flexible fits anyone."""
    if not mentee.windows or not mentor.windows:
        return True
    longest = longest_common(spans_of(mentee, settings), spans_of(mentor, settings))
    return longest >= UNBROKEN


def broken_rules(
    mentee: MatchPerson,
    mentor: MatchPerson,
    settings: MatchSettings,
    forbidden: frozenset[PairKey] = frozenset(),
) -> tuple[Rule, ...]:
    """Return every hard rule that these two break, in the order of `Rule`; () if none."""
    broken = {
        Rule.ONESELF: mentee.id == mentor.id,
        Rule.NOT_A_MENTEE: not mentee.is_mentee,
        Rule.NOT_A_MENTOR: not mentor.is_mentor,
        Rule.NO_ROOM: mentor.capacity < 1,
        Rule.GONE: not (mentee.present and mentor.present),
        Rule.AVOIDED: avoid_each_other(mentee, mentor),
        Rule.EARLIER_PARTNERS: were_partners(mentee, mentor),
        Rule.FORMATS: not formats_of(mentee) & formats_of(mentor),
        Rule.WINDOWS: settings.windows is WindowRule.HARD
        and not share_an_hour(mentee, mentor, settings),
        Rule.FORBIDDEN: PairKey(mentee.id, mentor.id) in forbidden,
    }
    return tuple(rule for rule in Rule if broken[rule])
