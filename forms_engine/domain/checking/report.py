"""Everything the checker found, with how much of the questionnaire it saw."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from forms_engine.domain.checking.findings import Finding
from forms_engine.domain.checking.proving import Proof, prove
from forms_engine.domain.checking.rulebook import Rulebook
from forms_engine.domain.checking.sightings import Sightings
from forms_engine.domain.checking.trying import FEWEST_TRIES, Limits, explore
from forms_engine.domain.definition import Question, Repeat
from forms_engine.domain.form import Form


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many there are of something, and how many of them were seen."""

    seen: int
    total: int

    @property
    def percent(self) -> int:
        """The share in whole percent, 100 only where all were seen."""
        return 100 * self.seen // self.total if self.total else 100


@dataclass(frozen=True, slots=True)
class Report:
    """``findings`` are in the order of the questionnaire: faults first, then what is proven, then doubts."""

    findings: tuple[Finding, ...]
    tries: int
    shown: Coverage
    answered: Coverage
    choices: Coverage
    rules: int


def check(form: Form, *, now: datetime, limits: Limits) -> Report:
    """Return what is wrong or doubtful in a questionnaire; ``now`` must know its time zone."""
    book = Rulebook(form.definition)
    proof = Proof(book)
    seen = explore(form, book, never=proof.never, now=now, limits=limits)
    found = {_key(each): each for each in (*prove(book, proof), *_doubts(book, proof, seen))}
    order = book.order
    findings = sorted(
        found.values(),
        key=lambda each: (not each.is_fault, not each.is_proven, order[each.path], each.column),
    )
    asked = [path for path, node in book.nodes.items() if isinstance(node, Question) and node.is_asked]
    offered = [(path, choice.value) for path in asked for choice in book.offered(path)]
    filtered = {rule.path for rule in book.rules if rule.column == "choice_filter"}
    reached = sum(
        value in seen.offered[path] if path in filtered else bool(seen.shown[path]) for path, value in offered
    )
    return Report(
        findings=tuple(findings),
        tries=seen.tries,
        shown=Coverage(sum(bool(seen.shown[path]) for path in asked), len(asked)),
        answered=Coverage(sum(bool(seen.answered[path]) for path in asked), len(asked)),
        choices=Coverage(reached, len(offered)),
        rules=len(book.rules),
    )


def _key(finding: Finding) -> tuple[object, ...]:
    return finding.path, finding.column, finding.code, tuple(finding.params.values())


def _doubts(book: Rulebook, proof: Proof, seen: Sightings) -> Iterator[Finding]:
    """Yield what no try has shown; that is no proof, and the sentences say so."""
    tries = {"tries": seen.tries}
    for path in book.nodes:
        if path in proof.never:
            continue
        if not seen.shown[path]:
            if path in book.relevance and all(seen.shown[section] for section in book.sections(path)):
                yield Finding(path, "relevant", "not_reached", is_proven=False, params=tries)
            continue
        if _never_occurs(book, seen, path):
            yield Finding(path, "count", "never_occurs", is_proven=False, params=tries)
        if _is_always_shown(book, proof, seen, path):
            yield Finding(path, "relevant", "always_shown", is_proven=False, params=tries)
        if seen.invalid[path] and not seen.valid[path]:
            count = {"count": len(seen.invalid[path])}
            yield Finding(path, "constraint", "never_valid", is_proven=False, params=count)
        missing = _never_offered(book, seen, path)
        if missing:
            params = {**tries, "values": ", ".join(missing)}
            yield Finding(path, "choice_filter", "choices_never_offered", is_proven=False, params=params)


def _is_always_shown(book: Rulebook, proof: Proof, seen: Sightings, path: str) -> bool:
    """Tell whether a rule that might hide a node never did while its section was shown."""
    tree = book.relevance.get(path)
    if tree is None or seen.tries < FEWEST_TRIES or proof.truth(tree, path) is True:
        return False
    section = path.rpartition("/")[0]
    return seen.hidden[path] <= seen.hidden[section]


def _never_occurs(book: Rulebook, seen: Sightings, path: str) -> bool:
    """Tell whether a section whose number of occurrences is worked out never had one."""
    node = book.nodes[path]
    if not (isinstance(node, Repeat) and node.count and node.children):
        return False
    below = [f"{path}/{child.key}" for child in node.children]
    return not any(seen.shown[each] or seen.hidden[each] for each in below)


def _never_offered(book: Rulebook, seen: Sightings, path: str) -> list[str]:
    node = book.question(path)
    if node is None or not node.choice_filter:
        return []
    return [choice.value for choice in book.offered(path) if choice.value not in seen.offered[path]]
