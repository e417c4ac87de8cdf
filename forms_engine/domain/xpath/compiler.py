"""Compiles the tree of an expression to closures, and finds out what the expression reads."""

from dataclasses import dataclass, field, replace
from typing import Protocol

from forms_engine.domain.xpath import operators
from forms_engine.domain.xpath.code import Code, Context, Kind, Place, constant, nodes
from forms_engine.domain.xpath.errors import ExpressionInvalid
from forms_engine.domain.xpath.functions import build_call
from forms_engine.domain.xpath.functions.registry import Lists
from forms_engine.domain.xpath.paths import narrowing, start_at, stepped
from forms_engine.domain.xpath.tree import (
    Binary,
    Call,
    Expression,
    Filter,
    Negation,
    Number,
    Path,
    Reference,
    Step,
    Text,
)
from forms_engine.domain.xpath.values import Nodes


class Surroundings(Lists, Protocol):
    """The questionnaire that an expression belongs to."""

    @property
    def root(self) -> Place:
        """The place of the root."""


_NOTHING = "null"
"""What authors who program write for no value; as XPath has no such word, it finds no node."""


@dataclass(frozen=True, slots=True)
class Use:
    """Something an expression reads: the elements of ``place``.

    ``shared`` is the innermost repeat whose occurrence the reading and the read element have in
    common, or None when elements of any occurrence may be read; then ``narrowed`` tells that
    a predicate picks some of them.
    """

    place: Place
    shared: Place | None
    narrowed: bool = False


@dataclass(frozen=True, slots=True)
class Compiler:
    """Compiles expressions in one static context: ``here``, seen from ``origin``."""

    surroundings: Surroundings
    origin: Place
    here: Place | None
    uses: dict[Use, None] = field(default_factory=dict)
    functions: dict[str, None] = field(default_factory=dict)
    absent: dict[tuple[Place, str], None] = field(default_factory=dict)
    """Names that lead nowhere, with the place where they were looked for: as XPath has it, they are empty."""

    def compile(self, tree: Expression) -> Code:
        """Return the code of ``tree`` and remember what it reads.

        Raises:
            ExpressionInvalid: A function or name is unknown, or an argument does not fit.
        """
        code = self.translate(tree)
        if code.kind is Kind.NODES:
            self._note(code)
        return code

    def translate(self, tree: Expression) -> Code:  # noqa: PLR0911 – one line a node type
        """Return the code of ``tree``; what its own nodes are read for is the caller's to say."""
        match tree:
            case Number(value):
                return constant(value)
            case Text(value):
                return constant(value)
            case Negation(operand):
                return operators.negation(self.compile(operand))
            case Binary(operator, operands):
                return operators.operation(operator, [self.compile(operand) for operand in operands])
            case Call(name, arguments):
                self.functions[name] = None
                return build_call(self, name, arguments)
            case Reference(key):
                return self._path(self.surroundings.locate(key, self.origin, indexed=False))
            case Filter(base, predicates):
                return self._filter(self.compile(base), predicates)
            case Path():
                return self._path(tree)

    def _path(self, path: Path) -> Code:
        steps = path.steps
        if path.absolute:
            code, steps = self._from_root(steps)
        elif path.start is not None:
            code = self.translate(path.start)
            if code.kind is not Kind.NODES:
                raise ExpressionInvalid("slash_after_value")
        else:
            code = start_at(self.here, lambda context: context.node, anchored=self.here is self.origin)
        for step in steps:
            code = self._step(code, step)
        return code

    def _from_root(self, steps: tuple[Step, ...]) -> tuple[Code, tuple[Step, ...]]:
        root = self.surroundings.root
        code = start_at(root, lambda context: context.world.root, anchored=True)
        if not steps or not steps[0].name:
            return code, steps
        if steps[0].name not in {root.key, "*"}:
            raise ExpressionInvalid("root_unknown", name=steps[0].name, root=root.key)
        return code, steps[1:]

    def _step(self, base: Code, step: Step) -> Code:
        plain = replace(step, predicates=())
        if not step.predicates:
            code = stepped(base, plain, ())
        else:
            reached = stepped(base, plain, ()).places
            code = stepped(base, plain, self._predicates(step.predicates, reached))
        if code.places or not base.places or not step.name:
            return code
        if step.name == _NOTHING:
            return Code(Kind.NODES, lambda _: ())
        self.absent[base.places[0], step.name] = None
        return code

    def _filter(self, base: Code, predicates: tuple[Expression, ...]) -> Code:
        if base.kind is not Kind.NODES:
            raise ExpressionInvalid("bracket_after_value")
        run, narrow = nodes(base), narrowing(self._predicates(predicates, base.places))

        def kept(context: Context) -> Nodes:
            return narrow(context, run(context)) if narrow else run(context)

        return Code(Kind.NODES, kept, narrowed=True, places=base.places)

    def _predicates(self, predicates: tuple[Expression, ...], reached: tuple[Place, ...]) -> list[Code]:
        inner = replace(self, here=reached[0] if len(reached) == 1 else None)
        return [inner.compile(predicate) for predicate in predicates]

    def _note(self, code: Code) -> None:
        for place in code.places:
            if place.index >= 0:
                shared = self._shared(place) if code.single and code.anchored else None
                self.uses[Use(place, shared, code.narrowed)] = None

    def _shared(self, place: Place) -> Place | None:
        mine = _repeats(self.origin)
        return next((repeat for repeat in _repeats(place) if any(repeat is one for one in mine)), None)


def _repeats(place: Place) -> list[Place]:
    found, repeat = [], place.repeat
    while repeat is not None:
        found.append(repeat)
        repeat = repeat.container.repeat if repeat.container else None
    return found
