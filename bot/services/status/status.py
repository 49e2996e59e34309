"""What `/status` shows: what is waiting on oneself, on others, and on no one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.ids import PairId, UserId
from bot.domain.progress.check_ins import Activity
from bot.domain.status.turns import Ledger, Turn, TurnKind
from bot.services.moderation.permissions import moderates
from bot.services.pairs.next_check_in import next_check_in
from bot.services.requests.requests import SHOWN_FOR
from bot.services.status.turns import Rules, introductions, ledger_from, turn_of
from bot.services.unshown_answers import UnshownAnswer, unshown
from bot.services.work import Work, glances
from bot.storage.moderation import societies
from bot.storage.nudges import away
from bot.storage.nudges.away import Away
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair
from bot.storage.status import ledger
from bot.storage.youth import supervision


@dataclass(frozen=True, slots=True)
class Status:
    """One person's view of everything they take part in."""

    person: UserId
    ledger: Ledger
    # The first item of each kind that is waiting on them.
    soonest: Mapping[TurnKind, Turn]
    pairs: tuple[Pair, ...]
    is_set_up: bool
    is_moderator: bool
    away: tuple[Away, ...] = ()
    # What makes a pair's next check-in needless, and when that would be.
    skipped: Mapping[PairId, tuple[Activity, datetime]] = field(default_factory=dict)
    # Pairs whose thread is closed, because something of youth mode is missing.
    closed: frozenset[PairId] = frozenset()
    # What they were to be told and Discord did not take.
    unshown: tuple[UnshownAnswer, ...] = ()


@glances
def status_of_person(work: Work) -> Status:
    """Return what is waiting on the asker, on their partners, and on no one."""
    own = pairs.list_for_person(work.connection, work.guild, work.user)
    absent = away.around(work.connection, work.guild, work.user, work.now)
    entries = ledger.entries(work.connection, work.guild, work.user, work.now, work.now - SHOWN_FOR)
    society = societies.find(work.connection, work.guild)
    settled = Rules(work, own, absent, entries).settle(entries)
    whose, soonest = ledger_from(work.user, settled + introductions(own))
    return Status(
        person=work.user,
        ledger=whose,
        soonest=soonest,
        pairs=tuple(own),
        is_set_up=society is not None and society.mentoring_channel is not None,
        is_moderator=moderates(work.actor, society),
        away=tuple(absent),
        skipped={
            pair.id: skipped
            for pair in own
            if pair.state.is_active
            and (skipped := next_check_in(work.connection, pair, work.now)[1]) is not None
        },
        closed=supervision.closed(work.connection, work.guild),
        unshown=unshown(work),
    )


def turns_of_pair(work: Work, pair: Pair) -> list[Turn]:
    """Return what is waiting in one of the asker's pairs, on anyone, as far as they may see it."""
    absent = away.around(work.connection, work.guild, work.user, work.now)
    entries = ledger.entries(work.connection, work.guild, work.user, work.now, work.now)
    of_pair = [entry for entry in entries if entry[4] == pair.id]
    return [turn_of(entry) for entry in Rules(work, [pair], absent, of_pair).settle(of_pair)]
