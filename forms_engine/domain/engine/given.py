"""Choices that are the answers given in a repeat: ``select_one ${key}``.

Source: https://docs.getodk.org/form-logic/#selects-from-repeats; the path is the one that pyxform writes.
"""

from dataclasses import replace

from forms_engine.domain.engine.places import FormNode
from forms_engine.domain.engine.surroundings import Questionnaire
from forms_engine.domain.xpath.errors import ExpressionInvalid
from forms_engine.domain.xpath.parser import parse
from forms_engine.domain.xpath.tree import (
    Axis,
    Binary,
    Call,
    Expression,
    Filter,
    Negation,
    Path,
    Reference,
    Step,
    Text,
)


def path_of_given(
    questionnaire: Questionnaire, origin: FormNode, choice_list: str, choice_filter: str
) -> Path:
    """Return the path from ``origin`` to the answers that are offered there.

    Raises:
        ExpressionInvalid: it names no question, or one that is in no repeat; or the filter is malformed.
    """
    tree = parse(choice_list)
    if not isinstance(tree, Reference):
        raise ExpressionInvalid("choices_not_one_question")
    target = questionnaire.find(tree.key)
    repeat = target.repeat
    if repeat is None or target.question is None:
        raise ExpressionInvalid("choices_not_repeated", key=tree.key)
    answer = _below(repeat, target)
    wanted = Binary("!=", (answer, Text("")))
    if choice_filter:
        wanted = Binary("and", (wanted, _seen_from(repeat, parse(choice_filter), questionnaire)))
    path = questionnaire.locate(repeat.key, origin, indexed=False)
    *above, last = path.steps
    return replace(path, steps=(*above, replace(last, predicates=(wanted,)), *answer.steps))


def _below(repeat: FormNode, target: FormNode) -> Path:
    names = [target.key]
    for place in target.ancestors():
        if place is repeat:
            break
        names.append(place.key)
    return Path(tuple(Step(Axis.CHILD, name) for name in reversed(names)))


def _seen_from(repeat: FormNode, tree: Expression, questionnaire: Questionnaire) -> Expression:
    """Let references to questions of the repeat mean those of the occurrence that is looked at."""

    def seen(part: Expression) -> Expression:
        match part:
            case Reference(key) if repeat in (target := questionnaire.find(key)).ancestors():
                part = _below(repeat, target)
            case Call(name, arguments):
                part = Call(name, tuple(map(seen, arguments)))
            case Binary(operator, operands):
                part = Binary(operator, tuple(map(seen, operands)))
            case Negation(operand):
                part = Negation(seen(operand))
            case Filter(base, predicates):
                part = Filter(seen(base), tuple(map(seen, predicates)))
            case Path(start=start) if start is not None:
                part = replace(part, start=seen(start))
        return part

    return seen(tree)
