"""What went wrong and how to fix it, for whoever runs the bot."""

import shlex
from collections.abc import Callable
from typing import Any

from bot.domain.errors import DomainError
from bot.language.say import ENGLISH

_LOST_FOR_GOOD = (
    "If it's lost for good, write the word new into it: the next start makes another key. Backups "
    "from before then can't be erased again, so delete them."
)

_WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "database.in_memory": lambda f: (
        "The database must be a file, or nothing would survive a restart. "
        "Set PRECEPTOR_DATABASE_URL, for example to sqlite:///data/preceptor.sqlite3."
    ),
    "database.sqlite_too_old": lambda f: (
        f"Python here uses SQLite {f['version']}, and Preceptor needs 3.37 or newer. "
        "Install a newer Python, or use PostgreSQL."
    ),
    "database.folder_unwritable": lambda f: (
        f"The bot may not write into {f['folder']}. Give its account that folder, "
        "or choose another one in PRECEPTOR_DATABASE_URL."
    ),
    "database.read_only": lambda f: (
        f"{f['path']} can't be written. Give the bot's account write access to it."
    ),
    "database.in_use": lambda f: (
        f"{f['path']} is in use by another process. Two bots on one file would send everything "
        "twice: stop the other one first."
    ),
    "database.is_a_folder": lambda f: f"{f['path']} is a folder. Name the database file in it.",
    "database.missing": lambda f: (
        f"File not found: {f['path']}. The bot had a database there. "
        + (
            "When it was deleted, the bot saved everything in a copy. Restore it with: "
            f"preceptor restore {shlex.quote(f['rescued'])}. "
            if f.get("rescued")
            else "Move it back, or restore a backup with: preceptor restore PATH. "
        )
        + "To start over with an empty database: preceptor run --new"
    ),
    "database.gone": lambda f: (
        f"{f['path']} was deleted, moved, or replaced while the bot was using it."
    ),
    "database.empty": lambda f: (
        f"{f['path']} is empty, but a database was expected. If this is a new setup, delete it. "
        "If not, restore a backup with: preceptor restore PATH"
    ),
    "database.corrupt": lambda f: (
        f"{f['path']} is damaged or isn’t a SQLite database. Make a copy, then run: preceptor "
        "restore PATH"
    ),
    "database.foreign": lambda f: f"{f['path']} belongs to another program, not Preceptor.",
    "database.newer": lambda f: (
        f"A newer version of Preceptor wrote this database (schema {f['revision']}). "
        "Install that version again, or restore the backup taken before it."
    ),
    "database.columns_missing": lambda f: (
        f"The database is missing what this version needs: {', '.join(f['columns'])}. Someone "
        "changed its tables. Nothing was touched. Restore a backup with: preceptor restore PATH"
    ),
    "database.copy_exists": lambda f: (
        f"{f['path']} already exists, so nothing was written. Choose another name."
    ),
    "database.not_a_file": lambda f: (
        "This database is on a PostgreSQL server. Use its own tools for that."
    ),
    "database.without_society": lambda f: (
        "This database has no server yet. Restore the backup with pg_restore first."
    ),
    "erasures.key_missing": lambda f: (
        f"The key of the erasures is gone or damaged. Bring {f['path']} back: until then, no one "
        f"can delete their data, and a restored backup can't be erased again. {_LOST_FOR_GOOD}"
    ),
    "erasures.other_key": lambda f: (
        f"{f['path']} isn't the key that this database's erasures were made with. Copy that file "
        f"from the machine where the bot ran first, or still runs: all need the same. "
        f"{_LOST_FOR_GOOD}"
    ),
    "backup.missing": lambda f: f"File not found: {f['path']}",
    "backup.folder_missing": lambda f: f"Folder not found: {f['folder']}",
    "backup.is_the_database": lambda f: (
        f"{f['path']} is the database itself. Name the backup to restore."
    ),
    "people_csv.not_text": lambda _: (
        "The file can’t be read as text. Save it as .xlsx or CSV UTF-8."
    ),
    "people_csv.other_format": lambda _: (
        "The file isn’t CSV or .xlsx. Save it from your spreadsheet as one of these."
    ),
    "people_csv.broken": lambda _: (
        "The workbook can’t be read. Save it again as .xlsx or CSV UTF-8."
    ),
    "people_csv.empty": lambda f: "The file is empty. Its first line needs to name the columns.",
    "people_csv.no_people": lambda _: (
        "There are no people below the first line. Add one line for each person."
    ),
    "people_csv.unreadable": lambda f: f"Line {f['line']} can't be read as CSV.",
    "people_csv.columns_missing": lambda f: (
        f"Add these columns to the first line: {', '.join(f['columns'])}."
    ),
    "people_csv.columns_twice": lambda f: (
        f"These columns are in the first line twice: {', '.join(f['columns'])}."
    ),
    "discord.no_token": lambda f: "No token. Set DISCORD_TOKEN or DISCORD_TOKEN_FILE.",
    "discord.bad_token": lambda f: (
        "Discord doesn’t know this token. Copy it again from your application’s Bot page in the "
        "developer portal. A token that was reset stops working right away."
    ),
    "invite.no_application": lambda f: (
        "The application ID isn’t known. Set DISCORD_TOKEN, or run: "
        "preceptor invite --application-id ID (General Information in the developer portal)."
    ),
}


def explain(error: Exception) -> str | None:
    """Return the error message for `error`, or None if it is unexpected."""
    if isinstance(error, DomainError):
        if words := _WORDS.get(error.code):
            return words(error.facts)
        from bot.messages import errors

        return errors.explain(ENGLISH, error) if errors.knows(ENGLISH, error) else None
    return _explain_outside(error)


def _explain_outside(error: Exception) -> str | None:
    """Explain what comes from files, the database and the network."""
    from aiohttp import ClientConnectionError
    from sqlalchemy.exc import OperationalError

    from bot.search.catalogue import CatalogueError
    from bot.search.profile import SearchProfileError

    match error:
        case CatalogueError() | SearchProfileError():
            return str(error)
        case OperationalError():
            reason = str(error.orig).strip().splitlines()[0]
            return f"The database can’t be used: {reason}"
        case ClientConnectionError():
            return f"Discord can’t be reached: {error}"
        case OSError() if error.filename:
            return f"{error.filename}: {error.strerror}"
    return None
