"""Where a person stands in the pages of a questionnaire."""

from collections.abc import Iterable
from dataclasses import dataclass

from forms_engine.domain.entries import key_path
from forms_engine.domain.instance import Instance, NodeState
from forms_engine.domain.pages import Page, is_shown


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineLine:
    """One page that applies now; ``number`` counts those from 1, ``title`` is empty where it has none."""

    page: Page
    number: int
    title: str
    answered: int
    asked: int
    missing: int
    invalid: int

    @property
    def state(self) -> str:
        """Return complete, invalid or open."""
        if self.invalid:
            return "invalid"
        return "open" if self.missing or (self.asked and not self.answered) else "complete"


def outline(instance: Instance, pages: Iterable[Page], language: str) -> tuple[OutlineLine, ...]:
    """Return the pages that have something to show now, in order."""
    lines: list[OutlineLine] = []
    for page, nodes in _shown(instance, pages):
        if nodes or _may_grow(instance, page):
            lines.append(_line(instance, page, nodes, language, len(lines) + 1))
    return tuple(lines)


def _shown(instance: Instance, pages: Iterable[Page]) -> list[tuple[Page, list[NodeState]]]:
    """Return every page with the questions it shows now; each question is looked at once."""
    found: list[tuple[Page, list[NodeState]]] = [(page, []) for page in pages]
    by_path = {path: nodes for page, nodes in found for path in page.paths}
    for node in instance.nodes():
        if node.relevant and node.question and is_shown(node.question):
            path = key_path(node.path)
            while path and path not in by_path:
                path = path.rpartition("/")[0]
            if path:
                by_path[path].append(node)
    return found


def current_line(lines: tuple[OutlineLine, ...], *, key: str = "", question: str = "") -> OutlineLine | None:
    """Return the page named, or the one with the question, or the first that is not complete."""
    if key:
        return next((line for line in lines if line.page.key == key), None)
    if question:
        return next((line for line in lines if line.page.shows(question)), None)
    return next((line for line in lines if line.state != "complete"), lines[0] if lines else None)


def _may_grow(instance: Instance, page: Page) -> bool:
    """Tell whether the page is an empty repeat to which occurrences can be added."""
    return any(node.kind == "repeat" and node.relevant for node in map(instance.node, page.paths))


def _line(instance: Instance, page: Page, nodes: list[NodeState], language: str, number: int) -> OutlineLine:
    asked = [node for node in nodes if node.question and node.question.is_asked and not node.readonly]
    return OutlineLine(
        page=page,
        number=number,
        title=instance.label(page.section, language) if page.section else "",
        answered=sum(1 for node in asked if node.value),
        asked=len(asked),
        missing=sum(1 for node in nodes if node.violation == "required"),
        invalid=sum(1 for node in nodes if node.violation == "constraint"),
    )
