"""The last step of an import: rules that do not fit together are left out, and said."""

from dataclasses import replace
from typing import Any

from forms_engine.domain.definition import Definition, Group, Node, Question, Repeat
from forms_engine.domain.exceptions import DefinitionInvalid
from forms_engine.domain.foreign.checks import MAX_TITLE
from forms_engine.domain.foreign.problems import Findings
from forms_engine.domain.form import compile_form

_FIELDS = {
    "required": "required",
    "readonly": "read_only",
    "repeat_count": "count",
    "calculate": "calculation",
}
_RULES = frozenset(
    {"relevant", "required", "constraint", "calculation", "default", "read_only", "choice_filter", "trigger"}
)
_ROUNDS = 5


def mended(definition: Definition, places: dict[str, str], findings: Findings) -> Definition:
    """Return the definition without the rules that do not compile; what else is wrong stays.

    Args:
        definition: as translated.
        places: where every node came from, by key path.
        findings: gets a remark for every rule left out.
    """
    for _round in range(_ROUNDS):
        try:
            compile_form(definition)
        except DefinitionInvalid as invalid:
            faults: dict[str, set[str]] = {}
            for problem in invalid.problems:
                faults.setdefault(problem.path, set()).add(_FIELDS.get(problem.column, problem.column))
            children = tuple(_without(node, "", faults, places, findings) for node in definition.children)
            if children == definition.children:
                return definition
            definition = replace(definition, children=children)
        else:
            return definition
    return definition


def titled(title: str, findings: Findings) -> str:
    """Return the title, as long as one may be."""
    if len(title) > MAX_TITLE:
        findings.remark("", "title_cut", "title", limit=MAX_TITLE)
    return title[:MAX_TITLE] or "?"


def _without(
    node: Node, prefix: str, faults: dict[str, set[str]], places: dict[str, str], findings: Findings
) -> Node:
    path = f"{prefix}{node.key}"
    for name in sorted(faults.get(path, ())):
        allowed = _RULES if isinstance(node, Question) else {"relevant", "count"}
        if name in allowed and (rule := getattr(node, name, "")):
            findings.remark(places.get(path, path), "rule_left_out", name, rule=rule)
            cleared: dict[str, Any] = {name: ""}
            node = replace(node, **cleared)
    if isinstance(node, Group | Repeat):
        inner = tuple(_without(child, f"{path}/", faults, places, findings) for child in node.children)
        return replace(node, children=inner)
    return node
