"""What the tests use where it's installed, and what goes untested where it isn't."""

import os
from collections import Counter
from pathlib import Path

import pytest

from tests.postgres import NoPostgresError, find_binaries

GET_POSTGRES = "install the package postgresql"
GET_DESCRIPTION = (
    "save specs/openapi.json of github.com/discord/discord-api-spec and set DISCORD_OPENAPI to its "
    "path"
)
NO_POSTGRES = f"no PostgreSQL: {GET_POSTGRES}"
NO_DESCRIPTION = f"no description of Discord's API: {GET_DESCRIPTION}"
# Named by the environment, or a file in a folder next to this repository.
DESCRIPTION = Path(
    os.environ.get("DISCORD_OPENAPI")
    or Path(__file__).parents[2] / "shared" / "discord" / "openapi.json"
)


def pytest_report_header() -> list[str]:
    """Say, before the tests begin, what is here and what will be skipped because it isn't."""
    return [f"PostgreSQL: {_postgres()}", f"Discord's API description: {_description()}"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say, after the tests, how many were skipped for each reason."""
    reasons = Counter(
        report.longrepr[2].removeprefix("Skipped: ")
        for report in terminalreporter.stats.get("skipped", [])
    )
    if reasons:
        terminalreporter.section("skipped")
    for reason, tests in reasons.most_common():
        terminalreporter.write_line(f"{tests} for this reason: {reason}")


def _postgres() -> str:
    try:
        return f"in {find_binaries()}; what stores data is tested on it and on SQLite"
    except NoPostgresError:
        return f"none, so tests that need it will be skipped. To run them, {GET_POSTGRES}."


def _description() -> str:
    if DESCRIPTION.is_file():
        return f"{DESCRIPTION}; the bot's requests are checked against it"
    return (
        "none, so its own tests will be skipped, and the bot's requests are checked by the "
        f"stand-in's rules alone. To use it, {GET_DESCRIPTION}."
    )
