"""Parses an expression into its tree, by recursive descent."""

from forms_engine.domain.xpath.errors import ExpressionInvalid
from forms_engine.domain.xpath.lexer import Kind, Token, tokens
from forms_engine.domain.xpath.tree import (
    PARENT,
    SELF,
    Axis,
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

DEEPEST = 60
"""Levels of nesting; both the parser and the compiled closures recurse once a level."""

_LEVELS: tuple[frozenset[str], ...] = (
    frozenset({"or"}),
    frozenset({"and"}),
    frozenset({"=", "!="}),
    frozenset({"<", "<=", ">", ">="}),
    frozenset({"+", "-"}),
    frozenset({"*", "div", "mod"}),
)
_CHAINED = frozenset({"or", "and", "+", "*"})
_NODE_TYPES = frozenset({"node", "text"})


def parse(source: str) -> Expression:
    """Return the tree of ``source``.

    Raises:
        ExpressionInvalid: The source is not an XPath expression; the message says where.
    """
    parser = _Parser(list(tokens(source)))
    tree = parser.expression()
    parser.expect_end()
    return tree


class _Parser:
    def __init__(self, items: list[Token]) -> None:
        self._tokens = items
        self._index = 0
        self._depth = 0

    @property
    def _token(self) -> Token:
        return self._tokens[self._index]

    def _next(self) -> Token:
        token = self._token
        self._index += 1
        return token

    def _at(self, text: str) -> bool:
        return self._token.text == text and self._token.kind in {Kind.PUNCTUATION, Kind.OPERATOR}

    def _accept(self, text: str) -> bool:
        if self._at(text):
            self._index += 1
            return True
        return False

    def _expect(self, text: str) -> None:
        if not self._accept(text):
            raise self._surprise("expected_sign", sign=text)

    def expect_end(self) -> None:
        if self._token.kind is not Kind.END:
            raise self._surprise("expected_end")

    def _surprise(self, code: str, **params: object) -> ExpressionInvalid:
        at_end = "_at_end" if self._token.kind is Kind.END else ""
        position = self._token.position + 1
        return ExpressionInvalid(f"{code}{at_end}", position=position, found=self._token.text, **params)

    def expression(self) -> Expression:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionInvalid("expression_too_deep", limit=DEEPEST)
        tree = self._binary(0)
        self._depth -= 1
        return tree

    def _binary(self, level: int) -> Expression:
        if level == len(_LEVELS):
            return self._unary()
        left, length = self._binary(level + 1), 0
        while self._token.kind is Kind.OPERATOR and self._token.text in _LEVELS[level]:
            operator = self._next().text
            right = self._binary(level + 1)
            if operator in _CHAINED and isinstance(left, Binary) and left.operator == operator and length:
                left = Binary(operator, (*left.operands, right))
                continue
            left, length = Binary(operator, (left, right)), length + 1
            if length > DEEPEST:
                raise ExpressionInvalid("operators_too_many", limit=DEEPEST)
        return left

    def _unary(self) -> Expression:
        negative = False
        while self._accept("-"):
            negative = not negative
        operand = self._union()
        return Negation(operand) if negative else operand

    def _union(self) -> Expression:
        operands = [self._path()]
        while self._accept("|"):
            operands.append(self._path())
        return operands[0] if len(operands) == 1 else Binary("|", tuple(operands))

    def _path(self) -> Expression:
        if self._at("/") or self._at("//"):
            return self._absolute()
        if self._starts_step():
            return Path(self._steps())
        base: Expression = self._primary()
        predicates = self._predicates()
        if predicates:
            base = Filter(base, predicates)
        if self._at("/") or self._at("//"):
            steps = self._descend() if self._at("//") else ()
            self._accept("/")
            return Path(steps + self._steps(), start=base)
        return base

    def _absolute(self) -> Path:
        if self._at("//"):
            return Path(self._descend() + self._steps(), absolute=True)
        self._expect("/")
        return Path(self._steps() if self._starts_step() else (), absolute=True)

    def _descend(self) -> tuple[Step, ...]:
        self._expect("//")
        return (Step(Axis.DESCENDANT_OR_SELF, ""),)

    def _starts_step(self) -> bool:
        token = self._token
        if token.kind is Kind.PUNCTUATION:
            return token.text in {".", "..", "*", "@"}
        if token.kind is not Kind.NAME:
            return False
        following = self._tokens[self._index + 1]
        return following.text != "(" or following.kind is Kind.TEXT or token.text in _NODE_TYPES

    def _steps(self) -> tuple[Step, ...]:
        steps = [self._step()]
        while self._at("/") or self._at("//"):
            if self._at("//"):
                steps.extend(self._descend())
            else:
                self._next()
            steps.append(self._step())
        return tuple(steps)

    def _step(self) -> Step:
        if self._accept("."):
            return Step(SELF.axis, "", self._predicates())
        if self._accept(".."):
            return Step(PARENT.axis, "", self._predicates())
        axis, name = Axis.CHILD, self._step_name()
        if self._accept("::"):
            if name not in set(Axis):
                raise ExpressionInvalid("axis_unsupported", name=name)
            axis, name = Axis(name), self._step_name()
        if name in _NODE_TYPES and self._accept("("):
            self._expect(")")
            name = ""
        return Step(axis, name, self._predicates())

    def _step_name(self) -> str:
        if self._accept("*"):
            return "*"
        if self._at("@"):
            raise ExpressionInvalid("attribute")
        if self._token.kind is not Kind.NAME:
            raise self._surprise("expected_name")
        return self._next().text

    def _predicates(self) -> tuple[Expression, ...]:
        predicates = []
        while self._accept("["):
            predicates.append(self.expression())
            self._expect("]")
        return tuple(predicates)

    def _primary(self) -> Expression:
        if self._accept("("):
            inner = self.expression()
            self._expect(")")
            return inner
        token = self._token
        if token.kind not in {Kind.NUMBER, Kind.TEXT, Kind.REFERENCE, Kind.NAME}:
            raise self._surprise("expected_value")
        self._next()
        match token.kind:
            case Kind.NUMBER:
                return Number(float(token.text))
            case Kind.TEXT:
                return Text(token.text[1:-1])
            case Kind.REFERENCE:
                return Reference(token.text)
            case _:
                return Call(token.text, self._arguments())

    def _arguments(self) -> tuple[Expression, ...]:
        self._expect("(")
        if self._accept(")"):
            return ()
        arguments = [self.expression()]
        while self._accept(","):
            arguments.append(self.expression())
        self._expect(")")
        return tuple(arguments)
