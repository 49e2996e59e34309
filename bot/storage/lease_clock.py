"""The clock that leases are counted by, which every process on one database shares."""

from datetime import datetime

from sqlalchemy import Connection, func, select

# Not `now()`, which stands still at the moment a transaction began.
_SERVER_TIME = select(func.clock_timestamp())


def lease_now(connection: Connection, now: datetime) -> datetime:
    """Return what a lease's beginning and end are compared with.

    On a server that is the server's own time, so that processes on machines whose clocks differ
    agree on whose lease has ended. A SQLite file has one process, and its clock says `now`.
    """
    if connection.dialect.name == "sqlite":
        return now
    instant: datetime = connection.execute(_SERVER_TIME).scalar_one()
    return instant
