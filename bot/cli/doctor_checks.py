"""What `preceptor doctor` checks on this machine and in the database."""

import importlib.metadata
import os
import shutil
import sqlite3
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.cli.error_messages import explain
from bot.cli.invite import application_of
from bot.clock import SystemClock
from bot.delivery.outbox_audit import audit
from bot.domain.errors import DomainError
from bot.domain.nudges.kinds import UNKNOWN
from bot.domain.states import NudgeState
from bot.services.privacy import lists
from bot.settings import Settings
from bot.storage import backups, outbox
from bot.storage.migrate import compare_columns, known_revision, newest_revision
from bot.storage.postgres import tables_of_others
from bot.storage.privacy import copies, erasures, removals
from bot.storage.privacy.removals import Removal
from bot.storage.sqlite_file import OLDEST_SQLITE, held_alone, require_not_lost
from bot.storage.youth import youth

# Room for the backup that is made before each migration, and for some growth.
FREE_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One check. Without `fix` it passed; with it, that is what to do."""

    name: str
    detail: str
    fix: str | None = None

    @property
    def ok(self) -> bool:
        """Return whether nothing needs to be done."""
        return self.fix is None


def about_the_machine(settings: Settings) -> Iterator[Finding]:
    """Check the token's shape, SQLite, the time zones, and the disk."""
    yield _token(settings)
    version = sqlite3.sqlite_version
    old = sqlite3.sqlite_version_info < OLDEST_SQLITE
    yield Finding("sqlite", version, "install a Python with SQLite 3.37 or newer" if old else None)
    yield _time_zones()
    yield _disk(settings.database.sqlite_path or Path())


def about_the_database(settings: Settings) -> Iterator[Finding]:
    """Check the database: usable, intact, and every message accounted for."""
    path = settings.database.sqlite_path
    if path:
        findings = list(_file(path))
        yield from findings
        if not path.exists() or any(f.name == "database" and not f.ok for f in findings):
            return
    try:
        with backups.reading(settings.database.url) as connection:
            current = known_revision(connection)
            yield _schema(current)
            if current == newest_revision():
                columns = _columns(connection)
                yield columns
                if columns.ok:
                    yield _messages(connection, path)
                    yield _erasures(connection, settings)
                    yield _removals(connection, settings)
                    yield from _youth(connection)
                yield from _unknown_kinds(connection)
    except DomainError as error:
        yield Finding("schema", error.code, explain(error))
    except SQLAlchemyError as error:
        yield Finding("database", "can’t be read", explain(error) or type(error).__name__)


def _token(settings: Settings) -> Finding:
    if settings.token is None:
        return Finding("token", "not set", "set DISCORD_TOKEN or DISCORD_TOKEN_FILE")
    application = application_of(settings.token.get_secret_value())
    if application is None:
        return Finding(
            "token",
            "doesn’t look like a token",
            "copy it again from your application’s Bot page in the Discord developer portal",
        )
    return Finding("token", f"of application {application}")


def _time_zones() -> Finding:
    fix = "install the tzdata package: pip install --upgrade tzdata"
    count = len(zoneinfo.available_timezones())
    try:
        zone = zoneinfo.ZoneInfo("America/New_York")
        version = importlib.metadata.version("tzdata")
    except (zoneinfo.ZoneInfoNotFoundError, importlib.metadata.PackageNotFoundError):
        return Finding("time zones", "missing", fix)
    summer = datetime(2026, 7, 1, tzinfo=UTC).astimezone(zone).utcoffset()
    winter = datetime(2026, 1, 1, tzinfo=UTC).astimezone(zone).utcoffset()
    whole = count >= 400 and summer != winter
    return Finding("time zones", f"{count}, tzdata {version}", None if whole else fix)


def _disk(path: Path) -> Finding:
    folder = path.absolute()
    while not folder.is_dir():
        folder = folder.parent
    needed = FREE_BYTES + (2 * path.stat().st_size if path.is_file() else 0)
    free = shutil.disk_usage(folder).free
    short = f"free up disk space: at least {needed // 1_000_000} MB needed in {folder}"
    return Finding("disk space", f"{free // 1_000_000} MB free", short if free < needed else None)


def _file(path: Path) -> Iterator[Finding]:
    folder = path.absolute().parent
    while not folder.exists():
        folder = folder.parent
    unwritable = next((p for p in (path, folder) if p.exists() and not os.access(p, os.W_OK)), None)
    yield Finding(
        "writable",
        str(unwritable or path),
        f"give the bot’s account write access to {unwritable}" if unwritable else None,
    )
    try:
        require_not_lost(path)
        if not path.exists():
            yield Finding("database", f"{path} (created on first run)")
            return
        backups.check(path)
    except DomainError as error:
        yield Finding("database", error.code, explain(error))
        return
    yield Finding("database", f"{path}, {path.stat().st_size / 1_000_000:.1f} MB, sound")
    if not unwritable:
        yield _lock(path)


def _lock(path: Path) -> Finding:
    if _is_held(path):
        return Finding("lock", "in use: a bot is running on this file")
    return Finding("lock", "free: no bot is running on this file")


def _is_held(path: Path) -> bool:
    try:
        with held_alone(path):
            return False
    except DomainError as error:
        return error.code == "database.in_use"


