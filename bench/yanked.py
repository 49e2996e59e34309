"""Ask the package index which pinned packages were yanked, and keep what it says.

`make yanked` runs it. The answer is kept in `requirements.yanked.json`, so that the test that reads
it needs no network: it fails if something pinned is known to be yanked, and if something pinned was
never asked about.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from bench.licences import ROOT, pinned

LOCKS = (ROOT / "requirements.lock", ROOT / "requirements-dev.lock")
TARGET = ROOT / "requirements.yanked.json"
# The oldest and the newest Python that is supported: some pins are only for one of them.
OLDEST, NEWEST = "3.11", "3.13"
LONGEST_SECONDS = 900


def pins() -> dict[str, str]:
    """Return everything that is pinned, as ``name==version``, with the Python that it is for."""
    return {
        f"{name}=={version}": NEWEST if "python_full_version >=" in marker else OLDEST
        for lock in LOCKS
        for name, version, marker in pinned(lock.read_text("utf-8"))
    }


def asked(lines: Iterable[str], python: str) -> dict[str, bool]:
    """Return whether each package for this Python was yanked, as pip reports it.

    Raises `CalledProcessError` if the index can't be reached.
    """
    with tempfile.TemporaryDirectory() as folder:
        wanted, report = Path(folder, "wanted.txt"), Path(folder, "report.json")
        wanted.write_text("\n".join(lines), "utf-8")
        command = [
            *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
            *("--dry-run", "--no-deps", "--ignore-installed", "--ignore-requires-python"),
            *("--only-binary", ":all:"),
            *(
                "--target",
                folder,
                "--python-version",
                python,
                "--report",
                str(report),
                "-r",
                str(wanted),
            ),
        ]
        subprocess.run(command, check=True, timeout=LONGEST_SECONDS)
        installs = json.loads(report.read_text("utf-8"))["install"]
    return {
        f"{each['metadata']['name'].lower().replace('.', '-').replace('_', '-')}"
        f"=={each['metadata']['version']}": bool(each.get("is_yanked"))
        for each in installs
    }


def main() -> None:
    """Write the file."""
    wanted = pins()
    found: dict[str, bool] = {}
    for python in (OLDEST, NEWEST):
        found |= asked([pin for pin, its in wanted.items() if its == python], python)
    kept = {pin: found.get(pin) for pin in sorted(wanted)}
    TARGET.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    bad = [pin for pin, yanked in kept.items() if yanked]
    sys.stdout.write(f"{len(kept)} pins asked about; yanked: {', '.join(bad) or 'none'}.\n")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
