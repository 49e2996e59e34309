"""Cohorts."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import Connection, bindparam

from bot.domain.cohorts.cohorts import OPEN_PLAN, Plan
from bot.domain.errors import DomainError
from bot.domain.ids import ChannelId, CohortId, GuildId, MessageId, UserId
from bot.domain.states import CohortState
from bot.storage.counters import next_id
from bot.storage.records import Records, composite
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import cohorts


@dataclass(frozen=True, slots=True)
class Cohort:
    """A round of mentoring that people sign up for."""

    guild: GuildId
    id: CohortId
    name: str
    state: CohortState
    check_in_days: int
    check_in_weekday: int
    check_in_time: time
    plan: Plan
    created_at: datetime
    panel_channel: ChannelId | None
    panel_message: MessageId | None
    deleted_at: datetime | None = None

    @property
    def circles(self) -> bool:
        """Whether a mentor's mentees share one thread."""
        return self.plan.circles


_ROWS = Records(cohorts, Cohort, cohorts.c.id.desc(), parts={"plan": composite(Plan)})

_BY_KEY = _ROWS.select.where(
    cohorts.c.guild_id == bindparam("guild"), cohorts.c.name_key == bindparam("name")
)


def add(
    connection: Connection,
    guild: GuildId,
    *,
    name: str,
    name_key: str,
    check_in_days: int,
    check_in_weekday: int,
    check_in_time: time,
    created_by: UserId,
    now: datetime,
    plan: Plan = OPEN_PLAN,
) -> Cohort:
    """Save a new draft cohort; raise `DomainError` ``cohort.name_taken``."""
    require_free(connection, guild, name, name_key)
    cohort = CohortId(next_id(connection, guild, "cohort"))
    _ROWS.add(
        connection,
        guild=guild,
        id=cohort,
        name=name,
        name_key=name_key,
        state=CohortState.DRAFT,
        check_in_days=check_in_days,
        check_in_weekday=check_in_weekday,
        check_in_time=check_in_time,
        plan=plan,
        created_by=created_by,
        created_at=now,
    )
    return get(connection, guild, cohort)


def get(connection: Connection, guild: GuildId, cohort: CohortId) -> Cohort:
    """Return the cohort; raise `DomainError` ``cohort.unknown``."""
    row = _ROWS.find(connection, guild, cohort)
    if row is None:
        raise DomainError("cohort.unknown", name=f"#{cohort}")
    return row


def get_by_name(connection: Connection, guild: GuildId, name: str, name_key: str) -> Cohort:
    """Return the cohort of that name, however it is capitalised; raise ``cohort.unknown``."""
    row = _find_by_key(connection, guild, name_key)
    if row is None:
        names = tuple(cohort.name for cohort in list_for_society(connection, guild))
        raise DomainError("cohort.unknown", name=name, names=names)
    return row


def find_by_name(connection: Connection, guild: GuildId, name_key: str) -> Cohort | None:
    """Return the cohort of that name, or None; at most one has it."""
    return _find_by_key(connection, guild, name_key)


def require_free(connection: Connection, guild: GuildId, name: str, name_key: str) -> None:
    """Raise `DomainError` ``cohort.name_taken`` if a cohort has that name."""
    if _find_by_key(connection, guild, name_key):
        raise DomainError("cohort.name_taken", name=name)


def list_for_society(connection: Connection, guild: GuildId) -> list[Cohort]:
    """Return the society's cohorts that were not deleted, newest first."""
    return _ROWS.all(connection, cohorts.c.guild_id == guild, cohorts.c.deleted_at.is_(None))


def list_deleted(connection: Connection, guild: GuildId) -> list[Cohort]:
    """Return the society's deleted cohorts, newest first."""
    return _ROWS.all(connection, cohorts.c.guild_id == guild, cohorts.c.deleted_at.is_not(None))


def under_way(connection: Connection) -> list[Cohort]:
    """Return the cohorts of all societies that are neither a draft nor over."""
    return _ROWS.all(
        connection, IN_EVERY_SOCIETY, cohorts.c.state.not_in((CohortState.DRAFT, CohortState.ENDED))
    )


def rename(
    connection: Connection, guild: GuildId, cohort: CohortId, name: str, name_key: str
) -> None:
    """Give a cohort another name, which no other has; see `require_free`."""
    _ROWS.change(connection, (guild, cohort), name=name, name_key=name_key)


def change(connection: Connection, guild: GuildId, cohort: CohortId, **values: Any) -> None:
    """Save other values of a cohort's fields."""
    _ROWS.change(connection, (guild, cohort), **values)


def delete(connection: Connection, guild: GuildId, cohort: CohortId, now: datetime) -> None:
    """Delete a cohort that no one joined: it is over, and others may have its name.

    Its row stays, so that what moderators did with it stays in the log.
    """
    # No typed name has this character, so no name is like it.
    _ROWS.change(
        connection,
        (guild, cohort),
        state=CohortState.ENDED,
        deleted_at=now,
        name_key=f"\x1f{cohort}",
    )


def set_plan(connection: Connection, guild: GuildId, cohort: CohortId, plan: Plan) -> None:
    """Save a cohort's dates, limits, and matching preferences."""
    _ROWS.change(connection, (guild, cohort), plan=plan)


def set_state(connection: Connection, guild: GuildId, cohort: CohortId, state: CohortState) -> None:
    """Move a cohort to `state`."""
    _ROWS.change(connection, (guild, cohort), state=state)


def record_panel(
    connection: Connection,
    guild: GuildId,
    cohort: CohortId,
    panel_channel: ChannelId,
    panel_message: MessageId,
) -> None:
    """Save where the sign-up panel was posted."""
    _ROWS.change(
        connection, (guild, cohort), panel_channel=panel_channel, panel_message=panel_message
    )


def _find_by_key(connection: Connection, guild: GuildId, name_key: str) -> Cohort | None:
    matches = _ROWS.run(connection, _BY_KEY, guild=guild, name=name_key)
    return matches[0] if matches else None
