"""docs/reliability.md: its deadlines are the code's, and each promise names a test that exists."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from bot import running
from bot.configuration import load_settings
from bot.storage import database

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/reliability.md").read_text("utf-8")
# A stopped bot is out within this time, whatever it waits for.
OUT_WITHIN_SECONDS = 45


def table(heading: str) -> list[list[str]]:
    """Return the rows of the table under a heading."""
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def value_of(where: str) -> float:
    """Return the constant or the default setting that a name stands for."""
    name = where.strip("`")
    if name.startswith("bot."):
        module, _, constant = name.rpartition(".")
        return float(getattr(import_module(module), constant))
    section, _, key = name.partition(".")
    return float(getattr(getattr(load_settings({}), section), key))


@pytest.mark.parametrize("row", table("Deadlines"), ids=lambda row: row[0])
def test_a_deadline_is_what_the_code_says(row: list[str]) -> None:
    assert value_of(row[2]) == float(row[1])


@pytest.mark.parametrize("named", sorted(set(re.findall(r"`(tests/[^`]+)`", PAGE))))
def test_each_test_that_is_named_exists(named: str) -> None:
    path, _, test = named.partition("::")
    assert (ROOT / path).is_file()
    assert not test or f"def {test}(" in (ROOT / path).read_text("utf-8")


def test_a_stopped_bot_is_out_in_time_whatever_it_waits_for() -> None:
    longest = running.DRAIN_SECONDS + running.FINISH_SECONDS + running.DISCONNECT_SECONDS
    assert longest + database.CLOSE_SECONDS < OUT_WITHIN_SECONDS
