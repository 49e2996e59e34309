"""A stream to log to, with the process's logging put back afterwards."""

import io
import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from bot.configuration import load_settings
from bot.observability.logs import configure_logging

TOUCHED = ("bot", "sandbox", "discord", "aiosqlite", "sqlalchemy", "apscheduler")


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
def logging_put_back() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level, raising = root.handlers, root.level, logging.raiseExceptions
    levels = {name: logging.getLogger(name).level for name in TOUCHED}
    hooks = sys.excepthook, threading.excepthook
    configured = structlog.get_config()
    yield
    root.handlers, root.level, logging.raiseExceptions = handlers, level, raising
    for name, old in levels.items():
        logging.getLogger(name).setLevel(old)
    sys.excepthook, threading.excepthook = hooks
    logging.captureWarnings(False)
    structlog.configure(**configured)


@pytest.fixture
def logs(logging_put_back: None) -> Callable[..., Stream]:
    """Configure logging with environment variables and return the stream it goes to."""

    def configure(terminal: bool = False, salt: bytes = b"one run", **environ: str) -> Stream:
        stream = Stream()
        stream.terminal = terminal
        configure_logging(load_settings(environ), stream, salt)
        return stream

    return configure
