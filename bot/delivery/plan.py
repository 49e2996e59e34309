"""Plan each pair's check-ins of the coming days, in the pair's local time.

Planning is idempotent, so it may run at any time, in several processes, and after a crash halfway.
It depends only on the calendar: the pair's weekday, hour, and zone.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.ids import GuildId, PairId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.schedule import CheckInTurn, Occurrence, first_date, next_owner, occurrences
from bot.domain.states import CheckInState
from bot.storage import outbox, presence
from bot.storage.database import Database
from bot.storage.nudges import settings as nudge_settings
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair
from bot.storage.progress import check_ins
from bot.storage.progress.check_ins import CheckIn

# A check-in that could not be asked by then is left out; the next one comes soon enough.
USEFUL_FOR = timedelta(days=3)
PAIRS_AT_ONCE = 100


async def plan_ahead(database: Database, now: datetime, horizon: timedelta) -> int:
    """Plan every pair's check-ins up to `horizon` from now; return how many rows are new or moved.

    Pairs are planned a few at a time, so that no one waits for a long transaction.
    """
    await database.write(pairs.wake, now)
    soon = await database.read(_unplanned, now, horizon)
    changed = 0
    for start in range(0, len(soon), PAIRS_AT_ONCE):
        some = soon[start : start + PAIRS_AT_ONCE]
        changed += await database.write(_plan_pairs, some, now, horizon)
    return changed


def _unplanned(
    connection: Connection, now: datetime, horizon: timedelta
) -> list[tuple[GuildId, PairId]]:
    """Return the pairs with a check-in that is not planned, or planned for another instant.

    There may be many pairs, so this runs inside the read, off the event loop. Usually everything is
    planned already, and the writer is not needed.
    """
    planned = check_ins.due_since(connection, now - USEFUL_FOR)
    return [
        (pair.guild, pair.id)
        for pair in pairs.active(connection)
        if any(
            planned.get((pair.guild, pair.id, turn.local_date)) != turn.instant
            for turn in turns(pair, now, horizon)
        )
    ]


def turns(pair: Pair, now: datetime, horizon: timedelta) -> Iterator[Occurrence]:
    """Yield the pair's check-in days around now: those just missed, and those within `horizon`.

    Days in a pause, its last day included, are not made up for: the day of the welcome is kept
    free.
    """
    if pair.introduced_at is None:
        return iter(())
    first = first_date(pair.introduced_at, pair.time_zone, pair.check_in_weekday)
    upcoming = occurrences(
        first,
        pair.check_in_days,
        pair.check_in_time,
        pair.time_zone,
        after=now - USEFUL_FOR,
        until=now + horizon,
    )
    return (turn for turn in upcoming if not pair.rests_on(turn.local_date))


def _plan_pairs(
    connection: Connection,
    some: list[tuple[GuildId, PairId]],
    now: datetime,
    horizon: timedelta,
) -> int:
    loaded = (pairs.find(connection, guild, pair) for guild, pair in some)
    return sum(
        plan_pair(connection, pair, now, horizon)
        for pair in loaded
        if pair is not None and pair.state.is_active
    )


def plan_pair(connection: Connection, pair: Pair, now: datetime, horizon: timedelta) -> int:
    """Plan one pair's check-ins; return how many are new or moved."""
    changed = 0
    for turn in turns(pair, now, horizon):
        history = check_ins.list_for_pair(connection, pair.guild, pair.id)
        by_day = {check_in.local_date: check_in for check_in in history}
        if turn.local_date not in by_day:
            _plan_new(connection, pair, turn, history, now)
            changed += 1
        elif by_day[turn.local_date].due_at != turn.instant:
            changed += _move(connection, pair, by_day[turn.local_date], turn)
    return changed


def _plan_new(
    connection: Connection, pair: Pair, turn: Occurrence, history: list[CheckIn], now: datetime
) -> None:
    """Plan a check-in; earlier ones that were never answered are over with that."""
    earlier = []
    for planned in history:
        if planned.local_date > turn.local_date:
            continue
        if planned.state is CheckInState.ASKED:
            check_ins.record_unanswered(connection, pair.guild, planned.id)
        state = CheckInState.UNANSWERED if planned.state is CheckInState.ASKED else planned.state
        earlier.append(CheckInTurn(planned.owner, state))
    # A circle continues without whoever left; a pair of two is on hold and never comes here.
    gone = presence.gone(connection, pair.guild) if len(pair.members) > 2 else frozenset()
    members = [(member.user, member.role) for member in pair.members if member.user not in gone]
    # Someone who muted check-ins is not asked, and doesn't keep the others from being asked.
    willing = [
        member
        for member in members
        if NudgeKind.CHECK_IN not in nudge_settings.get(connection, pair.guild, member[0]).muted
    ]
    owner = next_owner(willing or members, earlier)
    check_in = check_ins.add(connection, pair.guild, pair.id, owner, turn.local_date, turn.instant)
    outbox.plan(
        connection,
        guild=pair.guild,
        kind=NudgeKind.CHECK_IN,
        subject_type="pair",
        subject_id=pair.id,
        subject_version=check_in,
        recipient=owner,
        due_at=turn.instant,
        expires_at=turn.instant + USEFUL_FOR,
        now=now,
        key=_key(pair, turn),
    )


def _move(connection: Connection, pair: Pair, check_in: CheckIn, turn: Occurrence) -> int:
    """Apply a changed hour or a changed time zone database, under the same key."""
    if check_in.state is not CheckInState.PLANNED:
        return 0
    moved = outbox.move(
        connection,
        guild=pair.guild,
        kind=NudgeKind.CHECK_IN,
        key=_key(pair, turn),
        due_at=turn.instant,
        expires_at=turn.instant + USEFUL_FOR,
    )
    if moved:
        check_ins.move(connection, pair.guild, check_in.id, turn.instant)
    return int(moved)


def _key(pair: Pair, turn: Occurrence) -> str:
    # A pair has one check-in for each local date. The check-in's ID and its owner aren't part of
    # the key: both may differ after a restored backup, and it would still be the same check-in.
    return f"pair:{pair.id}:{turn.local_date.isoformat()}"
