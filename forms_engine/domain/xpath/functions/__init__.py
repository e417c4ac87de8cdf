"""The function library: XPath 1.0, ODK XForms and the JavaRosa additions."""

from forms_engine.domain.xpath.functions import (
    calendar,
    choices,
    geography,
    logic,
    moments,
    nodes,
    numbers,
    text,
)
from forms_engine.domain.xpath.functions.registry import FUNCTIONS, VOLATILE, build_call

__all__ = [
    "FUNCTIONS",
    "VOLATILE",
    "build_call",
    "calendar",
    "choices",
    "geography",
    "logic",
    "moments",
    "nodes",
    "numbers",
    "text",
]
