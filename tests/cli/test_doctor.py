"""The doctor names what is wrong and how to fix it."""

import asyncio
import base64
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.cli.doctor_checks import about_the_database
from bot.configuration import load_settings
from bot.domain.errors import DomainError
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.sqlite_file import SqliteFile
from tests.cli.conftest import Outcome, Preceptor

TOKEN = base64.urlsafe_b64encode(b"123456789012345678").decode() + ".GaBcDe.x-y_z"
FILE = Path("data/preceptor.sqlite3")


def a_database(url: str = f"sqlite+aiosqlite:///{FILE}") -> None:
    async def make() -> None:
        database = await Database.connect(url)
        await migrate(database)
        await database.close()

    asyncio.run(make())


def findings(shown: Outcome) -> dict[str, dict[str, Any]]:
    return {finding["name"]: finding for finding in json.loads(shown.out)["findings"]}


def test_a_healthy_bot_gets_a_clean_bill(preceptor: Preceptor) -> None:
    a_database()

    shown = preceptor("doctor", "--no-discord", DISCORD_TOKEN=TOKEN)

    assert shown.code == 0
    assert "FIX" not in shown.out
    assert "token: of application 123456789012345678" in shown.out
    assert "lock: free" in shown.out
    assert "messages: 0 planned" in shown.out
    assert TOKEN not in shown.out


def test_it_looks_at_a_database_that_a_bot_is_using(preceptor: Preceptor) -> None:
    a_database()
    bot = SqliteFile.claim(str(FILE))

    shown = preceptor("doctor", "--no-discord", "--json", DISCORD_TOKEN=TOKEN)
    bot.release()

    assert shown.code == 0
    assert findings(shown)["lock"]["detail"] == "in use: a bot is running on this file"
    assert findings(shown)["schema"]["ok"]


@pytest.mark.parametrize("token", ["", "nonsense"])
def test_a_token_that_cannot_be_one_is_named(preceptor: Preceptor, token: str) -> None:
    shown = preceptor("doctor", "--no-discord", "--json", DISCORD_TOKEN=token)

    assert shown.code == 1
    assert "DISCORD" in findings(shown)["token"]["fix"] or "copy it" in str(findings(shown))


def test_before_the_first_start_there_is_nothing_to_mend_in_the_database(
    preceptor: Preceptor,
) -> None:
    shown = preceptor("doctor", "--no-discord", "--json", DISCORD_TOKEN=TOKEN)

    assert shown.code == 0
    assert "created on first run" in findings(shown)["database"]["detail"]
    assert not FILE.parent.exists()


def test_a_database_that_was_there_and_is_gone_is_named(preceptor: Preceptor) -> None:
    a_database()
    for file in FILE.parent.glob(f"{FILE.name}*"):
        file.unlink()

    shown = preceptor("doctor", "--no-discord", DISCORD_TOKEN=TOKEN)

    assert shown.code == 1
    assert "preceptor restore PATH" in shown.out
    assert "preceptor run --new" in shown.out


def test_a_damaged_database_is_named(preceptor: Preceptor) -> None:
    a_database()
    content = bytearray(FILE.read_bytes())
    content[4096:12288] = b"\xff" * 8192
    FILE.write_bytes(content)

    shown = preceptor("doctor", "--no-discord", DISCORD_TOKEN=TOKEN)

    assert shown.code == 1
    assert "FIX  database: database.corrupt" in shown.out
    assert shown.out.count("preceptor restore PATH") == 1
    assert shown.out.count("FIX  ") == 1


