"""Types of other dialects and other days, by the word that is used now."""

import re
from typing import NamedTuple

from forms_engine.domain.xlsform.columns import EXPRESSIONS
from forms_engine.domain.xlsform.mending.draft import Draft
from forms_engine.domain.xlsform.types import row_type


class _Type(NamedTuple):
    word: str
    constraint: str = ""


def _days(most: int) -> _Type:
    return _Type("integer", f"0 <= . and . <= {most}")


_WORDS = {
    **dict.fromkeys(("tel", "phone", "telephone", "q string", "textarea", "address"), _Type("text")),
    **dict.fromkeys(("phone number", "phone_number"), _Type("text", r"regex(., '^\d*$')")),
    **dict.fromkeys(("numeric", "number", "float", "double"), _Type("decimal")),
    **dict.fromkeys(("boolean", "ack"), _Type("acknowledge")),
    **dict.fromkeys(("picture", "q picture"), _Type("image")),
    **dict.fromkeys(("calculation", "calculate_here"), _Type("calculate")),
    "percentage": _days(100),
    "number of days in last month": _days(31),
    "number of days in last six months": _days(183),
    "number of days in last year": _days(365),
    "get phone number": _Type("phonenumber"),
    "sim id": _Type("simserial"),
    "get sim id": _Type("simserial"),
    "subscriber id": _Type("subscriberid"),
    "get subscriber id": _Type("subscriberid"),
}
_ASIDE = frozenset({"background-geopoint", "osm"})
_PATTERNS = (
    re.compile(r"add (?P<word>.+) prompt"),
    re.compile(r"(?:get|q) (?P<word>.+)"),
    re.compile(r"(?P<word>hidden) \w+"),
)
_SETTINGS = re.compile(r"set form (?:title|id)")
_SOURCE = re.compile(r"(add )?select (one|multiple|all that apply)( prompt)? (from|using)\s+", re.IGNORECASE)


def mend_types(draft: Draft) -> None:
    """Write the type column in today's words; the limits that an old word implied become a constraint."""
    column = draft.column("survey", ("type",))
    for number, row in draft.rows("survey"):
        text = row.get(column, "")
        if text.partition(" ")[0] in _ASIDE:
            row.pop(draft.column("survey", ("trigger",)), None)
            draft.put("survey", number, column, "hidden", "type_not_here", type=text)
        if not text or row_type(text).kind != "unknown":
            continue
        if _SETTINGS.fullmatch(text.lower()):
            draft.drop("survey", number, column, "type_of_settings", type=text)
        elif found := _today(text):
            draft.put("survey", number, column, found.word)
            constraint = draft.need("survey", EXPRESSIONS["constraint"], "constraint")
            if found.constraint and not row.get(constraint):
                draft.put("survey", number, constraint, found.constraint, "limit_added", type=text)


def _today(text: str) -> _Type | None:
    words = " ".join(text.split())
    for word in (words, words.lower(), words.lower().replace("_", " ")):
        if found := _WORDS.get(word):
            return found
        if row_type(word).kind not in {"unknown", "refused"}:
            return _Type(word)
        for pattern in _PATTERNS:
            inner = pattern.fullmatch(word)
            if inner and row_type(inner["word"]).kind == "question":
                return _Type(inner["word"])
    return _select(words)


def _select(words: str) -> _Type | None:
    if not (found := _SOURCE.match(words)):
        first, _, rest = words.partition(" ")
        lowered = f"{first.lower()} {rest}"
        return _Type(lowered) if rest and row_type(lowered).kind not in {"unknown", "refused"} else None
    kind = "select_one" if found[2].lower() == "one" else "select_multiple"
    return _Type(f"{kind} {words[found.end() :]}")
