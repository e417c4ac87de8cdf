"""How a definition is cut into form pages: one a section, loose questions gathered."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from forms_engine.domain.definition import Definition, Group, Node, Question, QuestionType, Repeat

LOOSE_QUESTIONS = 8
SECTION_QUESTIONS = 30


@dataclass(frozen=True, slots=True)
class Page:
    """``paths`` are the key paths of the nodes it shows; the first names it.

    ``section`` is the path of the group whose label is its title, ``""`` at the top.
    """

    paths: tuple[str, ...]
    section: str = ""

    @property
    def key(self) -> str:
        """Return the name of the page in its address."""
        return self.paths[0]

    def shows(self, path: str) -> bool:
        """Tell whether the node at ``path`` (key path or with occurrence numbers) is on this page."""
        return any(path == own or path.startswith((f"{own}/", f"{own}[")) for own in self.paths)


def pages_of(definition: Definition) -> tuple[Page, ...]:
    """Return the pages in order; what a person never sees makes none."""
    return tuple(_pages(definition.children, "", ""))


def is_shown(question: Question) -> bool:
    """Tell whether a form page shows the question: it is asked, or it is a note."""
    return question.is_asked or question.type == QuestionType.NOTE


def _pages(nodes: tuple[Node, ...], prefix: str, section: str) -> Iterator[Page]:
    seen = [node for node in nodes if _count(node)]
    for loose, run in groupby(seen, key=lambda node: isinstance(node, Question)):
        if loose:
            yield from _gathered([f"{prefix}{node.key}" for node in run], section)
        else:
            for node in run:
                yield from _section(node, f"{prefix}{node.key}")


def _gathered(paths: list[str], section: str) -> Iterator[Page]:
    pages = -(-len(paths) // LOOSE_QUESTIONS)
    size = -(-len(paths) // pages)  # even pages, rather than a last one with a single question
    for start in range(0, len(paths), size):
        yield Page(tuple(paths[start : start + size]), section)


def _section(node: Node, path: str) -> Iterator[Page]:
    if isinstance(node, Group) and _is_divided(node):
        yield from _pages(node.children, f"{path}/", path)
    else:
        yield Page((path,), path)


def _is_divided(group: Group) -> bool:
    if isinstance(group, Repeat) or "field-list" in group.appearance.split():
        return False
    has_sections = any(isinstance(child, Group) for child in group.children)
    return has_sections and _count(group) > SECTION_QUESTIONS


def _count(node: Node) -> int:
    if isinstance(node, Question):
        return int(is_shown(node))
    return sum(_count(child) for child in node.children)
