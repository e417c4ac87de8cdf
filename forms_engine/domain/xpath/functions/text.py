"""Functions about text."""

import base64
import binascii
import hashlib
import math
from collections.abc import Callable

from forms_engine.domain.xpath.code import Code, Context, Kind, texts
from forms_engine.domain.xpath.errors import ExpressionInvalid
from forms_engine.domain.xpath.functions.registry import Compiling, function, own_value, special
from forms_engine.domain.xpath.patterns import matcher
from forms_engine.domain.xpath.tree import Expression, Text
from forms_engine.domain.xpath.values import Value, text_of

_LONGEST_UUID = 1_000


def _own_text(compiling: Compiling, arguments: tuple[Expression, ...]) -> Callable[[Context], str]:
    return texts(compiling.compile(arguments[0]) if arguments else own_value(compiling))


@special("string", least=0, most=1)
def _string(compiling: Compiling, arguments: tuple[Expression, ...]) -> Code:
    return Code(Kind.TEXT, _own_text(compiling, arguments))


@special("string-length", least=0, most=1)
def _string_length(compiling: Compiling, arguments: tuple[Expression, ...]) -> Code:
    text = _own_text(compiling, arguments)
    return Code(Kind.NUMBER, lambda context: float(len(text(context))))


@special("normalize-space", "trim", least=0, most=1)
def _normalize_space(compiling: Compiling, arguments: tuple[Expression, ...]) -> Code:
    text = _own_text(compiling, arguments)
    return Code(Kind.TEXT, lambda context: " ".join(text(context).split()))


@function("concat", gives=Kind.TEXT, rest=Kind.ANY)
def _concat(_context: Context, *values: Value) -> str:
    return "".join(_each(values))


@function("join", gives=Kind.TEXT, takes=(Kind.TEXT,), rest=Kind.ANY)
def _join(_context: Context, glue: str, *values: Value) -> str:
    return glue.join(_each(values))


@special("coalesce", least=2, most=None)
def _coalesce(compiling: Compiling, arguments: tuple[Expression, ...]) -> Code:
    found = [texts(compiling.compile(argument)) for argument in arguments]
    return Code(Kind.TEXT, lambda context: next((text for run in found if (text := run(context))), ""))


@function("contains", gives=Kind.BOOLEAN, takes=(Kind.TEXT, Kind.TEXT))
def _contains(_context: Context, text: str, part: str) -> bool:
    return part in text


@function("starts-with", gives=Kind.BOOLEAN, takes=(Kind.TEXT, Kind.TEXT))
def _starts_with(_context: Context, text: str, part: str) -> bool:
    return text.startswith(part)


@function("ends-with", gives=Kind.BOOLEAN, takes=(Kind.TEXT, Kind.TEXT))
def _ends_with(_context: Context, text: str, part: str) -> bool:
    return text.endswith(part)


@function("substring-before", gives=Kind.TEXT, takes=(Kind.TEXT, Kind.TEXT))
def _substring_before(_context: Context, text: str, part: str) -> str:
    before, found, _ = text.partition(part) if part else ("", "", "")
    return before if found else ""


@function("substring-after", gives=Kind.TEXT, takes=(Kind.TEXT, Kind.TEXT))
def _substring_after(_context: Context, text: str, part: str) -> str:
    return text.partition(part)[2] if part else text


@function("substring", gives=Kind.TEXT, takes=(Kind.TEXT, Kind.NUMBER, Kind.NUMBER), least=2)
def _substring(_context: Context, text: str, start: float, length: float = math.inf) -> str:
    """Count characters from 1, as XPath does, and keep those within the rounded bounds."""
    first = math.floor(start + 0.5) if math.isfinite(start) else start
    after = first + (math.floor(length + 0.5) if math.isfinite(length) else length)
    return "".join(character for at, character in enumerate(text, 1) if first <= at < after)


@function("substr", gives=Kind.TEXT, takes=(Kind.TEXT, Kind.NUMBER, Kind.NUMBER), least=2)
def _substr(_context: Context, text: str, start: float, end: float | None = None) -> str:
    if math.isnan(start) or (end is not None and math.isnan(end)):
        return ""
    bounds = slice(_bounded(start, len(text)), None if end is None else _bounded(end, len(text)))
    return text[bounds]


def _bounded(number: float, most: int) -> int:
    return int(max(-most, min(number, most)))


@function("translate", gives=Kind.TEXT, takes=(Kind.TEXT, Kind.TEXT, Kind.TEXT))
def _translate(_context: Context, text: str, source: str, target: str) -> str:
    table: dict[int, str | None] = {}
    for at, character in enumerate(source):
        table.setdefault(ord(character), target[at] if at < len(target) else None)
    return text.translate(table)


@special("regex", least=2, most=2)
def _regex(compiling: Compiling, arguments: tuple[Expression, ...]) -> Code:
    text = texts(compiling.compile(arguments[0]))
    if isinstance(arguments[1], Text):
        matches = matcher(arguments[1].value)
        return Code(Kind.BOOLEAN, lambda context: matches(text(context)))
    pattern = texts(compiling.compile(arguments[1]))

    def run(context: Context) -> bool:
        try:
            return matcher(pattern(context))(text(context))
        except ExpressionInvalid:
            return False

    return Code(Kind.BOOLEAN, run)


@function("uuid", gives=Kind.TEXT, takes=(Kind.NUMBER,), least=0)
def _uuid(context: Context, length: float | None = None) -> str:
    if length is None:
        return context.world.unique()
    wanted = 0 if math.isnan(length) else int(max(0.0, min(length, _LONGEST_UUID)))
    text = ""
    while len(text) < wanted:
        text += context.world.unique()
    return text[:wanted]


@function("digest", gives=Kind.TEXT, takes=(Kind.TEXT, Kind.TEXT, Kind.TEXT), least=2)
def _digest(_context: Context, text: str, algorithm: str, encoding: str = "base64") -> str:
    name = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}.get(
        algorithm
    )
    if name is None or encoding not in {"base64", "hex"}:
        return ""
    digest = hashlib.new(name, text.encode(), usedforsecurity=False)
    return digest.hexdigest() if encoding == "hex" else base64.b64encode(digest.digest()).decode()


@function("base64-decode", gives=Kind.TEXT, takes=(Kind.TEXT,))
def _base64_decode(_context: Context, text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _each(values: tuple[Value, ...]) -> list[str]:
    found: list[str] = []
    for value in values:
        if isinstance(value, str | float | int):
            found.append(text_of(value))
        else:
            found.extend(node.value for node in value)
    return found
