"""Check-ins: whose turn it was, when, and the answer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from bot.domain.errors import DomainError
from bot.domain.ids import CheckInId, GuildId, PairId, UserId
from bot.domain.states import CheckInAnswer, CheckInState, MeetingState, PairState
from bot.storage.counters import next_id
from bot.storage.nudges import away, pings
from bot.storage.records import Records
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.statements.prepared import Prepared
from bot.storage.tables import check_ins, meetings, pair_members, pairs

OPEN = (CheckInState.PLANNED, CheckInState.ASKED)
# Buttons may fail later than that: Discord archives a thread after seven days.
ANSWERABLE = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class CheckIn:
    """One check-in of a pair; `local_date` is the day on the pair's own calendar."""

    guild: GuildId
    id: CheckInId
    pair: PairId
    owner: UserId
    local_date: date
    due_at: datetime
    state: CheckInState
    asked_at: datetime | None
    answer: CheckInAnswer | None
    answered_at: datetime | None


_ROWS = Records(check_ins, CheckIn, check_ins.c.local_date, check_ins.c.id)


# Built once: every plan and every claim reads them.
_OF_PAIR = _ROWS.select.where(
    check_ins.c.guild_id == bindparam("guild"), check_ins.c.pair_id == bindparam("pair")
)
_LATEST_ASKED = Prepared(
    _OF_PAIR.where(
        check_ins.c.state != CheckInState.PLANNED, check_ins.c.state != CheckInState.CANCELLED
    )
    .order_by(None)
    .order_by(check_ins.c.local_date.desc(), check_ins.c.id.desc())
    .limit(1)
)


def add(
    connection: Connection,
    guild: GuildId,
    pair: PairId,
    owner: UserId,
    local_date: date,
    due_at: datetime,
) -> CheckInId:
    """Save a planned check-in; a pair has at most one a day."""
    check_in = CheckInId(next_id(connection, guild, "check-in"))
    _ROWS.add(
        connection,
        guild=guild,
        id=check_in,
        pair=pair,
        owner=owner,
        local_date=local_date,
        due_at=due_at,
        state=CheckInState.PLANNED,
    )
    return check_in


def find(connection: Connection, guild: GuildId, check_in: CheckInId) -> CheckIn | None:
    """Return the check-in, or None when this society has none of that id."""
    return _ROWS.find(connection, guild, check_in)


def get(connection: Connection, guild: GuildId, check_in: CheckInId) -> CheckIn:
    """Return the check-in; raise `DomainError` ``check_in.unknown``."""
    row = find(connection, guild, check_in)
    if row is None:
        raise DomainError("check_in.unknown", check_in=check_in)
    return row


def list_for_pair(connection: Connection, guild: GuildId, pair: PairId) -> list[CheckIn]:
    """Return the pair's check-ins, oldest day first."""
    return _ROWS.run(connection, _OF_PAIR, guild=guild, pair=pair)


def due_since(
    connection: Connection, since: datetime
) -> dict[tuple[GuildId, PairId, date], datetime]:
    """Return when each check-in of any society that is due after `since` is: by pair and day."""
    statement = select(
        check_ins.c.guild_id, check_ins.c.pair_id, check_ins.c.local_date, check_ins.c.due_at
    ).where(IN_EVERY_SOCIETY, check_ins.c.due_at > since)
    return {(row[0], row[1], row[2]): row[3] for row in connection.execute(statement)}


def find_open_for_pair(connection: Connection, guild: GuildId, pair: PairId) -> CheckIn | None:
    """Return the pair's check-in that waits for an answer, if any."""
    open_ = _ROWS.all(
        connection,
        check_ins.c.guild_id == guild,
        check_ins.c.pair_id == pair,
        check_ins.c.state == CheckInState.ASKED,
    )
    return open_[-1] if open_ else None


def list_open_for_person(connection: Connection, guild: GuildId, user: UserId) -> list[CheckIn]:
    """Return the check-ins that wait for this person's answer, oldest first."""
    return _ROWS.all(
        connection,
        check_ins.c.guild_id == guild,
        check_ins.c.owner_id == user,
        check_ins.c.state == CheckInState.ASKED,
    )


def latest_of_pair(connection: Connection, guild: GuildId, pair: PairId) -> CheckIn | None:
    """Return the pair's latest check-in that was asked, answered or not."""
    rows = _LATEST_ASKED.rows(connection, guild=guild, pair=pair)
    return _ROWS.read(rows[0]) if rows else None


