"""The database's own identity, and when it was restored from a backup."""

import secrets
from datetime import UTC, datetime

from sqlalchemy import Connection

from bot.storage import meta
from bot.storage.counters import leap

_NAME = "instance"
_RESTORED_AT = "restored-at"
_EPOCH = "epoch"
_ALWAYS = datetime.min.replace(tzinfo=UTC)


def instance_id(connection: Connection) -> str:
    """Return this database's own random name, created at the first call.

    A backup contains it, so a restored database recognizes the messages it already sent.
    """
    remembered: str | None = connection.info.get(_NAME)
    if remembered is not None:
        return remembered
    stored = meta.find(connection, _NAME)
    if stored is None:
        # Not cached yet: this transaction may still be rolled back.
        stored = secrets.token_hex(8)
        meta.save(connection, _NAME, stored)
    else:
        connection.info[_NAME] = stored
    return stored


def record_restore(connection: Connection, now: datetime) -> None:
    """Record that this database is a backup restored at `now`, and skip IDs given out since.

    Whatever was due before `now` may have been sent by the lost database, so delivery looks for it
    in its channel before sending it. What happens from now on belongs to a new epoch, which no
    restore before or after shares: see `bot.storage.outbox.ref_of`.
    """
    meta.save(connection, _RESTORED_AT, str(int(now.timestamp())))
    meta.save(connection, _EPOCH, secrets.token_hex(8))
    connection.info.pop(_EPOCH, None)
    leap(connection)


def epoch_at(connection: Connection, due_at: datetime) -> str:
    """Return the name of the time since the last restore, or "" for what was due before it."""
    remembered: tuple[datetime, str] | None = connection.info.get(_EPOCH)
    if remembered is None:
        since = restored_at(connection) or _ALWAYS
        remembered = since, meta.find(connection, _EPOCH) or ""
        connection.info[_EPOCH] = remembered
    since, epoch = remembered
    return epoch if due_at > since else ""


def restored_at(connection: Connection) -> datetime | None:
    """Return when this database was last restored from a backup, if ever."""
    stored = meta.find(connection, _RESTORED_AT)
    return None if stored is None else datetime.fromtimestamp(int(stored), UTC)
