"""Everything that somebody's turn ledger is made of, in one statement.

/status is asked often and shows a dozen kinds of things, a few rows of each. A statement costs more
than its rows, and a dozen of them cost more than all the rest of the answer.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, union_all

from bot.domain.ids import GuildId, PairId, UserId
from bot.storage.prepared import Prepared
from bot.storage.status import ledger_pairs, ledger_personal
from bot.storage.status.ledger_columns import NEVER, NOBODY

__all__ = ["NEVER", "NOBODY", "Entry", "entries"]

_PARTS = (
    ledger_pairs.CHECK_INS,
    ledger_pairs.MEETINGS,
    ledger_pairs.MEETING_TIMES,
    ledger_pairs.NEW_TIMES,
    ledger_pairs.AGREEMENTS,
    ledger_pairs.PULSES,
    ledger_pairs.COMMITMENTS,
    ledger_pairs.GOALS,
    ledger_pairs.CONTACTS,
    ledger_personal.ASKED,
    ledger_personal.OFFERED,
    ledger_personal.OUTREACH,
    ledger_personal.WAITING,
    ledger_personal.SAVED_PROGRAMS,
)
_ENTRIES = Prepared(union_all(*_PARTS))

# Due (UTC epoch seconds, or `NEVER`), kind, id, owner (or `NOBODY`), pair, name, note, and whether
# it comes first; what else a kind does not have is None. Plain values: an object for each would
# take longer than reading it.
Entry = tuple[
    int,
    str,
    int,
    UserId,
    PairId | None,
    str | None,
    str | None,
    int | None,
]


def entries(
    connection: Connection, guild: GuildId, user: UserId, now: datetime, ended_since: datetime
) -> Sequence[Entry]:
    """Return what waits on `user`, on their partners or on nobody, in no order.

    What each column holds where it is not plain:

    - An arranged meeting has no owner. Proposed times are owned by who proposed them; `due` is the
      first of them that is ahead. A meeting of a series has the days of its rhythm as its name.
    - A new time to be found is owned by who took the old one, and due since that was settled.
    - A check-in is due when it was asked, an agreement when its owner's part was first waited for.
    - A goal's note is its day, as ``2027-03-14``. A waiting sign-up has its cohort's name, the
      reason as JSON, and whether it comes first.
    - A request's name is ``asker:`` or ``mentor:`` with its step and state; one that has ended is
      there if it was due after `ended_since`.
    """
    return _ENTRIES.tuples(connection, guild=guild, user=user, now=now, ended_since=ended_since)
