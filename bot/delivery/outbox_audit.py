"""Audit the outbox: every planned message is in exactly one known state."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import CheckInState, NudgeState, PairState
from bot.storage import outbox_purge
from bot.storage.lease_clock import lease_now
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import check_ins, outbox, pairs

# A row this late is no longer waiting; it was forgotten.
FORGOTTEN_AFTER = timedelta(hours=1)
WITH_REASON = (
    NudgeState.UNCERTAIN,
    NudgeState.DEAD,
    NudgeState.EXPIRED,
    NudgeState.CANCELLED,
    NudgeState.MERGED,
)


@dataclass(frozen=True, slots=True)
class OutboxAudit:
    """How many nudges were planned, what state they are in, and the faults as sentences.

    `by_state` counts existing rows; `purged` were deleted long after they had ended.
    """

    planned: int
    by_state: dict[NudgeState, int]
    purged: int
    faults: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is lost and every row that was not sent has a reason."""
        return not self.faults


def audit(connection: Connection, now: datetime | None = None) -> OutboxAudit:
    """Count the outbox and look for rows that are unaccounted for.

    A row that was never written would not show in the totals, so the things that must have caused
    one are counted too. With `now`, rows forgotten while due or leased are faults as well.
    """
    there = connection.execute(
        select(func.count()).select_from(outbox).where(IN_EVERY_SOCIETY)
    ).scalar_one()
    purged = sum(outbox_purge.purged(connection).values())
    counts = (
        select(outbox.c.state, func.count().label("rows"))
        .where(IN_EVERY_SOCIETY)
        .group_by(outbox.c.state)
    )
    counts_by_state = {row.state: row.rows for row in connection.execute(counts)}
    by_state = {state: counts_by_state.get(state, 0) for state in NudgeState}
    faults: list[str] = []
    if sum(by_state.values()) != there:
        faults.append(f"{there} planned, but {sum(by_state.values())} in some state")
    if lost := _ever_planned(connection, there + purged) - there - purged:
        faults.append(f"{lost} deleted without being counted")
    leased_now = now and lease_now(connection, now)
    for words, table, condition in _rules(now, leased_now):
        count = connection.execute(
            select(func.count()).select_from(table).where(IN_EVERY_SOCIETY, condition)
        ).scalar_one()
        if count:
            faults.append(f"{count} {words}")
    return OutboxAudit(there + purged, by_state, purged, tuple(faults))


def _ever_planned(connection: Connection, at_least: int) -> int:
    """Return how many rows there ever were: SQLite's IDs have no gaps, a server's may."""
    if connection.dialect.name != "sqlite":
        return at_least
    return (
        connection.execute(select(func.max(outbox.c.id)).where(IN_EVERY_SOCIETY)).scalar_one()
        or at_least
    )


def _rules(
    now: datetime | None, leased_now: datetime | None
) -> list[tuple[str, Any, ColumnElement[bool]]]:
    """Return what must never be found: description, table, condition."""
    state = outbox.c.state
    rules: list[tuple[str, Any, ColumnElement[bool]]] = [
        (
            "sent without a message",
            outbox,
            and_(state == NudgeState.SENT, outbox.c.message_id.is_(None)),
        ),
        (
            "given up without a reason",
            outbox,
            and_(state.in_(WITH_REASON), outbox.c.reason.is_(None)),
        ),
        (
            "ended without a time",
            outbox,
            and_(
                or_(state == NudgeState.SENT, state.in_(WITH_REASON)),
                outbox.c.settled_at.is_(None),
            ),
        ),
        ("merged into a message that is not on its way", outbox, _merged_into_nothing()),
        ("pairs without an introduction", pairs, _pairs_without_introduction()),
        ("check-ins that nobody will be asked", check_ins, _check_ins_without_nudge()),
        ("check-ins asked without a message", check_ins, _check_ins_without_message()),
    ]
    if now is not None and leased_now is not None:
        rules += [
            (
                "due and forgotten",
                outbox,
                and_(state == NudgeState.DUE, outbox.c.next_attempt_at < now - FORGOTTEN_AFTER),
            ),
            (
                "leased and forgotten",
                outbox,
                and_(
                    state == NudgeState.LEASED,
                    outbox.c.lease_until < leased_now - FORGOTTEN_AFTER,
                ),
            ),
        ]
    return rules


def _nudge_of(
    table: Any, kind: NudgeKind, subject: Any, *more: ColumnElement[bool]
) -> ColumnElement[bool]:
    return exists(
        select(outbox.c.id).where(
            outbox.c.guild_id == table.c.guild_id,
            outbox.c.kind == kind,
            outbox.c.subject_type == "pair",
            outbox.c.subject_id == subject,
            *more,
        )
    )


def _pairs_without_introduction() -> ColumnElement[bool]:
    introduced = _nudge_of(pairs, NudgeKind.INTRODUCTION, pairs.c.id)
    return and_(pairs.c.state != PairState.ENDED, ~introduced)


def _check_ins_without_nudge() -> ColumnElement[bool]:
    planned = _nudge_of(
        check_ins,
        NudgeKind.CHECK_IN,
        check_ins.c.pair_id,
        outbox.c.subject_version == check_ins.c.id,
    )
    return and_(check_ins.c.state == CheckInState.PLANNED, ~planned)


def _merged_into_nothing() -> ColumnElement[bool]:
    """Match merged rows whose carrier is neither sent, uncertain, nor about to be looked for."""
    carrier = outbox.alias("carrier")
    failed = (NudgeState.DEAD, NudgeState.EXPIRED, NudgeState.CANCELLED, NudgeState.MERGED)
    sound = and_(
        carrier.c.id == outbox.c.merged_into,
        carrier.c.state.not_in(failed),
        or_(carrier.c.state == NudgeState.SENT, carrier.c.nonce.is_not(None)),
    )
    return and_(outbox.c.state == NudgeState.MERGED, ~exists(select(carrier.c.id).where(sound)))


def _check_ins_without_message() -> ColumnElement[bool]:
    sent = _nudge_of(
        check_ins,
        NudgeKind.CHECK_IN,
        check_ins.c.pair_id,
        outbox.c.subject_version == check_ins.c.id,
        outbox.c.state.in_((NudgeState.SENT, NudgeState.MERGED)),
    )
    return and_(check_ins.c.state == CheckInState.ASKED, ~sent)
