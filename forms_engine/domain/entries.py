"""What a form page shows of a filling: questions and sections, ready for a template."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from forms_engine.domain.controls import Control, control_of, is_grouped
from forms_engine.domain.definition import Group, Question
from forms_engine.domain.instance import Instance, NodeState, Offer
from forms_engine.domain.kinds import Kind, kind_of
from forms_engine.domain.markdown import to_text
from forms_engine.domain.media import Medium, media_shown
from forms_engine.domain.pages import Page, is_shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One node of a page; compared with ``==`` to learn what must be drawn anew.

    ``kind`` is question, group, repeat or occurrence; ``number`` the occurrence's place, from 1;
    ``within`` names the occurrence a question is in, ``""`` outside repeats.
    """

    path: str
    kind: str
    relevant: bool
    label: str = ""
    hint: str = ""
    within: str = ""
    number: int = 0
    fixed: bool = False
    children: tuple["Entry", ...] = ()
    question: Question | None = None
    control: Control = Control.TEXT
    value: str = ""
    required: bool = False
    readonly: bool = False
    offers: tuple[Offer, ...] = ()
    media: tuple[Medium, ...] = ()
    document: str = ""
    error: str = ""

    @property
    def id(self) -> str:
        """Return the element's id: unique, and no key can contain a colon."""
        return "q:" + self.path.replace("/", ":").replace("[", ":").replace("]", "")

    @property
    def input_id(self) -> str:
        """Return the id of its first input, where links to the question lead."""
        return f"{self.id}:1" if self.grouped else f"{self.id}:input"

    @property
    def grouped(self) -> bool:
        """Tell whether several inputs share one legend."""
        return is_grouped(self.control)

    @property
    def state(self) -> str:
        """Return how the thread marks it: invalid, answered, missing, optional or note."""
        if self.control == Control.NOTE:
            return "note"
        if self.error:
            return "invalid"
        if self.value:
            return "answered"
        return "missing" if self.required else "optional"

    @property
    def answer_kind(self) -> Kind | None:
        """Return the kind of answer asked for, if it is a particular one."""
        return kind_of(self.question) if self.question else None

    @property
    def values(self) -> tuple[str, ...]:
        """Return the chosen values of a question that takes several."""
        return tuple(self.value.split())

    def questions(self) -> Iterator["Entry"]:
        """Yield the relevant questions at and below this node, in order."""
        if not self.relevant:
            return
        if self.kind == "question":
            yield self
        for child in self.children:
            yield from child.questions()


@dataclass(frozen=True, slots=True)
class Refused:
    """What somebody wrote that was not taken, and the sentence saying why."""

    text: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Draws entries from an instance.

    ``refused`` is what was just refused, by path; ``documents`` the ids of stored files by path;
    ``addresses`` where the questionnaire's pictures and sounds lie, by name;
    ``show_missing`` says whether an empty required question counts as an error already.
    """

    instance: Instance
    language: str
    documents: Mapping[str, str] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, Refused] = field(default_factory=dict)
    show_missing: bool = False

    def page(self, page: Page) -> tuple[Entry, ...]:
        """Return the entries of one page."""
        below: dict[str, list[NodeState]] = {}
        for node in self.instance.nodes():
            if page.shows(node.path):
                below.setdefault(parent_of(node.path), []).append(node)
        tops = [node for parent, nodes in below.items() for node in nodes if node.path in page.paths]
        return tuple(entry for node in tops if (entry := self._entry(node, below)))

    def _entry(
        self, node: NodeState, below: Mapping[str, list[NodeState]], number: int = 0, within: str = ""
    ) -> Entry | None:
        if node.question is not None:
            return self._question(node, node.question, within) if is_shown(node.question) else None
        labelled = parent_of(node.path) if node.kind == "occurrence" else node.path
        label = self.instance.label(labelled, self.language)
        within = f"{label} {number}" if number and node.kind == "occurrence" else within
        children = [
            self._entry(child, below, place, within)
            for place, child in enumerate(below.get(node.path, ()), start=1)
        ]
        group = self.instance.form.nodes[key_path(labelled)].node
        return Entry(
            path=node.path,
            kind=node.kind,
            relevant=node.relevant,
            label=label,
            hint=self.instance.hint(labelled, self.language),
            number=number,
            fixed=isinstance(group, Group) and bool(getattr(group, "count", "")),
            children=tuple(child for child in children if child),
        )

    def _question(self, node: NodeState, question: Question, within: str) -> Entry:
        if not node.relevant:
            return Entry(path=node.path, kind="question", relevant=False)
        refused = self.refused.get(node.path)
        offers = self._offers(node.path) if question.type.is_select else ()
        return Entry(
            path=node.path,
            kind="question",
            relevant=True,
            label=self.instance.label(node.path, self.language),
            hint=self.instance.hint(node.path, self.language),
            question=question,
            control=control_of(question, len(offers)),
            within=within,
            value=refused.text if refused else node.value,
            required=node.required,
            readonly=node.readonly,
            offers=offers,
            media=media_shown(question.media, self.addresses, self.language, self.instance.form.language),
            document=self.documents.get(node.path, ""),
            error=refused.sentence if refused else self._violation(node),
        )

    def _offers(self, path: str) -> tuple[Offer, ...]:
        offers = self.instance.choices(path, self.language)
        return tuple(replace(each, image=self.addresses.get(each.image, "")) for each in offers)

    def _violation(self, node: NodeState) -> str:
        if node.violation == "constraint" and is_faulty(node):
            return "kind"
        if node.violation == "constraint":
            return to_text(self.instance.constraint_message(node.path, self.language)) or "constraint"
        if node.violation == "required" and self.show_missing:
            return to_text(self.instance.required_message(node.path, self.language)) or "required"
        return ""


def is_faulty(node: NodeState) -> bool:
    """Tell whether an answer is none of its question's kind."""
    kind = kind_of(node.question) if node.question else None
    return kind is not None and kind.refused(node.value) is not None


def changed_entries(before: tuple[Entry, ...], after: tuple[Entry, ...]) -> Iterator[Entry]:
    """Yield what must be drawn anew: the smallest entries that differ, sections as a whole where they do."""
    old = {entry.path: entry for entry in before}
    for entry in after:
        was = old.get(entry.path)
        if was == entry:
            continue
        if was is None or entry.kind == "question" or _frame(was) != _frame(entry):
            yield entry
        else:
            yield from changed_entries(was.children, entry.children)


def key_path(path: str) -> str:
    """Return a path without its occurrence numbers."""
    return "/".join(step.partition("[")[0] for step in path.split("/")) if "[" in path else path


def parent_of(path: str) -> str:
    """Return the path of the node above: of an occurrence its repeat, at the top ``""``."""
    if path.endswith("]"):
        return path[: path.rindex("[")]
    return path.rpartition("/")[0]


def _frame(entry: Entry) -> tuple[object, ...]:
    return entry.relevant, entry.label, entry.hint, entry.fixed, tuple(child.path for child in entry.children)
