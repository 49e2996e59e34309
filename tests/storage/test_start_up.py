"""A database is checked before it is used: each fault has its own name, and no file is hurt."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, text
from structlog.testing import capture_logs

from bot.cli.error_messages import explain
from bot.domain.errors import DomainError
from bot.storage.database import Database
from bot.storage.meta import find as meta_find
from bot.storage.migrate import Columns, compare_columns, migrate
from bot.storage.sqlite_file import APPLICATION_ID
from bot.storage.tables import meta


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "preceptor.sqlite3"


async def opened(path: Path) -> Database:
    database = await Database.connect(f"sqlite+aiosqlite:///{path}")
    try:
        await migrate(database)
    except BaseException:
        await database.close()
        raise
    return database


async def refusal(path: Path) -> str:
    with pytest.raises(DomainError) as refused:
        await opened(path)
    return refused.value.code


def _keep(connection: Connection) -> None:
    connection.execute(insert(meta).values(key="a", value="b"))


async def test_a_new_database_is_made_with_its_folder_and_is_private(path: Path) -> None:
    database = await opened(path)
    await database.write(_keep)
    await database.close()
    assert path.stat().st_mode & 0o077 == 0
    assert sqlite3.connect(path).execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)


async def test_a_start_without_the_file_names_the_copy_that_was_saved_of_it(path: Path) -> None:
    database = await opened(path)
    await database.write(_keep)
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
    copy = await database.rescue(datetime(2027, 4, 6, 15, tzinfo=UTC))
    await database.close()
    with pytest.raises(DomainError) as refused:
        await opened(path)
    assert refused.value.facts["rescued"] == str(copy)
    assert f"preceptor restore {copy}" in str(explain(refused.value))


async def test_a_file_that_was_there_and_is_gone_is_not_begun_again_unasked(path: Path) -> None:
    await (await opened(path)).close()
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
    assert await refusal(path) == "database.missing"
    assert not path.exists()
    database = await Database.connect(f"sqlite+aiosqlite:///{path}", anew=True)
    await database.close()
    assert path.exists()


@pytest.mark.parametrize(
    "clumsy", [Path.unlink, lambda path: path.rename(path.with_suffix(".old"))]
)
async def test_nothing_is_written_into_a_file_that_was_deleted_or_moved(
    path: Path, clumsy: Callable[[Path], object]
) -> None:
    database = await opened(path)
    clumsy(path)
    for write in (database.write, database.write_relaxed):
        with pytest.raises(DomainError, match=r"database\.gone"):
            await write(_keep)
    assert await database.read(lambda c: meta_find(c, "a")) is None
    await database.close()


async def test_a_file_put_in_place_of_the_open_one_is_not_taken_for_it(path: Path) -> None:
    database = await opened(path)
    copy = path.with_name("copy")
    await database.copy_to(copy)
    copy.rename(path)
    with pytest.raises(DomainError, match=r"database\.gone"):
        await database.write(_keep)
    await database.close()


async def test_an_empty_file_is_not_taken_for_a_new_database(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    assert await refusal(path) == "database.empty"
    assert path.stat().st_size == 0


async def test_a_file_that_is_no_database_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database, but somebody's thesis" * 1000)
    assert await refusal(path) == "database.corrupt"
    assert path.read_bytes().startswith(b"not a database")


async def test_a_damaged_database_is_refused(path: Path) -> None:
    database = await opened(path)
    await database.close()
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert await refusal(path) == "database.corrupt"


async def test_another_programs_database_is_refused(path: Path) -> None:
    path.parent.mkdir()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE diary (entry TEXT)")
    other.commit()
    other.close()
    assert await refusal(path) == "database.foreign"


async def test_a_second_process_is_kept_off_the_file(path: Path) -> None:
    database = await opened(path)
    program = (
        "import asyncio, sys\n"
        "from bot.domain.errors import DomainError\n"
        "from bot.storage.database import Database\n"
        "try:\n"
        "    asyncio.run(Database.connect(sys.argv[1]))\n"
        "except DomainError as error:\n"
        "    sys.exit(error.code)\n"
    )
    url = f"sqlite+aiosqlite:///{path}"
    other = subprocess.run(
        [sys.executable, "-c", program, url], capture_output=True, text=True, check=False
    )
    assert "database.in_use" in other.stderr
    await database.close()
    reopened = await opened(path)
    await reopened.close()


async def test_a_database_of_a_newer_version_is_refused_untouched(path: Path) -> None:
    database = await opened(path)
    await database.write(
        lambda c: c.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    )
    await database.close()
    before = path.read_bytes()
    assert await refusal(path) == "database.newer"
    assert path.read_bytes() == before


async def test_a_server_is_no_file_to_copy(database: Database, tmp_path: Path) -> None:
    if database.dialect == "postgresql":
        with pytest.raises(DomainError) as refused:
            await database.copy_to(tmp_path / "copy")
        assert refused.value.code == "database.not_a_file"
        return
    await database.write(_keep)
    await database.copy_to(tmp_path / "copy")
    rows = sqlite3.connect(tmp_path / "copy").execute("SELECT value FROM meta WHERE key = 'a'")
    assert rows.fetchall() == [("b",)]
    with pytest.raises(DomainError) as refused:
        await database.copy_to(tmp_path / "copy")
    assert refused.value.code == "database.copy_exists"


async def test_a_column_that_the_database_lacks_stops_the_start_and_hurts_nothing(
    path: Path,
) -> None:
    database = await opened(path)
    await database.write(lambda c: c.execute(text("ALTER TABLE cohorts DROP COLUMN circles")))
    await database.close()
    before = path.read_bytes()

    with pytest.raises(DomainError) as refused:
        await opened(path)

    assert refused.value.code == "database.columns_missing"
    assert refused.value.facts == {"columns": ("cohorts.circles",)}
    assert path.read_bytes() == before


async def test_a_column_that_the_tables_lack_is_said_and_left_alone(
    database: Database,
) -> None:
    await database.write(
        lambda c: c.execute(text("ALTER TABLE cohorts ADD COLUMN colour TEXT DEFAULT 'red'"))
    )

    with capture_logs() as logs:
        await migrate(database)

    assert [(entry["event"], entry["columns"]) for entry in logs] == [
        ("database.columns_unknown", ("cohorts.colour",))
    ]
    assert await database.read(compare_columns) == Columns((), ("cohorts.colour",))
