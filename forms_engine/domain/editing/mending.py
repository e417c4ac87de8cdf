"""A faulty draft without its faults, so that the rest of it can be tried out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from forms_engine.domain.codec import to_json
from forms_engine.domain.definition import Definition, Question
from forms_engine.domain.editing.expressions import EXPRESSIONS, FIELDS
from forms_engine.domain.editing.nodes import merged, node_from
from forms_engine.domain.editing.tree import node_at, with_node
from forms_engine.domain.exceptions import DefinitionInvalid
from forms_engine.domain.form import Form, compile_form
from forms_engine.domain.problems import Problem

ATTEMPTS = 4
"""What hides behind a fault may be faulty, too."""

_TEXTS: Mapping[str, str] = {"guidance_hint": "guidance"}


@dataclass(frozen=True, slots=True)
class Trial:
    """What can be tried: ``form`` is None where nothing can; ``problems`` were left out of it."""

    form: Form | None
    problems: tuple[Problem, ...] = ()


def try_form(definition: Definition) -> Trial:
    """Compile a definition, leaving out the rules and texts that cannot be."""
    problems: tuple[Problem, ...] = ()
    for _attempt in range(ATTEMPTS):
        try:
            return Trial(compile_form(definition), problems)
        except DefinitionInvalid as invalid:
            problems += invalid.problems
            mended = _without(definition, invalid.problems)
            if mended == definition:
                break
            definition = mended
    return Trial(None, problems)


def _without(definition: Definition, problems: tuple[Problem, ...]) -> Definition:
    for problem in problems:
        if problem.code == "list_unknown" and problem.column == "type":
            lists = {**definition.choice_lists, str(problem.params["list"]): ()}
            definition = replace(definition, choice_lists=lists)
        elif problem.column == "instance_name":
            rest = {name: text for name, text in definition.settings.items() if name != "instance_name"}
            definition = replace(definition, settings=rest)
        elif problem.path:
            definition = _emptied(definition, problem)
    return definition


def _emptied(definition: Definition, problem: Problem) -> Definition:
    node = node_at(definition, problem.path)
    column, _colons, language = problem.column.partition("::")
    field = _TEXTS.get(column, FIELDS.get(column, column))
    if field in EXPRESSIONS:
        return _changed(definition, problem.path, {field: ""})
    texts = getattr(node, field, None)
    if isinstance(texts, Mapping) and "${" in texts.get(language, ""):
        plain = texts[language].replace("${", "$ {")
        return _changed(definition, problem.path, {field: {language: plain}})
    if isinstance(node, Question) and field == "label" and node.choice_list:
        return _plain_choices(definition, node.choice_list)
    return definition


def _changed(definition: Definition, path: str, fields: Mapping[str, object]) -> Definition:
    node = to_json(node_at(definition, path))
    return with_node(definition, path, node_from(merged(node, fields), path))


def _plain_choices(definition: Definition, name: str) -> Definition:
    rows = tuple(
        replace(choice, label={each: text.replace("${", "$ {") for each, text in choice.label.items()})
        for choice in definition.choice_lists.get(name, ())
    )
    return replace(definition, choice_lists={**definition.choice_lists, name: rows})
