"""Ask the person whose turn it is how things stand."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.nudges.policy import place_for
from bot.delivery.verdict import Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.ids import CheckInId, PairId
from bot.domain.nudges.nudges import CheckInDue
from bot.domain.nudges.policy import Manners, Rest
from bot.domain.schedule import Turn, unanswered_in_a_row
from bot.domain.states import CheckInState, PairState
from bot.storage.nudges import away
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs
from bot.storage.progress import check_ins
from bot.storage.progress.check_ins import CheckIn


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Ask, unless the pair rests, or the owner was answered for."""
    check_in = check_ins.find(connection, nudge.guild, CheckInId(nudge.subject_version))
    pair = pairs.find(connection, nudge.guild, PairId(nudge.subject_id))
    if check_in is None or pair is None or pair.state is PairState.ENDED:
        return Never("the pair has ended")
    if check_in.state is not CheckInState.PLANNED:
        return Never("answered already")
    if not pair.state.is_active:
        return Never("the pair is paused")
    if not pair.has(check_in.owner):
        return Never("the person left the pair")
    partners = pair.partners_of(check_in.owner)
    if away.all_away(connection, nudge.guild, partners, now):
        return Never("the partner is away")
    place = place_for(connection, pair, check_in.owner)
    if place is None:
        return Undeliverable("the pair has no thread")
    facts = _facts(connection, check_in, default.rest)
    # Of a circle one may have left: it goes on with the others.
    about = partners if len(partners) == 1 else ()
    return Ready(facts, place, person=check_in.owner, about=about)


def _facts(connection: Connection, check_in: CheckIn, rest: Rest | None) -> CheckInDue:
    history = check_ins.of_pair(connection, check_in.guild, check_in.pair)
    earlier = [
        Turn(one.owner, one.state) for one in history if one.local_date < check_in.local_date
    ]
    is_quiet = rest is not None and unanswered_in_a_row(earlier) >= rest.after
    return CheckInDue(
        guild=check_in.guild,
        pair=check_in.pair,
        check_in=check_in.id,
        owner=check_in.owner,
        rest_days=rest.days if rest is not None and is_quiet else 0,
    )


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """It is asked now, and the turn is its owner's."""
    check_ins.record_asked(connection, nudge.guild, CheckInId(nudge.subject_version), now)


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """It will not be asked, and counts for nothing."""
    check_ins.cancel(connection, nudge.guild, CheckInId(nudge.subject_version))
