"""Run the tests that come by a place on the product as it is when that place is broken."""

import importlib
import importlib.util
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import NoReturn

import pytest

from bench.mutants.places import ROOT, Mutant
from bench.mutants.recording import Recording
from bench.mutants.switched import FAILED, UNJUDGED, Switched, put_in

# How much is tried of what comes by: so many tests, and after the first few no more than took so
# long together when all was whole.
FEWEST_TESTS = 12
MOST_TESTS = 150
MOST_SECONDS = 60.0
# As long a run of them may take before it counts as never ending.
LONGEST_SECONDS = 400.0
WALKS = {
    "permission": "tests/services/test_every_service.py",
    "repeat": "tests/services/test_every_service.py",
    "limit": "tests/services/test_every_limit.py",
    "constant": "tests/services/test_every_limit.py",
}
PRELOADED = (
    *("aiohttp", "aiosqlite", "alembic", "apscheduler.schedulers.asyncio", "discord", "dateparser"),
    *("icalendar", "prometheus_client", "psycopg", "pydantic", "sqlalchemy.ext.asyncio"),
    *("structlog", "tantivy", "typer"),
)


class Fate(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "SURVIVED"
    # Pytest could not collect the tests, since something could not be imported: nothing was tested.
    INVALID = "invalid"
    TIMED_OUT = "TIMED OUT"
    # None of its tests can run in a fork, so it is tried again by itself.
    UNJUDGED = "unjudged"


@dataclass(frozen=True, slots=True)
class Trial:
    """A mutant, what became of it, and by which test, or of how many that come by."""

    mutant: Mutant
    fate: Fate
    words: str

    def __str__(self) -> str:
        return f"{self.fate:9} {self.mutant} [{self.words}]"


def chosen_for(mutant: Mutant, recording: Recording) -> list[str]:
    """Return the tests that come by, first those that are about it and quick.

    What walks every place of a kind comes before them, however long it takes.
    """
    noun = mutant.path.stem

    def order(test: str) -> tuple[bool, bool, bool, float]:
        file = test.partition("::")[0]
        return (
            file != WALKS.get(mutant.kind),
            noun not in Path(file).stem,
            f"/{mutant.area}/" not in file,
            recording.seconds[test],
        )

    several = sorted(recording.reached.get(mutant.name, []), key=order)
    chosen: list[str] = []
    seconds = 0.0
    for test in several:
        seconds += recording.seconds[test]
        is_enough = len(chosen) >= FEWEST_TESTS and seconds > MOST_SECONDS
        if is_enough or len(chosen) == MOST_TESTS:
            break
        chosen.append(test)
    return chosen


def near(mutant: Mutant, tree: Path) -> list[str]:
    """Return folders of tests for what a recording can't see: it runs at import, or in a child."""
    if not mutant.area:
        return []
    several = (f"tests/{layer}/{mutant.area}" for layer in (mutant.layer, "services"))
    return [each for each in dict.fromkeys(several) if (tree / each).exists()]


def try_(mutant: Mutant, recording: Recording, tree: Path) -> Trial:
    """Break the copy, run tests until one fails, mend the copy, and say how it went."""
    chosen = chosen_for(mutant, recording) or near(mutant, tree)
    if not chosen:
        return _trial(mutant, recording, 0, 0, "")
    with _broken(mutant, tree):
        code, failed = run(chosen, tree)
    if code == 1 and failed and "::" in failed[0]:
        return _trial(mutant, recording, len(chosen), FAILED, failed[0])
    return _trial(mutant, recording, len(chosen), code, "")


def finish(trial: Trial, recording: Recording, tree: Path) -> Trial:
    """Run the tests that the time left out on a mutant that survived; return how it went then."""
    mutant = trial.mutant
    chosen = set(chosen_for(mutant, recording))
    rest = [test for test in recording.reached.get(mutant.name, []) if test not in chosen]
    if not rest:
        return trial
    with _broken(mutant, tree):
        code, failed = run(rest, tree)
    if code == 1 and failed and "::" in failed[0]:
        return Trial(mutant, Fate.KILLED, failed[0])
    return replace(trial, words="every test that comes by") if code == 0 else trial


def _trial(
    mutant: Mutant, recording: Recording, tried: int, code: int | None, failed: str
) -> Trial:
    if code == FAILED:
        return Trial(mutant, Fate.KILLED, failed)
    if code == 0:
        reaching = len(recording.reached.get(mutant.name, []))
        words = f"{tried} of {reaching} tests that come by" if tried else "no test comes by"
        return Trial(mutant, Fate.SURVIVED, words)
    if code is None:
        return Trial(mutant, Fate.TIMED_OUT, f"{tried} tests")
    if code == UNJUDGED:
        return Trial(mutant, Fate.UNJUDGED, f"{tried} tests")
    return Trial(mutant, Fate.INVALID, f"the tests ended with {code}: {failed}")


def try_switched(
    mutants: list[Mutant], recording: Recording, tree: Path, ends: float
) -> list[Trial]:
    """Try mutants that can be switched on, in one run of pytest, until a moment."""
    several = dict(enumerate(mutants))
    chosen = {number: chosen_for(mutant, recording) for number, mutant in several.items()}
    files = sorted({test.partition("::")[0] for tests in chosen.values() for test in tests})
    put_in(tree, several)
    with tempfile.TemporaryDirectory(prefix="preceptor-trial-") as folder:
        listed, results, failed = Path(folder, "files"), Path(folder, "results"), Path(folder, "id")
        listed.write_text("\n".join(files), "utf-8")
        terminal = os.dup(1)

        def tell(number: int, code: int | None, test: str) -> bool:
            trial = _trial(several[number], recording, len(chosen[number]), code, test)
            os.write(terminal, f"{trial}\n".encode())
            with results.open("a", encoding="utf-8") as file:
                file.write(json.dumps([number, code, test]) + "\n")
            return time.monotonic() < ends

        child = os.fork()
        if child == 0:
            plugin = Switched(chosen, _ended, tell, failed)
            arguments = ["-q", "-p", "no:cacheprovider", "--no-header", f"@{listed}"]
            _be_pytest(arguments, tree, Path(folder, "said"), [plugin])
        _, status = os.waitpid(child, 0)
        os.close(terminal)
        if status or not results.exists():
            raise RuntimeError(Path(folder, "said").read_text("utf-8", errors="replace"))
        lines = [json.loads(line) for line in results.read_text("utf-8").splitlines()]
    return [
        _trial(several[number], recording, len(chosen[number]), code, test)
        for number, code, test in lines
    ]


@contextmanager
def _broken(mutant: Mutant, tree: Path) -> Iterator[None]:
    file = tree / mutant.path
    whole = file.read_text("utf-8")
    compiled = Path(importlib.util.cache_from_source(str(file)))
    try:
        file.write_text(mutant.broken(whole), "utf-8")
        # Python tells sources apart by size and second, which may be the same.
        compiled.unlink(missing_ok=True)
        yield
    finally:
        file.write_text(whole, "utf-8")
        compiled.unlink(missing_ok=True)


def load() -> None:
    """Import what the tests and the product need, and nothing of the product."""
    for name in PRELOADED:
        importlib.import_module(name)


def run(tests: Sequence[str], tree: Path, *, stop: bool = True) -> tuple[int | None, list[str]]:
    """Run tests, until one fails with `stop`; return how pytest ended, and which failed.

    It runs in a fork of this process, which has imported all libraries. If it never ends: None.
    """
    with tempfile.TemporaryDirectory(prefix="preceptor-trial-") as folder:
        said, listed = Path(folder, "said"), Path(folder, "tests")
        listed.write_text("\n".join(tests), "utf-8")
        arguments = [
            *("-q", "-p", "no:cacheprovider", "-rfE", "--no-header", "--show-capture=no"),
            *("--tb=no", f"@{listed}", *["-x"] * stop),
        ]
        child = os.fork()
        if child == 0:
            _be_pytest(arguments, tree, said)
        code = _ended(child)
        lines = said.read_text("utf-8", errors="replace").splitlines()
    failed = [
        line.partition(" ")[2].partition(" - ")[0]
        for line in lines
        if line.startswith(("FAILED ", "ERROR "))
    ]
    return code, failed


def _be_pytest(
    arguments: list[str], tree: Path, said: Path, plugins: Sequence[object] = ()
) -> NoReturn:
    code = 70
    try:
        os.setsid()
        os.chdir(tree)
        os.environ["PYTHONPATH"] = str(tree)
        sys.path[:] = [str(tree), *(each for each in sys.path if each not in ("", str(ROOT)))]
        output = os.open(said, os.O_WRONLY | os.O_CREAT)
        for descriptor in (1, 2):
            os.dup2(output, descriptor)
        code = int(pytest.main(arguments, plugins))
        sys.stdout.flush()
    finally:
        os._exit(code)


def _ended(child: int) -> int | None:
    """Wait for a process and end what it leaves running; return its exit code, None if killed."""
    ends = time.monotonic() + LONGEST_SECONDS
    status = None
    while status is None and time.monotonic() < ends:
        ended, status_then = os.waitpid(child, os.WNOHANG)
        if ended:
            status = status_then
        else:
            time.sleep(0.05)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    if status is None:
        os.waitpid(child, 0)
        return None
    return os.waitstatus_to_exitcode(status)
