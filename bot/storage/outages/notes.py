"""Whom an outage was told to, in a small file on the bot's own disk.

The database can't be written then, and whoever was told must hear that it is over also from the
process that a restart brings. The file's space is reserved at each start, while the disk has some.
"""

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.ids import ChannelId
from bot.domain.outages import Outage, OutageReason

_SIZE = 16_384


@dataclass(frozen=True, slots=True)
class OutageNote:
    """An outage, the channels in which it was told, and whether the owner was."""

    outage: Outage
    channels: tuple[ChannelId, ...]
    owner: bool


def path_beside(database: Path) -> Path:
    """Return the note's place for the database in this file."""
    return database.with_name(f".{database.name}.outage")


def reserve(path: Path) -> None:
    """Make room for a note, unless there is one. Raises `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _write(path, "")


def find(path: Path) -> OutageNote | None:
    """Return what an earlier process noted, if anything can be read."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        if text := path.read_text("utf-8").strip():
            noted = json.loads(text)
            since = datetime.fromtimestamp(int(noted["since"]), UTC)
            outage = Outage(OutageReason(noted["reason"]), since)
            channels = tuple(ChannelId(int(channel)) for channel in noted["channels"])
            return OutageNote(outage, channels, bool(noted["owner"]))
    return None


def save(path: Path, outage: Outage, channels: Iterable[ChannelId], *, owner: bool) -> None:
    """Write a note into the reserved space. Raises `OSError`."""
    noted = {
        "reason": outage.reason.value,
        "since": int(outage.since.timestamp()),
        "channels": list(channels),
        "owner": owner,
    }
    _write(path, json.dumps(noted))


def drop(path: Path) -> None:
    """Forget the note; its space stays reserved. Raises `OSError`."""
    _write(path, "")


def _write(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, text.encode().ljust(_SIZE))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
