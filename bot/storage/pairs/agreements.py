"""Agreements: each person's half of each version, and the state of a version."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.ids import GuildId, PairId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.storage import outbox
from bot.storage.records import Records
from bot.storage.tables import agreement_answers, agreements

Said = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Half:
    """One person's answers, by question; private until the version is revealed."""

    user: UserId
    said: Said
    completed_at: datetime | None
    agreed_at: datetime | None


_HALVES = Records(agreement_answers, Half, agreement_answers.c.user_id)


@dataclass(frozen=True, slots=True)
class Agreement:
    """One version of a pair's agreement."""

    guild: GuildId
    pair: PairId
    version: int
    opened_at: datetime
    revealed_at: datetime | None
    agreed_at: datetime | None
    halves: tuple[Half, ...]

    def half_of(self, user: UserId) -> Half | None:
        """Return the answers of `user`, if they began."""
        return next((half for half in self.halves if half.user == user), None)


_ROWS = Records(agreements, Agreement, agreements.c.version.desc(), beside=("halves",))


def find_latest(
    connection: Connection, guild: GuildId, pair: PairId, *, agreed: bool = False
) -> Agreement | None:
    """Return the newest version, or with `agreed` the newest that everyone agreed to."""
    statement = _ROWS.select.where(agreements.c.guild_id == guild, agreements.c.pair_id == pair)
    if agreed:
        statement = statement.where(agreements.c.agreed_at.is_not(None))
    row = connection.execute(statement.limit(1)).one_or_none()
    if row is None:
        return None
    halves = _HALVES.all(
        connection,
        agreement_answers.c.guild_id == guild,
        agreement_answers.c.pair_id == pair,
        agreement_answers.c.version == row.version,
    )
    return _ROWS.read(row, tuple(halves))


def open_version(
    connection: Connection, guild: GuildId, pair: PairId, version: int, now: datetime
) -> None:
    """Begin a version that no one has answered yet."""
    _ROWS.add(connection, guild=guild, pair=pair, version=version, opened_at=now)


def save_half(
    connection: Connection,
    agreement: Agreement,
    user: UserId,
    said: Said,
    completed_at: datetime | None,
) -> None:
    """Save one person's answers so far; a change withdraws their consent."""
    key = {"guild_id": agreement.guild, "pair_id": agreement.pair, "version": agreement.version}
    _HALVES.put(connection, Half(user, said, completed_at, None), **key)


def record_revealed(connection: Connection, agreement: Agreement, now: datetime) -> None:
    """Record that everyone has answered."""
    _ROWS.change(connection, _key(agreement), revealed_at=now)


def reveal(connection: Connection, agreement: Agreement, now: datetime) -> None:
    """Record that everyone has answered, and plan the message that shows it."""
    record_revealed(connection, agreement, now)
    outbox.plan(
        connection,
        guild=agreement.guild,
        kind=NudgeKind.AGREEMENT_REVEALED,
        subject_type="pair",
        subject_id=agreement.pair,
        subject_version=agreement.version,
        due_at=now,
        occurrence=f"version:{agreement.version}",
    )


def record_consent(
    connection: Connection, agreement: Agreement, user: UserId, now: datetime
) -> None:
    """Record that one person agrees to what was revealed."""
    _HALVES.change(connection, (*_key(agreement), user), agreed_at=now)


def record_agreed(connection: Connection, agreement: Agreement, now: datetime) -> None:
    """Record that everyone agrees."""
    _ROWS.change(connection, _key(agreement), agreed_at=now)


def _key(agreement: Agreement) -> tuple[object, ...]:
    return (agreement.guild, agreement.pair, agreement.version)
