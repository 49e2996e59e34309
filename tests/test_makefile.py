"""The targets that people begin with fail loudly, and say what is missing."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAKE = shutil.which("make")
pytestmark = pytest.mark.skipif(MAKE is None, reason="no make: install the package make")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Yield an empty repository with the Makefile in it."""
    for name in ("bot", "config", "docs", "sandbox", "tests", "bench", "bin"):
        (tmp_path / name).mkdir()
    for name in ("pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        (tmp_path / name).touch()
    shutil.copy(ROOT / "Makefile", tmp_path)
    return tmp_path


def program(path: Path, script: str) -> Path:
    """Write a program that the shell runs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make; only the programs in `bin` and those of the system are found."""
    assert MAKE is not None
    return subprocess.run(
        [MAKE, "-s", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={"PATH": f"{folder / 'bin'}:/usr/bin:/bin"},
    )


def set_up(folder: Path, tests: str) -> None:
    """Pretend that everything is installed, and that pytest does what the script `tests` says."""
    program(folder / ".venv/bin/python", tests)
    (folder / ".venv/runtime.stamp").touch()
    (folder / ".venv/tools.stamp").touch()


def test_a_failed_test_fails_the_run_though_its_output_is_copied(folder: Path) -> None:
    set_up(folder, "echo 1 failed; exit 1")

    done = make(folder, "test")

    assert done.returncode == 2
    assert "1 failed" in done.stdout
    assert not (folder / "build/tested").exists()


def test_a_failed_run_takes_the_place_of_an_earlier_one_that_passed(folder: Path) -> None:
    set_up(folder, "echo 1 passed")
    assert make(folder, "test").returncode == 0
    assert (folder / "build/tested").read_text() == "1 passed\n"
    set_up(folder, "echo 1 failed; exit 1")

    assert make(folder, "test").returncode == 2
    assert make(folder, "build/tested").returncode == 2


def test_a_run_stands_for_the_tree_until_something_changes(folder: Path) -> None:
    set_up(folder, 'echo "$@" >> runs; echo 1 passed')
    make(folder, "test")
    make(folder, "build/tested")
    assert len((folder / "runs").read_text().splitlines()) == 1

    (folder / "docs/a.md").touch()
    make(folder, "build/tested")

    assert len((folder / "runs").read_text().splitlines()) == 2


def test_what_changes_while_the_tests_run_has_not_been_tested(folder: Path) -> None:
    # Written long after the beginning, whatever steps the file system counts time in.
    set_up(folder, "touch -t 209901010000 bot/a.py; echo 1 passed; echo run >> runs")
    make(folder, "test")
    make(folder, "build/tested")

    assert len((folder / "runs").read_text().splitlines()) == 2


def test_a_part_of_the_tests_does_not_stand_for_all(folder: Path) -> None:
    set_up(folder, "echo 1 passed")

    done = make(folder, "test", "PYTEST_ARGS=tests/domain -k 'one or other'")

    assert done.stdout.startswith("Running the tests with tests/domain -k 'one or other'.")
    assert not (folder / "build/tested").exists()


def test_a_run_says_at_once_what_it_does_and_how_long_it_takes(folder: Path) -> None:
    set_up(folder, "echo pytest")

    whole, fast = make(folder, "test").stdout, make(folder, "test-fast").stdout

    assert whole.startswith("Running every test. On two cores this takes about ")
    assert fast.startswith("Running tests/domain tests/messages tests/search tests/settings. ")


def test_the_fast_tests_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    line = next(each for each in makefile.splitlines() if each.startswith("FAST_TESTS :="))

    for folder in line.partition(":=")[2].split():
        assert list((ROOT / folder).rglob("test_*.py")), folder


NEW_ENOUGH = 'case "$*" in *version_info*|*ensurepip*) exit 0;; esac; '


@pytest.mark.parametrize(
    ("python", "reason"),
    [
        ("case $1 in --version) echo Python 3.9.2;; *) exit 1;; esac", "old is Python 3.9.2."),
        ('case "$2" in *ensurepip*) exit 1;; esac', "old lacks its venv module"),
    ],
)
def test_a_python_that_will_not_do_is_refused_with_what_to_install(
    folder: Path, python: str, reason: str
) -> None:
    old = program(folder / "old", python)

    done = make(folder, "demo", f"PYTHON={old}")

    assert done.returncode == 2
    assert reason in done.stderr
    assert "sudo apt install python3 python3-venv" in done.stderr
    assert done.stdout == ""


def test_a_python_that_is_not_there_is_named(folder: Path) -> None:
    done = make(folder, "demo", "PYTHON=/nowhere/python")

    assert done.returncode == 2
    assert "There is no /nowhere/python here." in done.stderr


def test_the_first_python_that_will_do_is_taken(folder: Path) -> None:
    program(folder / "bin/python3.11", "exit 1")
    program(folder / "bin/python3.12", NEW_ENOUGH + 'echo "taken: $@" >&2; exit 3')

    done = make(folder, "demo")

    assert "taken: -m venv .venv" in done.stderr


@pytest.fixture
def not_set_up(folder: Path) -> Path:
    """Yield the repository with a Python whose virtual environment prints what pip is asked for."""
    installed = program(folder / "venv-python", 'echo "pip: $@"')
    story = program(folder / "demo", "echo story")
    program(
        folder / "bin/python3.11",
        f"{NEW_ENOUGH} mkdir -p .venv/bin; cp {installed} .venv/bin/python; "
        f"cp {story} .venv/bin/preceptor",
    )
    return folder


def test_each_step_of_the_set_up_is_told_apart_from_what_was_asked_for(not_set_up: Path) -> None:
    done = make(not_set_up, "demo")

    assert done.returncode == 0
    assert done.stdout == "story\n"
    assert done.stderr.count("Setting up: ") == 3
    assert done.stderr.count(" took ") == 3
    assert "--quiet --require-hashes -r requirements.lock" in done.stderr


def test_pip_shows_its_progress_on_a_terminal(not_set_up: Path) -> None:
    assert MAKE is not None
    ours, theirs = os.openpty()
    subprocess.run(
        [MAKE, "-s", "demo"],
        stderr=theirs,
        check=True,
        cwd=not_set_up,
        env={"PATH": f"{not_set_up / 'bin'}:/usr/bin:/bin"},
    )
    os.close(theirs)
    shown = os.read(ours, 65_536).decode()
    os.close(ours)

    assert "install --disable-pip-version-check --require-hashes" in shown
