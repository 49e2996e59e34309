"""Saved programs: a private shortlist, each with an optional reminder date."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, func, select

from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, ProgramId, SavedProgramId, UserId
from bot.storage.counters import next_id
from bot.storage.records import Records
from bot.storage.tables import saved_programs


@dataclass(frozen=True, slots=True)
class SavedProgram:
    """A program on someone's shortlist; `name` is what it was called when they saved it.

    `version` counts changes of the date, so that a reminder planned for an earlier one is
    recognized as stale.
    """

    guild: GuildId
    id: SavedProgramId
    user: UserId
    program: ProgramId
    name: str
    remind_on: date | None
    remind_at: datetime | None
    version: int
    reminded_at: datetime | None
    saved_at: datetime


_ROWS = Records(
    saved_programs,
    SavedProgram,
    saved_programs.c.remind_on.is_(None),
    saved_programs.c.remind_on,
    saved_programs.c.id,
)


def save(
    connection: Connection,
    guild: GuildId,
    user: UserId,
    program: ProgramId,
    name: str,
    now: datetime,
) -> SavedProgram:
    """Add a program to the shortlist; one that is there already stays as it is."""
    saved_program = find_program(connection, guild, user, program)
    if saved_program is not None:
        return saved_program
    saved = SavedProgramId(next_id(connection, guild, "saved program"))
    new = SavedProgram(guild, saved, user, program, name, None, None, 0, None, now)
    _ROWS.insert(connection, new)
    return get(connection, guild, saved, user)


def remind(
    connection: Connection, saved: SavedProgram, day: date | None, instant: datetime | None
) -> SavedProgram:
    """Set the day of the reminder, or remove it with None."""
    _ROWS.change(
        connection,
        (saved.guild, saved.id),
        remind_on=day,
        remind_at=instant,
        version=saved.version + 1,
        reminded_at=None,
    )
    return get(connection, saved.guild, saved.id, saved.user)


def record_reminded(
    connection: Connection, guild: GuildId, saved: SavedProgramId, now: datetime
) -> None:
    """Record that the person got the reminder."""
    _ROWS.change(connection, (guild, saved), reminded_at=now)


def remove(connection: Connection, saved: SavedProgram) -> None:
    """Remove a program from the shortlist."""
    connection.execute(
        delete(saved_programs).where(
            saved_programs.c.guild_id == saved.guild, saved_programs.c.id == saved.id
        )
    )


def find(connection: Connection, guild: GuildId, saved: SavedProgramId) -> SavedProgram | None:
    """Return the saved program, or None when it was removed."""
    return _ROWS.find(connection, guild, saved)


def get(
    connection: Connection, guild: GuildId, saved: SavedProgramId, user: UserId
) -> SavedProgram:
    """Return this person's saved program; raise `DomainError` ``saved_program.unknown``."""
    saved_program = find(connection, guild, saved)
    if saved_program is None or saved_program.user != user:
        raise DomainError("saved_program.unknown")
    return saved_program


def find_program(
    connection: Connection, guild: GuildId, user: UserId, program: ProgramId
) -> SavedProgram | None:
    """Return this person's saved entry of a program, or None."""
    return _ROWS.first(
        connection,
        saved_programs.c.guild_id == guild,
        saved_programs.c.user_id == user,
        saved_programs.c.program_id == program,
    )


def list_for_person(connection: Connection, guild: GuildId, user: UserId) -> list[SavedProgram]:
    """Return the shortlist: the soonest reminders first, the rest in the order saved."""
    theirs = (saved_programs.c.guild_id == guild, saved_programs.c.user_id == user)
    return _ROWS.all(connection, *theirs)


def count(connection: Connection, guild: GuildId, user: UserId) -> int:
    """Return how many programs someone has saved."""
    statement = select(func.count()).where(
        saved_programs.c.guild_id == guild, saved_programs.c.user_id == user
    )
    return int(connection.execute(statement).scalar_one())
