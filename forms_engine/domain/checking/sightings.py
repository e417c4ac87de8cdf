"""What was seen of a questionnaire while it was tried."""

import re
from collections import Counter, defaultdict

from forms_engine.domain.instance import Instance

_NUMBERS = re.compile(r"\[\d+\]")


class Sightings:
    """What happened at each key path, over all tries."""

    def __init__(self, filtered: frozenset[str]) -> None:
        self.tries = 0
        self.shown: Counter[str] = Counter()
        self.hidden: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()
        self.valid: defaultdict[str, set[str]] = defaultdict(set)
        self.invalid: defaultdict[str, set[str]] = defaultdict(set)
        self.offered: defaultdict[str, set[str]] = defaultdict(set)
        self._filtered = filtered

    def note(self, instance: Instance) -> None:
        """Note how one filled questionnaire stands."""
        self.tries += 1
        for node in instance.nodes():
            if node.kind == "occurrence":
                continue
            path = key_path(node.path)
            if not node.relevant:
                self.hidden[path] += 1
                continue
            self.shown[path] += 1
            if node.value and node.violation is None:
                self.answered[path] += 1
            if path in self._filtered:
                self.offered[path].update(offer.value for offer in instance.choices(node.path, ""))

    def note_answers(self, instance: Instance) -> list[str]:
        """Note which answers pass their rule; return the paths of those that do not."""
        refused = []
        for node in instance.nodes():
            if node.question is not None and node.value:
                path = key_path(node.path)
                if node.violation == "constraint":
                    self.invalid[path].add(node.value)
                    refused.append(node.path)
                elif node.question.constraint:
                    self.valid[path].add(node.value)
        return refused


def key_path(path: str) -> str:
    """Return a path without the numbers of occurrences."""
    return _NUMBERS.sub("", path)
