"""The command line answers a mistake with a sentence, an exit code, and no traceback."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.error_messages import _WORDS
from bot.domain.errors import DomainError
from bot.language.say import ENGLISH
from bot.messages import errors
from tests.cli.conftest import Preceptor

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.abcdefghijklmnopqrstuvwxyz0123456789AB"
ROOT = Path(__file__).parents[2]
SUBCOMMANDS = [
    *("run", "sync", "demo", "play", "doctor", "backup", "restore"),
    *("invite", "search", "suggest", "match"),
]


def test_help_names_every_command_in_a_line_that_is_not_cut(preceptor: Preceptor) -> None:
    shown = preceptor("--help")

    assert shown.code == 0
    assert re.findall(r"^  ([a-z]+)  +[A-Z]", shown.out, re.MULTILINE) == SUBCOMMANDS
    assert re.findall(r"^  .*\.\.\.$", shown.out, re.MULTILINE) == []


@pytest.mark.parametrize("command", SUBCOMMANDS)
def test_every_command_explains_itself(preceptor: Preceptor, command: str) -> None:
    shown = preceptor(command, "--help")

    assert shown.code == 0
    assert f"preceptor {command}" in shown.out


def test_help_loads_nothing_heavy() -> None:
    heavy = ["discord", "sqlalchemy", "pydantic", "aiohttp", "rich", "numpy", "ortools", "tantivy"]

    assert loaded_with("bot.cli", heavy) == []


def test_the_bot_loads_what_few_need_only_when_it_is_used() -> None:
    rare = [
        *("alembic", "dateparser", "icalendar", "matplotlib", "numpy", "ortools", "psycopg"),
        *("scipy", "sandbox"),
    ]

    assert loaded_with("bot.running", rare) == []


def loaded_with(module: str, names: list[str]) -> list[str]:
    """Return which of these modules are loaded once a new process has imported `module`."""
    program = f"import sys, {module}; print(*[name for name in {names} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return done.stdout.split()


def test_starting_without_a_token_says_where_to_get_one(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
    )

    assert done.returncode == 2
    assert done.stderr.startswith("DISCORD_TOKEN: not set.")
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["run", "sync", "doctor", "invite"])
def test_settings_are_checked_before_anything_starts(
    preceptor: Preceptor, tmp_path: Path, command: str
) -> None:
    (tmp_path / "society.toml").write_text("[nudges]\nwekly_limit = 2\nquiet_from = 'late'\n")

    shown = preceptor(command, PRECEPTOR_CONFIG="society.toml", DISCORD_TOKEN=TOKEN)

    assert shown.code == (1 if command == "doctor" else 2)
    assert "society.toml, line 2" in shown.out + shown.err
    assert "Did you mean weekly_limit?" in shown.out + shown.err
    assert "society.toml, line 3" in shown.out + shown.err
    assert "Traceback" not in shown.err
    assert TOKEN not in shown.out + shown.err


@pytest.mark.parametrize("arguments", [["nope"], ["backup"], ["invite", "--application-id", "x"]])
def test_a_wrong_argument_is_explained(preceptor: Preceptor, arguments: list[str]) -> None:
    shown = preceptor(*arguments)

    assert shown.code == 2
    assert "Error: " in shown.err
    assert "Traceback" not in shown.err


def test_a_server_that_does_not_answer_is_said_so(preceptor: Preceptor) -> None:
    shown = preceptor(
        "sync",
        DISCORD_TOKEN=TOKEN,
        PRECEPTOR_DATABASE_URL="postgresql://me:opensesame@127.0.0.1:1/db",
    )

    assert shown.code == 1
    assert shown.err.startswith("The database can’t be used: ")
    assert "opensesame" not in shown.err


def test_every_refusal_about_the_database_or_discord_has_words_for_the_operator() -> None:
    raised = set()
    for file in (ROOT / "bot").rglob("*.py"):
        text = file.read_text("utf-8")
        raised |= set(
            re.findall(
                r'DomainError\(\s*"((?:database|discord|backup|erasures|invite|people_csv)\.\w+)"',
                text,
            )
        )

    assert set(_WORDS) <= raised
    # Some are only ever met inside Discord.
    assert not [
        code for code in raised - set(_WORDS) if not errors.knows(ENGLISH, DomainError(code))
    ]
