"""Saved programs: a private shortlist, with a reminder on a chosen day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from bot.app import App
from bot.domain import days
from bot.domain.errors import DomainError
from bot.domain.ids import SavedProgramId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.programs import saved_programs as rules
from bot.domain.programs.programs import Program
from bot.services.actor import Actor
from bot.services.programs import programs
from bot.storage import interactions, outbox
from bot.storage.nudges import settings as nudge_settings
from bot.storage.programs import saved_programs
from bot.storage.programs.saved_programs import SavedProgram

NO_ZONE = "UTC"


@dataclass(frozen=True, slots=True)
class ProgramSaved:
    """A program is on the shortlist; `by_dm` says how its reminder would come."""

    saved: SavedProgram
    was_there: bool
    by_dm: bool


@dataclass(frozen=True, slots=True)
class DayOffered:
    """A day that somebody's `words` may mean, or None where they mean none ahead."""

    words: str
    day: date | None

    @property
    def value(self) -> str:
        """Return what stands for the day: itself where it was understood, else what was typed."""
        return self.words[:100] if self.day is None else self.day.isoformat()


async def save(app: App, actor: Actor, name: str, remind_on: str) -> ProgramSaved:
    """Put a program on the shortlist, with a reminder where a day was given.

    Raises `DomainError` ``program.unknown``, ``saved_program.too_many`` and ``day.*``.
    """
    program = await programs.show(app, actor, name)
    return await app.database.write(_save, app, actor, program, remind_on)


async def save_numbered(app: App, actor: Actor, number: int, remind_on: str) -> ProgramSaved:
    """Put the program of a button on the shortlist; see `save`."""
    program = await programs.show_numbered(app, actor, number)
    return await app.database.write(_save, app, actor, program, remind_on)


def _save(
    connection: Connection, app: App, actor: Actor, program: Program, remind_on: str
) -> ProgramSaved:
    now = app.clock.now()
    interactions.record(connection, actor.interaction, actor.guild, now)
    before = saved_programs.find_program(connection, actor.guild, actor.user, program.id)
    many = saved_programs.count(connection, actor.guild, actor.user)
    if before is None and many >= rules.MOST_SAVED:
        raise DomainError("saved_program.too_many", most=rules.MOST_SAVED)
    saved = saved_programs.save(connection, actor.guild, actor.user, program.id, program.name, now)
    if remind_on.strip():
        saved = _remind(connection, app, actor, saved, remind_on)
    return ProgramSaved(saved, before is not None, _by_dm(connection, actor))


async def of_person(app: App, actor: Actor) -> list[SavedProgram]:
    """Return the asker's shortlist, soonest reminder first."""
    return await app.database.read(saved_programs.of_person, actor.guild, actor.user)


async def get(app: App, actor: Actor, saved: SavedProgramId) -> SavedProgram:
    """Return one of the asker's own; raise ``saved_program.unknown``."""
    return await app.database.read(saved_programs.get, actor.guild, saved, actor.user)


async def remind(app: App, actor: Actor, saved: SavedProgramId, typed: str) -> ProgramSaved:
    """Move the reminder to another day, or take it away when nothing is typed."""

    def change(connection: Connection) -> ProgramSaved:
        interactions.record(connection, actor.interaction, actor.guild, app.clock.now())
        found = saved_programs.get(connection, actor.guild, saved, actor.user)
        changed = _remind(connection, app, actor, found, typed)
        return ProgramSaved(changed, True, _by_dm(connection, actor))

    return await app.database.write(change)


async def done(app: App, actor: Actor, saved: SavedProgramId) -> SavedProgram:
    """Note that a reminder was seen; the program stays on the list."""

    def change(connection: Connection) -> SavedProgram:
        found = saved_programs.get(connection, actor.guild, saved, actor.user)
        saved_programs.record_reminded(connection, actor.guild, saved, app.clock.now())
        return found

    return await app.database.write(change)


async def remove(app: App, actor: Actor, saved: SavedProgramId) -> SavedProgram:
    """Take a program off the shortlist; its reminder goes with it."""

    def change(connection: Connection) -> SavedProgram:
        found = saved_programs.get(connection, actor.guild, saved, actor.user)
        saved_programs.remove(connection, found)
        return found

    return await app.database.write(change)


async def offer_days(app: App, actor: Actor, typed: str) -> list[DayOffered]:
    """Return the days that what is typed may mean, where the person is now."""
    zone = await app.database.read(nudge_settings.zone_of, actor.guild, actor.user)
    today = rules.today(app.clock.now(), zone or NO_ZONE)
    words = typed.strip()
    if words:
        return [DayOffered(words, days.find(words, today))]
    return [DayOffered(offered, day) for offered, day in days.suggestions(today)]


def _remind(
    connection: Connection, app: App, actor: Actor, saved: SavedProgram, typed: str
) -> SavedProgram:
    """Set the day and plan its nudge. One planned for an earlier day finds another version."""
    if not typed.strip():
        return saved_programs.remind(connection, saved, None, None)
    now = app.clock.now()
    zone = nudge_settings.zone_of(connection, actor.guild, actor.user) or NO_ZONE
    day, instant = rules.reminder(typed, now, zone)
    changed = saved_programs.remind(connection, saved, day, instant)
    outbox.plan(
        connection,
        guild=actor.guild,
        kind=NudgeKind.SAVED_PROGRAM,
        subject_type="saved-program",
        subject_id=changed.id,
        subject_version=changed.version,
        recipient=actor.user,
        due_at=instant,
        now=now,
        # Ids leap after a restored backup; this names the same reminder before and after.
        key=f"{actor.user}:{changed.program}:{changed.saved_at:%Y%m%d%H%M%S}:{changed.version}",
    )
    return changed


def _by_dm(connection: Connection, actor: Actor) -> bool:
    return nudge_settings.get(connection, actor.guild, actor.user).dms
