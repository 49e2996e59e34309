"""A run of the tests says what it lacks before it begins, and what it skipped when it has ended."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests import prerequisites
from tests.postgres import NoPostgresError

ROOT = Path(__file__).parents[1]
HOOKS = "from tests.prerequisites import pytest_report_header, pytest_terminal_summary\n"
TESTS = """
import pytest

@pytest.fixture
def server():
    pytest.skip("no server: install one")

def test_one(server): pass
def test_two(server): pass
def test_three(): pytest.skip("no moon tonight")
def test_four(): pass
"""


def run(folder: Path) -> str:
    """Run `TESTS` in two processes, as `make test` does, and return what was printed."""
    (folder / "conftest.py").write_text(HOOKS)
    (folder / "test_it.py").write_text(TESTS)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-n",
            "2",
            "-p",
            "no:cacheprovider",
            f"--rootdir={folder}",
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
        env={
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(ROOT),
            "DISCORD_OPENAPI": str(folder / "none.json"),
        },
    )
    return done.stdout


def test_what_was_skipped_is_summed_up_by_reason(tmp_path: Path) -> None:
    shown = run(tmp_path)

    assert "2 for this reason: no server: install one\n1 for this reason: no moon tonight" in shown
    assert "1 passed, 3 skipped" in shown


def test_what_is_missing_is_said_before_the_tests_begin(tmp_path: Path) -> None:
    before, _, _ = run(tmp_path).partition("workers [")

    assert "PostgreSQL: " in before
    assert "Discord's API description: none, so its own tests will be skipped" in before
    assert prerequisites.GET_DESCRIPTION in before


def test_a_missing_server_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> Path:
        raise NoPostgresError

    monkeypatch.setattr(prerequisites, "find_binaries", none)

    said, _ = prerequisites.pytest_report_header()

    assert said.endswith("To run them, install the package postgresql.")
