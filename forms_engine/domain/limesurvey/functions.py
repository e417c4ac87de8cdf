"""ExpressionScript's functions, in XPath."""

import re
from collections.abc import Callable, Sequence

from forms_engine.domain.foreign.grammar import Untranslatable
from forms_engine.domain.foreign.terms import Kind, Term, binary, call, number
from forms_engine.domain.foreign.terms import text as literal

_UPPER, _LOWER = "ABCDEFGHIJKLMNOPQRSTUVWXYZÀÈÉÌÒÙ", "abcdefghijklmnopqrstuvwxyzàèéìòù"
_PATTERN = re.compile(r"(['\"])/(.*)/([a-z]*)\1", re.DOTALL)
_DATE = {"Y": "%Y", "y": "%y", "m": "%m", "n": "%n", "d": "%d", "j": "%e", "H": "%H", "i": "%M", "s": "%S"}
_PLAIN: dict[str, tuple[str, int, int, Kind]] = {
    "abs": ("abs", 1, 1, Kind.NUMBER), "floor": ("floor", 1, 1, Kind.NUMBER),
    "ceil": ("ceiling", 1, 1, Kind.NUMBER),
    "sqrt": ("sqrt", 1, 1, Kind.NUMBER), "exp": ("exp", 1, 1, Kind.NUMBER), "pow": ("pow", 2, 2, Kind.NUMBER),
    "sin": ("sin", 1, 1, Kind.NUMBER), "cos": ("cos", 1, 1, Kind.NUMBER), "tan": ("tan", 1, 1, Kind.NUMBER),
    "pi": ("pi", 0, 0, Kind.NUMBER), "min": ("min", 1, 60, Kind.NUMBER), "max": ("max", 1, 60, Kind.NUMBER),
    "intval": ("int", 1, 1, Kind.NUMBER), "floatval": ("number", 1, 1, Kind.NUMBER),
    "strlen": ("string-length", 1, 1, Kind.NUMBER), "trim": ("normalize-space", 1, 1, Kind.TEXT),
    "join": ("concat", 1, 60, Kind.TEXT), "concat": ("concat", 1, 60, Kind.TEXT),
}  # fmt: skip


def apply(name: str, arguments: Sequence[Term]) -> Term:
    """Return the call of a function.

    Raises:
        Untranslatable: there is none here, or not with these arguments.
    """
    if name in _PLAIN:
        own, least, most, kind = _PLAIN[name]
        if least <= len(arguments) <= most:
            return call(own, *arguments, kind=kind)
    elif name in _BUILT:
        try:
            return _BUILT[name](*arguments)
        except TypeError:  # not so many arguments
            raise Untranslatable(f"{name}()") from None
    raise Untranslatable(f"{name}()")


def regular_expression(written: str) -> str:
    """Return a regular expression without the delimiters and flags that PHP has around it.

    Raises:
        Untranslatable: it has flags that change its meaning.
    """
    match = re.fullmatch(r"/(.*)/([a-z]*)", written, re.DOTALL)
    if match is None:
        return written
    if match[2].strip("u") not in {"", "i"}:
        raise Untranslatable(f"/{match[2]}")
    return f"(?i){match[1]}" if "i" in match[2] else match[1]


def _regex(pattern: Term, value: Term) -> Term:
    match = _PATTERN.fullmatch(pattern.text)
    if match is None:
        raise Untranslatable("regexMatch()")
    return call("regex", value, literal(regular_expression(f"/{match[2]}/{match[3]}")), kind=Kind.TRUTH)


def _round(value: Term, places: Term | None = None) -> Term:
    return call("round", value, places or number("0"), kind=Kind.NUMBER)


def _substr(value: Term, start: Term, length: Term | None = None) -> Term:
    end = [binary("+", start, length, Kind.NUMBER)] if length else []
    return call("substr", value, start, *end, kind=Kind.TEXT)


def _sum(*values: Term) -> Term:
    return _added([call("number", call("coalesce", each, number("0")), kind=Kind.NUMBER) for each in values])


def _count(*values: Term) -> Term:
    return _added([_one_if(binary("!=", each, literal(""))) for each in values])


def _count_if(wanted: Term, *values: Term) -> Term:
    return _added([_one_if(binary("=", each, wanted)) for each in values])


def _one_if(test: Term) -> Term:
    return call("if", test, number("1"), number("0"), kind=Kind.NUMBER)


def _added(terms: Sequence[Term]) -> Term:
    if not terms:
        raise Untranslatable("()")
    total = terms[0]
    for each in terms[1:]:
        total = binary("+", total, each, Kind.NUMBER)
    return total


def _is_number(value: Term) -> Term:
    same = call("number", value, kind=Kind.NUMBER)
    return binary("=", same, same)


def _date(form: Term, moment: Term | None = None) -> Term:
    letters = form.text.strip("'\"")
    if any(letter.isalpha() and letter not in _DATE for letter in letters):
        raise Untranslatable(f"date({form.text})")
    written = "".join(_DATE.get(letter, letter) for letter in letters)
    return call("format-date-time", moment or call("now"), literal(written), kind=Kind.TEXT)


def _implode(separator: Term, *values: Term) -> Term:
    if not values:
        raise Untranslatable("implode()")
    return call("join", separator, *values, kind=Kind.TEXT)


_BUILT: dict[str, Callable[..., Term]] = {
    "regexMatch": _regex,
    "round": _round,
    "substr": _substr,
    "sum": _sum,
    "count": _count,
    "countif": _count_if,
    "is_empty": lambda value: binary("=", value, literal("")),
    "is_numeric": _is_number,
    "is_float": _is_number,
    "strtoupper": lambda value: call("translate", value, literal(_LOWER), literal(_UPPER), kind=Kind.TEXT),
    "strtolower": lambda value: call("translate", value, literal(_UPPER), literal(_LOWER), kind=Kind.TEXT),
    "date": _date,
    "time": lambda: call("now", kind=Kind.NUMBER),
    "implode": _implode,
}
