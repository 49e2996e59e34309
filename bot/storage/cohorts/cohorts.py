"""Cohorts."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.domain.cohorts.cohorts import OPEN_PLAN, Plan
from bot.domain.errors import DomainError
from bot.domain.ids import ChannelId, CohortId, GuildId, MessageId, UserId
from bot.domain.states import CohortState
from bot.storage.counters import next_id
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

    @property
    def circles(self) -> bool:
        """Whether a mentor's mentees share one thread."""
        return self.plan.circles


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
    """Keep a new draft cohort; raise `DomainError` ``cohort.name_taken``."""
    if _find_by_key(connection, guild, name_key):
        raise DomainError("cohort.name_taken", name=name)
    cohort = CohortId(next_id(connection, guild, "cohort"))
    connection.execute(
        insert(cohorts).values(
            guild_id=guild,
            id=cohort,
            name=name,
            name_key=name_key,
            state=CohortState.DRAFT,
            check_in_days=check_in_days,
            check_in_weekday=check_in_weekday,
            check_in_time=check_in_time,
            created_by=created_by,
            created_at=now,
            **_columns(plan),
        )
    )
    return get(connection, guild, cohort)


def get(connection: Connection, guild: GuildId, cohort: CohortId) -> Cohort:
    """Return the cohort; raise `DomainError` ``cohort.unknown``."""
    row = connection.execute(
        select(cohorts).where(cohorts.c.guild_id == guild, cohorts.c.id == cohort)
    ).one_or_none()
    if row is None:
        raise DomainError("cohort.unknown", name=f"#{cohort}")
    return _from_row(row)


def get_by_name(connection: Connection, guild: GuildId, name: str, name_key: str) -> Cohort:
    """Return the cohort of that name, however it is capitalised; raise ``cohort.unknown``."""
    row = _find_by_key(connection, guild, name_key)
    if row is None:
        names = tuple(cohort.name for cohort in of_society(connection, guild))
        raise DomainError("cohort.unknown", name=name, names=names)
    return _from_row(row)


def of_society(connection: Connection, guild: GuildId) -> list[Cohort]:
    """Return the society's cohorts, newest first."""
    statement = select(cohorts).where(cohorts.c.guild_id == guild).order_by(cohorts.c.id.desc())
    return [_from_row(row) for row in connection.execute(statement)]


def set_plan(connection: Connection, guild: GuildId, cohort: CohortId, plan: Plan) -> None:
    """Keep a cohort's dates, limits and wishes for matching."""
    _change(connection, guild, cohort, **_columns(plan))


def set_state(connection: Connection, guild: GuildId, cohort: CohortId, state: CohortState) -> None:
    """Move a cohort to `state`."""
    _change(connection, guild, cohort, state=state)


def record_panel(
    connection: Connection,
    guild: GuildId,
    cohort: CohortId,
    panel_channel: ChannelId,
    panel_message: MessageId,
) -> None:
    """Remember where the sign-up panel stands."""
    _change(
        connection,
        guild,
        cohort,
        panel_channel_id=panel_channel,
        panel_message_id=panel_message,
    )


def _columns(plan: Plan) -> dict[str, Any]:
    return {
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "most_mentees": plan.most_mentees,
        "most_mentors": plan.most_mentors,
        "circles": plan.circles,
        "match_words": list(plan.match_words),
    }


def _change(connection: Connection, guild: GuildId, cohort: CohortId, **values: Any) -> None:
    connection.execute(
        update(cohorts).where(cohorts.c.guild_id == guild, cohorts.c.id == cohort).values(**values)
    )


def _find_by_key(connection: Connection, guild: GuildId, name_key: str) -> Row[Any] | None:
    return connection.execute(
        select(cohorts).where(cohorts.c.guild_id == guild, cohorts.c.name_key == name_key)
    ).one_or_none()


def _from_row(row: Row[Any]) -> Cohort:
    return Cohort(
        guild=row.guild_id,
        id=row.id,
        name=row.name,
        state=row.state,
        check_in_days=row.check_in_days,
        check_in_weekday=row.check_in_weekday,
        check_in_time=row.check_in_time,
        plan=Plan(
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            most_mentees=row.most_mentees,
            most_mentors=row.most_mentors,
            circles=row.circles,
            match_words=tuple(row.match_words),
        ),
        created_at=row.created_at,
        panel_channel=row.panel_channel_id,
        panel_message=row.panel_message_id,
    )
