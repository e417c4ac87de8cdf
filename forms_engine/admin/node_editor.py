"""What the editor of one question or section shows: its texts, rules, looks and choices."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms_engine.admin import labels
from forms_engine.domain.definition import Choice, Definition, Node, Question, QuestionType, Repeat
from forms_engine.domain.editing.expressions import Review, review_expression
from forms_engine.domain.editing.rows import kind_of_node
from forms_engine.domain.kinds.registry import KINDS, kind_named
from forms_engine.domain.languages import language_code, pick
from forms_engine.domain.rules import Piece, RuleReader
from forms_engine.services.trials import sentence_of

ROWS_SHOWN = 150
"""Longer choice lists are edited in the workbook: a page must not grow with them."""

ALWAYS = "true()"
FIRST_RULES = ("relevant", "required", "constraint", "choice_filter", "calculation", "count")
MORE_RULES = ("default", "read_only", "trigger")
_ONLY_ASKED = frozenset({"required", "constraint", "read_only"})
_OPTIONS: Mapping[QuestionType, tuple[str, ...]] = {
    QuestionType.RANGE: ("start", "end", "step"),
    QuestionType.SELECT_ONE: ("randomize",),
    QuestionType.SELECT_MULTIPLE: ("randomize",),
    QuestionType.RANK: ("randomize",),
    QuestionType.IMAGE: ("max-pixels",),
    QuestionType.DECIMAL: ("currency",),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A text in one language; ``code`` is for ``lang``."""

    language: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Named:
    """A node that an expression depends on."""

    path: str
    label: str


@dataclass(frozen=True, slots=True)
class Check:
    """What is said about an expression: the parts before, in and after its fault, and in words."""

    field: str
    before: str = ""
    fault: str = ""
    after: str = ""
    sentence: str = ""
    remarks: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()
    reads: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """An expression of the node; ``is_always`` where it is a plain yes."""

    field: str
    text: str
    is_always: bool
    check: Check


def texts_of(definition: Definition, node: Node, field: str) -> list[Cell]:
    """Return a text of a node in every language of the questionnaire."""
    return cells(definition, getattr(node, field, {}))


def cells(definition: Definition, localized: Mapping[str, str]) -> list[Cell]:
    """Return a text in every language of the questionnaire, side by side."""
    return [Cell(each, language_code(each), localized.get(each, "")) for each in definition.languages]


def check_of(definition: Definition, path: str, field: str, text: str, language: str) -> Check:
    """Return what is to be said about an expression, written or being written."""
    found = review_expression(definition, path, field, text)
    nodes = dict(definition.walk())
    node = nodes.get(path)
    own = node if isinstance(node, Question) else None
    default = definition.languages[0]
    reads = tuple(Named(each, pick(nodes[each].label, language, default)) for each in found.reads)
    if found.fault:
        start, end = found.fault.start, found.fault.end
        sentence = sentence_of(found.fault.problem)
        return Check(field, text[:start], text[start:end], text[end:], sentence, reads=reads)
    pieces = RuleReader(definition, language).read(text, own) if _is_worth_words(found, text) else ()
    remarks = tuple(sentence_of(each) for each in found.remarks)
    return Check(field, before=text, remarks=remarks, pieces=pieces, reads=reads)


def _is_worth_words(found: Review, text: str) -> bool:
    return bool(text.strip()) and (bool(found.reads) or "(" in text or "." in text)


def node_context(definition: Definition, path: str, language: str) -> dict[str, Any]:
    """Return what the editor of the node at ``path`` shows."""
    node = dict(definition.walk())[path]
    is_asked = isinstance(node, Question) and node.type.is_asked
    context: dict[str, Any] = {
        "node": node,
        "path": path,
        "kind": kind_of_node(node),
        "is_question": isinstance(node, Question),
        "texts": [(field, texts_of(definition, node, field)) for field in ("label", "hint")],
        "more_texts": [
            (field, texts_of(definition, node, field))
            for field in ("constraint_message", "required_message", "guidance")
            if is_asked
        ],
        "rules": list(_rules(definition, path, node, FIRST_RULES, language)),
        "more_rules": list(_rules(definition, path, node, MORE_RULES, language)),
        "types": _types(node),
    }
    return context | (_of_question(definition, node) if isinstance(node, Question) else {})


def _of_question(definition: Definition, question: Question) -> dict[str, Any]:
    kind = kind_named(question.appearance)
    fitting = [word for word, each in KINDS.items() if question.type in each.types]
    options = {name: question.parameters.get(name, "") for name in _OPTIONS.get(question.type, ())}
    rows = definition.choice_lists.get(question.choice_list, ())
    place = "more_options" if question.type.is_select else "options"
    return {
        "answer_kinds": [(word, labels.KINDS[word]) for word in fitting],
        "answer_kind": kind.word if kind else "",
        place: list((options | dict(question.parameters)).items()),
        "is_select": question.type.is_select,
        "lists": sorted(definition.choice_lists),
        "choices": [_row(definition, choice) for choice in rows[:ROWS_SHOWN]],
        "choices_total": len(rows),
        "choices_too_many": len(rows) > ROWS_SHOWN,
        "no_choice": cells(definition, {}),
        "sharing": _sharing(definition, question),
    }


def _row(definition: Definition, choice: Choice) -> tuple[str, list[Cell]]:
    return choice.value, cells(definition, choice.label)


def _sharing(definition: Definition, question: Question) -> int:
    """Return how many other questions use the same choice list."""
    nodes = (node for _path, node in definition.walk() if isinstance(node, Question))
    return sum(1 for node in nodes if node.type.is_select and node.choice_list == question.choice_list) - 1


def _rules(
    definition: Definition, path: str, node: Node, fields: tuple[str, ...], language: str
) -> Iterator[Rule]:
    for field in fields:
        text = getattr(node, field, None)
        if text is None or (not text and not _fits(node, field)):
            continue
        shown = "" if text == ALWAYS and field in {"required", "read_only"} else text
        yield Rule(field, shown, text == ALWAYS, check_of(definition, path, field, shown, language))


def _fits(node: Node, field: str) -> bool:
    if not isinstance(node, Question):
        return field == "relevant" or (field == "count" and isinstance(node, Repeat))
    if field == "choice_filter":
        return node.type.is_select
    if field == "calculation":
        return node.type is not QuestionType.NOTE
    return node.type.is_asked or field not in _ONLY_ASKED


def _types(node: Node) -> list[tuple[str, Any]]:
    if not isinstance(node, Question):
        return list(labels.SECTIONS.items())
    known = list(labels.TYPES.items())
    return known if node.type.value in labels.TYPES else [*known, (node.type.value, labels.FILLED_IN)]
