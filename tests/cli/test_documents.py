"""What the documents tell people to type exists."""

import re
from pathlib import Path

import pytest
import typer

from bot.cli import app
from bot.configuration import (
    FILE_VARIABLE,
    SIGN_IN,
    SIGN_IN_FILE,
    config_dir,
    environment_name,
    known_keys,
)
from sandbox.server import DESCRIPTION

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *config_dir().glob("default.toml")]
)


@pytest.fixture(params=DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def text(request: pytest.FixtureRequest) -> str:
    path: Path = request.param
    return path.read_text("utf-8")


def targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))


def typed(text: str) -> str:
    """Return only what is in code: blocks, inline code, indented comments."""
    blocks = re.findall(r"```.*?```", text, re.DOTALL)
    return "\n".join([*blocks, *re.findall(r"`[^`\n]+`", text)])


def test_every_make_target_named_anywhere_exists(text: str) -> None:
    named = set(re.findall(r"\bmake ([a-z][a-z-]*)", typed(text)))

    assert named - targets() == set()


def test_every_command_named_anywhere_exists(text: str) -> None:
    named = set(re.findall(r"(?:^|[`\s/])preceptor ([a-z]+)\b", typed(text)))

    assert named - set(typer.main.get_group(app).commands) == set()


def test_every_variable_named_anywhere_exists(text: str) -> None:
    single = {environment_name(key).replace("__", "_") for key in known_keys()}
    named = {
        name.replace("__", "_")
        for name in re.findall(r"\bPRECEPTOR_[A-Z_]*[A-Z]|\bDISCORD_[A-Z_]*[A-Z]", text)
    }

    assert named - single - {FILE_VARIABLE, SIGN_IN, SIGN_IN_FILE, DESCRIPTION} == set()


def test_every_target_that_people_use_is_explained_by_make_itself() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    explained = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))

    assert {
        "demo",
        "run",
        "test",
        "test-fast",
        "check",
        "bench",
        "soak",
        "fmt",
        "lock",
        "clean",
    } <= explained
