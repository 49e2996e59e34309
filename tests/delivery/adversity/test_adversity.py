"""A short night: kills, troubles, restores, a bad network, and what was promised stands once."""

from collections import Counter
from pathlib import Path

from tests.delivery.adversity.nights import Databases, play
from tests.postgres import Postgres

AT_ONCE = 2
FILES = range(1, 7)
SERVERS = range(1, 3)


async def test_whatever_happens_to_a_file_what_was_promised_stands_once(
    sqlite_template: Path, tmp_path: Path
) -> None:
    found = await play(Databases(tmp_path, sqlite_template), FILES, AT_ONCE)

    assert {seed: one for seed, one in found.items() if not one.clean} == {}
    happened = sum((one.events for one in found.values()), Counter[str]())
    assert {"kill", "restore", "API fault"} <= set(+happened), "these seeds spare the bot"
    assert sum(one.promised for one in found.values()) > len(FILES), "hardly anything was promised"


async def test_whatever_happens_to_two_processes_what_was_promised_stands_once(
    postgres: Postgres, postgres_template: str, sqlite_template: Path, tmp_path: Path
) -> None:
    databases = Databases(tmp_path, sqlite_template, postgres, postgres_template)
    found = await play(databases, SERVERS, AT_ONCE, on_server=lambda _: True)

    assert {seed: one for seed, one in found.items() if not one.clean} == {}
    happened = sum((one.events for one in found.values()), Counter[str]())
    assert happened["two processes"] > 0
    assert happened["kill"] > 0