def _schema(current: str | None) -> Finding:
    if current is None:
        return Finding("schema", "created on first run")
    later = "" if current == newest_revision() else " (will be upgraded at the next start)"
    return Finding("schema", f"{current}{later}")


def _columns(connection: Connection) -> Finding:
    columns = compare_columns(connection)
    if columns.missing:
        error = DomainError("database.columns_missing", columns=columns.missing)
        return Finding("columns", f"missing: {', '.join(columns.missing)}", explain(error))
    if columns.unknown:
        unknown = ", ".join(columns.unknown)
        return Finding("columns", f"ignored, because this version doesn’t know them: {unknown}")
    return Finding("columns", "complete")


def _messages(connection: Connection, path: Path | None) -> Finding:
    # Lateness counts only while a bot is there to send: this is known for a file, not for a server.
    now = SystemClock().now() if path and _is_held(path) else None
    outbox_audit = audit(connection, now)
    counts = ", ".join(
        f"{count} {state}" for state, count in outbox_audit.by_state.items() if count
    )
    if outbox_audit.purged:
        counts += f"{counts and ', '}{outbox_audit.purged} done long ago"
    if outbox_audit.ok:
        return Finding("messages", f"{outbox_audit.planned} planned{counts and ': '}{counts}")
    return Finding(
        "messages",
        "; ".join(outbox_audit.faults),
        "make a backup (preceptor backup PATH), restart the bot, and report this if it persists",
    )


def _erasures(connection: Connection, settings: Settings) -> Finding:
    """Say whether everyone who deleted their data is gone, also from what was restored."""
    listed = lists.list_for(settings)
    if fault := listed.fault(connection):
        return Finding(
            "erasures", "no one can be erased, or compared with the list", explain(fault)
        )
    total, unfinished = erasures.count(connection)
    scrubbed_at = erasures.last_scrubbed(connection)
    last = f"; files last rewritten {scrubbed_at:%Y-%m-%d %H:%M} UTC" if scrubbed_at else ""
    missing = set(listed.read()) - set(erasures.list_all(connection))
    if missing or unfinished:
        what = [
            *([f"{len(missing)} not done in this database"] if missing else []),
            *([f"{unfinished} not yet removed from every file"] if unfinished else []),
        ]
        return Finding(
            "erasures",
            f"{'; '.join(what)}{last}",
            "start the bot, or start it again: it does that before it sends anything. While it "
            "runs, it waits for a moment in which no one wants to write",
        )
    if not total:
        return Finding("erasures", "no one was erased")
    complete = Finding("erasures", f"{total}, each complete{last}")
    return _left_over(connection, settings) or complete


def _removals(connection: Connection, settings: Settings) -> Finding:
    """Say which servers removed the bot, when they are erased, and whose owners don't know."""
    every = removals.list_all(connection)
    if not every:
        return Finding("servers", "none has removed the bot")
    term = timedelta(days=settings.privacy.erase_removed_servers_after_days)
    told = {one.guild: _telling(one) for one in every}
    what = "; ".join(
        f"{one.guild} removed the bot, erased {one.removed_at + term:%Y-%m-%d}, {told[one.guild]}"
        for one in every
    )
    fix = None
    if not all(one.told_at for one in every):
        fix = "tell those owners yourself; inviting the bot back before that day keeps everything"
    return Finding("servers", what, fix)


def _telling(removal: Removal) -> str:
    if removal.told_at:
        return "owner told"
    if removal.is_to_be_told:
        return "owner not told yet"
    return "Discord refused to tell the owner" if removal.is_refused else "owner not known"


def _youth(connection: Connection) -> Iterator[Finding]:
    """Name what is missing in each society that takes members under 18."""
    for guild in youth.modes_on(connection):
        lacks = youth.standing(connection, guild, SystemClock().now()).lacks
        names = ", ".join(lack.value for lack in lacks)
        yield Finding(
            "youth mode",
            f"{guild}: {f'missing: {names}' if names else 'ready'}",
            "no cohort opens and threads with members under 18 are closed until it's there: "
            "`/youth setup` in that server says how"
            if names
            else None,
        )


def _left_over(connection: Connection, settings: Settings) -> Finding | None:
    """Name what the bot can't erase anyone from, however often it tries."""
    path = settings.database.sqlite_path
    if path is not None:
        left, fix = (
            copies.damaged_copies(path),
            "delete these copies: they can't be restored either",
        )
    else:
        left = tables_of_others(connection)
        fix = "make the bot's role their owner, and run VACUUM (FULL) on each"
    if not left:
        return None
    what = "damaged copies" if path is not None else "tables of another role"
    return Finding("erasures", f"complete but for {what}: {', '.join(left)}", fix)


def _unknown_kinds(connection: Connection) -> Iterator[Finding]:
    """Count what was planned by another version of the bot, if anything.

    Kinds aren't named: another version's may be confidential, and only that one knows.
    """
    if by_state := outbox.count_unknown_kinds(connection):
        counts = ", ".join(f"{count} {state}" for state, count in by_state.items())
        waits = by_state.keys() & {NudgeState.DUE, NudgeState.LEASED}
        yield Finding(
            "unknown kind",
            f"{counts}; {UNKNOWN}",
            "run the version that planned it, or start this one, which will cancel it"
            if waits
            else None,
        )
