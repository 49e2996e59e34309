"""Logging: one stream of JSON or pretty lines, for our own events and the libraries'."""

import logging
import sys
import threading
from collections.abc import Mapping, MutableMapping
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.stdlib import ProcessorFormatter

from bot.observability.redaction import Redactor, secrets_of
from bot.settings import LogFormat, Settings

# Our own packages follow the chosen level. Everything else never logs below INFO, because the debug
# lines of discord.py and aiosqlite contain message bodies and bound values.
OURS = ("bot", "sandbox")
# These two say too much at INFO: statements with their values, and each job that ran.
TALKATIVE = ("sqlalchemy", "apscheduler")

log = structlog.get_logger(__name__)


def configure_logging(settings: Settings, stream: TextIO, salt: bytes) -> None:
    """Send every log line of this process to `stream`, redacted, as `settings.logging` says.

    Uncaught exceptions become log lines too: no traceback bypasses the redaction. Tracebacks never
    show the values of local variables. `salt` keeps pseudonyms from being compared across runs.
    """
    redactor = Redactor(secrets_of(settings), salt)
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        _Formatter(
            foreign_pre_chain=shared,
            processors=[
                ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                redactor,
                _renderer(settings.logging.format, stream, redactor),
            ],
        )
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    _set_levels(getattr(logging, settings.logging.level.upper()))
    logging.getLogger().handlers = [handler]
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # a stream that is gone would otherwise print the line's values
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


def _set_levels(level: int) -> None:
    logging.getLogger().setLevel(max(level, logging.INFO))
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    for name in ("discord", "aiosqlite"):
        logging.getLogger(name).setLevel(max(level, logging.INFO))
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


def _renderer(chosen: LogFormat, stream: TextIO, redactor: Redactor) -> structlog.typing.Processor:
    terminal = stream.isatty()
    render: structlog.typing.Processor
    if chosen is LogFormat.PRETTY or (chosen is LogFormat.AUTO and terminal):
        # The default formatter of tracebacks would show local variables.
        render = structlog.dev.ConsoleRenderer(
            colors=terminal, exception_formatter=structlog.dev.plain_traceback
        )
    else:
        render = structlog.processors.JSONRenderer(sort_keys=True)

    def render_without_secrets(
        logger: Any, method: str, event: MutableMapping[str, Any]
    ) -> str | Mapping[str, Any]:
        return redactor.secrets(str(render(logger, method, event)))

    return render_without_secrets


class _Formatter(ProcessorFormatter):
    """Format lines; if one can't be formatted, say so without showing its content."""

    def format(self, record: logging.LogRecord) -> str:
        try:
            return super().format(record)
        except (TypeError, ValueError, LookupError, AttributeError) as error:
            # A wrong call of a log function must be noticed; logging itself would print the
            # arguments.
            return f"A log line of {record.name} can't be shown: {type(error).__name__}"


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    log.critical("process.crashed", exc_info=(kind, error, trace))


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and args.exc_type is not SystemExit:
        _uncaught(args.exc_type, args.exc_value, args.exc_traceback)
