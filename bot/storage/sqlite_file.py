"""The SQLite database file: who may open it, and whether it is one of ours.

The checks run before SQLAlchemy sees the file, because SQLite would turn an empty file into a new
database, or let two processes send every nudge twice.
"""

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from bot.domain.errors import DomainError

# "Prec" in ASCII: the application ID by which `file` and our own checks recognize the database.
APPLICATION_ID = 0x50726563
OLDEST_SQLITE = (3, 37, 0)  # STRICT tables
# What the name of a copy begins with, after the database's own.
_RESCUED = ".rescued-"
_ROOM_BYTES = 64 * 1024
# How long writing the file anew waits for others.
_SCRUB_SECONDS = 30.0
# SQLite's own steps between two looks at who wants to write: a few in a millisecond.
_STEPS_BETWEEN_LOOKS = 1_000
_QUICK_CHECK_BYTES = 64 * 1024 * 1024


@dataclass(slots=True)
class SqliteFile:
    """A database file that this process holds exclusively, through a lock file next to it."""

    path: Path
    is_new: bool
    _inode: tuple[int, int]  # device and number: the file that was opened, whatever its name
    _lock: int | None

    @classmethod
    def claim(cls, name: str | None, *, anew: bool = False) -> Self:
        """Lock and check the file called `name`; make its folder when there is none.

        A file that was there before and is gone is only begun again if `anew` is set. Raises
        `DomainError`: ``database.in_memory``, ``database.sqlite_too_old``,
        ``database.is_a_folder``, ``database.folder_unwritable``, ``database.read_only``,
        ``database.in_use``, ``database.missing``, ``database.empty``, ``database.corrupt``,
        ``database.foreign``.
        """
        if not name or name == ":memory:":
            raise DomainError("database.in_memory")
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            raise DomainError("database.sqlite_too_old", version=sqlite3.sqlite_version)
        path = Path(name).absolute()
        if path.is_dir():
            raise DomainError("database.is_a_folder", path=str(path))
        _require_writable(path)
        lock = _lock_beside(path)
        try:
            is_new = not path.exists()
            if is_new:
                if not anew:
                    require_not_lost(path)
                _create(path)
            _require_ours(path)
            _marker(path).touch(mode=0o600)
            inode = _inode_of(path)
        except BaseException:
            os.close(lock)
            raise
        return cls(path, is_new, inode, lock)

    def require_in_place(self) -> None:
        """Check that the path still names the file that was opened.

        SQLite goes on writing into a file that was deleted or replaced, where no one will ever read
        it. Raises `DomainError` ``database.gone``.
        """
        try:
            in_place = _inode_of(self.path) == self._inode
        except OSError:
            in_place = False
        if not in_place:
            raise DomainError("database.gone", path=str(self.path))

    def place_for_rescue(self, at: datetime) -> Path:
        """Return where a copy of the deleted file goes, and have the next start ask for it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        _marker(self.path).touch(mode=0o600)
        return self.path.with_name(f"{self.path.name}{_RESCUED}{at:%Y%m%d-%H%M%S}")

    def require_room(self) -> None:
        """Check that something can be written beside the file; raise `OSError` if not."""
        trial = self.path.with_name(f".{self.path.name}.room")
        try:
            trial.write_bytes(bytes(_ROOM_BYTES))
        finally:
            with suppress(OSError):
                trial.unlink(missing_ok=True)

    def copy_to(self, path: Path) -> None:
        """Write a consistent copy to `path`; ``cp`` of a live database is corrupt half the time.

        Raises `DomainError` ``database.copy_exists``.
        """
        if path.exists():
            raise DomainError("database.copy_exists", path=str(path))
        connection = sqlite3.connect(f"{self.path.as_uri()}?mode=ro", uri=True, timeout=30)
        try:
            connection.execute("VACUUM INTO ?", (str(path),))
        finally:
            connection.close()

    def scrub(self, must_yield: Callable[[], bool]) -> bool:
        """Write the file anew, without what was deleted, and empty the write-ahead log.

        It stops, with nothing changed, once `must_yield`. Return whether it's done and the log is
        empty, too: not while someone is still reading what it has.
        """
        return scrub(self.path, must_yield)

    def release(self) -> None:
        """Let other processes open the file."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def scrub(path: Path, must_yield: Callable[[], bool] = lambda: False) -> bool:
    """Write a file anew without what was deleted, as `SqliteFile.scrub` does."""
    if must_yield():
        return False
    with closing(sqlite3.connect(path, timeout=_SCRUB_SECONDS, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete=ON")
        connection.set_progress_handler(must_yield, _STEPS_BETWEEN_LOOKS)
        try:
            connection.execute("VACUUM")
        except sqlite3.OperationalError as error:
            # Whoever wanted to write may be done by now, so that isn't asked again.
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                return False
            raise
        connection.set_progress_handler(None, 0)
        is_busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not is_busy


def is_damaged(path: Path) -> bool:
    """Return whether a file can't be read as a database; not if it only can't be opened now."""
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        ) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
    except sqlite3.OperationalError:
        return False
    except sqlite3.DatabaseError:
        return True


def copies_beside(path: Path) -> list[Path]:
    """Return the older copies of a database that the bot made beside it, by name."""
    sides = ("-wal", "-shm", "-journal", ".part")
    kinds = (".before-", _RESCUED)
    found = (copy for kind in kinds for copy in path.parent.glob(f"{path.name}{kind}*"))
    return sorted(copy for copy in found if not copy.name.endswith(sides))


def require_not_lost(path: Path) -> None:
    """Refuse a path that has no file although it had one, with ``database.missing``."""
    if not path.exists() and _marker(path).exists():
        rescued = sorted(path.parent.glob(f"{path.name}{_RESCUED}*[0-9]"))
        copy = str(rescued[-1]) if rescued else None
        raise DomainError("database.missing", path=str(path), rescued=copy)


def _marker(path: Path) -> Path:
    # Hidden, and not beginning with the file's name: deleting `preceptor.sqlite3*` leaves it.
    return path.with_name(f".{path.name}.expected")


def _inode_of(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino


@contextmanager
def held_alone(path: Path) -> Iterator[None]:
    """Keep every other process away from the file at `path`, which need not exist or be sound.

    Raises `DomainError` ``database.in_use``, ``database.folder_unwritable``,
    ``database.read_only``.
    """
    _require_writable(path)
    lock = _lock_beside(path)
    try:
        yield
    finally:
        os.close(lock)


def _require_writable(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DomainError("database.folder_unwritable", folder=str(path.parent)) from error
    if not os.access(path.parent, os.W_OK):
        raise DomainError("database.folder_unwritable", folder=str(path.parent))
    if path.exists() and not os.access(path, os.W_OK):
        raise DomainError("database.read_only", path=str(path))


def _lock_beside(path: Path) -> int:
    lock = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(lock)
        raise DomainError("database.in_use", path=str(path)) from error
    return lock


def _create(path: Path) -> None:
    """Create the database under another name and move it into place.

    A crash halfway leaves no empty file behind that a later start would reject.
    """
    if path.with_name(path.name + "-wal").exists():
        raise DomainError("database.empty", path=str(path))
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    connection = sqlite3.connect(draft)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()
    draft.chmod(0o600)
    draft.rename(path)


def _require_ours(path: Path) -> None:
    if path.stat().st_size == 0:
        raise DomainError("database.empty", path=str(path))
    connection = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=5)
    try:
        application_id = connection.execute("PRAGMA application_id").fetchone()[0]
        small = path.stat().st_size <= _QUICK_CHECK_BYTES
        if small and connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise DomainError("database.corrupt", path=str(path))
    except sqlite3.OperationalError as error:
        # Another program has it locked, or the disk refuses: that says nothing about the file.
        raise DomainError("database.in_use", path=str(path)) from error
    except sqlite3.DatabaseError as error:
        raise DomainError("database.corrupt", path=str(path)) from error
    finally:
        connection.close()
    if application_id != APPLICATION_ID:
        raise DomainError("database.foreign", path=str(path))
