"""What goes into the log."""

import logging
import traceback
from types import TracebackType
from typing import Any

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class DiscreetFormatter(logging.Formatter):
    """Tells where an error came from and of which kind, not its words: they may quote what a person wrote."""

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - logging's own name
        """Return the stack of an exception, and of those that led to it, without their messages."""
        lines = []
        error = ei[1]
        while error is not None:
            stack = "".join(traceback.format_tb(error.__traceback__)).rstrip()
            lines.append(f"{stack}\n{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or error.__context__
        return "\ncaused by\n".join(lines)


def logging_to_console(level: str, *, discreet: bool) -> dict[str, Any]:
    """Return Django's ``LOGGING``: everything to standard output, nothing to anybody's mailbox."""
    formatter = DiscreetFormatter if discreet else logging.Formatter
    line = {"()": formatter, "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": line},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        # Django would mail each failure of a page to ADMINS, with what a person wrote.
        "loggers": {"django": {"handlers": [], "level": "INFO"}},
    }
