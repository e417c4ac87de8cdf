"""Rules that find other questions by their path, which no longer leads there from another place."""

import re
from collections.abc import Iterator

from forms_engine.domain.definition import Node
from forms_engine.domain.xpath.errors import ExpressionInvalid
from forms_engine.domain.xpath.parser import parse
from forms_engine.domain.xpath.tree import (
    PARENT,
    SELF,
    Binary,
    Call,
    Expression,
    Filter,
    Negation,
    Path,
    Text,
)

_RULES = ("relevant", "required", "constraint", "calculation", "read_only", "choice_filter", "count")
_DYNAMIC = re.compile(r"\$\{|\(")


def paths_outward(node: Node, depth: int) -> Iterator[str]:
    """Yield the columns in which a node finds others by path; ``depth`` is how far it is below the group."""
    rules = {name: getattr(node, name, "") for name in _RULES}
    default = getattr(node, "default", "")
    rules["default"] = default if _DYNAMIC.search(default) else ""
    for column, rule in rules.items():
        if rule and _leads_out(rule, depth, in_list=column == "choice_filter"):
            yield column


def _leads_out(rule: str, depth: int, *, in_list: bool) -> bool:
    try:
        return any(_is_outward(path, depth) for path in _paths(parse(rule), in_list=in_list))
    except ExpressionInvalid:
        return False  # whoever compiles it says what is wrong with it


def _is_outward(path: Path, depth: int) -> bool:
    climbs = sum(step == PARENT for step in path.steps)
    return path.absolute or climbs > depth or any(step.name not in {"", "*"} for step in path.steps)


def _paths(tree: Expression, *, in_list: bool) -> Iterator[Path]:
    """Yield the paths that start at a question; in a list, plain names are its columns."""
    if isinstance(tree, Path):
        yield from _paths_of(tree, in_list=in_list)
    else:
        for inner in _inner(tree):
            yield from _paths(inner, in_list=in_list)


def _paths_of(path: Path, *, in_list: bool) -> Iterator[Path]:
    start = path.start
    is_column = in_list and start is None and not path.absolute and path.steps[:1] != (PARENT,)
    is_listed = is_column or (isinstance(start, Call) and start.name == "instance")
    if not is_listed and path.steps != (SELF,):
        yield path
    if start is not None:
        yield from _paths(start, in_list=in_list)
    for step in path.steps:
        for predicate in step.predicates:
            yield from _paths(predicate, in_list=is_listed)


def _inner(tree: Expression) -> tuple[Expression, ...]:
    match tree:
        case Call(name="jr:choice-name", arguments=(value, Text(written))):
            return value, parse(written)
        case Call(arguments=inner) | Binary(operands=inner):
            return inner
        case Negation(operand=operand):
            return (operand,)
        case Filter(base=base, predicates=predicates):
            return base, *predicates
    return ()
