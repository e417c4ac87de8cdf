"""Which removed question an added one may be under a new name: a guess, never more."""

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from forms_engine.domain.comparison import kinds
from forms_engine.domain.definition import Definition, Group, Node
from forms_engine.domain.languages import default_language, pick
from forms_engine.domain.matching import Matching

LEAST = 0.6
MOST = 0.99
_LOGIC = ("relevant", "required", "constraint", "calculation", "default", "choice_filter")
_MAX_PAIRS = 1_000_000


@dataclass(frozen=True, slots=True)
class Guess:
    """An old path that may be a new one; ``certainty`` is between 0 and 1."""

    before: str
    after: str
    certainty: float


def guess_renames(old: Definition, new: Definition, found: Matching) -> tuple[Guess, ...]:
    """Return the likeliest renames, each node in one at most, in the order of the new definition."""
    if len(found.removed) * len(found.added) > _MAX_PAIRS:
        return ()
    taken: set[str] = set()
    chosen: dict[str, Guess] = {}
    for guess in sorted(
        _guesses(old, new, found), key=lambda each: (-each.certainty, each.after, each.before)
    ):
        if guess.before not in taken and guess.after not in chosen:
            taken.add(guess.before)
            chosen[guess.after] = guess
    return tuple(chosen[path] for path in found.added if path in chosen)


def _guesses(old: Definition, new: Definition, found: Matching) -> Iterator[Guess]:
    before, after = dict(old.walk()), dict(new.walk())
    types = kinds(old), kinds(new)
    labels = _labels(old), _labels(new)
    for path in found.added:
        for source in found.removed:
            if types[0][source] != types[1][path]:
                continue
            certainty = _certainty(
                ratio(labels[0][source], labels[1][path]) / 100
                if labels[0][source] and labels[1][path]
                else None,
                ratio(source.rpartition("/")[2], path.rpartition("/")[2]) / 100,
                _same_logic(before[source], after[path]),
                is_close=source.rpartition("/")[0] == path.rpartition("/")[0],
            )
            if certainty >= LEAST:
                yield Guess(source, path, round(min(certainty, MOST), 2))


def _certainty(label: float | None, key: float, logic: bool | None, *, is_close: bool) -> float:
    """Weigh what speaks for a rename; what neither has speaks neither way."""
    weighed = [
        (0.6, label),
        (0.2, None if logic is None else float(logic)),
        (0.15, key),
        (0.05, float(is_close)),
    ]
    given = [(weight, value) for weight, value in weighed if value is not None]
    return sum(weight * value for weight, value in given) / sum(weight for weight, _value in given)


def _same_logic(before: Node, after: Node) -> bool | None:
    if isinstance(before, Group) or isinstance(after, Group):
        if isinstance(before, Group) and isinstance(after, Group):
            return {child.key for child in before.children} == {child.key for child in after.children}
        return False
    own = [(getattr(before, name), getattr(after, name)) for name in _LOGIC]
    own.append((before.choice_list, after.choice_list))
    if not any(one or other for one, other in own):
        return None
    return all(one == other for one, other in own)


def _labels(definition: Definition) -> dict[str, str]:
    language = default_language(definition)
    return {path: pick(node.label, language, language).casefold() for path, node in definition.walk()}
