"""A backup is complete even while the bot writes, and restoring it loses nothing."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.ids import GuildId, UserId
from bot.storage.backups import reading
from bot.storage.counters import LONGEST_LEAP, SHORTEST_LEAP, next_id
from bot.storage.database import Database
from bot.storage.instance import restored_at
from bot.storage.migrate import migrate
from bot.storage.nudges import pings
from bot.storage.privacy import erasures
from bot.storage.privacy.erasure_list import ErasureList
from bot.storage.privacy.erasures import Erasure
from bot.storage.sqlite_file import SqliteFile
from tests.cli.conftest import Preceptor
from tests.postgres import Postgres

GUILD = GuildId(1)
ANA = UserId(711_111_111_111_111_111)
FILE = Path("data/preceptor.sqlite3")


def hand_out_ids(path: Path, count: int) -> list[int]:
    return hand_out_ids_at(f"sqlite+aiosqlite:///{path}", count)


def hand_out_ids_at(url: str, count: int) -> list[int]:
    return asyncio.run(_hand_out_ids(url, count))


async def _hand_out_ids(url: str, count: int) -> list[int]:
    database = await Database.connect(url)
    await migrate(database)
    ids = [await database.write(next_id, GUILD, "pair") for _ in range(count)]
    await database.close()
    return ids


@pytest.fixture
def running_bot(preceptor: Preceptor, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Hold a write-ahead log with rows that are not in the main file yet."""
    hand_out_ids(FILE, 3)
    with closing(sqlite3.connect(FILE)) as connection:
        connection.execute("PRAGMA wal_autocheckpoint=0")
        connection.execute("UPDATE counters SET last = 7")
        connection.commit()
        yield connection


def leapt(last: int) -> bool:
    """Return whether IDs go on so far after 3 that none is handed out again."""
    return 3 + SHORTEST_LEAP <= last <= 3 + LONGEST_LEAP


