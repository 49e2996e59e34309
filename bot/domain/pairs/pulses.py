"""Whether a pair continues, decided from private answers.

A single "no" may be a bad week, so it ends nothing alone. Two of them do: one from each, or two
from the same person. No one is told whose they were.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.ids import UserId
from bot.domain.schedule import instant_of
from bot.domain.states import PulseAnswer

ENOUGH = 2


@dataclass(frozen=True, slots=True)
class PulseReply:
    """One answer; replies are in the order of the weeks in which they were asked for."""

    user: UserId
    week: int
    answer: PulseAnswer


def is_over(mentor: UserId, members: int, answers: Sequence[PulseReply]) -> bool:
    """Return whether the pair ends: one person said "no" twice, or both sides did recently.

    What counts for two people is each one's latest answer: a "no" that someone changed since does
    not. In a circle, of more than two `members`, the mentor and half of all must want it, or the
    mentor twice.
    """
    ordered = sorted(answers, key=lambda pulse: (pulse.week, pulse.user))
    latest = {pulse.user: pulse.answer for pulse in ordered}
    if members <= ENOUGH:
        twice = any(_noes(ordered, user) >= ENOUGH for user in latest)
        return twice or sum(answer is PulseAnswer.NO for answer in latest.values()) >= ENOUGH
    if _noes(ordered, mentor) >= ENOUGH:
        return True
    noes = sum(answer is PulseAnswer.NO for answer in latest.values())
    return latest.get(mentor) is PulseAnswer.NO and 2 * noes >= members


def wants_another_place(
    mentor: UserId, members: int, user: UserId, answers: Sequence[PulseReply]
) -> bool:
    """Return whether one mentee of a circle said "no" twice and needs another match."""
    return members > ENOUGH and user != mentor and _noes(answers, user) >= ENOUGH


def _noes(answers: Sequence[PulseReply], user: UserId) -> int:
    return sum(pulse.user == user and pulse.answer is PulseAnswer.NO for pulse in answers)


def instant(introduced_at: datetime, week: int, at: time, zone: str) -> datetime:
    """Return when a pair is asked in `week`: at its own hour, weeks after its introduction."""
    met: date = introduced_at.astimezone(ZoneInfo(zone)).date()
    return instant_of(met + timedelta(weeks=week), at, zone)
