"""Import a society's catalogue from a file, after a preview, and export it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.app import App
from bot.catalogue import PAGE, considerate
from bot.domain.errors import DomainError
from bot.domain.ids import CatalogueDraftId, GuildId
from bot.domain.programs import catalogue_files as files
from bot.domain.programs.catalogue_files import Entry, FileKind, LineProblem, Reading, entry_from
from bot.domain.programs.programs import Origin
from bot.search import ProgramIndex
from bot.services.actor import Actor
from bot.services.moderation.permissions import require_moderator
from bot.services.programs.catalogue import MOST_OWN, require
from bot.services.work import Work, reads, writes
from bot.storage.programs import catalogue_drafts, catalogue_entries
from bot.storage.programs.catalogue_entries import CatalogueEntry

# Discord takes files of up to 10 MiB.
LARGEST_EXPORT = 9 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would change; nothing is in effect yet.

    `draft` is None if nothing would change.
    """

    guild: GuildId
    draft: CatalogueDraftId | None
    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int
    problems: tuple[LineProblem, ...]
    ignored: tuple[str, ...]
    formulas: int


@dataclass(frozen=True, slots=True)
class Exported:
    """A file with the society's entries, or with everything its members can find."""

    name: str
    data: bytes
    entries: int


async def preview(app: App, actor: Actor, name: str, data: bytes) -> Preview:
    """Read a file and save its valid entries as a draft; moderators only.

    Raises `DomainError` ``catalogue.file_*`` for a file that can't be read at all.
    """
    await require(app, actor)
    edition = await app.catalogue.latest(actor.guild)
    values = edition.index.vocabulary.known
    with considerate:
        reading = await asyncio.to_thread(files.read, name, data, values)
        own = {row.program: row for row in await _rows(app, actor)}
        added, changed = await asyncio.to_thread(_differences, reading, own, app.catalogue.shipped)
        draft = await _save_draft(app, actor, [*added, *changed])
    return Preview(
        guild=actor.guild,
        draft=draft,
        added=tuple(entry.program.name for entry in added),
        changed=tuple(entry.program.name for entry in changed),
        unchanged=len(reading.entries) - len(added) - len(changed),
        problems=reading.problems,
        ignored=reading.ignored,
        formulas=reading.formulas,
    )


@writes
def _save_draft(work: Work, entries: list[Entry]) -> CatalogueDraftId | None:
    require_moderator(work)
    if not entries:
        return None
    facts = [{**entry.facts, files.HIDDEN: entry.hidden} for entry in entries]
    return catalogue_drafts.add(work.connection, work.guild, work.user, facts, work.now)


async def confirm(app: App, actor: Actor, draft_id: CatalogueDraftId) -> int:
    """Apply a whole draft; return how many entries it had. Moderators only.

    Raises `DomainError` ``catalogue.draft_gone`` and ``catalogue.full``.
    """
    with considerate:
        imported = await _apply(app, actor, draft_id)
    await app.catalogue.refresh(actor.guild)
    return imported


@writes
def _apply(work: Work, draft_id: CatalogueDraftId) -> int:
    require_moderator(work)
    draft = catalogue_drafts.get(work.connection, work.guild, draft_id)
    for facts in draft.entries:
        entry = entry_from(facts)
        as_shipped = _is_shipped(entry, work.app.catalogue.shipped)
        if as_shipped and not entry.hidden:
            catalogue_entries.remove(work.connection, work.guild, entry.program.id)
            continue
        catalogue_entries.put(
            work.connection,
            work.guild,
            entry.program.id,
            None if as_shipped else entry.facts,
            hidden=entry.hidden,
            by=work.user,
            now=work.now,
        )
    if catalogue_entries.count(work.connection, work.guild) > MOST_OWN:
        raise DomainError("catalogue.full", most=MOST_OWN)
    catalogue_entries.changed(work.connection, work.guild)
    catalogue_drafts.remove(work.connection, draft)
    return len(draft.entries)


@writes
def cancel(work: Work, draft_id: CatalogueDraftId) -> None:
    """Discard a draft; moderators only."""
    require_moderator(work)
    draft = catalogue_drafts.get(work.connection, work.guild, draft_id)
    catalogue_drafts.remove(work.connection, draft)


async def export(app: App, actor: Actor, kind: FileKind, *, everything: bool) -> Exported:
    """Write the society's entries, or everything its members can find, to a file."""
    await require(app, actor)
    edition = await app.catalogue.latest(actor.guild)

    def write(rows: list[CatalogueEntry]) -> Exported:
        own = [entry for row in rows if (entry := _entry(row, app.catalogue.shipped))]
        entries = own
        if everything:
            ids = {entry.program.id for entry in own}
            rest = [each for each in edition.index.programs if each.id not in ids]
            entries = [*(Entry(each) for each in rest), *own]
        data = files.to_csv(entries) if kind is FileKind.CSV else files.to_toml(entries)
        if len(data) > LARGEST_EXPORT:
            raise DomainError("catalogue.export_large", most=LARGEST_EXPORT // 1024 // 1024)
        return Exported(f"programs.{kind}", data, len(entries))

    with considerate:
        return await asyncio.to_thread(write, await _rows(app, actor))


async def _rows(app: App, actor: Actor) -> list[CatalogueEntry]:
    rows: list[CatalogueEntry] = []
    while page := await _page(app, actor, rows[-1].program if rows else ""):
        rows += page
    return rows


@reads
def _page(work: Work, after: str) -> list[CatalogueEntry]:
    return catalogue_entries.page(work.connection, work.guild, after, PAGE)


def _differences(
    reading: Reading, own: dict[Any, CatalogueEntry], shipped: ProgramIndex
) -> tuple[list[Entry], list[Entry]]:
    """Return the entries that are new to the society, and those that differ from its own."""
    added, changed = [], []
    for entry in reading.entries:
        row = own.get(entry.program.id)
        present = _entry(row, shipped) if row else None
        if present is None and (as_shipped := shipped.get(entry.program.id)):
            present = Entry(replace(as_shipped, origin=Origin.SOCIETY))
        if present is None:
            added.append(entry)
        elif present != entry:
            changed.append(entry)
    return added, changed


def _entry(row: CatalogueEntry, shipped: ProgramIndex) -> Entry | None:
    if row.facts is not None:
        return replace(entry_from(row.facts), hidden=row.hidden)
    program = shipped.get(row.program)
    if program is None:
        return None
    return Entry(replace(program, origin=Origin.SOCIETY), row.hidden)


def _is_shipped(entry: Entry, shipped: ProgramIndex) -> bool:
    program = shipped.get(entry.program.id)
    return program is not None and replace(program, origin=Origin.SOCIETY) == entry.program


def problem_list(problems: Sequence[LineProblem]) -> bytes:
    """Return every problem as text, one per line, for a file."""
    return "".join(f"line {each.line}: {each.reason}\n" for each in problems).encode()
