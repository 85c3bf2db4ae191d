"""What is logged and how: never a message body, a request body or a query string."""

import sys
import traceback
from collections.abc import Iterator
from typing import Any

import django.db
import psycopg
import structlog
from structlog.typing import ExcInfo, Processor

SILENT = {"level": "CRITICAL"}


def config(*, level: str, as_json: bool) -> dict[str, Any]:
    """Return Django's LOGGING: one line per event to standard error, structured."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(without_row_values),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer()
                    if as_json
                    else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's default has a handler of its own here, which mails tracebacks.
            "django": {"handlers": [], "level": level, "propagate": True},
            # These show what must not be shown: SQL with its values, addresses with their query.
            "django.db.backends": SILENT,
            "django.server": SILENT,
            "uvicorn.access": SILENT,
            # Anybody can call any name; what is worth knowing about it is in the answer's status.
            "django.security.DisallowedHost": SILENT,
            "uvicorn.error": {"level": "WARNING"},
            "procrastinate": {"level": "WARNING"},
        },
    }


def without_row_values(exc_info: ExcInfo) -> str:
    """Format a traceback; of PostgreSQL's errors keep the first line, the rest quotes the row."""
    text = "".join(traceback.format_exception(*exc_info))
    for error in _chain(exc_info[1]):
        if isinstance(error, django.db.Error | psycopg.Error):
            whole = str(error)
            text = text.replace(whole, whole.partition("\n")[0])
    return text.rstrip("\n")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
