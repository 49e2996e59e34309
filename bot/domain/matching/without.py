"""Take one person out of a run that was made with them, and keep what it says of the others."""

from dataclasses import replace

from bot.domain.matching.people import MatchInput, MatchPerson, PairKey
from bot.domain.matching.result import Code, MatchedPair, MatchResult, Note


def without(
    asked: MatchInput, result: MatchResult, user: str, stands: str
) -> tuple[MatchInput, MatchResult]:
    """Return a run in which `stands` has the person's place in a pair, and nothing else is theirs.

    The pair stays, so that its other half is still in the run; `stands` isn't present.
    """

    def named(one: str) -> str:
        return stands if one == user else one

    def kept(pair: MatchedPair) -> MatchedPair:
        if user not in (pair.mentee, pair.mentor):
            return pair
        return replace(
            pair,
            mentee=named(pair.mentee),
            mentor=named(pair.mentor),
            reasons=(),
            caution=Note(Code.NOTHING),
        )

    def keys(every: tuple[PairKey, ...]) -> list[PairKey]:
        return [key for key in every if user not in (key.mentee, key.mentor)]

    people = MatchInput.of(
        (_without(person, user, stands) for person in asked.people),
        asked.settings,
        locked=keys(asked.locked),
        forbidden=keys(asked.forbidden),
        seed=asked.seed,
    )
    left = replace(
        result,
        pairs=tuple(map(kept, result.pairs)),
        unmatched=tuple(one for one in result.unmatched if one.user != user),
        hints=tuple(hint for hint in result.hints if user not in (hint.mentee, hint.mentor)),
    )
    return people, left


def _without(person: MatchPerson, user: str, stands: str) -> MatchPerson:
    if person.id == user:
        return MatchPerson(stands, person.role, present=False)
    gone = {user}
    return replace(
        person,
        avoid=person.avoid - gone,
        prior_partners=person.prior_partners - gone,
        would_repeat=person.would_repeat - gone,
    )
