"""A throwaway PostgreSQL for one test session: no port, no password, nothing left behind.

It listens on a socket in its own temporary folder, so that two sessions on one machine never meet,
and it skips every promise about power cuts, because the tests never ask for them.
"""

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

SUPERUSER = "preceptor"
CAREFREE = (
    "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off "
    "-c max_connections=200 -c shared_buffers=64MB -c autovacuum=off -c log_min_messages=fatal "
    # Who waits for a lock, or for a database to be free, is told which, and never waits on.
    "-c lock_timeout=60s -c statement_timeout=120s -c idle_in_transaction_session_timeout=120s"
)
CONNECT_SECONDS = 60

# The shell that starts the server waits for the tests to close its input, and then stops it. That
# happens too when the tests are killed, so that no server outlives them.
SCRIPT = """
{binaries}/initdb -D data -U {superuser} --auth=trust --no-sync -E UTF8 --locale=C >&2
{binaries}/pg_ctl -D data start -w -t 180 -l server.log -o "{options}" </dev/null >&2
echo ready
cat >/dev/null
{binaries}/pg_ctl -D data stop -w -m immediate >&2
rm -rf data
"""


class NoPostgresError(Exception):
    """No PostgreSQL server is installed here."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server; `folder` holds both its data and its socket."""

    folder: Path
    _numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str) -> str:
        """Return the address of `database` as the settings would hold it."""
        return f"postgresql+psycopg://{SUPERUSER}@/{database}?host={self.folder}"

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """Yield the URL of a fresh database copied from `template`, dropped afterward."""
        with self.database_name(template) as name:
            yield self.url(name)

    @contextmanager
    def database_name(self, template: str = "template0") -> Iterator[str]:
        """Yield the name of a fresh database copied from `template`, dropped afterward."""
        name = f"test_{next(self._numbers)}"
        self.run("CREATE DATABASE {} TEMPLATE {}", sql.Identifier(name), sql.Identifier(template))
        try:
            yield name
        finally:
            self.run("DROP DATABASE IF EXISTS {} WITH (FORCE)", sql.Identifier(name))

    def run(self, statement: LiteralString, *names: sql.Identifier) -> None:
        """Run a statement that concerns the server, with these names in it."""
        with psycopg.connect(
            host=str(self.folder),
            user=SUPERUSER,
            dbname="postgres",
            autocommit=True,
            connect_timeout=CONNECT_SECONDS,
        ) as connection:
            connection.execute(sql.SQL(statement).format(*names))


def find_binaries() -> Path:
    """Return the folder with the newest `initdb`, looking where Debian keeps it first."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(debian, key=lambda path: int(re.sub(r"\D", "", path.parts[-3]) or 0), default=None)
    found = newest or shutil.which("initdb")
    if found is None:
        raise NoPostgresError
    return Path(found).resolve().parent


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Start a server in a temporary folder and stop that one, and no other, at the end."""
    binaries = find_binaries()
    with tempfile.TemporaryDirectory(prefix="preceptor-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        account = _account()
        if account:
            shutil.chown(folder, account)
        log = folder / "tools.log"
        script = SCRIPT.format(
            binaries=binaries, folder=folder, superuser=SUPERUSER, options=f"{CAREFREE} -k {folder}"
        )
        with log.open("ab") as output:
            keeper = subprocess.Popen(
                ["/bin/sh", "-euc", script],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=output,
                cwd=folder,
                user=account,
                extra_groups=[] if account else None,
                start_new_session=True,
            )
        with keeper:
            assert keeper.stdin is not None
            assert keeper.stdout is not None
            if keeper.stdout.readline() != b"ready\n":
                raise RuntimeError(log.read_text(errors="replace"))
            try:
                yield Postgres(folder)
            finally:
                keeper.stdin.close()
                keeper.wait()


def _account() -> str | None:
    """Name the account to run as where we are root, since PostgreSQL refuses to be root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"
