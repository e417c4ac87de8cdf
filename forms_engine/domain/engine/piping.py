"""Texts that mention answers: ``Hello ${name}`` with the answer filled in."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from forms_engine.domain.definition import Choice, Localized, Node, Question
from forms_engine.domain.markdown import escaped
from forms_engine.domain.xpath.code import Context, texts
from forms_engine.domain.xpath.compiler import Compiler
from forms_engine.domain.xpath.tree import Reference

_MENTION = re.compile(r"\$\{\s*([^}]*?)\s*\}")

Parts = tuple[str | Callable[[Context], str], ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A text that mentions answers, and the column and language it is written in."""

    column: str
    text: str


def mentions(node: Node) -> Iterator[Mention]:
    """Yield the texts of a question or section that mention answers."""
    columns: list[tuple[str, Localized]] = [("label", node.label), ("hint", node.hint)]
    if isinstance(node, Question):
        columns += [
            ("guidance_hint", node.guidance),
            ("constraint_message", node.constraint_message),
            ("required_message", node.required_message),
        ]
    yield from _mentions(columns)


def choice_mentions(choices: tuple[Choice, ...]) -> Iterator[Mention]:
    """Yield the labels of choices that mention answers."""
    yield from _mentions([("label", choice.label) for choice in choices])


def _mentions(columns: list[tuple[str, Localized]]) -> Iterator[Mention]:
    for column, localized in columns:
        for language, text in localized.items():
            if "${" in text:
                yield Mention(f"{column}::{language}" if language else column, text)


def compile_text(compiler: Compiler, text: str) -> Parts:
    """Return the pieces of ``text``: literal, or a closure that gives an answer.

    Raises:
        ExpressionInvalid: A mention names no question.
    """
    parts: list[str | Callable[[Context], str]] = []
    for at, piece in enumerate(_MENTION.split(text)):
        if at % 2:
            parts.append(texts(compiler.compile(Reference(piece))))
        elif piece:
            parts.append(piece)
    return tuple(parts)


def filled(parts: Parts, context: Context) -> str:
    """Return the text with the answers filled in; only the author's words are markdown."""
    return "".join(part if isinstance(part, str) else escaped(part(context)) for part in parts)
