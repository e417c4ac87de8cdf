"""Walks a questionnaire step by step, as other XForms engines show it: for comparing with them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from forms_engine.domain.definition import Definition, Group, Question, QuestionType
from forms_engine.domain.engine.refs import refs
from forms_engine.domain.exceptions import ChangeRefused, Malformed, UnknownPath
from forms_engine.domain.form import compile_form
from forms_engine.domain.instance import Instance, NodeState

Row = dict[str, Any]
Step = Mapping[str, Any]

_TYPES: dict[QuestionType, str] = {
    QuestionType.ACKNOWLEDGE: "trigger",
    QuestionType.CALCULATE: "model-value",
    QuestionType.DEVICEID: "model-value",
    QuestionType.EMAIL: "model-value",
    QuestionType.END: "model-value",
    QuestionType.HIDDEN: "model-value",
    QuestionType.NOTE: "note",
    QuestionType.PHONENUMBER: "model-value",
    QuestionType.RANGE: "range",
    QuestionType.RANK: "rank",
    QuestionType.START: "model-value",
    QuestionType.TODAY: "model-value",
    QuestionType.USERNAME: "model-value",
}


@dataclass(frozen=True, slots=True)
class StepInvalid(Exception):
    """A step cannot be taken; nothing more is walked."""

    number: int
    reason: str


def walk(definition: Definition, steps: Sequence[Step], *, now: datetime) -> Iterator[Row]:
    """Yield the state at the start and after each step: ``{"op": step, "nodes": [...]}``.

    Raises:
        DefinitionInvalid: The questionnaire cannot be compiled.
        StepInvalid: A step names nothing, or nothing that can be changed.
    """
    instance = Instance.new(compile_form(with_meta(definition)), now=now)
    yield {"op": None, "nodes": list(_rows(instance))}
    for number, step in enumerate(steps, 1):
        try:
            _take(instance, step)
        except (ChangeRefused, KeyError) as error:
            raise StepInvalid(number, f"{type(error).__name__}: {error}") from error
        yield {"op": step, "nodes": list(_rows(instance))}


def with_meta(definition: Definition) -> Definition:
    """Return ``definition`` with the section that XForms keeps the submission's own name in."""
    audits = [each for each in definition.children if each.extra.get("type") == "audit"]
    children = [
        *audits,
        Question(
            key="instanceID",
            type=QuestionType.HIDDEN,
            calculation="concat('uuid:', uuid())",
            read_only="true()",
        ),
    ]
    name = definition.settings.get("instance_name", "")
    if name:
        children.append(Question(key="instanceName", type=QuestionType.CALCULATE, calculation=name))
    others = [each for each in definition.children if each not in audits]
    return replace(definition, children=(*others, Group(key="meta", children=tuple(children))))


def _take(instance: Instance, step: Step) -> None:
    path = next((path for path, ref in refs(instance).items() if ref == step["ref"]), None)
    if path is None:
        raise UnknownPath(step["ref"])
    if "add" in step:
        for _ in range(int(step["add"])):
            instance.add_occurrence(path)
    elif "remove" in step:
        instance.remove_occurrence(path)
    else:
        _answer(instance, path, str(step["value"]))


def _answer(instance: Instance, path: str, text: str) -> None:
    """Answer as other engines do, which take what they can of a text and leave the question empty else."""
    try:
        instance.set_value(path, text)
    except Malformed:
        instance.set_value(path, instance.salvage(path, text))


def _rows(instance: Instance) -> Iterator[Row]:
    yield {"ref": f"/{instance.form.root.key}", "type": "root", "relevant": True}
    by_path = refs(instance)
    for node in instance.nodes():
        row: Row = {"ref": by_path[node.path], "type": _type(node, instance), "relevant": node.relevant}
        if node.question is not None:
            row |= {
                "value": node.value,
                "required": node.required,
                "readonly": node.readonly,
                "violation": node.violation,
            }
            if node.question.type.is_select:
                row["choices"] = [offer.value for offer in instance.choices(node.path, "")]
        yield row


def _type(node: NodeState, instance: Instance) -> str:
    question = node.question
    if question is None:
        return _section_type(node, instance)
    if question.type is not QuestionType.RANK and question.type.is_select:
        return "select"
    if question.type.is_file:
        return "upload"
    if question.read_only == "true()" and question.type not in _TYPES:
        return "note"
    return _TYPES.get(question.type, "input")


def _section_type(node: NodeState, instance: Instance) -> str:
    if node.kind == "group":
        return "group"
    if node.kind == "occurrence":
        return "repeat-instance"
    return f"repeat-range:{'controlled' if instance.is_count_controlled(node.path) else 'uncontrolled'}"
