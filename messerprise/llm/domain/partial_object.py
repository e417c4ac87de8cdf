"""Reading a JSON object while it is still being written."""

import json
import re
import string
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from messerprise.llm.domain.utf16_text import Utf16Text, whole

BLANK = " \t\n\r"
SHORT_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
ESCAPE_DIGITS = 4
PLAIN = re.compile(r'[^"\\\ud800-\udfff]+')  # what stands for itself in a string


class BrokenObject(ValueError):
    """The text is no JSON object."""


@dataclass(frozen=True, slots=True)
class Member:
    """A top-level member, complete."""

    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class Piece:
    """The next characters of the streamed member."""

    text: str


class PartialObject:
    """Takes a JSON object in fragments cut anywhere and gives its members as soon as they are there.

    The member named ``streamed`` is given in pieces while its string is being written, and whole at its
    end. Raw control characters inside strings are let pass, for models write them; half of a surrogate
    pair becomes U+FFFD.
    """

    def __init__(self, streamed: str = "") -> None:
        self.complete = False
        self._streamed = streamed
        self._names: set[str] = set()
        self._name = ""
        self._found: list[Member | Piece] = []
        self._text = Utf16Text()
        self._raw: list[str] = []
        self._depth = 0
        self._quoted = self._escaped = False
        self._step: Callable[[str], None] = self._object_awaited
        self._then: Callable[[], None] = self._name_read

    def feed(self, fragment: str) -> list[Member | Piece]:
        """Take the next fragment; return what it completed, in order.

        Raises:
            BrokenObject: this is not going to be a JSON object.
        """
        at = 0
        while at < len(fragment):
            if self._step == self._in_streamed and (plain := PLAIN.match(fragment, at)):
                self._text.extend(plain[0])
                at = plain.end()
            else:
                self._step(fragment[at])
                at += 1
        self._give_piece()
        found, self._found = self._found, []
        return found

    # --- the object ---

    def _object_awaited(self, char: str) -> None:
        if char == "{":
            self._step = self._first_name_awaited
        elif char not in BLANK:
            _broken("no object")

    def _first_name_awaited(self, char: str) -> None:
        if char == "}":
            self._end()
        else:
            self._name_awaited(char)

    def _name_awaited(self, char: str) -> None:
        if char == '"':
            self._gather(char, then=self._name_read)
        elif char not in BLANK:
            _broken("no name")

    def _colon_awaited(self, char: str) -> None:
        if char == ":":
            self._step = self._value_awaited
        elif char not in BLANK:
            _broken("no colon")

    def _value_awaited(self, char: str) -> None:
        if char in BLANK:
            return
        if char == '"' and self._name == self._streamed:
            self._step = self._in_streamed
        elif char in '"{[':
            self._gather(char, then=self._value_read)
        elif char in ",}]:":
            _broken("no value")
        else:
            self._raw = [char]
            self._step = self._in_bare

    def _comma_awaited(self, char: str) -> None:
        if char == ",":
            self._step = self._name_awaited
        elif char == "}":
            self._end()
        elif char not in BLANK:
            _broken("no comma")

    def _end(self) -> None:
        self.complete = True
        self._step = self._nothing_awaited

    def _nothing_awaited(self, char: str) -> None:
        if char not in BLANK:
            _broken("text after the object")

    # --- names and values that are read when they are whole ---

    def _gather(self, char: str, *, then: Callable[[], None]) -> None:
        self._raw, self._depth, self._quoted, self._then = [char], int(char != '"'), char == '"', then
        self._step = self._in_raw

    def _in_raw(self, char: str) -> None:
        self._raw.append(char)
        if self._escaped:
            self._escaped = False
        elif self._quoted:
            self._escaped, self._quoted = char == "\\", char != '"'
        else:
            self._quoted = char == '"'
            self._depth += (char in "{[") - (char in "}]")
        if not self._quoted and not self._depth:
            self._then()

    def _in_bare(self, char: str) -> None:
        if char in BLANK or char in ",}":
            self._value_read()
            self._step(char)
        else:
            self._raw.append(char)

    def _name_read(self) -> None:
        self._name = _loads("".join(self._raw))
        if self._name in self._names:
            _broken("a name twice")
        self._names.add(self._name)
        self._step = self._colon_awaited

    def _value_read(self) -> None:
        self._found.append(Member(self._name, _loads("".join(self._raw))))
        self._step = self._comma_awaited

    # --- the string that is given while it is being written ---

    def _in_streamed(self, char: str) -> None:
        if char == '"':
            self._text.end()
            self._give_piece()
            self._found.append(Member(self._name, self._text.so_far()))
            self._step = self._comma_awaited
        elif char == "\\":
            self._step = self._in_escape
        else:
            self._text.add(char)

    def _in_escape(self, char: str) -> None:
        if char == "u":
            self._raw, self._step = [], self._in_digits
        elif char in SHORT_ESCAPES:
            self._text.add(SHORT_ESCAPES[char])
            self._step = self._in_streamed
        else:
            _broken("an unknown escape")

    def _in_digits(self, char: str) -> None:
        if char not in string.hexdigits:
            _broken("an unknown escape")
        self._raw.append(char)
        if len(self._raw) == ESCAPE_DIGITS:
            self._text.add(chr(int("".join(self._raw), 16)))
            self._step = self._in_streamed

    def _give_piece(self) -> None:
        if piece := self._text.since_last():
            self._found.append(Piece(piece))


def _loads(raw: str) -> Any:
    try:
        return _mended(json.loads(raw, strict=False, parse_constant=_broken))
    except (ValueError, RecursionError) as error:
        raise BrokenObject(str(error)) from error


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, list):
        return [_mended(each) for each in value]
    if isinstance(value, dict):
        return {whole(name): _mended(each) for name, each in value.items()}
    return value


def _broken(what: str) -> NoReturn:
    raise BrokenObject(what)
