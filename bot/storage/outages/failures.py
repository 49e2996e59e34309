"""What an error of the database says about the database itself, if anything."""

import errno
import sqlite3

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.domain.errors import DomainError
from bot.domain.outages import OutageReason

# SQLite's primary result codes; the rest of its codes are bugs of ours.
_SQLITE = {
    sqlite3.SQLITE_PERM: OutageReason.READ_ONLY,
    sqlite3.SQLITE_BUSY: OutageReason.LOCKED,
    sqlite3.SQLITE_LOCKED: OutageReason.LOCKED,
    sqlite3.SQLITE_READONLY: OutageReason.READ_ONLY,
    sqlite3.SQLITE_IOERR: OutageReason.OTHER,
    sqlite3.SQLITE_CORRUPT: OutageReason.DAMAGED,
    sqlite3.SQLITE_FULL: OutageReason.FULL,
    sqlite3.SQLITE_CANTOPEN: OutageReason.UNREACHABLE,
    sqlite3.SQLITE_NOTADB: OutageReason.DAMAGED,
}
# PostgreSQL's SQLSTATEs, or the classes of them.
_POSTGRES = {
    "08": OutageReason.UNREACHABLE,  # connection exceptions
    "25006": OutageReason.READ_ONLY,
    "53100": OutageReason.FULL,
    "53200": OutageReason.OTHER,  # out of memory
    "53300": OutageReason.UNREACHABLE,  # too many connections
    "55P03": OutageReason.LOCKED,
    "57014": OutageReason.LOCKED,  # the statement took too long
    "57P": OutageReason.UNREACHABLE,  # shut down, crashed, or starting
    "58": OutageReason.OTHER,  # the server's own system
    "XX001": OutageReason.DAMAGED,
    "XX002": OutageReason.DAMAGED,
}
_SYSTEM = {
    errno.ENOSPC: OutageReason.FULL,
    errno.EDQUOT: OutageReason.FULL,
    errno.EROFS: OutageReason.READ_ONLY,
    errno.EACCES: OutageReason.READ_ONLY,
}


def reason_of(error: BaseException) -> OutageReason | None:
    """Return what is wrong with the database; None if the statement or the person was at fault."""
    match error:
        case DomainError(code="database.gone"):
            return OutageReason.GONE
        case PoolTimeoutError():
            return OutageReason.UNREACHABLE
        case DBAPIError():
            return _reason_of_driver(error.orig) or _of_lost_connection(error)
        case TimeoutError():
            return OutageReason.LOCKED
        case OSError():
            return _SYSTEM.get(error.errno or 0, OutageReason.OTHER)
    return None


def _reason_of_driver(error: BaseException | None) -> OutageReason | None:
    if isinstance(error, sqlite3.Error):
        return _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    state = getattr(error, "sqlstate", None)
    if state is None:
        # psycopg's own errors, such as a refused connection, have no code.
        is_lost = type(error).__name__ == "OperationalError"
        return OutageReason.UNREACHABLE if is_lost else None
    return next((why for code, why in _POSTGRES.items() if state.startswith(code)), None)


def _of_lost_connection(error: DBAPIError) -> OutageReason | None:
    return OutageReason.UNREACHABLE if error.connection_invalidated else None
