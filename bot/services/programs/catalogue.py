"""Keep a society's own catalogue: add, edit, hide, check. For moderators."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import ProgramId
from bot.domain.programs.catalogue_files import HIDDEN, Entry, entry_from
from bot.domain.programs.programs import Origin, Program
from bot.search import NameChoice
from bot.search.words import fold
from bot.services.actor import Actor, require_moderator
from bot.services.programs import programs
from bot.storage import interactions
from bot.storage.moderation import societies
from bot.storage.programs import catalogue_entries, corrections
from bot.storage.programs.corrections import Correction

MOST_OWN = 5_000
STALE_SHOWN = 25


@dataclass(frozen=True, slots=True)
class EntryKept:
    """An entry stands as `program` now; the society's, whatever a later shipped file says."""

    program: Program
    added: bool
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """What waits for a moderator's eye: corrections, entries not verified for a year, hidden."""

    corrections: tuple[Correction, ...]
    stale: tuple[Program, ...]
    stale_in_all: int
    hidden: tuple[tuple[ProgramId, str], ...]


async def require(app: App, actor: Actor) -> None:
    """Refuse anybody but moderators, before a form or a file is looked at."""
    await app.database.read(require_moderator, actor)


async def add(app: App, actor: Actor, facts: Mapping[str, Any]) -> EntryKept:
    """Add a program; its id is made from its name. Raises ``program.invalid``."""
    edition = await app.catalogue.latest(actor.guild)
    words = re.findall("[a-z0-9]+", fold(str(facts.get("name", ""))))
    taken = "-".join(words)[:60].strip("-") or "program"
    program_id, number = taken, 1
    while edition.index.get(program_id) or app.catalogue.shipped.get(program_id):
        number += 1
        program_id = f"{taken}-{number}"
    entry = entry_from({**facts, "id": program_id}, edition.index.vocabulary.known)

    def keep(connection: Connection) -> None:
        now = _begin(connection, app, actor)
        if catalogue_entries.find(connection, actor.guild, entry.program.id):
            raise DomainError("catalogue.taken", name=entry.program.name)
        _put(connection, actor, entry, now)
        _require_room(connection, actor)
        catalogue_entries.changed(connection, actor.guild)

    await app.database.write(keep)
    await app.catalogue.refresh(actor.guild)
    return EntryKept(entry.program, added=True)


async def find(app: App, actor: Actor, name: str) -> EntryKept:
    """Return the entry that a name means, hidden ones too; moderators only."""
    await require(app, actor)
    edition = await app.catalogue.latest(actor.guild)
    chosen = edition.index.get(name)
    if chosen is None:
        row = await app.database.read(catalogue_entries.find, actor.guild, ProgramId(name))
        shipped = app.catalogue.shipped.get(name)
        if row is not None and (row.facts or shipped):
            program = entry_from(row.facts).program if row.facts else shipped
            assert program is not None, "a row without facts hides a shipped program"
            return EntryKept(program, added=False, hidden=row.hidden)
        chosen = programs.named(edition.index, name)
    return EntryKept(chosen, added=False)


async def find_numbered(app: App, actor: Actor, number: int) -> Program:
    """Return the program that a form means; moderators only."""
    await require(app, actor)
    return programs.numbered(await app.catalogue.latest(actor.guild), number)


async def edit(app: App, actor: Actor, number: int, facts: Mapping[str, Any]) -> EntryKept:
    """Change some facts of an entry; a shipped one becomes the society's own from then on.

    Raises `InvalidProgramError` ``program.invalid`` naming each wrong fact.
    """
    edition = await app.catalogue.latest(actor.guild)
    program = programs.numbered(edition, number)
    (kept,) = await _change(app, actor, [program], facts)
    return EntryKept(kept.program, added=False)


async def set_hidden(app: App, actor: Actor, program: ProgramId, *, hidden: bool) -> EntryKept:
    """Take an entry out of sight, or back into it."""
    found = await find(app, actor, program)

    def change(connection: Connection) -> None:
        now = _begin(connection, app, actor)
        row = catalogue_entries.find(connection, actor.guild, found.program.id)
        facts = row.facts if row else None
        own = Entry(found.program).facts if found.program.origin is Origin.SOCIETY else None
        if not hidden and facts is None:
            catalogue_entries.remove(connection, actor.guild, found.program.id)
        else:
            catalogue_entries.put(
                connection,
                actor.guild,
                found.program.id,
                facts or own,
                hidden=hidden,
                by=actor.user,
                now=now,
            )
        catalogue_entries.changed(connection, actor.guild)

    await app.database.write(change)
    await app.catalogue.refresh(actor.guild)
    return replace(found, hidden=hidden)


