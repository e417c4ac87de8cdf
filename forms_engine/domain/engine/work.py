"""How each aspect of a node is worked out."""

import math

from forms_engine.domain.definition import Choice, QuestionType
from forms_engine.domain.engine.cells import Aspect, Cell
from forms_engine.domain.engine.live import LiveNode, observed
from forms_engine.domain.engine.occurrences import MOST_OCCURRENCES, add, remove
from forms_engine.domain.engine.settling import Settling, Works
from forms_engine.domain.xpath.code import Context, nodes
from forms_engine.domain.xpath.values import number_of, text_of, truth_of

_MOST_REMEMBERED = 200


def relevant(settling: Settling, cell: Cell, node: LiveNode) -> bool:
    """Show or hide a node by its own rule and by what contains it."""
    for occurrence in node.occurrences or ():
        if relevant(settling, cell, occurrence):
            settling.spread(cell, occurrence)
    above = node.parent is None or node.parent.relevant
    shown = above and settling.holds(cell.code, node, otherwise=True)
    if shown == node.relevant:
        return False
    settling.touch(node)
    node.relevant = shown
    return True


def readonly(settling: Settling, cell: Cell, node: LiveNode) -> bool:
    """Close a question to its respondent, or open it."""
    question = node.place.question
    note = question is not None and question.type is QuestionType.NOTE
    closed = note or settling.holds(cell.code, node, otherwise=False)
    if closed != node.readonly:
        settling.touch(node)
        node.readonly = closed
    return False


def required(settling: Settling, cell: Cell, node: LiveNode) -> bool:
    """Make a question required or optional."""
    wanted = settling.holds(cell.code, node, otherwise=False)
    if wanted == node.required:
        return False
    settling.touch(node)
    node.required = wanted
    return True


def choices(settling: Settling, cell: Cell, node: LiveNode) -> bool:
    """Offer the choices that the filter lets through."""
    offered = _remembered(settling, cell, node) if cell.inputs else _offered(settling, cell, node)
    if offered == node.offered:
        return False
    settling.touch(node)
    node.offered = offered
    return True


def _offered(settling: Settling, cell: Cell, node: LiveNode) -> tuple[Choice, ...]:
    question, code = node.place.question, cell.code
    if question is None or code is None:
        return node.offered
    if question.offers_answers:
        given = nodes(code)(settling.context(node))
        return tuple(Choice(value=each.value, label={"": each.value}) for each in given)
    found = settling.form.lists[question.choice_list]
    size = len(found.items)
    return tuple(
        choice
        for position, (item, choice) in enumerate(zip(found.items, found.choices, strict=True), 1)
        if truth_of(code.run(Context(item, settling, node, position, size)))
    )


def _remembered(settling: Settling, cell: Cell, node: LiveNode) -> tuple[Choice, ...]:
    """Filter once for the same answers: lists are long, and requests load the same ones again and again."""
    key = tuple(settling.singles[index].value for index in cell.inputs)
    offered = cell.memory.get(key)
    if offered is None:
        if len(cell.memory) >= _MOST_REMEMBERED:
            cell.memory.clear()
        offered = cell.memory[key] = _offered(settling, cell, node)
    return offered


def calculation(settling: Settling, cell: Cell, node: LiveNode) -> bool:
    """Work out a calculated answer; one that is hidden waits until it is shown."""
    if not (cell.triggered or node.relevant):
        return False
    return settling.store(node, "" if cell.code is None else text_of(cell.code.run(settling.context(node))))


def value(settling: Settling, _cell: Cell, node: LiveNode) -> bool:
    """Let an answer count while it is shown, without choices that are not offered."""
    counts = observed(node) if node.relevant and node.raw else ""
    if counts == node.value:
        return False
    settling.touch(node)
    node.value = counts
    return True


def check(settling: Settling, cell: Cell, node: LiveNode) -> bool:
    """Find what is wrong with an answer that is shown."""
    violation = None
    if node.relevant:
        if not node.value:
            violation = "required" if node.required else None
        elif _is_wrong(settling, node) or not settling.holds(cell.code, node, otherwise=True):
            violation = "constraint"
    if violation != node.violation:
        settling.touch(node)
        node.violation = violation
    return False


def _is_wrong(settling: Settling, node: LiveNode) -> bool:
    """Tell whether an answer is none of its kind; what nobody can correct bars nobody."""
    kind, question = settling.form.kinds[node.place.index], node.place.question
    if kind is None or node.readonly or question is None or question.calculation:
        return False
    return kind.refused(node.value) is not None


def text(settling: Settling, _cell: Cell, node: LiveNode) -> bool:
    """Note that a text mentions something that changed."""
    settling.retold[node] = None
    return False


def count(settling: Settling, cell: Cell, node: LiveNode) -> bool:
    """Add or remove occurrences at the end until there are as many as the count says."""
    if cell.code is None or node.occurrences is None:
        return False
    wanted = number_of(cell.code.run(settling.context(node)), settling.zone)
    if math.isnan(wanted):
        return False
    target, had = int(max(0.0, min(wanted, float(MOST_OCCURRENCES)))), len(node.occurrences)
    while len(node.occurrences) > target:
        remove(settling, node, node.occurrences[-1])
    while len(node.occurrences) < target:
        add(settling, node)
    return target != had


WORKS: Works = {
    Aspect.COUNT: count,
    Aspect.RELEVANT: relevant,
    Aspect.READONLY: readonly,
    Aspect.REQUIRED: required,
    Aspect.CHOICES: choices,
    Aspect.CALCULATION: calculation,
    Aspect.VALUE: value,
    Aspect.CHECK: check,
    Aspect.TEXT: text,
}
