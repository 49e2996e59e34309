"""What is on record in youth mode: advisors, ages, clearances, and permissions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.domain.ids import GuildId, RoleId, UserId
from bot.domain.states import CohortState, EnrolmentState
from bot.domain.youth.youth import ATTESTED_FOR, AgeBand, Member, Standing
from bot.storage import presence
from bot.storage.moderation import societies
from bot.storage.records import Records
from bot.storage.safety import leads
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import (
    ages,
    attestations,
    clearances,
    cohorts,
    consents,
    enrolments,
    youth_modes,
)
from bot.storage.upserts import put


@dataclass(frozen=True, slots=True)
class Mode:
    """A society's choice."""

    guild: GuildId
    is_on: bool = False
    advisor_role: RoleId | None = None
    changed_by: UserId | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Age:
    """What someone said about their age."""

    guild: GuildId
    user: UserId
    band: AgeBand
    said_at: datetime
    confirmed_by: UserId | None = None


@dataclass(frozen=True, slots=True)
class Clearance:
    """Until when an adult may be brought together with people under 18, and by whom."""

    guild: GuildId
    user: UserId
    cleared_at: datetime
    until: datetime
    cleared_by: UserId


@dataclass(frozen=True, slots=True)
class Consent:
    """Whether a parent or guardian gave permission."""

    guild: GuildId
    user: UserId
    is_given: bool
    recorded_at: datetime
    recorded_by: UserId


_MODES = Records(youth_modes, Mode, parts={"changed_by": "changed_by"})
_AGES = Records(ages, Age, ages.c.user_id, parts={"confirmed_by": "confirmed_by"})
_CLEARANCES = Records(
    clearances, Clearance, clearances.c.user_id, parts={"cleared_by": "cleared_by"}
)
_CONSENTS = Records(consents, Consent, consents.c.user_id, parts={"recorded_by": "recorded_by"})


def mode(connection: Connection, guild: GuildId) -> Mode:
    """Return a society's choice; off if it never chose."""
    return _MODES.find(connection, guild) or Mode(guild)


def save_mode(connection: Connection, chosen: Mode) -> None:
    """Save a society's choice."""
    _MODES.put(connection, chosen)


def modes_on(connection: Connection) -> list[GuildId]:
    """Return every society that takes people under 18, by ID."""
    on = _MODES.all(connection, IN_EVERY_SOCIETY, youth_modes.c.is_on.in_([True]))
    return sorted(mode.guild for mode in on)


def standing(connection: Connection, guild: GuildId, now: datetime) -> Standing:
    """Return a society's youth mode, and who its advisors are now."""
    chosen, society = mode(connection, guild), societies.find(connection, guild)
    return Standing(
        chosen.is_on,
        chosen.advisor_role,
        society is not None and society.moderator_channel is not None,
        bool(set(leads.of_society(connection, guild)) - presence.departed(connection, guild)),
        tuple(sorted(advisors(connection, guild, now))),
    )


# --- advisors ------------------------------------------------------------------------------------


def attest(connection: Connection, guild: GuildId, user: UserId, now: datetime) -> None:
    """Record that an advisor attested."""
    row = {"guild_id": guild, "user_id": user, "attested_at": now}
    put(connection, attestations, row, "guild_id", "user_id")


def step_down(connection: Connection, guild: GuildId, user: UserId) -> bool:
    """Record that someone is no advisor anymore; return whether they were."""
    theirs = (attestations.c.guild_id == guild) & (attestations.c.user_id == user)
    return connection.execute(delete(attestations).where(theirs)).rowcount > 0


def advisors(connection: Connection, guild: GuildId, now: datetime) -> dict[UserId, datetime]:
    """Return who attested in the last year and is in the server, and when."""
    statement = select(attestations.c.user_id, attestations.c.attested_at).where(
        attestations.c.guild_id == guild, attestations.c.attested_at > now - ATTESTED_FOR
    )
    gone = presence.departed(connection, guild)
    return {
        UserId(row.user_id): row.attested_at
        for row in connection.execute(statement)
        if row.user_id not in gone
    }