async def forget(app: App, actor: Actor, program: ProgramId) -> Program | None:
    """Drop the society's version; return the shipped entry that shows again, or None."""

    def change(connection: Connection) -> None:
        _begin(connection, app, actor)
        if not catalogue_entries.remove(connection, actor.guild, program):
            raise DomainError("catalogue.not_own")
        catalogue_entries.changed(connection, actor.guild)

    await app.database.write(change)
    await app.catalogue.refresh(actor.guild)
    return app.catalogue.shipped.get(program)


async def verify(app: App, actor: Actor, ids: Iterable[str]) -> int:
    """Note that somebody held these entries against their source today; return how many."""
    edition = await app.catalogue.latest(actor.guild)
    found = [program for each in ids if (program := edition.index.get(each))]
    today = await _today(app, actor)
    return len(await _change(app, actor, found, {"verified_on": today.isoformat()}))


async def review(app: App, actor: Actor) -> Review:
    """Return what waits for a moderator; moderators only."""
    edition = await app.catalogue.latest(actor.guild)

    def look(connection: Connection) -> tuple[list[Correction], list[ProgramId]]:
        require_moderator(connection, actor)
        waiting = corrections.open_in(connection, actor.guild)
        return waiting, catalogue_entries.hidden(connection, actor.guild)

    waiting, hidden = await app.database.read(look)
    today = await _today(app, actor)
    stale = [program for program in edition.index.programs if program.stale_on(today)]
    stale.sort(key=lambda program: (program.verified_on or date.min, program.id))
    named = [
        (each, shipped.name if (shipped := app.catalogue.shipped.get(each)) else each)
        for each in hidden
    ]
    return Review(tuple(waiting), tuple(stale[:STALE_SHOWN]), len(stale), tuple(named))


def complete(app: App, actor: Actor, typed: str) -> list[NameChoice]:
    """Offer entries by name, hidden shipped ones too; never touches the database."""
    offered = app.catalogue.of(actor.guild).index.autocomplete(typed)
    shipped = app.catalogue.shipped.autocomplete(typed)
    return list({choice.id: choice for choice in (*shipped, *offered)}.values())[:25]


async def _change(
    app: App, actor: Actor, found: list[Program], facts: Mapping[str, Any]
) -> list[Entry]:
    """Change the same facts of several entries, all or none.

    The rows themselves are read again: the edition at hand may not have the last edit yet.
    """
    known = app.catalogue.shipped.vocabulary.known

    def change(connection: Connection) -> list[Entry]:
        now = _begin(connection, app, actor)
        changed = []
        for program in found:
            row = catalogue_entries.find(connection, actor.guild, program.id)
            present = row.facts if row and row.facts else Entry(program).facts
            hidden = row is not None and row.hidden
            entry = entry_from({**present, **facts, HIDDEN: hidden}, known)
            _put(connection, actor, entry, now)
            changed.append(entry)
        _require_room(connection, actor)
        catalogue_entries.changed(connection, actor.guild)
        return changed

    kept = await app.database.write(change)
    await app.catalogue.refresh(actor.guild)
    return kept


def _put(connection: Connection, actor: Actor, entry: Entry, now: datetime) -> None:
    catalogue_entries.put(
        connection,
        actor.guild,
        entry.program.id,
        entry.facts,
        hidden=entry.hidden,
        by=actor.user,
        now=now,
    )


def _require_room(connection: Connection, actor: Actor) -> None:
    if catalogue_entries.count(connection, actor.guild) > MOST_OWN:
        raise DomainError("catalogue.full", most=MOST_OWN)


def _begin(connection: Connection, app: App, actor: Actor) -> datetime:
    """Check the role and note the interaction; return the present instant."""
    now = app.clock.now()
    require_moderator(connection, actor)
    interactions.record(connection, actor.interaction, actor.guild, now)
    return now


async def _today(app: App, actor: Actor) -> date:
    society = await app.database.read(societies.find, actor.guild)
    zone = ZoneInfo(society.time_zone if society else "UTC")
    return app.clock.now().astimezone(zone).date()
