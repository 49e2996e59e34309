"""What the bot runs on: each with its licence, and nothing that its authors took back."""

import json

import pytest

from bench.licences import LOCK, TARGET, pinned
from bench.yanked import TARGET as YANKED
from bench.yanked import pins

# What may be passed on with the bot without asking anyone.
REFUSED = ("AGPL", "GPL-2", "GPL-3.0-only AND", "GNU General Public", "SSPL", "Proprietary")


def test_every_package_of_the_lock_stands_with_its_licence_in_the_list() -> None:
    rows = [line.split(" | ") for line in TARGET.read_text("utf-8").splitlines()]
    listed = {(row[0].removeprefix("| "), row[1]): row[2] for row in rows if len(row) > 2}
    listed.pop(("package", "version"))
    expected = {(name, version) for name, version, _ in pinned(LOCK.read_text("utf-8"))}
    assert set(listed) == expected, "run `make licences`"
    assert [name for name, licence in listed.items() if not licence.strip()] == []
    refused = [name for name, words in listed.items() if any(word in words for word in REFUSED)]
    assert refused == []


def test_nothing_that_is_pinned_is_known_to_be_yanked() -> None:
    if not YANKED.exists():
        pytest.skip("the package index was never asked: run `make yanked` where it can be reached")
    kept = json.loads(YANKED.read_text("utf-8"))
    assert set(kept) == set(pins()), "run `make yanked`"
    assert [pin for pin, yanked in kept.items() if yanked] == [], "run `make lock`"
    assert None not in kept.values(), "the index did not say: run `make yanked`"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("attrs==26.1.0 \\", ("attrs", "26.1.0", "")),
        (
            "numpy==2.4.6 ; python_full_version < '3.12' \\",
            ("numpy", "2.4.6", "python_full_version < '3.12'"),
        ),
        ("    --hash=sha256:00 \\", None),
    ],
)
def test_a_lock_is_read_line_by_line(line: str, expected: tuple[str, str, str] | None) -> None:
    assert next(pinned(line), None) == expected
