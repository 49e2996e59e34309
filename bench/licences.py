"""Write THIRD_PARTY.md: the licence of everything that the bot runs on, as each package states it.

`make licences` runs it; `tests/test_dependencies.py` holds that the file fits the lock.
"""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageMetadata, metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
TARGET = ROOT / "THIRD_PARTY.md"
HEADER = """\
# Third-party software

What Preceptor runs on, as pinned in `requirements.lock`, with the licence that each package states.
`make licences` writes this file.

| package | version | licence | home page |
|---|---|---|---|
"""
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)(?: *; *([^\\]+?))? *\\?$", re.MULTILINE)
_SHORT = {
    "MIT License": "MIT",
    "MIT license": "MIT",
    "The MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "BSD License": "BSD",
    "Python Software Foundation License": "PSF-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL",
}
LONGEST = 60


def pinned(lock: str) -> Iterator[tuple[str, str, str]]:
    """Yield the name, version, and marker of each package in a lock; "" if it is for all."""
    for match in _PINNED.finditer(lock):
        yield match[1], match[2], (match[3] or "").strip()


def licence_of(package: PackageMetadata) -> str:
    """Return a package's licence in a few words; "" if it states none."""
    stated_by = package.json
    stated = str(stated_by.get("license_expression") or "")
    if not stated:
        names = [
            line.rpartition(" :: ")[2]
            for line in stated_by.get("classifier", [])
            if line.startswith("License :: ") and line != "License :: OSI Approved"
        ]
        stated = ", ".join(_SHORT.get(name, name) for name in names)
    if not stated:
        stated = str(stated_by.get("license") or "").strip().partition("\n")[0][:LONGEST]
    return _SHORT.get(stated, stated)


def home_of(package: PackageMetadata) -> str:
    """Return where a package is at home."""
    stated = package.json
    links = {
        name.strip().lower(): link.strip()
        for name, _, link in (line.partition(",") for line in stated.get("project_url", []))
    }
    wanted = ("homepage", "home", "source", "source code", "repository", "github", "documentation")
    found = next((links[name] for name in wanted if name in links), "")
    return str(stated.get("home_page") or "") or found or next(iter(links.values()), "")


def row(name: str, version: str) -> str:
    """Return a package's line of the table. Raises `PackageNotFoundError`."""
    package = metadata(name)
    return f"| {name} | {version} | {licence_of(package)} | {home_of(package)} |"


def table(lock: str, before: str) -> str:
    """Return the whole file; what isn't installed on this system keeps its line from `before`."""
    kept = {tuple(line.split(" | ")[:2]): line for line in before.splitlines()}
    rows = []
    for name, version, marker in pinned(lock):
        try:
            rows.append(row(name, version))
        except ModuleNotFoundError:
            note = f"not installed here: only if {marker}" if marker else "not installed"
            rows.append(kept.get((f"| {name}", version)) or f"| {name} | {version} | {note} | |")
    return HEADER + "\n".join(rows) + "\n"


def main() -> None:
    """Write the file."""
    before = TARGET.read_text("utf-8") if TARGET.exists() else ""
    TARGET.write_text(table(LOCK.read_text("utf-8"), before), "utf-8")
    sys.stdout.write(f"{TARGET.name} is written.\n")


if __name__ == "__main__":
    main()