# --- people --------------------------------------------------------------------------------------


def age_of(connection: Connection, guild: GuildId, user: UserId) -> AgeBand | None:
    """Return how old someone says they are; None if they never said it in youth mode."""
    age = _AGES.find(connection, guild, user)
    return age.band if age is not None else None


def is_minor(connection: Connection, guild: GuildId, user: UserId) -> bool:
    """Return whether someone said that they are under 18."""
    band = age_of(connection, guild, user)
    return band is not None and band.is_minor


def save_age(connection: Connection, age: Age) -> None:
    """Save how old someone is."""
    _AGES.put(connection, age)


def minors(connection: Connection, guild: GuildId) -> frozenset[UserId]:
    """Return everyone of a society who said that they are under 18."""
    found = _AGES.all(connection, ages.c.guild_id == guild, ages.c.band != AgeBand.ADULT)
    return frozenset(age.user for age in found)


def departed_before(connection: Connection, instant: datetime) -> list[tuple[GuildId, UserId]]:
    """Return everyone under 18, of all societies, who had left by an instant."""
    gone = frozenset(presence.departed_before(connection, instant))
    young = _AGES.all(connection, IN_EVERY_SOCIETY, ages.c.band != AgeBand.ADULT)
    return sorted((age.guild, age.user) for age in young if (age.guild, age.user) in gone)


def ageless(connection: Connection, guild: GuildId) -> frozenset[UserId]:
    """Return who waits for a match and hasn't said their age."""
    said = select(ages.c.user_id).where(ages.c.guild_id == guild)
    statement = (
        select(enrolments.c.user_id)
        .join(
            cohorts,
            (cohorts.c.guild_id == enrolments.c.guild_id)
            & (cohorts.c.id == enrolments.c.cohort_id),
        )
        .where(
            enrolments.c.guild_id == guild,
            enrolments.c.state.in_((EnrolmentState.APPLIED, EnrolmentState.WAITLISTED)),
            cohorts.c.state != CohortState.ENDED,
            cohorts.c.deleted_at.is_(None),
            enrolments.c.user_id.not_in(said),
        )
        .distinct()
    )
    return frozenset(UserId(user) for user in connection.execute(statement).scalars() if user > 0)


def save_clearance(connection: Connection, clearance: Clearance) -> None:
    """Save a clearance, instead of an earlier one."""
    _CLEARANCES.put(connection, clearance)


def end_clearance(connection: Connection, guild: GuildId, user: UserId) -> bool:
    """Delete a clearance; return whether there was one."""
    theirs = (clearances.c.guild_id == guild) & (clearances.c.user_id == user)
    return connection.execute(delete(clearances).where(theirs)).rowcount > 0


def clearances_in(connection: Connection, guild: GuildId) -> list[Clearance]:
    """Return every clearance of a society, also those that ran out."""
    return _CLEARANCES.all(connection, clearances.c.guild_id == guild)


def save_consent(connection: Connection, consent: Consent) -> None:
    """Save whether a parent or guardian gave permission, instead of what was saved before."""
    _CONSENTS.put(connection, consent)


def consents_in(connection: Connection, guild: GuildId) -> dict[UserId, Consent]:
    """Return what is on record about permissions, by person."""
    found = _CONSENTS.all(connection, consents.c.guild_id == guild)
    return {consent.user: consent for consent in found}


def members(connection: Connection, guild: GuildId, users: Iterable[UserId]) -> tuple[Member, ...]:
    """Return what is on record about people who are to be brought together."""
    return tuple(_member(connection, guild, user) for user in users)


def _member(connection: Connection, guild: GuildId, user: UserId) -> Member:
    consent = _CONSENTS.find(connection, guild, user)
    clearance = _CLEARANCES.find(connection, guild, user)
    return Member(
        user,
        age_of(connection, guild, user),
        consent is not None and consent.is_given,
        clearance.until if clearance is not None else None,
    )
