"""The people of a cohort: a page of those a moderator wants to see, chosen by the database."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)

from bot.domain.cohorts.people import QUIET_AFTER, Shown
from bot.domain.ids import CohortId, GuildId, UserId
from bot.domain.states import EnrolmentState, MeetingState, PairState
from bot.storage.cohorts.enrolments import UNCONFIRMED
from bot.storage.statements.prepared import Prepared
from bot.storage.tables import acts, aways, enrolments, meetings, pair_members, pairs, presence

_NOW = bindparam("now", type_=acts.c.at.type)
_QUIET_SINCE = bindparam("quiet_since", type_=acts.c.at.type)


def _theirs(table: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return whether a row of the person exists in a table of the society."""
    own = (table.c.guild_id == enrolments.c.guild_id, table.c.user_id == enrolments.c.user_id)
    return exists().where(*own, *conditions).correlate(enrolments)


def _in_pair(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return whether the person is in a pair of this cohort for which the conditions hold."""
    return (
        select(literal(1))
        .select_from(pair_members)
        .join(
            pairs,
            (pairs.c.guild_id == pair_members.c.guild_id) & (pairs.c.id == pair_members.c.pair_id),
        )
        .where(
            pair_members.c.guild_id == enrolments.c.guild_id,
            pair_members.c.user_id == enrolments.c.user_id,
            pairs.c.cohort_id == enrolments.c.cohort_id,
            *conditions,
        )
        .correlate(enrolments)
        .exists()
    )


_HAS_MET = (
    exists()
    .where(
        meetings.c.guild_id == pairs.c.guild_id,
        meetings.c.pair_id == pairs.c.id,
        meetings.c.state == MeetingState.HAPPENED,
    )
    .correlate(pairs)
)
_GONE = _theirs(presence, presence.c.left_at.is_not(None))
_IS_AWAY = _theirs(
    aways, aways.c.cancelled_at.is_(None), aways.c.begins_at <= _NOW, aways.c.ends_at > _NOW
)
_HERE = enrolments.c.state != EnrolmentState.LEFT
_others = enrolments.alias("others")
_HAS_PLACE = (
    exists()
    .where(
        _others.c.guild_id == enrolments.c.guild_id,
        _others.c.cohort_id == enrolments.c.cohort_id,
        _others.c.user_id == enrolments.c.user_id,
        _others.c.state != EnrolmentState.LEFT,
    )
    .correlate(enrolments)
)
_CONDITIONS: dict[Shown, ColumnElement[bool]] = {
    Shown.ALL: _HERE,
    Shown.WAITING: and_(_HERE, enrolments.c.state != EnrolmentState.PLACED, ~_GONE),
    Shown.UNCONFIRMED: and_(_HERE, UNCONFIRMED, ~_GONE),
    Shown.NO_MEETING: and_(
        _HERE,
        _in_pair(pairs.c.state != PairState.ENDED, pairs.c.introduced_at.is_not(None), ~_HAS_MET),
    ),
    Shown.QUIET: and_(
        _HERE,
        _in_pair(
            pairs.c.state != PairState.ENDED,
            pairs.c.state != PairState.PAUSED,
            pairs.c.introduced_at <= _QUIET_SINCE,
        ),
        ~_theirs(acts, acts.c.at > _QUIET_SINCE),
        ~_IS_AWAY,
        ~_GONE,
    ),
    Shown.AWAY: and_(_HERE, _IS_AWAY),
    Shown.LEFT: or_(_GONE, ~_HAS_PLACE),
}


def _listing(condition: ColumnElement[bool]) -> Select[Any]:
    """Return who fits, those who wait first, with how many fit in all."""
    waits = func.max(case((enrolments.c.state == EnrolmentState.PLACED, 0), else_=1))
    return (
        select(enrolments.c.user_id, func.count().over().label("people"))
        .where(
            enrolments.c.guild_id == bindparam("guild"),
            enrolments.c.cohort_id == bindparam("cohort"),
            condition,
        )
        .group_by(enrolments.c.user_id)
        .order_by(waits.desc(), enrolments.c.user_id)
        .limit(bindparam("most"))
        .offset(bindparam("start"))
    )


# Built once: each takes SQLAlchemy longer to write than the database to answer.
_PAGES = {shown: Prepared(_listing(condition)) for shown, condition in _CONDITIONS.items()}
_LAST_ANSWERS = select(acts.c.user_id, acts.c.at).where(
    acts.c.guild_id == bindparam("guild"), acts.c.user_id.in_(bindparam("users", expanding=True))
)
_DEPARTED = select(presence.c.user_id).where(
    presence.c.guild_id == bindparam("guild"),
    presence.c.user_id.in_(bindparam("users", expanding=True)),
    presence.c.left_at.is_not(None),
)


@dataclass(frozen=True, slots=True)
class UserPage:
    """Some of the people who fit, in order, and how many fit."""

    users: tuple[UserId, ...]
    people: int


def page(
    connection: Connection,
    guild: GuildId,
    cohort: CohortId,
    shown: Shown,
    now: datetime,
    *,
    start: int,
    most: int,
) -> UserPage:
    """Return a page of the people of a cohort; past the end it is empty and knows no number."""
    values: dict[str, Any] = {"guild": guild, "cohort": cohort, "most": most, "start": start}
    if shown in (Shown.QUIET, Shown.AWAY):
        values["now"] = now
    if shown is Shown.QUIET:
        values["quiet_since"] = now - QUIET_AFTER
    return _page(_PAGES[shown].tuples(connection, **values))


def page_among(
    connection: Connection,
    guild: GuildId,
    cohort: CohortId,
    users: Collection[UserId],
    *,
    start: int,
    most: int,
) -> UserPage:
    """Return the same of some people, also those who withdrew."""
    among = enrolments.c.user_id.in_(users) if users else false()
    values = {"guild": guild, "cohort": cohort, "most": most, "start": start}
    return _page(connection.execute(_listing(among), values).all())


def _page(rows: Collection[Any]) -> UserPage:
    people = next((row[1] for row in rows), 0)
    return UserPage(tuple(UserId(row[0]) for row in rows), people)


def users_ever(connection: Connection, guild: GuildId, cohort: CohortId) -> list[UserId]:
    """Return everyone who is or was in a cohort, by ID."""
    everyone = (
        select(enrolments.c.user_id)
        .where(enrolments.c.guild_id == guild, enrolments.c.cohort_id == cohort)
        .distinct()
        .order_by(enrolments.c.user_id)
    )
    return [UserId(user) for user in connection.execute(everyone).scalars()]


def cohorts_of(connection: Connection, guild: GuildId, user: UserId) -> list[CohortId]:
    """Return the cohorts that someone is or was in, the newest first."""
    theirs = (
        select(enrolments.c.cohort_id)
        .where(enrolments.c.guild_id == guild, enrolments.c.user_id == user)
        .distinct()
        .order_by(enrolments.c.cohort_id.desc())
    )
    return [CohortId(cohort) for cohort in connection.execute(theirs).scalars()]


def last_answers(
    connection: Connection, guild: GuildId, users: Collection[UserId]
) -> dict[UserId, datetime]:
    """Return when each person last told the bot anything."""
    rows = connection.execute(_LAST_ANSWERS, {"guild": guild, "users": list(users)})
    return {UserId(row.user_id): row.at for row in rows}


def departed_among(
    connection: Connection, guild: GuildId, users: Collection[UserId]
) -> frozenset[UserId]:
    """Return which of these people had left the server when Discord was last asked."""
    rows = connection.execute(_DEPARTED, {"guild": guild, "users": list(users)})
    return frozenset(UserId(row.user_id) for row in rows)