def overdue(connection: Connection, asked_before: datetime) -> list[CheckIn]:
    """Return the check-ins of all active pairs that were asked by then and are still open."""
    active = [state for state in PairState if state.is_active]
    of_active = (
        select(pairs.c.id)
        .where(
            pairs.c.guild_id == check_ins.c.guild_id,
            pairs.c.id == check_ins.c.pair_id,
            pairs.c.state.in_(active),
        )
        .exists()
    )
    return _ROWS.all(
        connection,
        IN_EVERY_SOCIETY,
        check_ins.c.state == CheckInState.ASKED,
        check_ins.c.asked_at <= asked_before,
        of_active,
    )


def record_asked(
    connection: Connection, guild: GuildId, check_in: CheckInId, now: datetime
) -> None:
    """Record that the question reached its channel; an answer given in the meantime stays."""
    _change(connection, guild, check_in, (CheckInState.PLANNED,), _asked(now))


def record_answer(
    connection: Connection,
    guild: GuildId,
    check_in: CheckInId,
    answer: CheckInAnswer,
    now: datetime,
) -> bool:
    """Save the answer; a late one counts too. Return False if it was answered before."""
    open_states = (*OPEN, CheckInState.UNANSWERED, CheckInState.CANCELLED)
    values = {"state": CheckInState.ANSWERED, "answer": answer, "answered_at": now}
    return _change(connection, guild, check_in, open_states, values)


def replace_answer(
    connection: Connection, check_in: CheckIn, answer: CheckInAnswer, now: datetime
) -> None:
    """Save another answer in place of an earlier one."""
    values = {"answer": answer, "answered_at": now}
    _change(connection, check_in.guild, check_in.id, (CheckInState.ANSWERED,), values)


def excuse(
    connection: Connection, guild: GuildId, pair: PairId, people: Collection[UserId]
) -> None:
    """Let the latest unanswered check-ins of these people not count: they arranged to meet or met.

    Their buttons still work.
    """
    for check_in in reversed(list_for_pair(connection, guild, pair)):
        if check_in.owner not in people:
            continue
        if check_in.state is CheckInState.ANSWERED:
            return
        values = {"state": CheckInState.CANCELLED}
        _change(connection, guild, check_in.id, (CheckInState.UNANSWERED,), values)


def record_unanswered(connection: Connection, guild: GuildId, check_in: CheckInId) -> None:
    """Mark a check-in that was asked as unanswered.

    Someone who was away is excused, and so is a pair that has arranged to meet or met since; in a
    circle, whoever has done anything since.
    """
    unanswered = find(connection, guild, check_in)
    if unanswered is None or unanswered.asked_at is None:
        return
    until = unanswered.asked_at + ANSWERABLE
    excused = away.was_away_within(
        connection, guild, unanswered.owner, unanswered.asked_at, until
    ) or _has_met_since(connection, unanswered)
    state = CheckInState.CANCELLED if excused else CheckInState.UNANSWERED
    _change(connection, guild, check_in, (CheckInState.ASKED,), {"state": state})


def _has_met_since(connection: Connection, check_in: CheckIn) -> bool:
    members = select(func.count()).where(
        pair_members.c.guild_id == check_in.guild, pair_members.c.pair_id == check_in.pair
    )
    if connection.execute(members).scalar_one() > 2:
        last = pings.last_act(connection, check_in.guild, check_in.owner)
        return last is not None and check_in.asked_at is not None and last > check_in.asked_at
    arranged = meetings.c.changed_by.is_not(None) & (meetings.c.confirmed_at >= check_in.asked_at)
    met = (meetings.c.state == MeetingState.HAPPENED) & (meetings.c.starts_at >= check_in.asked_at)
    statement = select(meetings.c.id).where(
        meetings.c.guild_id == check_in.guild,
        meetings.c.pair_id == check_in.pair,
        meetings.c.state != MeetingState.CANCELLED,
        arranged | met,
    )
    return connection.execute(statement.limit(1)).first() is not None


def cancel(
    connection: Connection, guild: GuildId, check_in: CheckInId, *, asked_too: bool = False
) -> None:
    """Record that a planned check-in will not be asked; or, with `asked_too`, waits no longer."""
    asked = (CheckInState.ASKED,) if asked_too else ()
    _change(
        connection,
        guild,
        check_in,
        (CheckInState.PLANNED, *asked),
        {"state": CheckInState.CANCELLED},
    )


def move(connection: Connection, guild: GuildId, check_in: CheckInId, due_at: datetime) -> None:
    """Save another instant for the same local day, after the zone's rules have changed."""
    _change(connection, guild, check_in, (CheckInState.PLANNED,), {"due_at": due_at})


def _asked(now: datetime) -> dict[str, Any]:
    return {"state": CheckInState.ASKED, "asked_at": now}


def _change(
    connection: Connection,
    guild: GuildId,
    check_in: CheckInId,
    within: tuple[CheckInState, ...],
    values: dict[str, Any],
) -> bool:
    return _ROWS.change(connection, (guild, check_in), check_ins.c.state.in_(within), **values)
