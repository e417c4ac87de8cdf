"""FHIRPath's functions on one value, in XPath."""

from collections.abc import Callable, Sequence

from forms_engine.domain.foreign.grammar import Untranslatable
from forms_engine.domain.foreign.terms import Kind, Term, binary, call, number
from forms_engine.domain.foreign.terms import text as literal

_UPPER, _LOWER = "ABCDEFGHIJKLMNOPQRSTUVWXYZÀÈÉÌÒÙ", "abcdefghijklmnopqrstuvwxyzàèéìòù"
_RENAMED: dict[str, tuple[str, int, Kind]] = {
    "round": ("round", 1, Kind.NUMBER),
    "abs": ("abs", 0, Kind.NUMBER),
    "floor": ("floor", 0, Kind.NUMBER),
    "ceiling": ("ceiling", 0, Kind.NUMBER),
    "truncate": ("int", 0, Kind.NUMBER),
    "sqrt": ("sqrt", 0, Kind.NUMBER),
    "exp": ("exp", 0, Kind.NUMBER),
    "power": ("pow", 1, Kind.NUMBER),
    "toInteger": ("int", 0, Kind.NUMBER),
    "toDecimal": ("number", 0, Kind.NUMBER),
    "toString": ("string", 0, Kind.TEXT),
    "length": ("string-length", 0, Kind.NUMBER),
    "trim": ("normalize-space", 0, Kind.TEXT),
    "contains": ("contains", 1, Kind.TRUTH),
    "startsWith": ("starts-with", 1, Kind.TRUTH),
    "endsWith": ("ends-with", 1, Kind.TRUTH),
    "matches": ("regex", 1, Kind.TRUTH),
}


def apply(name: str, value: Term, arguments: Sequence[Term]) -> Term:
    """Return the call of a function on a value.

    Raises:
        Untranslatable: there is no such function here.
    """
    if name in _RENAMED:
        return _renamed(name, value, arguments)
    build = _BUILT.get(name)
    if build is None:
        raise Untranslatable(f"{name}()")
    try:
        return build(value, *arguments)
    except TypeError:  # not so many arguments
        raise Untranslatable(f"{name}()") from None


def _renamed(name: str, value: Term, arguments: Sequence[Term]) -> Term:
    own, most, kind = _RENAMED[name]
    if len(arguments) > most or (len(arguments) < most and name != "round"):
        raise Untranslatable(f"{name}()")
    if name == "round" and not arguments:
        arguments = (number("0"),)
    return call(own, value, *arguments, kind=kind)


def _substring(value: Term, start: Term, length: Term | None = None) -> Term:
    if length is None:
        return call("substr", value, start, kind=Kind.TEXT)
    return call("substr", value, start, binary("+", start, length, Kind.NUMBER), kind=Kind.TEXT)


def _empty(value: Term) -> Term:
    return binary("=", value, literal(""))


def _exists(value: Term) -> Term:
    return binary("!=", value, literal(""))


def _same(value: Term) -> Term:
    return value


_BUILT: dict[str, Callable[..., Term]] = {
    "substring": _substring,
    "upper": lambda value: call("translate", value, literal(_LOWER), literal(_UPPER), kind=Kind.TEXT),
    "lower": lambda value: call("translate", value, literal(_UPPER), literal(_LOWER), kind=Kind.TEXT),
    "empty": _empty,
    "exists": _exists,
    "first": _same,
    "single": _same,
    "toQuantity": _same,
    "value": _same,
    "sum": _same,
}
