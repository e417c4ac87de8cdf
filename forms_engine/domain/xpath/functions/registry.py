"""How functions are declared, and how a call of one is compiled."""

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from forms_engine.domain.xpath.code import Code, Context, Kind, Place, nodes, numbers, texts, truths
from forms_engine.domain.xpath.errors import ExpressionInvalid
from forms_engine.domain.xpath.tree import SELF, Expression, Path
from forms_engine.domain.xpath.values import Element


class Lists(Protocol):
    """What a function may ask of the questionnaire at compile time."""

    @property
    def labels(self) -> Mapping[str, str]:
        """The labels of all choices by the name that ``jr:itext()`` knows them by."""

    def locate(self, key: str, origin: Place, *, indexed: bool) -> Path:
        """Return the path that ``${key}`` stands for at ``origin``."""

    def choice_list(self, name: str) -> tuple[Element, Place]:
        """Return the document of a choice list and its place."""


class Compiling(Protocol):
    """The compiler, as the functions see it."""

    @property
    def surroundings(self) -> Lists:
        """The questionnaire."""

    @property
    def origin(self) -> Place:
        """The place of the element whose expression is compiled."""

    def compile(self, tree: Expression) -> Code:
        """Return the code of an argument, whose nodes count as read."""

    def translate(self, tree: Expression) -> Code:
        """Return the code of an argument that only helps to find the nodes that are read."""


Build = Callable[[Compiling, tuple[Expression, ...]], Code]
Body = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Function:
    """A function: how many arguments it takes at least and at most (None: any number)."""

    build: Build
    least: int
    most: int | None


FUNCTIONS: dict[str, Function] = {}
VOLATILE = frozenset({"now", "random", "uuid", "randomize"})
"""Functions whose result differs at each evaluation."""


def function(
    *names: str, gives: Kind, takes: tuple[Kind, ...] = (), least: int | None = None, rest: Kind | None = None
) -> Callable[[Body], Body]:
    """Declare a function whose body gets the context and its arguments, converted to ``takes``.

    Arguments from number ``least`` on may be left out; ``rest`` is the kind of any that follow.
    """

    def declare(body: Body) -> Body:
        def build(compiling: Compiling, arguments: tuple[Expression, ...]) -> Code:
            kinds = takes + (rest or Kind.ANY,) * (len(arguments) - len(takes))
            compiled = [compiling.compile(argument) for argument in arguments]
            given = [_converted(code, kind, names[0]) for code, kind in zip(compiled, kinds, strict=False)]
            return Code(gives, _run(body, given))

        fewest = len(takes) if least is None else least
        special(*names, least=fewest, most=None if rest else len(takes))(build)
        return body

    return declare


def special(*names: str, least: int, most: int | None) -> Callable[[Build], Build]:
    """Declare a function that compiles its own arguments."""

    def declare(build: Build) -> Build:
        for name in names:
            FUNCTIONS[name] = Function(build, least, most)
        return build

    return declare


def build_call(compiling: Compiling, name: str, arguments: tuple[Expression, ...]) -> Code:
    """Return the code of a call.

    Raises:
        ExpressionInvalid: There is no such function, or not with that many arguments.
    """
    found = FUNCTIONS.get(name)
    if found is None:
        raise _unknown(name)
    if len(arguments) < found.least or (found.most is not None and len(arguments) > found.most):
        raise _miscounted(name, found, len(arguments))
    return found.build(compiling, arguments)


def own_value(compiling: Compiling) -> Code:
    """Return the code of ``.``, which some functions read when they get no argument."""
    return compiling.compile(Path((SELF,)))


def _converted(code: Code, kind: Kind, name: str) -> Callable[[Context], Any]:
    match kind:
        case Kind.TEXT:
            return texts(code)
        case Kind.NUMBER:
            return numbers(code)
        case Kind.BOOLEAN:
            return truths(code)
        case Kind.NODES:
            if code.kind is not Kind.NODES:
                raise ExpressionInvalid("path_needed", function=name)
            return nodes(code)
        case _:
            return code.run


def _run(body: Body, given: list[Callable[[Context], Any]]) -> Callable[[Context], Any]:
    match given:
        case []:
            return body
        case [first]:
            return lambda context: body(context, first(context))
        case [first, second]:
            return lambda context: body(context, first(context), second(context))
        case _:
            return lambda context: body(context, *[argument(context) for argument in given])


def _unknown(name: str) -> ExpressionInvalid:
    if close := difflib.get_close_matches(name, FUNCTIONS, n=1):
        return ExpressionInvalid("function_misspelt", function=name, nearest=close[0])
    return ExpressionInvalid("function_unknown", function=name)


def _miscounted(name: str, found: Function, given: int) -> ExpressionInvalid:
    code = {0: "arguments_none", 1: "arguments_one"}.get(found.least, "arguments_many")
    if found.most is None:
        code = "arguments_at_least"
    elif found.most != found.least:
        code = "arguments_between"
    return ExpressionInvalid(code, function=name, least=found.least, most=found.most, given=given)
