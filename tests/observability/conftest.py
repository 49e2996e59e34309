"""A stream to log to, with the process's logging put back afterward."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.configuration import load_settings
from bot.observability.logs import configure_logging


class Stream(io.StringIO):
    """What was logged, as text or as JSON lines; it may claim to be a terminal."""

    terminal = False

    def isatty(self) -> bool:
        return self.terminal

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]

    def line(self) -> dict[str, Any]:
        (line,) = self.lines()
        return line


@pytest.fixture
def logs(logging_put_back: None) -> Callable[..., Stream]:
    """Configure logging with environment variables and return the stream it goes to."""

    def configure(terminal: bool = False, salt: bytes = b"one run", **environ: str) -> Stream:
        stream = Stream()
        stream.terminal = terminal
        configure_logging(load_settings(environ), stream, salt)
        return stream

    return configure
