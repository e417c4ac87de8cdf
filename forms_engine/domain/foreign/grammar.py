"""A parser for expressions with operators, calls and dotted names; a grammar says how its language looks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

LONGEST = 10_000
DEEPEST = 40


class Untranslatable(Exception):
    """The expression, or the part of it that the message names, has no counterpart here."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A text or a number as written; ``kind`` is the name of the token."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Member:
    """``base.name``, or ``name`` alone; with arguments (none included) a call."""

    name: str
    base: "Tree | None" = None
    arguments: tuple["Tree", ...] | None = None


@dataclass(frozen=True, slots=True)
class Index:
    """``base[index]``."""

    base: "Tree"
    index: "Tree"


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator between two operands, or before one."""

    operator: str
    left: "Tree"
    right: "Tree | None" = None


Tree = Literal | Member | Index | Operation


@dataclass(frozen=True, slots=True)
class Grammar:
    """``tokens`` has the groups ``name``, ``sign`` and those of literals; ``levels`` bind ever tighter.

    ``levels`` and ``prefixes`` map an operator to its spelling in the tree.
    """

    tokens: re.Pattern[str]
    levels: tuple[Mapping[str, str], ...]
    prefixes: Mapping[str, str]
    literals: frozenset[str]


def parse(source: str, grammar: Grammar) -> Tree:
    """Return the tree of ``source``; operators are in the spelling that the grammar maps them to.

    Raises:
        Untranslatable: it is not written as the grammar says, or it is too long or too deep.
    """
    if len(source) > LONGEST:
        raise Untranslatable(f"{source[:20]}…")
    parser = _Parser(source, grammar)
    tree = parser.expression()
    parser.expect("")
    return tree


class _Parser:
    def __init__(self, source: str, grammar: Grammar) -> None:
        self._grammar = grammar
        self._items = [*_tokens(source, grammar.tokens), ("end", "")]
        self._at = 0
        self._depth = 0

    def expression(self, level: int = 0) -> Tree:
        if level == 0:
            self._depth += 1
            if self._depth > DEEPEST:
                raise Untranslatable("((((…")
        tree = self._binary(level) if level < len(self._grammar.levels) else self._prefixed()
        if level == 0:
            self._depth -= 1
        return tree

    def _binary(self, level: int) -> Tree:
        tree = self.expression(level + 1)
        count = 0
        while (operator := self._operator(self._grammar.levels[level])) is not None:
            tree = Operation(operator, tree, self.expression(level + 1))
            count += 1
            if count > DEEPEST:
                raise Untranslatable(f"… {operator} … {operator} …")
        return tree

    def _operator(self, known: Mapping[str, str]) -> str | None:
        kind, word = self._items[self._at]
        if kind not in {"sign", "name"} or word not in known:
            return None
        self._at += 1
        return known[word]

    def _prefixed(self) -> Tree:
        operators = []
        while (operator := self._operator(self._grammar.prefixes)) is not None:
            operators.append(operator)
        tree = self._followed(self._primary())
        for operator in reversed(operators[-DEEPEST:]):
            tree = Operation(operator, tree)
        return tree

    def _followed(self, tree: Tree) -> Tree:
        count = 0
        while (sign := self._items[self._at]) in {("sign", "."), ("sign", "[")}:
            self._at += 1
            if sign[1] == ".":
                tree = self._member(tree)
            else:
                tree = Index(tree, self.expression())
                self.expect("]")
            count += 1
            if count > DEEPEST:
                raise Untranslatable("….….…")
        return tree

    def _primary(self) -> Tree:
        kind, word = self._items[self._at]
        if kind in self._grammar.literals:
            self._at += 1
            return Literal(kind, word)
        if kind == "name":
            return self._member(None)
        if (kind, word) == ("sign", "{"):
            self._at += 1
            self.expect("}")
            return Literal("empty", "")
        self.expect("(")
        tree = self.expression()
        self.expect(")")
        return tree

    def _member(self, base: Tree | None) -> Tree:
        kind, word = self._items[self._at]
        if kind != "name":
            raise Untranslatable(word or "…")
        self._at += 1
        if self._items[self._at] != ("sign", "("):
            return Member(word, base)
        self._at += 1
        return Member(word, base, self._arguments())

    def _arguments(self) -> tuple[Tree, ...]:
        arguments: list[Tree] = []
        while self._items[self._at] != ("sign", ")"):
            if arguments:
                self.expect(",")
            arguments.append(self.expression())
        self.expect(")")
        return tuple(arguments)

    def expect(self, sign: str) -> None:
        if self._items[self._at] != (("sign", sign) if sign else ("end", "")):
            raise Untranslatable(self._items[self._at][1] or "…")
        self._at += 1


def _tokens(source: str, pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    found, at = [], 0
    while at < len(source):
        match = pattern.match(source, at)
        if match is None or match.end() == at:
            raise Untranslatable(source[at : at + 20])
        at = match.end()
        if match.lastgroup and match.lastgroup != "space":
            found.append((match.lastgroup, match[0]))
    return found
