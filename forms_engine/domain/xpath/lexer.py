"""Cuts an expression into tokens."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from forms_engine.domain.xpath.errors import ExpressionInvalid

LONGEST = 20_000
"""Characters; a longer expression is refused so that no one can make the server dwell on it."""


class Kind(StrEnum):
    """What a token is."""

    NUMBER = "number"
    TEXT = "text"
    REFERENCE = "reference"
    NAME = "name"
    OPERATOR = "operator"
    PUNCTUATION = "punctuation"
    END = "end"


class Token(NamedTuple):
    """A piece of an expression and where it starts."""

    kind: Kind
    text: str
    position: int


_NAME = r"[^\W\d][\w.\-·]*"
_TOKEN = re.compile(
    rf"""
    (?P<space>\s+)
  | (?P<number>\d+(?:\.\d*)?|\.\d+)
  | (?P<text>"[^"]*"|'[^']*')
  | \$\{{\s*(?P<reference>[^}}]*?)\s*\}}
  | (?P<operator><=|>=|!=|[=<>+\-|])
  | (?P<punctuation>::|//|\.\.|[()\[\],./@*])
  | (?P<name>{_NAME}(?::(?!:){_NAME})?)
    """,
    re.VERBOSE,
)
_WORD_OPERATORS = frozenset({"and", "or", "div", "mod"})
_BEFORE_OPERAND = frozenset({"(", "[", ",", "/", "//", "@", "::"})


def tokens(source: str) -> Iterator[Token]:
    """Yield the tokens of ``source``, the last being of kind ``END``.

    Raises:
        ExpressionInvalid: A character belongs to no token, or the source is too long.
    """
    if len(source) > LONGEST:
        raise ExpressionInvalid("expression_too_long", limit=LONGEST)
    position, previous = 0, None
    while position < len(source):
        match = _TOKEN.match(source, position)
        if match is None:
            raise _unexpected(source, position)
        kind, text = str(match.lastgroup), str(match[str(match.lastgroup)])
        if kind != "space":
            previous = Token(_kind(kind, text, previous), text, position)
            yield previous
        position = match.end()
    yield Token(Kind.END, "", position)


def _kind(group: str, text: str, previous: Token | None) -> Kind:
    """Tell ``*`` and the word operators from names, by XPath 1.0 § 3.7."""
    if text == "*" or (group == "name" and text in _WORD_OPERATORS):
        starts_operand = (
            previous is None or previous.kind is Kind.OPERATOR or previous.text in _BEFORE_OPERAND
        )
        if not starts_operand:
            return Kind.OPERATOR
        return Kind.PUNCTUATION if text == "*" else Kind.NAME
    return Kind(group)


def _unexpected(source: str, position: int) -> ExpressionInvalid:
    text = source[position : position + 20]
    if text[0] in "\"'":
        return ExpressionInvalid("quote_open", text=text, position=position + 1)
    return ExpressionInvalid("character_unknown", character=text[0], text=text, position=position + 1)
