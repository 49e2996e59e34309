"""Manage a society's own catalogue: add, edit, hide, verify. Moderators only."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import ProgramId
from bot.domain.programs.catalogue_files import HIDDEN, Entry, entry_from
from bot.domain.programs.programs import Origin, Program
from bot.search import NameChoice
from bot.search.words import fold
from bot.services.actor import Actor
from bot.services.moderation.permissions import require_moderator
from bot.services.programs import programs
from bot.services.work import Work, reads, writes
from bot.storage.moderation import societies
from bot.storage.programs import catalogue_entries, corrections
from bot.storage.programs.catalogue_entries import CatalogueEntry
from bot.storage.programs.corrections import Correction

MOST_OWN = 5_000
STALE_SHOWN = 25


@dataclass(frozen=True, slots=True)
class EntrySaved:
    """An entry was saved as `program`.

    It belongs to the society, and updates don't overwrite it.
    """

    program: Program
    added: bool
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """What a moderator should check: corrections, entries not verified for a year, hidden ones."""

    corrections: tuple[Correction, ...]
    stale: tuple[Program, ...]
    stale_in_all: int
    hidden: tuple[tuple[ProgramId, str], ...]


@reads
def require(work: Work) -> None:
    """Refuse anyone but moderators, before a form or a file is looked at."""
    require_moderator(work)


async def add(app: App, actor: Actor, facts: Mapping[str, Any]) -> EntrySaved:
    """Add a program; its ID is made from its name. Raises ``program.invalid``."""
    edition = await app.catalogue.latest(actor.guild)
    words = re.findall("[a-z0-9]+", fold(str(facts.get("name", ""))))
    taken = "-".join(words)[:60].strip("-") or "program"
    program_id, number = taken, 1
    while edition.index.get(program_id) or app.catalogue.shipped.get(program_id):
        number += 1
        program_id = f"{taken}-{number}"
    entry = entry_from({**facts, "id": program_id}, edition.index.vocabulary.known)
    await _add(app, actor, entry)
    await app.catalogue.refresh(actor.guild)
    return EntrySaved(entry.program, added=True)


@writes
def _add(work: Work, entry: Entry) -> None:
    require_moderator(work)
    if catalogue_entries.find(work.connection, work.guild, entry.program.id):
        raise DomainError("catalogue.taken", name=entry.program.name)
    _put(work, entry)
    _require_room(work)
    catalogue_entries.changed(work.connection, work.guild)


async def find(app: App, actor: Actor, name: str) -> EntrySaved:
    """Return the entry with a name, hidden ones too; moderators only."""
    await require(app, actor)
    edition = await app.catalogue.latest(actor.guild)
    chosen = edition.index.get(name)
    if chosen is None:
        row = await _row(app, actor, ProgramId(name))
        shipped = app.catalogue.shipped.get(name)
        if row is not None and (row.facts or shipped):
            program = entry_from(row.facts).program if row.facts else shipped
            assert program is not None, "a row without facts hides a shipped program"
            return EntrySaved(program, added=False, hidden=row.hidden)
        chosen = programs.named(edition.index, name)
    return EntrySaved(chosen, added=False)


@reads
def _row(work: Work, program: ProgramId) -> CatalogueEntry | None:
    return catalogue_entries.find(work.connection, work.guild, program)


async def find_numbered(app: App, actor: Actor, number: int) -> Program:
    """Return the program that a form refers to; moderators only."""
    await require(app, actor)
    return programs.numbered(await app.catalogue.latest(actor.guild), number)


async def edit(app: App, actor: Actor, number: int, facts: Mapping[str, Any]) -> EntrySaved:
    """Change some facts of an entry; a shipped one becomes the society's own from then on.

    Raises `InvalidProgramError` ``program.invalid`` naming each wrong fact.
    """
    edition = await app.catalogue.latest(actor.guild)
    program = programs.numbered(edition, number)
    (changed,) = await _change(app, actor, [program], facts)
    return EntrySaved(changed.program, added=False)


async def set_hidden(app: App, actor: Actor, program: ProgramId, *, hidden: bool) -> EntrySaved:
    """Hide an entry, or show it again."""
    entry = await find(app, actor, program)
    await _set_hidden(app, actor, entry.program, hidden=hidden)
    await app.catalogue.refresh(actor.guild)
    return replace(entry, hidden=hidden)


@writes
def _set_hidden(work: Work, program: Program, *, hidden: bool) -> None:
    require_moderator(work)
    row = catalogue_entries.find(work.connection, work.guild, program.id)
    facts = row.facts if row else None
    own = Entry(program).facts if program.origin is Origin.SOCIETY else None
    if not hidden and facts is None:
        catalogue_entries.remove(work.connection, work.guild, program.id)
    else:
        catalogue_entries.put(
            work.connection,
            work.guild,
            program.id,
            facts or own,
            hidden=hidden,
            by=work.user,
            now=work.now,
        )
    catalogue_entries.changed(work.connection, work.guild)


async def forget(app: App, actor: Actor, program: ProgramId) -> Program | None:
    """Delete the society's version; return the shipped entry that is shown again, or None."""
    await _forget(app, actor, program)
    await app.catalogue.refresh(actor.guild)
    return app.catalogue.shipped.get(program)


