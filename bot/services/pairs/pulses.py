"""Answer, for oneself alone, whether a pair shall go on."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import PulseId
from bot.domain.pairs import pulses as rules
from bot.domain.states import EndReason, PairState, PulseAnswer
from bot.services.actor import Actor
from bot.services.pairs import endings
from bot.services.pairs.pairs import CIRCLE_CHANGE, ask_about
from bot.storage import interactions
from bot.storage.pairs import pairs, pulses
from bot.storage.pairs.pairs import Pair
from bot.storage.pairs.pulses import Pulse


@dataclass(frozen=True, slots=True)
class PulseAnswered:
    """An answer was kept; with `ended` it was the last word the pair needed to end.

    With `asked_moderators` it was what has them look for another place for this mentee of a circle.
    """

    pair: Pair
    pulse: Pulse
    answer: PulseAnswer
    ended: bool
    asked_moderators: bool


async def find(app: App, actor: Actor, pulse: PulseId) -> tuple[Pulse, Pair]:
    """Return the question and its pair, for the person who is asked only.

    Raises `DomainError` ``pulse.unknown`` and ``pair.ended``.
    """
    return await app.database.read(_require_own, actor, pulse)


async def answer(app: App, actor: Actor, pulse: PulseId, given: PulseAnswer) -> PulseAnswered:
    """Keep an answer, which may still be changed; two that say "no" end the pair kindly."""
    return await app.database.write(_answer, app, actor, pulse, given)


def _answer(
    connection: Connection, app: App, actor: Actor, pulse_id: PulseId, given: PulseAnswer
) -> PulseAnswered:
    now = app.clock.now()
    interactions.record(connection, actor.interaction, actor.guild, now)
    pulse, pair = _require_own(connection, actor, pulse_id)
    pulses.record_answer(connection, pulse, given, now)
    said = [
        rules.Said(one.user, one.week, one.answer)
        for one in pulses.of_pair(connection, actor.guild, pair.id)
        if one.answer is not None
    ]
    ended = rules.is_over(pair.mentor, len(pair.members), said)
    if ended:
        next_round = now + timedelta(days=app.settings.matching.next_round_days)
        endings.close(connection, pair, EndReason.REMATCH, now, next_round)
    elsewhere = (
        given is PulseAnswer.NO
        and not ended
        and rules.wants_another_place(pair.mentor, len(pair.members), actor.user, said)
    )
    if elsewhere:
        ask_about(connection, actor, pair, CIRCLE_CHANGE, now)
    return PulseAnswered(pair, pulse, given, ended, elsewhere)


def _require_own(connection: Connection, actor: Actor, pulse: PulseId) -> tuple[Pulse, Pair]:
    found = pulses.get(connection, actor.guild, pulse)
    # Whether somebody else is asked, and what they say, is nobody's business.
    if found.user != actor.user:
        raise DomainError("pulse.unknown")
    pair = pairs.get(connection, actor.guild, found.pair)
    if pair.state is PairState.ENDED:
        raise DomainError("pair.ended")
    return found, pair
