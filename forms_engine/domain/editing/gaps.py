"""What an author has still to write: nothing is wrong with it, but people would see a hole."""

from collections.abc import Iterator

from forms_engine.domain.definition import Definition, Question
from forms_engine.domain.pages import is_shown
from forms_engine.domain.problems import Problem


def find_gaps(definition: Definition) -> Iterator[Problem]:
    """Yield the questions without a label, and those without anything to choose."""
    for path, node in definition.walk():
        if not isinstance(node, Question) or not is_shown(node):
            continue
        if not any((*node.label.values(), *node.hint.values(), *node.media)):
            yield Problem(path, "label", "label_missing")
        if node.type.is_select and definition.choice_lists.get(node.choice_list) == ():
            yield Problem(path, "choice_list", "choices_missing")
