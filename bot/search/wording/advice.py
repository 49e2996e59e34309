"""The first line of an answer, and what to do if nothing is open to the asker."""

from collections.abc import Collection, Sequence
from typing import Final

from bot.domain.programs.programs import ANY_FIELD
from bot.search.eligibility import Open
from bot.search.order import Hit
from bot.search.rank import FAINT_SCORE
from bot.search.reading.roles import MENTORING_OTHERS
from bot.search.reading.topics import CRISIS, UNKNOWN_OF_PROGRAMS
from bot.search.understood import GENERAL_FIELDS, Understood
from bot.search.vocabulary import Facet, Vocabulary
from bot.search.wording.sentences import listed, say

_IN_SCHOOL: Final = frozenset({"high-school", "middle-school"})
_AT_COLLEGE: Final = frozenset({"college-pre-health", "post-bac"})
_AT_WORK: Final = frozenset(
    {"nurse", "pharmacist", "resident", "fellow", "early-career", "junior-faculty", "physician"}
    | {"health-worker", "img"}
)


def case_of(
    asked: Understood,
    ranked: Sequence[Hit],
    condition: str,
    *,
    fits: bool,
    unserved: bool,
    vocabulary: Vocabulary,
) -> str:
    """Return the first line of an answer; `condition` is the first program's open condition."""

    def line(name: str, what: str = "") -> str:
        return say(name, spanish=asked.spanish, what=what)

    if not (asked.values or asked.names or asked.text or asked.without or asked.topic):
        return line("case-unread")
    if asked.topic == CRISIS:
        return line("case-crisis")
    first = ranked[0][1] if ranked else None
    if asked.topic == MENTORING_OTHERS:
        known = asked.of(Facet.STAGE) or asked.of(Facet.FIELD)
        return line("case-mentor" if ranked else "case-mentor-none" if known else "case-mentor-who")
    named = first is not None and first.named
    label = vocabulary.label(Facet.TOPIC, asked.topic, spanish=asked.spanish) if asked.topic else ""
    if named and asked.topic in UNKNOWN_OF_PROGRAMS:
        return line("case-topic-named", label)
    if asked.topic and not named and not asked.elsewhere:
        return line("case-topic", label)
    if first is not None and first.named:
        what = "case-named" if first.by_name else "case-host"
        match first.standing.open:
            case Open.YES:
                return line(what)
            case Open.IF:
                return line(f"{what}-if", condition)
            case Open.NO:
                return line(f"{what}-no")
    if asked.is_outside:
        return line("case-outside")
    if _is_unread(asked, ranked):
        return line("case-unread")
    if unserved:
        fields = [name for name in asked.of(Facet.FIELD) if name not in GENERAL_FIELDS]
        labels = [vocabulary.label(Facet.FIELD, name, spanish=asked.spanish) for name in fields]
        joining = "o" if asked.spanish else "or"
        return line("case-unserved", listed(labels, spanish=asked.spanish, last=joining))
    if first is None:
        return line("case-nothing-near")
    if first.standing.open is Open.NO:
        return line("case-no")
    certain = any(place.standing.open is Open.YES for _, place in ranked)
    if not fits:
        return line("case-maybe-yes") if certain else line("case-maybe", condition)
    if first.standing.open is Open.YES:
        return line("case-yes")
    return line("case-if-yes" if certain else "case-if", condition)


def next_steps(
    asked: Understood,
    ranked: Sequence[Hit],
    vocabulary: Vocabulary,
    free: Collection[str] | None = None,
    *,
    fits: bool = False,
) -> list[str]:
    """Return what to do instead of a program, or besides, if none `fits` for certain.

    Someone who asks for two people is told, whatever is open, to ask about each. `free` are the
    fields in which someone of the society has room for a mentee, None if that is not known. Without
    anyone, `/mentor find` is not offered. A question that is no search gets where to look instead.
    """

    def line(name: str, what: str = "") -> str:
        return say(name, spanish=asked.spanish, what=what)

    for_each = [line("next-each")] if asked.for_two else []
    if asked.topic == MENTORING_OTHERS:
        known = asked.of(Facet.STAGE) or asked.of(Facet.FIELD)
        return [line("next-take-requests"), *([] if known else [line("next-say-who")])]
    if asked.topic and not asked.elsewhere:
        where = vocabulary.where_to_look.get(asked.topic, ("", ""))[asked.spanish]
        return [where] if where else []
    if (asked.is_outside and not asked.elsewhere) or (
        fits and any(p.standing.open is not Open.NO for _, p in ranked[:1])
    ):
        return for_each

    fields = [name for name in asked.of(Facet.FIELD) if name not in GENERAL_FIELDS]
    if free is not None and ANY_FIELD not in free:
        fields = [name for name in fields if name in free]
    labels = [vocabulary.label(Facet.FIELD, name, spanish=asked.spanish) for name in fields[:2]]
    steps = [*for_each, line(_ask_first(asked))]
    if labels and free != frozenset():
        steps.append(line("next-mentor-field", listed(labels, spanish=asked.spanish)))
    elif free is None or free:
        steps.append(line("next-mentor"))
    return [*steps, line("next-outreach")]


def _is_unread(asked: Understood, ranked: Sequence[Hit]) -> bool:
    """Return whether nothing was understood, and no program has any of the words either."""
    understood = asked.values or asked.names or asked.without or asked.topic or asked.mentoring
    return not understood and all(score <= FAINT_SCORE for score, _ in ranked[:1])


def _ask_first(asked: Understood) -> str:
    stages = set(asked.of(Facet.STAGE))
    if stages & _IN_SCHOOL or (not stages and asked.age is not None and asked.age < 18):
        return "next-counselor"
    if "nursing" in asked.of(Facet.FIELD) and not stages & _AT_WORK:
        return "next-nursing"
    if stages & _AT_WORK:
        return "next-work"
    if stages & _AT_COLLEGE or not stages:
        return "next-advising"
    return "next-school"
