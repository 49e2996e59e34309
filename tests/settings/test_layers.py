"""Defaults, the society's file, and the environment, each overriding the one before."""

import re
from datetime import time
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.configuration import config_dir, environment_name, known_keys, load_settings


def society_file(folder: Path, text: str) -> dict[str, str]:
    path = folder / "society.toml"
    path.write_text(text, "utf-8")
    return {"PRECEPTOR_CONFIG": str(path)}


def test_defaults_are_the_cadence_the_product_promises() -> None:
    settings = load_settings({})

    assert (settings.nudges.quiet_from, settings.nudges.quiet_until) == (time(21), time(8))
    assert settings.nudges.weekly_limit == 5
    assert settings.check_ins.every_days == 14
    assert settings.first_meeting.nudge_on_days == (4, 10)
    assert settings.meetings.reminders_hours == (1, 24)
    assert settings.pulse.weeks == (2, 6)
    assert settings.database.url == "sqlite+aiosqlite:///data/preceptor.sqlite3"
    assert settings.token is None
    assert not settings.metrics.enabled


def test_the_environment_wins_over_the_society_and_the_society_over_the_defaults(
    tmp_path: Path,
) -> None:
    environ = society_file(tmp_path, "[nudges]\nweekly_limit = 2\nquiet_from = '20:00'\n")

    settings = load_settings(environ | {"PRECEPTOR_NUDGES__WEEKLY_LIMIT": "1"})

    assert settings.nudges.weekly_limit == 1
    assert settings.nudges.quiet_from == time(20)
    assert settings.nudges.quiet_until == time(8)


@pytest.mark.parametrize(
    "text",
    [
        "[check_ins]\nat = '17:30'",
        "[check_ins]\nat = 17:30:00",
        "check_ins = {at = '17:30'}",
        "check_ins.at = '17:30'",
        "\ufeff[check_ins]\nat = '17:30'",
    ],
    ids=["string", "time", "inline table", "dotted key", "byte order mark"],
)
def test_a_value_may_be_written_in_any_way_toml_allows(tmp_path: Path, text: str) -> None:
    assert load_settings(society_file(tmp_path, text)).check_ins.at == time(17, 30)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("sqlite:///data/a.sqlite3", "sqlite+aiosqlite:///data/a.sqlite3"),
        ("sqlite+aiosqlite:////srv/a.sqlite3", "sqlite+aiosqlite:////srv/a.sqlite3"),
        ("postgresql://me:pw@host/db?x=1", "postgresql+psycopg://me:pw@host/db?x=1"),
        ("postgres://host/db", "postgresql+psycopg://host/db"),
        ("postgresql+psycopg://host/db", "postgresql+psycopg://host/db"),
    ],
)
def test_a_database_address_is_normalised(written: str, normal: str) -> None:
    assert load_settings({"PRECEPTOR_DATABASE_URL": written}).database.url == normal


def test_the_sqlite_file_is_known_only_where_there_is_one() -> None:
    sqlite = load_settings({"PRECEPTOR_DATABASE_URL": "sqlite:////srv/a.sqlite3?x=1"})
    server = load_settings({"PRECEPTOR_DATABASE_URL": "postgresql://host/db"})

    assert sqlite.database.sqlite_path == Path("/srv/a.sqlite3")
    assert server.database.sqlite_path is None


def test_lists_and_weekdays_can_come_from_the_environment() -> None:
    settings = load_settings(
        {
            "PRECEPTOR_FIRST_MEETING__NUDGE_ON_DAYS": "[7, 3]",
            "PRECEPTOR_CHECK_INS__WEEKDAY": "Sun",
            "PRECEPTOR_DISCORD__SHARD_COUNT": "4",
            "PRECEPTOR_DISCORD__SHARD_IDS": "0,1",
        }
    )

    assert settings.first_meeting.nudge_on_days == (3, 7)
    assert settings.check_ins.weekday == 6
    assert settings.discord.shard_ids == (0, 1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PRECEPTOR_DISCORD_API_URL", "http://127.0.0.1:1/api/v10"),
        ("PRECEPTOR_DISCORD__API_URL", "http://127.0.0.1:1/api/v10/"),
    ],
)
def test_one_underscore_between_section_and_key_is_enough(name: str, value: str) -> None:
    assert load_settings({name: value}).discord.api_url == "http://127.0.0.1:1/api/v10"


def test_an_empty_variable_counts_as_not_set() -> None:
    settings = load_settings({"PRECEPTOR_NUDGES__WEEKLY_LIMIT": "", "DISCORD_TOKEN": ""})

    assert settings.nudges.weekly_limit == 5
    assert settings.token is None


def test_no_two_settings_share_a_variable_with_single_underscores() -> None:
    names = [environment_name(key).replace("__", "_") for key in known_keys()]

    assert len(set(names)) == len(names)


def test_settings_are_frozen() -> None:
    settings = load_settings({})

    with pytest.raises(ValidationError, match="frozen"):
        settings.nudges.weekly_limit = 9  # the type checker sees no harm: pydantic guards it


def test_every_setting_has_a_default_with_a_comment_above_it() -> None:
    text = (config_dir() / "default.toml").read_text("utf-8")
    uncommented = []
    for block in re.split(r"\n\s*\n", text):
        lines = [line for line in block.splitlines() if not line.startswith("[")]
        if any("=" in line for line in lines) and not lines[0].startswith("#"):
            uncommented.append(block)
    rehearsal_only = {("clock", "file")}

    assert uncommented == []
    for section, key in set(known_keys()) - rehearsal_only:
        assert re.search(rf"^{key} = ", text.split(f"[{section}]")[1].split("\n[")[0], re.M), key


def test_the_example_environment_is_valid_once_uncommented() -> None:
    lines = (config_dir() / "example.env").read_text("utf-8").splitlines()
    pairs = [line.lstrip("#").split("=", 1) for line in lines if re.match(r"#?[A-Z_]+=", line)]
    environ = {name: value for name, value in pairs if not name.endswith(("_CONFIG", "_FILE"))}

    settings = load_settings(environ)

    assert settings.metrics.enabled
    assert settings.database.url.startswith("postgresql+psycopg://")
