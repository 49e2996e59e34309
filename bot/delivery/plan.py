"""Plan each pair's check-ins of the coming days, in the pair's local time.

Planning is idempotent, so it may run at any time, in several processes, and after a crash halfway.
It depends only on the calendar: the pair's weekday, hour, and zone.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.ids import GuildId, PairId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.progress.check_ins import PastCheckIn, due_between, next_owner
from bot.domain.schedule import Occurrence
from bot.domain.states import CheckInState
from bot.storage import outbox, presence
from bot.storage.database import Database
from bot.storage.nudges import pings
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
    await database.write(pairs.resume_due, now)
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
            planned.get((pair.guild, pair.id, occurrence.local_date)) != occurrence.instant
            for occurrence in _days_to_plan(pair, now, horizon)
        )
    ]


def _days_to_plan(pair: Pair, now: datetime, horizon: timedelta) -> Iterator[Occurrence]:
    """Yield the pair's check-ins around now: those just missed, and those within `horizon`."""
    return due_between(pair, now - USEFUL_FOR, now + horizon)


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
    for occurrence in _days_to_plan(pair, now, horizon):
        history = check_ins.list_for_pair(connection, pair.guild, pair.id)
        by_day = {check_in.local_date: check_in for check_in in history}
        if occurrence.local_date not in by_day:
            _plan_new(connection, pair, occurrence, history, now)
            changed += 1
        elif by_day[occurrence.local_date].due_at != occurrence.instant:
            changed += _move(connection, pair, by_day[occurrence.local_date], occurrence)
    return changed


def _plan_new(
    connection: Connection,
    pair: Pair,
    occurrence: Occurrence,
    history: list[CheckIn],
    now: datetime,
) -> None:
    """Plan a check-in; earlier ones that were never answered are over with that."""
    for planned in history:
        if planned.local_date <= occurrence.local_date and planned.state is CheckInState.ASKED:
            check_ins.record_unanswered(connection, pair.guild, planned.id)
    owner = _owner_of(connection, pair, occurrence, history, now)
    check_in = check_ins.add(
        connection, pair.guild, pair.id, owner, occurrence.local_date, occurrence.instant
    )
    outbox.plan(
        connection,
        guild=pair.guild,
        kind=NudgeKind.CHECK_IN,
        subject_type="pair",
        subject_id=pair.id,
        subject_version=check_in,
        recipient=owner,
        due_at=occurrence.instant,
        expires_at=occurrence.instant + USEFUL_FOR,
        now=now,
        key=_key(pair, occurrence),
    )


def coming_check_ins(
    connection: Connection, pair: Pair, person: UserId, now: datetime, until: datetime
) -> list[datetime]:
    """Return when check-ins that are not planned yet will be this person's, as things are now."""
    history = check_ins.list_for_pair(connection, pair.guild, pair.id)
    known = {check_in.local_date for check_in in history}
    return [
        occurrence.instant
        for occurrence in due_between(pair, now, until)
        if occurrence.local_date not in known
        and _owner_of(connection, pair, occurrence, history, now) == person
    ]


def _owner_of(
    connection: Connection,
    pair: Pair,
    occurrence: Occurrence,
    history: list[CheckIn],
    now: datetime,
) -> UserId:
    """Return whose turn a check-in is; who was asked and hasn't answered by then won't anymore."""
    earlier = [
        PastCheckIn(
            planned.owner,
            CheckInState.UNANSWERED if planned.state is CheckInState.ASKED else planned.state,
        )
        for planned in history
        if planned.local_date <= occurrence.local_date
    ]
    # A circle continues without whoever left; a pair of two is on hold and never comes here.
    departed = presence.departed(connection, pair.guild) if len(pair.members) > 2 else frozenset()
    members = [(member.user, member.role) for member in pair.members if member.user not in departed]
    # Someone who muted check-ins, or answers nothing, is not asked, and doesn't keep the others
    # from being asked.
    willing = [
        member
        for member in members
        if NudgeKind.CHECK_IN not in nudge_settings.get(connection, pair.guild, member[0]).muted
        and not pings.heard_by(connection, pair.guild, member[0], now).is_silent
    ]
    return next_owner(willing or members, earlier)


def _move(connection: Connection, pair: Pair, check_in: CheckIn, occurrence: Occurrence) -> int:
    """Apply a changed hour or a changed time zone database, under the same key."""
    if check_in.state is not CheckInState.PLANNED:
        return 0
    moved = outbox.move(
        connection,
        guild=pair.guild,
        kind=NudgeKind.CHECK_IN,
        key=_key(pair, occurrence),
        due_at=occurrence.instant,
        expires_at=occurrence.instant + USEFUL_FOR,
    )
    if moved:
        check_ins.move(connection, pair.guild, check_in.id, occurrence.instant)
    return int(moved)


def _key(pair: Pair, occurrence: Occurrence) -> str:
    # A pair has one check-in for each local date. The check-in's ID and its owner aren't part of
    # the key: both may differ after a restored backup, and it would still be the same check-in.
    return f"pair:{pair.id}:{occurrence.local_date.isoformat()}"
