"""Run the tests under other clocks: `make any-hour` (needs a C compiler, on Linux).

The front-door tests run at two hours of each day of a week, the whole suite on the days on which
calendars are unusual, and once in a zone whose offset is not a whole hour. Prints a row for each
run and returns 1 if a test failed. With `--quick` every run is of the front-door tests alone.

The clock that programs ask for the date is moved, by a library that is compiled here and loaded
before any other (shifted_clock.c). The one that measures durations is not: a connection that times
out after ten seconds does so after ten seconds here too.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

FRONT_DOOR = ("tests/discord",)
EVERYTHING = ("tests",)
HOURS = (4, 19)
WORLD, CHICAGO, KATHMANDU = map(ZoneInfo, ("UTC", "America/Chicago", "Asia/Kathmandu"))
SUNDAY = datetime(2026, 8, 2, tzinfo=WORLD)
ODD_DAYS = (
    (datetime(2028, 2, 29, 9, tzinfo=WORLD), "29 February"),
    (datetime(2026, 12, 31, 23, 30, tzinfo=WORLD), "half an hour before a new year"),
    (datetime(2027, 3, 14, 1, 55, tzinfo=CHICAGO), "summer time begins"),
    (datetime(2027, 11, 7, 1, 55, tzinfo=CHICAGO), "summer time ends"),
    (datetime(2027, 6, 16, 12, tzinfo=KATHMANDU), "a zone at a quarter to"),
)


@dataclass(frozen=True, slots=True)
class Run:
    """One run: the machine's clock says `begins`, in its zone, when the tests begin."""

    begins: datetime
    why: str
    paths: tuple[str, ...]


def runs(quick: bool) -> Iterator[Run]:
    """Yield every run, the odd days first."""
    for begins, why in ODD_DAYS:
        yield Run(begins, why, FRONT_DOOR if quick else EVERYTHING)
    for day in range(7):
        for hour in HOURS:
            yield Run(SUNDAY + timedelta(days=day, hours=hour), "an ordinary week", FRONT_DOOR)


def compiled(folder: Path) -> Path:
    """Compile the library that shifts the date, in `folder`; raises CalledProcessError."""
    library = folder / "shifted_clock.so"
    source = Path(__file__).with_name("shifted_clock.c")
    command = ("cc", "-shared", "-fPIC", "-O2", str(source), "-o", str(library), "-ldl")
    subprocess.run(command, check=True)
    return library


def outcome(run: Run, library: Path, workers: str) -> tuple[int, str]:
    """Run the tests; return pytest's exit code and its closing line."""
    # A distance, not an instant: an instant would begin again in every process that tests start.
    shift = int((run.begins - datetime.now(UTC)).total_seconds())
    command = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")
    options = ("-n", workers, "--dist", "worksteal")
    environment = os.environ | {
        "LD_PRELOAD": str(library),
        "SHIFTED_CLOCK_SECONDS": str(shift),
        "TZ": str(run.begins.tzinfo),
    }
    ended = subprocess.run(
        (*command, *options, *run.paths), env=environment, capture_output=True, text=True
    )
    lines = ended.stdout.splitlines() or ["nothing was printed"]
    for line in lines:
        if line.startswith(("FAILED tests", "ERROR tests")):
            print(f"    {line}", flush=True)
    return ended.returncode, re.sub(r"^=+ | =+$", "", lines[-1])


def main() -> int:
    """Run them all, one after the other; return 1 where one failed, 2 without a compiler."""
    parser = argparse.ArgumentParser(prog="python -m bench.any_hour", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the front-door tests alone")
    parser.add_argument("--only", default="", help="runs whose line holds these words")
    parser.add_argument("--workers", default="auto")
    chosen = parser.parse_args()
    if not shutil.which("cc"):
        print("Install a C compiler first: it makes what moves the clock.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        return report(chosen, compiled(Path(folder)))


def report(chosen: argparse.Namespace, library: Path) -> int:
    """Print a row a run; return 1 where one failed."""
    failed = 0
    for run in runs(chosen.quick):
        title = f"{run.begins:%a %d %b %Y %H:%M} {run.begins.tzinfo}, {run.why}"
        if chosen.only not in title:
            continue
        began = time.monotonic()
        code, said = outcome(run, library, chosen.workers)
        failed += code != 0
        print(f"{title}: {said} ({time.monotonic() - began:.0f} s)", flush=True)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
