"""Expressions that cannot be read, where one correction makes them so."""

import html
import re
from collections.abc import Iterator

from forms_engine.domain.xlsform.columns import EXPRESSIONS
from forms_engine.domain.xlsform.mending.draft import Draft
from forms_engine.domain.xpath.errors import ExpressionInvalid
from forms_engine.domain.xpath.parser import parse

_COLUMNS = frozenset({*EXPRESSIONS.values(), ("control", "jr:count")}) - {
    EXPRESSIONS["appearance"],
    EXPRESSIONS["default"],
}
_KEPT = "once('')"  # a calculation of itself: whatever it has, stays
_OWN_VALUE = re.compile(r"('[^']*'|\"[^\"]*\")|(,\s*)\.(?=\s*[,)])")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")


def mend_expressions(draft: Draft) -> None:
    """Close or drop parentheses at the end, and undo what a web page made of “<” and “&”."""
    columns = {name: path for name, path in draft.columns("survey").items() if path in _COLUMNS}
    for number, row in draft.rows("survey"):
        for column, path in columns.items():
            text = row.get(column, "")
            kept = _keeping(text) if path == EXPRESSIONS["calculation"] else text
            if kept != text:
                draft.put("survey", number, column, kept)
            elif not text or _can_be_read(text):
                continue
            elif became := next(filter(_can_be_read, _corrected(text)), ""):
                draft.put("survey", number, column, became, "expression_mended")


def _keeping(text: str) -> str:
    """Return a calculation whose own value, where it is the result, is said as XLSForm says it."""
    if text == ".":
        return _KEPT
    return _OWN_VALUE.sub(lambda found: found[1] or f"{found[2]}{_KEPT}", text)


def _corrected(text: str) -> Iterator[str]:
    if (unescaped := html.unescape(text)) != text:
        yield unescaped
    bare = _QUOTED.sub("", text)
    surplus = bare.count(")") - bare.count("(")
    if surplus < 0:
        yield text + ")" * -surplus
    elif surplus and text.replace(" ", "").endswith(")" * surplus):
        yield re.sub(rf"(?:\s*\)){{{surplus}}}\s*$", "", text)


def _can_be_read(text: str) -> bool:
    try:
        parse(text)
    except ExpressionInvalid:
        return False
    return True
