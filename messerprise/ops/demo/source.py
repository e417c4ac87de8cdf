"""The demo questionnaires in a notation that can be read and reviewed, turned into definitions.

A line is ``type key* | Italiano | English`` (``*``: required; ``select_one:list``), ``group``, ``repeat``
or ``list`` with choices below it; an indented line that begins with a column's name adds to the last row.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from forms_engine.domain.definition import (
    Choice,
    Definition,
    Group,
    Localized,
    Node,
    Question,
    QuestionType,
    Repeat,
)

ITALIAN, ENGLISH = "Italiano (it)", "English (en)"

_COLUMNS = {
    "relevant": "relevant",
    "constraint": "constraint",
    "calculation": "calculation",
    "default": "default",
    "trigger": "trigger",
    "choice_filter": "choice_filter",
    "appearance": "appearance",
    "repeat_count": "count",
}
_TEXTS = {"hint": "hint", "message": "constraint_message", "required_message": "required_message"}


@dataclass(slots=True)
class _Draft:
    """A row being written; ``children`` is none for a question."""

    word: str
    fields: dict[str, Any]
    children: list["_Draft"] | None = None


@dataclass(slots=True)
class _Reader:
    form: tuple[str, str] = ("", "")
    lists: dict[str, list[Choice]] = field(default_factory=dict)
    open: list[_Draft] = field(default_factory=lambda: [_Draft("form", {}, [])])
    last: _Draft | None = None

    def read(self, line: str) -> None:
        """Take one line into account."""
        head, *rest = (part.strip() for part in line.split(" | "))
        word, _, argument = head.partition(" ")
        if word == "form":
            self.form = (argument, " - ".join(rest[0].split(" - ")))
        elif word == "list":
            self.lists[argument] = []
            self.last = None
        elif word == "end":
            self.last = self.open.pop()
        elif self.last and (word in _COLUMNS or word in _TEXTS or word == "parameters"):
            self._add(self.last, word, argument, rest)
        elif self.last is None and line.startswith(" "):
            self._choice(head, rest)
        else:
            self._row(word, argument, rest)

    def _add(self, draft: _Draft, word: str, argument: str, rest: list[str]) -> None:
        if word in _TEXTS:
            draft.fields[_TEXTS[word]] = _localized(rest)
        elif word == "parameters":
            draft.fields["parameters"] = dict(pair.split("=", 1) for pair in argument.split())
        else:
            draft.fields[_COLUMNS[word]] = argument

    def _choice(self, value: str, rest: list[str]) -> None:
        columns = dict(pair.split("=", 1) for pair in rest[2:])
        chosen = list(self.lists.values())[-1]
        chosen.append(Choice(value=value, label=_localized(rest), columns=columns))

    def _row(self, word: str, key: str, rest: list[str]) -> None:
        is_section = word in {"group", "repeat"}
        draft = _Draft(word, {"key": key.rstrip("*"), "label": _localized(rest)}, [] if is_section else None)
        if key.endswith("*"):
            draft.fields["required"] = "true()"
        parent = self.open[-1].children
        if parent is not None:
            parent.append(draft)
        if is_section:
            self.open.append(draft)
        self.last = draft


def read_source(text: str) -> Definition:
    """Return the questionnaire that ``text`` describes."""
    reader = _Reader()
    for line in text.splitlines():
        if line.strip():
            reader.read(line)
    form_id, title = reader.form
    return Definition(
        form_id=form_id,
        title=title,
        languages=(ITALIAN, ENGLISH),
        children=tuple(_nodes(reader.open[0])),
        choice_lists={name: tuple(choices) for name, choices in reader.lists.items()},
        settings={"version": "1"},
    )


def _nodes(parent: _Draft) -> Iterator[Node]:
    for draft in parent.children or ():
        if draft.word == "group":
            yield Group(**draft.fields, children=tuple(_nodes(draft)))
        elif draft.word == "repeat":
            yield Repeat(**draft.fields, children=tuple(_nodes(draft)))
        else:
            word, _, choice_list = draft.word.partition(":")
            yield Question(**draft.fields, type=QuestionType(word), choice_list=choice_list)


def _localized(texts: list[str]) -> Localized:
    return dict(zip((ITALIAN, ENGLISH), texts, strict=False))
