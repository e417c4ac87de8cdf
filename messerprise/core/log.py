"""What goes into the log."""

import logging
import traceback
from types import TracebackType

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
