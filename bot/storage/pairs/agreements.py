"""Agreements: each person's half of each version, and how far a version has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.domain.ids import GuildId, PairId, UserId
from bot.storage.tables import agreement_answers, agreements

Said = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Half:
    """What one person said, by question; it is theirs alone until the version is revealed."""

    user: UserId
    said: Said
    completed_at: datetime | None
    agreed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """One version of what a pair agreed, or is agreeing."""

    guild: GuildId
    pair: PairId
    version: int
    opened_at: datetime
    revealed_at: datetime | None
    agreed_at: datetime | None
    halves: tuple[Half, ...]

    def half_of(self, user: UserId) -> Half | None:
        """Return what `user` said, if they began."""
        return next((half for half in self.halves if half.user == user), None)


def find_latest(
    connection: Connection, guild: GuildId, pair: PairId, *, agreed: bool = False
) -> Agreement | None:
    """Return the newest version, or with `agreed` the newest that everybody agreed to."""
    statement = select(agreements).where(
        agreements.c.guild_id == guild, agreements.c.pair_id == pair
    )
    if agreed:
        statement = statement.where(agreements.c.agreed_at.is_not(None))
    row = connection.execute(statement.order_by(agreements.c.version.desc()).limit(1)).one_or_none()
    return None if row is None else _from_row(connection, row)


def open_version(
    connection: Connection, guild: GuildId, pair: PairId, version: int, now: datetime
) -> None:
    """Begin a version that nobody has answered yet."""
    connection.execute(
        insert(agreements).values(guild_id=guild, pair_id=pair, version=version, opened_at=now)
    )


def save_half(
    connection: Connection,
    agreement: Agreement,
    user: UserId,
    said: Said,
    completed_at: datetime | None,
) -> None:
    """Keep what one person has said so far; a change takes their consent back."""
    plain = {question: list(values) for question, values in said.items()}
    values = {"said": plain, "completed_at": completed_at, "agreed_at": None}
    if agreement.half_of(user) is None:
        connection.execute(
            insert(agreement_answers).values(
                guild_id=agreement.guild,
                pair_id=agreement.pair,
                version=agreement.version,
                user_id=user,
                **values,
            )
        )
    else:
        connection.execute(
            update(agreement_answers).where(*_half_key(agreement, user)).values(**values)
        )


def record_revealed(connection: Connection, agreement: Agreement, now: datetime) -> None:
    """Note that everybody has answered."""
    connection.execute(update(agreements).where(*_key(agreement)).values(revealed_at=now))


def record_consent(
    connection: Connection, agreement: Agreement, user: UserId, now: datetime
) -> None:
    """Note that one person agrees to what was revealed."""
    connection.execute(
        update(agreement_answers).where(*_half_key(agreement, user)).values(agreed_at=now)
    )


def record_agreed(connection: Connection, agreement: Agreement, now: datetime) -> None:
    """Note that everybody agrees."""
    connection.execute(update(agreements).where(*_key(agreement)).values(agreed_at=now))


def _key(agreement: Agreement) -> tuple[Any, ...]:
    return (
        agreements.c.guild_id == agreement.guild,
        agreements.c.pair_id == agreement.pair,
        agreements.c.version == agreement.version,
    )


def _half_key(agreement: Agreement, user: UserId) -> tuple[Any, ...]:
    return (
        agreement_answers.c.guild_id == agreement.guild,
        agreement_answers.c.pair_id == agreement.pair,
        agreement_answers.c.version == agreement.version,
        agreement_answers.c.user_id == user,
    )


def _from_row(connection: Connection, row: Row[Any]) -> Agreement:
    halves = connection.execute(
        select(agreement_answers)
        .where(
            agreement_answers.c.guild_id == row.guild_id,
            agreement_answers.c.pair_id == row.pair_id,
            agreement_answers.c.version == row.version,
        )
        .order_by(agreement_answers.c.user_id)
    )
    return Agreement(
        guild=row.guild_id,
        pair=row.pair_id,
        version=row.version,
        opened_at=row.opened_at,
        revealed_at=row.revealed_at,
        agreed_at=row.agreed_at,
        halves=tuple(
            Half(
                user=half.user_id,
                said={question: tuple(values) for question, values in half.said.items()},
                completed_at=half.completed_at,
                agreed_at=half.agreed_at,
            )
            for half in halves
        ),
    )