def last_id(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT last FROM counters").fetchone()[0])


def kept_aside() -> list[Path]:
    return [path for path in FILE.parent.glob("*.before-restore-*") if path.name.endswith("Z")]


def test_a_backup_holds_what_is_only_in_the_log_so_far(
    preceptor: Preceptor, running_bot: sqlite3.Connection
) -> None:
    shown = preceptor("backup", "copy.sqlite3")

    assert shown.code == 0
    assert "checked" in shown.out
    assert last_id(Path("copy.sqlite3")) == 7
    assert Path("copy.sqlite3").stat().st_mode & 0o077 == 0


def test_a_backup_overwrites_nothing(preceptor: Preceptor, running_bot: sqlite3.Connection) -> None:
    Path("copy.sqlite3").write_text("precious")

    shown = preceptor("backup", "copy.sqlite3")

    assert shown.code == 1
    assert "already exists" in shown.err
    assert Path("copy.sqlite3").read_text() == "precious"


def test_a_backup_into_a_folder_that_is_not_there_is_refused(
    preceptor: Preceptor, running_bot: sqlite3.Connection
) -> None:
    shown = preceptor("backup", "elsewhere/copy.sqlite3")

    assert (shown.code, shown.err) == (1, "Folder not found: elsewhere\n")


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_server_has_its_own_tools_and_its_password_is_not_shown(
    preceptor: Preceptor, command: str
) -> None:
    shown = preceptor(
        command, "my copy", PRECEPTOR_DATABASE_URL="postgresql://me:opensesame@host/db"
    )

    assert shown.code == 1
    assert ("pg_dump" if command == "backup" else "pg_restore") in shown.err
    assert "postgresql://me@host/db" in shown.err
    assert "'my copy'" in shown.err
    assert "opensesame" not in shown.err


def test_a_database_that_a_servers_own_tool_brought_back_is_told_so(
    preceptor: Preceptor, postgres: Postgres
) -> None:
    with postgres.database() as url:
        hand_out_ids_at(url, 3)
        shown = preceptor("restore", "--already-restored", PRECEPTOR_DATABASE_URL=url)
        given_after = hand_out_ids_at(url, 1)
        with reading(url) as connection:
            restored = restored_at(connection)

    assert shown.code == 0
    assert "looks for each before it sends it" in shown.out
    assert leapt(given_after[0] - 1)
    assert restored is not None


def test_a_server_without_a_society_is_not_called_restored(
    preceptor: Preceptor, postgres: Postgres
) -> None:
    with postgres.database() as url:
        shown = preceptor("restore", "--already-restored", PRECEPTOR_DATABASE_URL=url)

    assert shown.code == 1
    assert "has no server yet" in shown.err


def test_a_file_that_was_put_back_by_hand_is_told_so_once_the_bot_is_stopped(
    preceptor: Preceptor,
) -> None:
    missing = preceptor("restore", "--already-restored")
    assert "File not found" in missing.err
    assert not FILE.exists()
    hand_out_ids(FILE, 3)
    bot = SqliteFile.claim(str(FILE))
    refused = preceptor("restore", "--already-restored")
    bot.release()
    shown = preceptor("restore", "--already-restored")

    assert "in use by another process" in refused.err
    assert shown.code == 0
    assert leapt(last_id(FILE))


@pytest.mark.parametrize("arguments", [(), ("copy.sqlite3", "--already-restored")])
def test_a_restore_is_of_one_backup_or_of_one_brought_back_already(
    preceptor: Preceptor, arguments: tuple[str, ...]
) -> None:
    shown = preceptor("restore", *arguments)

    assert shown.code == 2
    assert "--already-restored" in shown.err


def test_ids_handed_out_after_the_backup_are_never_handed_out_again(
    preceptor: Preceptor,
) -> None:
    hand_out_ids(FILE, 3)
    preceptor("backup", "copy.sqlite3")
    given_since = hand_out_ids(FILE, 5)

    shown = preceptor("restore", "copy.sqlite3")
    given_after = hand_out_ids(FILE, 1)

    assert shown.code == 0
    assert leapt(given_after[0] - 1)
    assert not set(given_after) & set(given_since)


def test_a_second_restore_of_the_same_backup_hands_out_other_ids(preceptor: Preceptor) -> None:
    hand_out_ids(FILE, 3)
    preceptor("backup", "copy.sqlite3")
    given: list[int] = []
    for _ in range(5):
        preceptor("restore", "copy.sqlite3")
        given += hand_out_ids(FILE, 3)

    assert len(set(given)) == 15


def test_the_database_before_a_restore_is_kept(preceptor: Preceptor) -> None:
    hand_out_ids(FILE, 3)
    preceptor("backup", "copy.sqlite3")
    hand_out_ids(FILE, 5)

    shown = preceptor("restore", "copy.sqlite3")
    (kept,) = kept_aside()

    assert str(kept) in shown.out
    assert last_id(kept) == 8
    assert last_id(Path("copy.sqlite3")) == 3


def test_a_restored_database_knows_that_it_was_restored(preceptor: Preceptor) -> None:
    hand_out_ids(FILE, 1)
    preceptor("backup", "copy.sqlite3")
    FILE.unlink()

    preceptor("restore", "copy.sqlite3")
    with reading(f"sqlite:///{FILE}") as connection:
        assert restored_at(connection) is not None


def test_a_damaged_database_can_be_replaced(preceptor: Preceptor) -> None:
    hand_out_ids(FILE, 3)
    preceptor("backup", "copy.sqlite3")
    FILE.write_bytes(b"not a database at all" * 400)

    shown = preceptor("restore", "copy.sqlite3")

    assert shown.code == 0
    assert leapt(last_id(FILE))
    (kept,) = kept_aside()
    assert kept.read_bytes().startswith(b"not a database")


def test_nothing_is_restored_under_a_running_bot(preceptor: Preceptor) -> None:
    hand_out_ids(FILE, 3)
    preceptor("backup", "copy.sqlite3")
    bot = SqliteFile.claim(str(FILE))

    shown = preceptor("restore", "copy.sqlite3")
    bot.release()

    assert shown.code == 1
    assert "in use by another process" in shown.err
    assert last_id(FILE) == 3


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


def _scramble(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:12288] = b"\xff" * 8192
    path.write_bytes(content)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id = 1")


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_truncate, "damaged"),
        (_scramble, "damaged"),
        (_empty, "is empty"),
        (_foreign, "to another program"),
        (_newer, "A newer version of Preceptor"),
        (Path.unlink, "File not found"),
    ],
)
def test_a_backup_that_is_not_sound_changes_nothing(
    preceptor: Preceptor, spoil: Callable[[Path], object], words: str
) -> None:
    hand_out_ids(FILE, 3)
    preceptor("backup", "copy.sqlite3")
    spoil(Path("copy.sqlite3"))
    before = FILE.read_bytes()

    shown = preceptor("restore", "copy.sqlite3")

    assert shown.code == 1
    assert words in shown.err
    assert FILE.read_bytes() == before
    assert kept_aside() == []
    assert not list(FILE.parent.glob("*.restoring*"))


