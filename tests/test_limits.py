"""A test that hangs fails by itself, wherever it hangs, and no other test fails with it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOOKS = """
from tests import limits
from tests.limits import pytest_itemcollected

limits.AWAITING_SECONDS = 0.1
"""
TESTS = """
import asyncio, threading, pytest

async def wait_for_what_never_comes():
    await asyncio.Event().wait()

async def test_that_awaits(): await wait_for_what_never_comes()

def test_that_blocks(): threading.Lock().acquire() and threading.Event().wait()

@pytest.fixture
def never_ready(): threading.Event().wait()

def test_with_a_fixture(never_ready): pass

@pytest.fixture
async def never_gone():
    yield
    await asyncio.Event().wait()

async def test_with_a_fixture_that_stays(never_gone): pass

def test_that_is_well(): pass
"""


def test_what_hangs_is_ended_alone_and_says_where(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(HOOKS)
    (tmp_path / "test_it.py").write_text(TESTS)

    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-v", "-p", "no:xdist", "-p", "no:cacheprovider"),
            *("-c", ROOT / "pyproject.toml", f"--rootdir={tmp_path}", "-o", "timeout=4", "."),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
    )

    *_, summary = done.stdout.splitlines()
    assert "2 failed, 2 passed, 2 errors" in summary, done.stdout + done.stderr
    for name in ("awaits", "blocks"):
        assert f"FAILED test_it.py::test_that_{name}" in done.stdout
    assert "await wait_for_what_never_comes()" in done.stdout
    assert "Timeout (>4.0s)" in done.stdout
    assert "test_it.py::test_that_is_well PASSED" in done.stdout
