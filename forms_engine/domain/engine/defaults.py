"""Defaults: a text as it stands, or an expression worked out once when the answer comes into being."""

import re

from forms_engine.domain.definition import Question, QuestionType

_HYPHENATED = frozenset(
    {
        QuestionType.DATE,
        QuestionType.DATETIME,
        QuestionType.GEOPOINT,
        QuestionType.GEOTRACE,
        QuestionType.GEOSHAPE,
    }
)
_DYNAMIC = re.compile(r"\$\{|[\w:.-]+\(|\s(?:div|mod)\s|[*+|]|(?<![\w-])-(?!\d)|\w\s+-\s+\w")
_LITERAL = re.compile(r"\"[^\"]*\"|'[^']*'")


def is_dynamic(question: Question) -> bool:
    """Tell whether the default is an expression, as XLSForm does: by what occurs in it."""
    if not question.default or (question.type in _HYPHENATED and "(" not in question.default):
        return False
    return _DYNAMIC.search(_LITERAL.sub("", question.default)) is not None
