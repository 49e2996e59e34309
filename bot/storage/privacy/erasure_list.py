"""The list of erasures outside the database: it outlives a restored backup, which has an older one.

Two small files on the bot's own disk. The key is in neither the database nor its backups, so from a
backup alone no one can tell whether someone whom they know was erased.
"""

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, UserId
from bot.storage import held_texts, meta
from bot.storage.files import flush
from bot.storage.privacy import erasures as stored
from bot.storage.privacy.erasures import Erasure

_KEY_BYTES = 32
# What whoever runs the bot writes into the key's file if the key is lost for good.
NEW = "new"
_FINGERPRINT = "erasure-key"
# In the list, this stands for everyone in a society: its server removed the bot.
EVERYONE = UserId(0)
# Numbers that stand for one person are beyond those that are given out in order.
_KEYED_FROM = 2**56


@dataclass(frozen=True, slots=True)
class ErasureList:
    """Where the list and its key are."""

    path: Path
    key_path: Path

    @classmethod
    def beside(cls, database: Path) -> "ErasureList":
        """Return the list of the database in this file.

        Its names are hidden and don't begin with the database's: deleting `preceptor.sqlite3*`
        leaves both.
        """
        name = f".{database.name}"
        return cls(
            database.with_name(f"{name}.erasures"), database.with_name(f"{name}.erasure-key")
        )

    @classmethod
    def of_server(cls, url: str) -> "ErasureList":
        """Return the list of a server's database, in the folder of the bot's own account."""
        held = held_texts.folder_of_server(url)
        return cls(held.with_suffix(".erasures"), held.with_suffix(".erasure-key"))

    @property
    def has_key(self) -> bool:
        """Whether the key is there, so that people can be compared with the list."""
        return self._find_key() is not None

    def fault(self, connection: Connection) -> DomainError | None:
        """Return why people can't be compared with the erasures of this database, or None.

        Its key is gone (``erasures.key_missing``), or another instance's is there
        (``erasures.other_key``). A new one is made only if whoever runs the bot asks for it.
        """
        known, key = meta.find(connection, _FINGERPRINT), self._find_key()
        if key is not None:
            if known in (None, _fingerprint(key)):
                return None
            return DomainError("erasures.other_key", path=str(self.key_path))
        has_any = known or self.path.exists() or stored.count(connection)[0]
        if has_any and not self._is_new_wanted():
            return DomainError("erasures.key_missing", path=str(self.key_path))
        return None

    def require_key(self, connection: Connection) -> None:
        """Make sure that the key is there and remember which one it is; raise `fault`."""
        if fault := self.fault(connection):
            raise fault
        fingerprint = _fingerprint(self._key())
        if meta.find(connection, _FINGERPRINT) != fingerprint:
            meta.save(connection, _FINGERPRINT, fingerprint)

    def digest(self, guild: GuildId, user: UserId) -> str:
        """Return what stands for someone in the list; makes the key the first time.

        Raises `DomainError` ``erasures.key_missing``.
        """
        key = self._key()
        return hmac.new(key, f"{guild}:{user}".encode(), hashlib.sha256).hexdigest()

    def keyed_number(self, guild: GuildId, user: UserId) -> int:
        """Return a negative number that stands for someone wherever it protects someone else."""
        return -(_KEYED_FROM + int(self.digest(guild, user)[:14], 16))

    def among(
        self, guild: GuildId, people: Iterable[UserId], digests: Collection[str]
    ) -> list[UserId]:
        """Return those of `people` whose digest is among `digests`, by ID."""
        if not digests:
            return []
        return sorted(user for user in people if self.digest(guild, user) in digests)

    def read(self) -> list[Erasure]:
        """Return every erasure that was listed; a line that a crash cut short is left out."""
        if not self.path.exists():
            return []
        listed = []
        for line in self.path.read_text("utf-8").splitlines():
            with suppress(ValueError, KeyError, TypeError):
                plain = json.loads(line)
                at = datetime.fromtimestamp(plain["erased_at"], UTC)
                listed.append(Erasure(GuildId(plain["guild"]), str(plain["digest"]), at))
        return listed

    def add(self, erasures: Iterable[Erasure]) -> None:
        """List erasures; those that are listed are left out. Raises `OSError`."""
        new = [erasure for erasure in erasures if erasure not in set(self.read())]
        if not new:
            return
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(self.path, "a", encoding="utf-8", opener=_private) as file:
            # A line of its own, also after one that was cut short.
            for erasure in new:
                at = int(erasure.erased_at.timestamp())
                plain = {"guild": erasure.guild, "digest": erasure.digest, "erased_at": at}
                file.write(f"\n{json.dumps(plain, sort_keys=True)}")
            file.flush()
            os.fsync(file.fileno())

    def _key(self) -> bytes:
        key = self._find_key()
        if key is None:
            if self._is_new_wanted():
                self.key_path.unlink()
            elif self.path.exists() or self.key_path.exists():
                raise DomainError("erasures.key_missing", path=str(self.key_path))
            self._make_key()
            key = self._find_key()
        assert key is not None, "it was just made"
        return key

    def _find_key(self) -> bytes | None:
        """Return the key; None if its file is gone or damaged."""
        with suppress(FileNotFoundError, ValueError):
            key = bytes.fromhex(self.key_path.read_text("ascii").strip())
            return key if len(key) == _KEY_BYTES else None
        return None

    def _is_new_wanted(self) -> bool:
        with suppress(FileNotFoundError, ValueError):
            return self.key_path.read_text("ascii").strip() == NEW
        return False

    def _make_key(self) -> None:
        self.key_path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = self.key_path.with_name(f"{self.key_path.name}.{os.getpid()}")
        with open(unfinished, "w", encoding="ascii", opener=_private) as file:
            file.write(secrets.token_hex(_KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            # Another process may have made one in the same moment: the first one stays.
            with suppress(FileExistsError):
                os.link(unfinished, self.key_path)
        finally:
            unfinished.unlink()
        flush(self.key_path.parent)  # or a loss of power may take the key and leave the list


def _fingerprint(key: bytes) -> str:
    return hashlib.sha256(key).hexdigest()[:16]


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
