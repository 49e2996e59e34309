"""Tell a pair in its thread that one of them will be away."""

from datetime import date, datetime

from sqlalchemy import Connection

from bot.delivery.verdict import InChannel, Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.ids import AwayId, PairId
from bot.domain.nudges.away import Absence
from bot.domain.nudges.nudges import AwayTold
from bot.domain.nudges.policy import Manners
from bot.domain.states import PairState
from bot.storage.nudges import away
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Tell it as they would themselves, by day, unless they have changed their mind."""
    found = away.find(connection, nudge.guild, AwayId(nudge.subject_id))
    if found is None or found.cancelled_at is not None:
        return Never("the plans have changed")
    pair = pairs.find(connection, nudge.guild, PairId(nudge.subject_version))
    if pair is None or pair.state is PairState.ENDED or not pair.has(found.user):
        return Never("the pair has ended")
    if pair.thread is None:
        return Undeliverable("the pair has no thread")
    partners = pair.partners_of(found.user)
    facts = AwayTold(
        guild=nudge.guild,
        pair=pair.id,
        away=found.id,
        person=found.user,
        partners=partners,
        first_day=found.first_day,
        last_day=found.last_day,
        note=found.note,
        both=_both(found, away.coming(connection, nudge.guild, partners, now)),
    )
    return Ready(facts, InChannel(pair.thread))


def _both(found: away.Away, theirs: list[away.Away]) -> tuple[date, date] | None:
    own = Absence(found.first_day, found.last_day, found.time_zone)
    for other in theirs:
        if shared := own.shared_with(Absence(other.first_day, other.last_day, other.time_zone)):
            return shared
    return None


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Nothing follows: the return comes by itself."""


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: /status has it."""
