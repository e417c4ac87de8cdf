"""What the children say, each line with the name of who said it."""

import os
import sys
from contextlib import suppress
from itertools import cycle
from threading import Lock, Thread
from typing import IO

COLOURS = cycle(("36", "33", "35", "32", "34"))
WIDTH = 9


class Console:
    """Standard output, shared by several speakers; a closed one silences them but stops nobody."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")

    def say(self, line: str) -> None:
        """Print one line."""
        with self._turn, suppress(OSError, ValueError):
            print(line, flush=True)  # noqa: T201 - this is the console

    def follow(self, name: str, stream: IO[bytes]) -> None:
        """Print, in the background, every line of a stream with the name before it."""
        label = f"{name:<{WIDTH}}|"
        if self._coloured:
            label = f"\x1b[{next(COLOURS)}m{label}\x1b[0m"
        Thread(target=self._copy, args=(label, stream), daemon=True).start()

    def _copy(self, label: str, stream: IO[bytes]) -> None:
        with stream:
            for line in stream:
                self.say(f"{label} {line.decode(errors='replace').rstrip()}")
