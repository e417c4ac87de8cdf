"""Adds occurrences to repeats, takes them away, and gives new nodes their defaults."""

from collections.abc import Iterable
from types import MappingProxyType

from forms_engine.domain.definition import QuestionType
from forms_engine.domain.engine.cells import Aspect
from forms_engine.domain.engine.growth import Numbers
from forms_engine.domain.engine.live import LiveNode
from forms_engine.domain.engine.settling import Settling
from forms_engine.domain.xpath.moments import date_text
from forms_engine.domain.xpath.values import text_of

MOST_OCCURRENCES = 1_000
"""Occurrences of one repeat; a count worked out from an answer may ask for any number."""


_EMPTY: Numbers = MappingProxyType({})
"""A new occurrence holds no occurrences of repeats inside it, as XForms templates have it."""


def add(settling: Settling, repeat: LiveNode, after: int = 0) -> LiveNode:
    """Append an occurrence to ``repeat`` with its defaults, and note what is to be worked out.

    Its number is higher than any there is and than ``after``.
    """
    last = max((after, *(occurrence.number for occurrence in repeat.occurrences or ())))
    occurrence = settling.growth.add_occurrence(repeat, last + 1, _EMPTY)
    fresh = list(occurrence.walk())
    settling.before.update((node, None) for node in fresh if node not in settling.before)
    welcome(settling, fresh)
    settling.mark_at(repeat, Aspect.RELEVANT)
    return occurrence


def remove(settling: Settling, repeat: LiveNode, occurrence: LiveNode) -> None:
    """Take an occurrence away with all that was answered in it."""
    for node in settling.growth.remove_occurrence(repeat, occurrence):
        settling.touch(node)
        settling.forget(node)


def welcome(settling: Settling, nodes: Iterable[LiveNode], username: str = "") -> None:
    """Give new nodes the defaults that are plain text; those that are expressions come later."""
    fresh = list(nodes)
    for node in fresh:
        question = node.place.question
        if question is None:
            continue
        if node.place.index in settling.form.defaults:
            settling.newborn.append(node)
        else:
            settling.store(node, _preset(settling, question.type, username) or question.default)
    settling.mark_rules(fresh)


def _preset(settling: Settling, kind: QuestionType, username: str) -> str:
    match kind:
        case QuestionType.START:
            return settling.now.isoformat(timespec="milliseconds")
        case QuestionType.TODAY:
            return date_text(settling.now)
        case QuestionType.USERNAME:
            return username
        case _:
            return ""


def grow_up(settling: Settling) -> None:
    """Settle, then work out the defaults that are expressions, each seeing those before it."""
    settling.settle()
    while settling.newborn:
        node = settling.newborn.pop(0)
        if node.relevant and settling.growth.by_path.get(node.path) is node:
            code = settling.form.defaults[node.place.index]
            if settling.store(node, text_of(code.run(settling.context(node)))):
                settling.mark_at(node, Aspect.VALUE)
                settling.settle()
    settling.fresh.clear()
