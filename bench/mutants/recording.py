"""Which tests come by which place: a run of the tests on a copy that writes it down."""

import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.mutants.places import ROOT, Mutant, Pieces, with_pieces
from bench.mutants.reached import RECORDED

COPIED = ("bot", "config", "tests", "sandbox", "bench", "docs")
# Tests that run other tests, or for minutes.
LEFT_OUT = ("tests/delivery/adversity", "tests/delivery/crash", "tests/test_makefile.py")
BY = "__import__('bench.mutants.reached', fromlist=['']).by({})"


@dataclass
class Recording:
    """Which tests come by each place, by the mutant's name, and how many seconds each takes."""

    reached: dict[str, list[str]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def leave_out(self, tests: Collection[str]) -> None:
        """Forget tests that fail on the whole product: that they fail says nothing."""
        self.failed = sorted({*self.failed, *tests})
        for name, several in self.reached.items():
            self.reached[name] = [test for test in several if test not in tests]

    @classmethod
    def load(cls, path: Path) -> "Recording":
        """Return what `save` wrote."""
        return cls(**json.loads(path.read_text("utf-8")))

    def save(self, path: Path) -> None:
        """Write it into a file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(vars(self), indent=0, sort_keys=True), "utf-8")

    def add(self, later: "Recording") -> None:
        """Take over what a later run on some tests found."""
        ran = {*later.seconds, *later.failed}
        for name in {*self.reached, *later.reached}:
            kept = [test for test in self.reached.get(name, []) if test not in ran]
            self.reached[name] = sorted({*kept, *later.reached.get(name, [])})
        self.seconds |= later.seconds
        self.failed = sorted({*self.failed, *later.failed} - later.seconds.keys())


@contextmanager
def copied() -> Iterator[Path]:
    """Yield a copy of the repository that may be broken."""
    with TemporaryDirectory(prefix="preceptor-mutants-") as folder:
        tree = Path(folder)
        for name in COPIED:
            shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        for file in ROOT.iterdir():
            if file.is_file():
                shutil.copy(file, tree)
        yield tree


def record(every: list[Mutant], tests: list[str], workers: int) -> Recording:
    """Run tests, all if none is named, and return which of them come by each place."""
    with copied() as tree, TemporaryDirectory(prefix="preceptor-reached-") as folder:
        _ask_everywhere(tree, every)
        command = [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=no"),
            *("-p", "bench.mutants.reached", "-n", str(workers), "--show-capture=no"),
            *(f"--ignore={each}" for each in LEFT_OUT),
            # What a test sees of a place on one kind of database it sees on the other.
            *("-k", "not postgresql"),
            *(tests or ["tests"]),
        ]
        subprocess.run(
            command,
            cwd=tree,
            env=os.environ | {"PYTHONPATH": str(tree), RECORDED: folder},
            stdout=subprocess.DEVNULL,
            check=False,
        )
        return _read(Path(folder), [mutant.name for mutant in every])


def _ask_everywhere(tree: Path, every: list[Mutant]) -> None:
    asked: dict[Path, Pieces] = defaultdict(list)
    for number, mutant in enumerate(every):
        by = BY.format(number)
        for path, span in mutant.asked:
            piece = (span, f"({by} or (", "))") if mutant.in_expression else (span, f"{by}\n", "")
            asked[path].append(piece)
    for path, pieces in asked.items():
        file = tree / path
        file.write_text(with_pieces(file.read_text("utf-8"), pieces), "utf-8")


def _read(folder: Path, names: list[str]) -> Recording:
    outcomes: dict[str, set[str]] = defaultdict(set)
    seconds: dict[str, float] = defaultdict(float)
    for file in folder.glob("ended-*"):
        for line in file.read_text("utf-8").splitlines():
            outcome, took, test = line.split("\t", 2)
            outcomes[test].add(outcome)
            seconds[test] += float(took)
    passed = {test for test, several in outcomes.items() if several == {"passed"}}
    reached: dict[str, set[str]] = defaultdict(set)
    for file in folder.glob("reached-*"):
        for line in file.read_text("utf-8").splitlines():
            number, test = line.split("\t", 1)
            if test in passed:
                reached[names[int(number)]].add(test)
    return Recording(
        {name: sorted(tests) for name, tests in reached.items()},
        {test: round(seconds[test], 3) for test in passed},
        sorted(test for test, several in outcomes.items() if "failed" in several),
    )
