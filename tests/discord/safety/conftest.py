"""What is said in confidence stays so on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def server_url(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """Yield the URL of a server's database with the schema, or nothing for a file."""
    if request.param == "sqlite":
        yield ""
        return
    # What a server's bot keeps beside the database goes into the account's home.
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    server: Postgres = request.getfixturevalue("postgres")
    with server.database(request.getfixturevalue("postgres_template")) as address:
        yield address
