"""Every rule of a definition as a tree, and what its references mean."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from forms_engine.domain.definition import Choice, Definition, Group, Node, Question, QuestionType, Repeat
from forms_engine.domain.xpath.errors import ExpressionInvalid
from forms_engine.domain.xpath.parser import parse
from forms_engine.domain.xpath.tree import (
    SELF,
    Binary,
    Call,
    Expression,
    Filter,
    Negation,
    Number,
    Path,
    Reference,
    Text,
)

COLUMNS = ("relevant", "required", "constraint", "calculation", "choice_filter", "read_only", "count")
MIRRORED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, with the key path of the node that it belongs to."""

    path: str
    column: str
    tree: Expression


@dataclass(frozen=True, slots=True)
class Comparison:
    """A question compared with a literal; ``operator`` is ``selected`` for an included choice."""

    path: str
    operator: str
    value: str | float


class Rulebook:
    """The rules of one definition; references to keys that are not unique mean nothing here."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.nodes: dict[str, Node] = dict(definition.walk())
        self.order = {path: at for at, path in enumerate(self.nodes)}
        times = Counter(node.key for node in self.nodes.values())
        self._keys = {node.key: path for path, node in self.nodes.items() if times[node.key] == 1}
        self.rules = tuple(self._read())
        self.relevance = {rule.path: rule.tree for rule in self.rules if rule.column == "relevant"}
        self.calculations = {rule.path: rule.tree for rule in self.rules if rule.column == "calculation"}

    def _read(self) -> Iterator[Rule]:
        for path, node in self.nodes.items():
            for column in COLUMNS:
                source = getattr(node, column, "")
                if source:
                    try:
                        yield Rule(path, column, parse(source))
                    except ExpressionInvalid:
                        continue

    def question(self, path: str) -> Question | None:
        """Return the question at a key path, None where there is a section or nothing."""
        node = self.nodes.get(path)
        return node if isinstance(node, Question) else None

    def offered(self, path: str) -> tuple[Choice, ...]:
        """Return the whole choice list of a question."""
        question = self.question(path)
        return self.definition.choice_lists.get(question.choice_list, ()) if question else ()

    def sections(self, path: str) -> Iterator[str]:
        """Yield the key paths of the sections around a node, the outermost first."""
        parts = path.split("/")
        return ("/".join(parts[:depth]) for depth in range(1, len(parts)))

    def meant(self, tree: Expression, own: str) -> str:
        """Return the key path that an operand reads, ``""`` where it is no plain reference."""
        match tree:
            case Reference(key=key):
                return self._keys.get(key, "")
            case Path(steps=(step,), start=None, absolute=False) if step == SELF:
                return own
            case Call(name="number" | "int" | "string" | "date" | "decimal-date-time", arguments=(inner,)):
                return self.meant(inner, own)
        return ""

    def compared(self, tree: Expression, own: str) -> Comparison | None:
        """Return what a tree compares, None where it is no comparison of a question with a literal."""
        found: tuple[str, str, str | float]
        match tree:
            case Call(name="selected", arguments=(left, Text(value=value))):
                found = self.meant(left, own), "selected", value
            case Binary(operator=operator, operands=(left, right)) if operator in MIRRORED:
                literal = literal_of(right)
                if literal is not None:
                    found = self.meant(left, own), operator, literal
                elif (literal := literal_of(left)) is not None:
                    found = self.meant(right, own), MIRRORED[operator], literal
                else:
                    return None
            case _:
                return None
        return Comparison(*found) if found[0] else None

    def references(self, rule: Rule) -> Iterator[str]:
        """Yield the key paths of the questions that a rule names, each once."""
        found = (self._keys.get(each.key, "") for each in parts_of(rule.tree) if isinstance(each, Reference))
        return iter(dict.fromkeys(path for path in found if path))

    def comparisons(self) -> Iterator[tuple[Rule, Comparison]]:
        """Yield every comparison of a question with a literal, wherever it stands in a rule."""
        for rule in self.rules:
            for tree in parts_of(rule.tree):
                found = self.compared(tree, rule.path)
                if found:
                    yield rule, found

    def is_silent(self, path: str) -> bool:
        """Tell whether a node is a note that never holds a value."""
        node = self.question(path)
        return node is not None and node.type is QuestionType.NOTE and not (node.calculation or node.default)

    def is_repeated(self, path: str) -> bool:
        """Tell whether a node is in a section that repeats."""
        return any(isinstance(self.nodes[each], Repeat) for each in self.sections(path))

    def is_section(self, path: str) -> bool:
        """Tell whether a node holds others."""
        return isinstance(self.nodes.get(path), Group)


def literal_of(tree: Expression) -> str | float | None:
    """Return the literal that a tree is, None where it is more than that."""
    match tree:
        case Text(value=value) | Number(value=value):
            return value
        case Negation(operand=Number(value=value)):
            return -value
        case Call(name="date" | "number" | "int" | "string", arguments=(inner,)):
            return literal_of(inner)
    return None


def parts_of(tree: Expression) -> Iterator[Expression]:
    """Yield a tree and every part of it."""
    yield tree
    match tree:
        case Binary(operands=inner) | Call(arguments=inner):
            below: tuple[Expression, ...] = inner
        case Negation(operand=operand):
            below = (operand,)
        case Filter(base=base, predicates=predicates):
            below = (base, *predicates)
        case Path(steps=steps, start=start):
            below = tuple(each for step in steps for each in step.predicates)
            below = (start, *below) if start is not None else below
        case _:
            below = ()
    for each in below:
        yield from parts_of(each)
