"""A short night: kills, troubles, restores, a bad network, and what was promised stands once."""

from pathlib import Path

import pytest

from tests.delivery.adversity.front_door import ACCIDENTS
from tests.delivery.adversity.nights import Databases, play
from tests.postgres import Postgres

# In the last one Discord posts a message, answers 502, and is asked again.
FILES = (1, 4, 5, 6, 7015)
GATEWAYS = (2, 3)
SERVERS = (2,)


@pytest.mark.parametrize("seed", FILES)
async def test_whatever_happens_to_a_file_what_was_promised_stands_once(
    seed: int, sqlite_template: Path, tmp_path: Path
) -> None:
    found = await play(Databases(tmp_path, sqlite_template), [seed], 1)

    assert found[seed].clean, found[seed]
    assert found[seed].messages, "the pair was introduced"


@pytest.mark.parametrize("seed", GATEWAYS)
async def test_whatever_the_gateway_does_what_people_read_stands_once(
    seed: int, sqlite_template: Path, tmp_path: Path
) -> None:
    found = await play(Databases(tmp_path, sqlite_template), [seed], 1)

    assert found[seed].clean, found[seed]
    assert sum(found[seed].events[accident] for accident in ACCIDENTS) > 2
    assert found[seed].promised, "people were told something"


@pytest.mark.parametrize("seed", SERVERS)
async def test_whatever_happens_to_two_processes_what_was_promised_stands_once(
    seed: int, postgres: Postgres, postgres_template: str, sqlite_template: Path, tmp_path: Path
) -> None:
    databases = Databases(tmp_path, sqlite_template, postgres, postgres_template)
    found = await play(databases, [seed], 1, on_server=lambda _: True)

    assert found[seed].clean, found[seed]
    assert found[seed].events["two processes"]
    assert any(found[seed].events[accident] for accident in ACCIDENTS)
