"""What systemd does with our units, as far as they ask for it: their lines, in the environment they name."""

import shlex
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from messerprise.ops.domain.systemd import HOME, PYTHON

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Machine:
    """Where our units run: files of units, the file of variables, and what systemd calls %S."""

    units: Mapping[str, str]
    variables: Mapping[str, str]
    state: Path

    def lines(self, name: str) -> list[tuple[str, ...]]:
        """Return the command lines of a unit, ``web@8001`` for one of many.

        Each begins with what leaves it the unit's variables, and nothing of ours.
        """
        kind, _at, instance = name.partition("@")
        text = self.units[f"messerprise-{kind}{_at}.service"]
        specifiers = {"%i": instance, "%S": str(self.state), "%%": "%"}
        settings = [(key, expanded(value, specifiers)) for key, value in settings_of(text)]
        environment = dict(value.split("=", 1) for key, value in settings if key == "Environment")
        environment |= {"PATH": "/usr/bin:/bin", **self.variables}
        prefix = ("env", "-i", *(f"{key}={value}" for key, value in environment.items()))
        return [(*prefix, *here(value)) for key, value in settings if key == "ExecStart"]

    def line(self, name: str) -> tuple[str, ...]:
        """Return the one command line of a unit."""
        (line,) = self.lines(name)
        return line


def settings_of(unit: str) -> Iterator[tuple[str, str]]:
    """Return what a unit says, in its order."""
    for line in unit.splitlines():
        key, is_setting, value = line.partition("=")
        if is_setting:
            yield key, value


def expanded(value: str, specifiers: Mapping[str, str]) -> str:
    """Return a value with systemd's specifiers replaced, from left to right."""
    parts, rest = [], value
    while "%" in rest:
        before, _percent, rest = rest.partition("%")
        parts += [before, specifiers[f"%{rest[0]}"]]
        rest = rest[1:]
    return "".join([*parts, rest])


def here(line: str) -> list[str]:
    """Return a command line with this Python and this checkout instead of the installed ones."""
    return [word.replace(PYTHON, sys.executable).replace(HOME, str(ROOT)) for word in shlex.split(line)]
