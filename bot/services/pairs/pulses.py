"""Answer privately whether to continue a pair."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.errors import DomainError
from bot.domain.ids import PulseId
from bot.domain.moderation.cases import CaseKind
from bot.domain.pairs import pulses as rules
from bot.domain.states import EndReason, PairState, PulseAnswer, PulseState
from bot.services.moderation.help_requests import ask_about
from bot.services.work import Work, reads, writes
from bot.storage.pairs import endings, pairs, pulses
from bot.storage.pairs.pairs import Pair
from bot.storage.pairs.pulses import Pulse


@dataclass(frozen=True, slots=True)
class PulseAnswered:
    """An answer was saved; with `ended`, it was the answer that ended the pair.

    With `asked_moderators`, it made the moderators look for another match for this mentee of a
    circle.
    """

    pair: Pair
    pulse: Pulse
    answer: PulseAnswer
    ended: bool
    asked_moderators: bool


@reads
def find(work: Work, pulse_id: PulseId) -> tuple[Pulse, Pair]:
    """Return the question and its pair, only to the person who is asked.

    The message to a circle carries one of its questions, and opens for each of them their own.
    Raises `DomainError` ``pulse.unknown`` and ``pair.ended``.
    """
    clicked = pulses.find(work.connection, work.guild, pulse_id)
    if clicked is not None and clicked.user != work.user:
        pair = pairs.get(work.connection, work.guild, clicked.pair)
        asked_with = [
            pulse.id
            for pulse in pulses.list_for_pair(work.connection, work.guild, pair.id)
            if len(pair.members) > 2
            and (pulse.user, pulse.week) == (work.user, clicked.week)
            and pulse.state is not PulseState.CANCELLED
        ]
        pulse_id = asked_with[0] if asked_with else pulse_id
    return _require_own(work, pulse_id)


@writes
def answer(work: Work, pulse_id: PulseId, given: PulseAnswer) -> PulseAnswered:
    """Save an answer, which can still be changed; two that say "no" end the pair."""
    pulse, pair = _require_own(work, pulse_id)
    pulses.record_answer(work.connection, pulse, given, work.now)
    pulses.take_buttons(work.connection, work.guild, pulse_id, work.now)
    answers = [
        rules.PulseReply(pulse.user, pulse.week, pulse.answer)
        for pulse in pulses.list_for_pair(work.connection, work.guild, pair.id)
        if pulse.answer is not None
    ]
    ended = rules.is_over(pair.mentor, len(pair.members), answers)
    if ended:
        next_round = work.now + timedelta(days=work.app.settings.matching.next_round_days)
        endings.close(work.connection, pair, EndReason.REMATCH, work.now, next_round)
    elsewhere = (
        given is PulseAnswer.NO
        and not ended
        and rules.wants_another_place(pair.mentor, len(pair.members), work.user, answers)
    )
    if elsewhere:
        ask_about(work, pair, CaseKind.CIRCLE_CHANGE)
    return PulseAnswered(pair, pulse, given, ended, elsewhere)


def _require_own(work: Work, pulse_id: PulseId) -> tuple[Pulse, Pair]:
    pulse = pulses.get(work.connection, work.guild, pulse_id)
    # Whether anyone else is asked, and what they answer, must not be revealed.
    if pulse.user != work.user:
        raise DomainError("pulse.unknown")
    pair = pairs.get(work.connection, work.guild, pulse.pair)
    if pair.state is PairState.ENDED:
        raise DomainError("pair.ended")
    return pulse, pair
