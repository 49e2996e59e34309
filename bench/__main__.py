"""Run the measurements one after the other, each in its own process: `python -m bench [name]`."""

import argparse
import importlib.util
import subprocess
import sys

MEASUREMENTS = (
    "interactions",
    "wakeup",
    "search",
    "matching",
    "nudges",
    "throughput",
    "noise",
    "people_import",
    "voice",
    "language",
    "play",
)


def main() -> int:
    """Run those that are named, or all; return how many failed."""
    there = [name for name in MEASUREMENTS if importlib.util.find_spec(f"bench.{name}")]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=", ".join(there))
    chosen = parser.parse_args().names or there
    if unknown := set(chosen) - set(there):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there is {', '.join(there)}")
    failed = 0
    for name in chosen:
        print(f"\n== {name}", flush=True)
        command = [sys.executable, "-m", f"bench.{name}"]
        failed += subprocess.run(command, check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