@writes
def _forget(work: Work, program: ProgramId) -> None:
    require_moderator(work)
    if not catalogue_entries.remove(work.connection, work.guild, program):
        raise DomainError("catalogue.not_own")
    catalogue_entries.changed(work.connection, work.guild)


async def verify(app: App, actor: Actor, ids: Iterable[str]) -> int:
    """Save that someone checked these entries against their source today; return how many."""
    edition = await app.catalogue.latest(actor.guild)
    entries = [program for each in ids if (program := edition.index.get(each))]
    today = await _today(app, actor)
    return len(await _change(app, actor, entries, {"verified_on": today.isoformat()}))


async def review(app: App, actor: Actor) -> Review:
    """Return what a moderator should check; moderators only."""
    edition = await app.catalogue.latest(actor.guild)
    waiting, hidden = await _waiting(app, actor)
    today = await _today(app, actor)
    stale = [program for program in edition.index.programs if program.stale_on(today)]
    stale.sort(key=lambda program: (program.verified_on or date.min, program.id))
    named = [
        (each, shipped.name if (shipped := app.catalogue.shipped.get(each)) else each)
        for each in hidden
    ]
    return Review(tuple(waiting), tuple(stale[:STALE_SHOWN]), len(stale), tuple(named))


@reads
def _waiting(work: Work) -> tuple[list[Correction], list[ProgramId]]:
    require_moderator(work)
    waiting = corrections.open_in(work.connection, work.guild)
    return waiting, catalogue_entries.hidden(work.connection, work.guild)


def complete(app: App, actor: Actor, typed: str) -> list[NameChoice]:
    """Suggest entries by name, hidden shipped ones too; never touches the database."""
    offered = app.catalogue.of(actor.guild).index.autocomplete(typed)
    shipped = app.catalogue.shipped.autocomplete(typed)
    return list({choice.id: choice for choice in (*shipped, *offered)}.values())[:25]


async def _change(
    app: App, actor: Actor, several: list[Program], facts: Mapping[str, Any]
) -> list[Entry]:
    """Change the same facts of several entries, all or none."""
    changed = await _put_all(app, actor, several, facts)
    await app.catalogue.refresh(actor.guild)
    return changed


@writes
def _put_all(work: Work, several: list[Program], facts: Mapping[str, Any]) -> list[Entry]:
    # Read the rows themselves again: the cached catalogue may not have the last edit yet.
    require_moderator(work)
    values = work.app.catalogue.shipped.vocabulary.known
    changed = []
    for program in several:
        row = catalogue_entries.find(work.connection, work.guild, program.id)
        present = row.facts if row and row.facts else Entry(program).facts
        hidden = row is not None and row.hidden
        entry = entry_from({**present, **facts, HIDDEN: hidden}, values)
        _put(work, entry)
        changed.append(entry)
    _require_room(work)
    catalogue_entries.changed(work.connection, work.guild)
    return changed


def _put(work: Work, entry: Entry) -> None:
    catalogue_entries.put(
        work.connection,
        work.guild,
        entry.program.id,
        entry.facts,
        hidden=entry.hidden,
        by=work.user,
        now=work.now,
    )


def _require_room(work: Work) -> None:
    if catalogue_entries.count(work.connection, work.guild) > MOST_OWN:
        raise DomainError("catalogue.full", most=MOST_OWN)


@reads
def _today(work: Work) -> date:
    society = societies.find(work.connection, work.guild)
    zone = ZoneInfo(society.time_zone if society else "UTC")
    return work.now.astimezone(zone).date()