def test_a_database_of_a_newer_version_is_named(preceptor: Preceptor) -> None:
    a_database()
    with closing(sqlite3.connect(FILE)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()

    shown = preceptor("doctor", "--no-discord", DISCORD_TOKEN=TOKEN)

    assert shown.code == 1
    assert shown.out.count("A newer version of Preceptor wrote this database (schema 9999)") == 1


def test_columns_that_were_changed_by_hand_are_named(preceptor: Preceptor) -> None:
    a_database()
    with closing(sqlite3.connect(FILE)) as connection:
        connection.execute("ALTER TABLE cohorts ADD COLUMN colour TEXT")
        connection.commit()

    more = preceptor("doctor", "--no-discord", "--json", DISCORD_TOKEN=TOKEN)
    with closing(sqlite3.connect(FILE)) as connection:
        connection.execute("ALTER TABLE cohorts DROP COLUMN circles")
        connection.commit()
    less = preceptor("doctor", "--no-discord", "--json", DISCORD_TOKEN=TOKEN)

    assert more.code == 0
    assert "cohorts.colour" in findings(more)["columns"]["detail"]
    assert less.code == 1
    assert findings(less)["columns"]["detail"] == "missing: cohorts.circles"
    assert "preceptor restore PATH" in findings(less)["columns"]["fix"]


def test_a_folder_in_the_place_of_the_database_is_named(preceptor: Preceptor) -> None:
    FILE.mkdir(parents=True)

    shown = preceptor("doctor", "--no-discord", DISCORD_TOKEN=TOKEN)

    assert shown.code == 1
    assert "is a folder" in shown.out
    with pytest.raises(DomainError, match=r"database\.is_a_folder"):
        SqliteFile.claim(str(FILE))


@pytest.mark.parametrize(
    ("written", "name"), [("a#b", "a#b"), ("100%25", "100%"), ("with space", "with space")]
)
def test_a_database_may_stand_in_a_folder_of_any_name(
    preceptor: Preceptor, written: str, name: str
) -> None:
    address = f"sqlite:///{written}/preceptor.sqlite3"
    a_database(address.replace("sqlite", "sqlite+aiosqlite", 1))

    shown = preceptor("doctor", "--no-discord", DISCORD_TOKEN=TOKEN, PRECEPTOR_DATABASE_URL=address)
    copied = preceptor("backup", f"{name}/copy", PRECEPTOR_DATABASE_URL=address)
    brought_back = preceptor("restore", f"{name}/copy", PRECEPTOR_DATABASE_URL=address)

    assert f"{name}/preceptor.sqlite3, " in shown.out
    assert (shown.code, copied.code, brought_back.code) == (0, 0, 0)


def test_messages_that_are_unaccounted_for_are_named(preceptor: Preceptor) -> None:
    a_database()
    with closing(sqlite3.connect(FILE)) as connection:
        connection.execute(
            "INSERT INTO outbox (guild_id, kind, subject_type, subject_id, occurrence_key, ref,"
            " priority, due_at, state, next_attempt_at, created_at)"
            " VALUES (1, 'check-in', 'pair', 1, 'k', 'r', 1, 0, 'sent', 0, 0)"
        )
        connection.commit()

    shown = preceptor("doctor", "--no-discord", "--json", DISCORD_TOKEN=TOKEN)

    assert shown.code == 1
    assert "1 sent without a message" in findings(shown)["messages"]["detail"]


@pytest.mark.parametrize("state", ["cancelled", "due"])
def test_messages_of_a_kind_that_the_code_does_not_have_are_counted_and_not_named(
    preceptor: Preceptor, state: str
) -> None:
    a_database()
    with closing(sqlite3.connect(FILE)) as connection:
        connection.execute(
            "INSERT INTO outbox (guild_id, kind, subject_type, subject_id, occurrence_key, ref,"
            " priority, due_at, state, reason, settled_at, next_attempt_at, created_at)"
            f" VALUES (1, 'horoscope', 'pair', 1, 'k', 'r', 1, 0, '{state}', 'why', 0, 0, 0)"
        )
        connection.commit()

    shown = preceptor("doctor", "--no-discord", "--json", DISCORD_TOKEN=TOKEN)

    finding = findings(shown)["unknown kind"]
    assert finding["detail"].startswith(f"1 {state}; ")
    assert "horoscope" not in shown.out, "it may be confidential in the version that has it"
    assert finding["ok"] == (state == "cancelled"), "what is over asks for nothing"


def test_a_full_disk_is_named(preceptor: Preceptor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.doctor_checks.FREE_BYTES", 10**18)

    shown = preceptor("doctor", "--no-discord", "--json", DISCORD_TOKEN=TOKEN)

    assert shown.code == 1
    assert "free up disk space" in findings(shown)["disk space"]["fix"]


def test_a_file_that_cannot_be_written_is_named(
    preceptor: Preceptor, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Said by the system rather than tried: whoever is root may write everything.
    monkeypatch.setattr("bot.cli.doctor_checks.os.access", lambda path, mode: False)

    shown = preceptor("doctor", "--no-discord", "--json", DISCORD_TOKEN=TOKEN)

    assert shown.code == 1
    assert "write access" in findings(shown)["writable"]["fix"]


def test_a_discord_that_cannot_be_reached_is_named(preceptor: Preceptor) -> None:
    shown = preceptor(
        "doctor",
        "--json",
        DISCORD_TOKEN=TOKEN,
        PRECEPTOR_DISCORD_API_URL="http://127.0.0.1:1/api/v10",
    )

    assert shown.code == 1
    assert "--no-discord" in findings(shown)["discord"]["fix"]


def test_wrong_settings_are_findings_too(preceptor: Preceptor) -> None:
    shown = preceptor("doctor", "--json", PRECEPTOR_NUDGES__WEEKLY_LIMIT="many")

    assert shown.code == 1
    assert findings(shown)["settings"]["detail"] == "PRECEPTOR_NUDGES__WEEKLY_LIMIT"


def test_the_database_is_looked_at_on_either_kind(database_url: str) -> None:
    a_database(database_url)
    settings = load_settings({"PRECEPTOR_DATABASE_URL": database_url})

    found = {finding.name: finding for finding in about_the_database(settings)}

    assert all(finding.ok for finding in found.values())
    assert {"schema", "messages"} <= set(found)
