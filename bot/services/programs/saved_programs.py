"""Saved programs: a private shortlist, with a reminder on a chosen day."""

from dataclasses import dataclass
from datetime import date

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import SavedProgramId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.programs import saved_programs as rules
from bot.domain.programs.programs import Program
from bot.domain.times import reader
from bot.domain.times.days import suggestions
from bot.domain.times.reader import Ambiguous, Expects, Refused, Understood, Value
from bot.services.actor import Actor
from bot.services.asking import asker
from bot.services.nudges.own_threads import Reach, reach_of
from bot.services.programs import programs
from bot.services.work import Work, reads, writes
from bot.storage import outbox
from bot.storage.programs import saved_programs
from bot.storage.programs.saved_programs import SavedProgram


@dataclass(frozen=True, slots=True)
class ProgramSaved:
    """A program is on the shortlist.

    `reach` says how its reminder would come.
    """

    saved: SavedProgram
    was_there: bool
    reach: Reach


@dataclass(frozen=True, slots=True)
class DayOffered:
    """A day that someone's `words` may mean, or None if they mean none in the future."""

    words: str
    day: date | None

    @property
    def value(self) -> str:
        """Return the parsed day, or the raw text if it couldn't be parsed."""
        return self.words[:100] if self.day is None else self.day.isoformat()


async def save(app: App, actor: Actor, name: str, remind_on: str) -> ProgramSaved:
    """Save a program to the shortlist, with a reminder if a day was given.

    Raises `DomainError` ``program.unknown``, ``saved_program.too_many`` and ``when.*``.
    """
    program = await programs.show(app, actor, name)
    return await _save(app, actor, program, remind_on)


async def save_numbered(app: App, actor: Actor, number: int, remind_on: str) -> ProgramSaved:
    """Save the program of a button to the shortlist; see `save`."""
    program = await programs.show_numbered(app, actor, number)
    return await _save(app, actor, program, remind_on)


@writes
def _save(work: Work, program: Program, remind_on: str) -> ProgramSaved:
    before = saved_programs.find_program(work.connection, work.guild, work.user, program.id)
    many = saved_programs.count(work.connection, work.guild, work.user)
    if before is None and many >= rules.MOST_SAVED:
        raise DomainError("saved_program.too_many", most=rules.MOST_SAVED)
    saved = saved_programs.save(
        work.connection, work.guild, work.user, program.id, program.name, work.now
    )
    if remind_on.strip():
        saved = _remind(work, saved, remind_on)
    return ProgramSaved(saved, before is not None, reach_of(work))


@reads
def list_for_person(work: Work) -> list[SavedProgram]:
    """Return the asker's shortlist, soonest reminder first."""
    return saved_programs.list_for_person(work.connection, work.guild, work.user)


@reads
def get(work: Work, saved_id: SavedProgramId) -> SavedProgram:
    """Return one of the asker's own; raise ``saved_program.unknown``."""
    return saved_programs.get(work.connection, work.guild, saved_id, work.user)


@writes
def remind(work: Work, saved_id: SavedProgramId, typed: str) -> ProgramSaved:
    """Move the reminder to another day, or remove it if nothing is typed."""
    saved = saved_programs.get(work.connection, work.guild, saved_id, work.user)
    changed = _remind(work, saved, typed)
    return ProgramSaved(changed, True, reach_of(work))


@writes
def mark_done(work: Work, saved_id: SavedProgramId) -> SavedProgram:
    """Save that a reminder was seen; the program stays on the list."""
    saved = saved_programs.get(work.connection, work.guild, saved_id, work.user)
    saved_programs.record_reminded(work.connection, work.guild, saved_id, work.now)
    return saved


@writes
def remove(work: Work, saved_id: SavedProgramId) -> SavedProgram:
    """Remove a program and its reminder from the shortlist."""
    saved = saved_programs.get(work.connection, work.guild, saved_id, work.user)
    saved_programs.remove(work.connection, saved)
    return saved


@reads
def offer_days(work: Work, typed: str) -> list[DayOffered]:
    """Return the days that what is typed may mean, in the person's time zone."""
    who, words = asker(work), typed.strip()
    if not words:
        return [DayOffered(offered, day) for offered, day in suggestions(who.today)]
    match reader.read(words, Expects.DAY, who):
        case Understood(value):
            days: tuple[Value, ...] = (value,)
        case Ambiguous(readings):
            days = readings
        case Refused():
            return [DayOffered(words, None)]
    return [DayOffered(words, day) for day in days if isinstance(day, date)]


def _remind(work: Work, saved: SavedProgram, typed: str) -> SavedProgram:
    """Set the day and plan its nudge.

    A nudge for an earlier day finds another version and is dropped.
    """
    if not typed.strip():
        return saved_programs.remind(work.connection, saved, None, None)
    day, instant = rules.reminder(typed, asker(work))
    changed = saved_programs.remind(work.connection, saved, day, instant)
    outbox.plan(
        work.connection,
        guild=work.guild,
        kind=NudgeKind.SAVED_PROGRAM,
        subject_type="saved-program",
        subject_id=changed.id,
        subject_version=changed.version,
        recipient=work.user,
        due_at=instant,
        now=work.now,
        # IDs jump after a restore; this key stays stable.
        key=f"{work.user}:{changed.program}:{changed.saved_at:%Y%m%d%H%M%S}:{changed.version}",
    )
    return changed