def test_the_database_itself_is_no_backup(preceptor: Preceptor) -> None:
    hand_out_ids(FILE, 3)

    shown = preceptor("restore", str(FILE))

    assert shown.code == 1
    assert "is the database itself" in shown.err


def test_whoever_deleted_their_data_after_a_backup_is_erased_again(preceptor: Preceptor) -> None:
    hand_out_ids(FILE, 1)
    with_ana(FILE)
    preceptor("backup", "old.sqlite3")
    listed = ErasureList.beside(FILE.absolute())
    listed.add([Erasure(GUILD, listed.digest(GUILD, ANA), datetime(2027, 3, 1, tzinfo=UTC))])

    shown = preceptor("restore", "old.sqlite3")

    assert "because they deleted their data after the backup: 1." in shown.out
    assert str(ANA).encode() not in FILE.read_bytes()
    again = preceptor("restore", "old.sqlite3")
    assert again.code == 0


def test_the_doctor_says_what_is_still_to_be_erased(preceptor: Preceptor) -> None:
    with_ana(FILE)
    listed = ErasureList.beside(FILE.absolute())
    assert "erasures: no one was erased" in preceptor("doctor", "--no-discord").out

    erasure = Erasure(GUILD, listed.digest(GUILD, ANA), datetime(2027, 3, 1, tzinfo=UTC))
    listed.add([erasure])

    assert "erasures: 1 not done in this database" in preceptor("doctor", "--no-discord").out
    erase_all_of(FILE, erasure)
    assert (
        "erasures: 1, each complete; files last rewritten "
        in preceptor("doctor", "--no-discord").out
    )
    damaged = FILE.with_name(f"{FILE.name}.before-0014")
    damaged.write_text("rubbish" * 1_000)
    assert f"damaged copies: {damaged.name}" in preceptor("doctor", "--no-discord").out
    preceptor("backup", "old.sqlite3")
    listed.key_path.unlink()
    assert "The key of the erasures is gone" in preceptor("doctor", "--no-discord").out
    restored = preceptor("restore", "old.sqlite3")
    assert "The key of the erasures is gone" in restored.out
    assert "No one in it" not in restored.out
    assert not listed.key_path.exists()


def erase_all_of(path: Path, erasure: Erasure) -> None:
    async def record() -> None:
        database = await Database.connect(f"sqlite+aiosqlite:///{path}")
        await database.write(erasures.record, erasure)
        await database.write(erasures.record_scrubbed, [erasure], erasure.erased_at)
        await database.close()

    asyncio.run(record())


def with_ana(path: Path) -> None:
    async def make() -> None:
        database = await Database.connect(f"sqlite+aiosqlite:///{path}")
        await migrate(database)
        await database.write(pings.record_act, GUILD, ANA, datetime(2027, 2, 1, tzinfo=UTC))
        await database.close()

    asyncio.run(make())
