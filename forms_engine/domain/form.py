"""A questionnaire made executable: compiled once, used for any number of submissions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from forms_engine.domain.definition import Definition
from forms_engine.domain.engine.casting import Cast, cast_for
from forms_engine.domain.engine.cells import Aspect, Cell
from forms_engine.domain.engine.graph import join, rank
from forms_engine.domain.engine.lists import ChoiceList, choice_lists
from forms_engine.domain.engine.piping import Parts
from forms_engine.domain.engine.places import FormNode, lay_out
from forms_engine.domain.engine.rules import compile_name, compile_rules
from forms_engine.domain.engine.surroundings import Questionnaire
from forms_engine.domain.exceptions import DefinitionInvalid
from forms_engine.domain.kinds import Kind, kind_of
from forms_engine.domain.languages import default_language
from forms_engine.domain.problems import Problem
from forms_engine.domain.xpath.code import Code


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A compiled questionnaire; it can be shared between threads: only what filters offered is remembered.

    ``places`` are in document order, ``nodes`` the same by key path (without the root). ``cells``
    are in the order in which they are worked out; ``rules`` are those to work out for a new node
    of each place.
    """

    definition: Definition
    root: FormNode
    places: Sequence[FormNode]
    nodes: Mapping[str, FormNode]
    cells: Sequence[Cell]
    by_aspect: Mapping[tuple[int, Aspect], Cell]
    rules: Sequence[Sequence[Cell]]
    casts: Sequence[Cast | None]
    kinds: Sequence[Kind | None]
    defaults: Mapping[int, Code]
    texts: Mapping[tuple[int, str], Parts]
    lists: Mapping[str, ChoiceList]
    name: Code | None
    """What a submission is called, from the setting ``instance_name``."""
    remarks: Sequence[Problem]
    """What its author should look at, though it can be used as it is."""

    @property
    def language(self) -> str:
        """The language that texts fall back to."""
        return default_language(self.definition)


def compile_form(definition: Definition) -> Form:
    """Compile ``definition``.

    Raises:
        DefinitionInvalid: Something is wrong with an expression, a reference or a list, rules
            depend on each other in a circle, or siblings share a key. All problems are in it.
    """
    places, lists = lay_out(definition), choice_lists(definition)
    questionnaire = Questionnaire(places, lists)
    rules = compile_rules(places, questionnaire)
    rules.problems.extend(_twins(places))
    name = compile_name(places[0], definition.settings.get("instance_name", ""), rules, questionnaire)
    join(places, rules)
    cells = rank(rules)
    if rules.problems:
        raise DefinitionInvalid(tuple(rules.problems))
    kinds = tuple(kind_of(place.question) if place.question else None for place in places)
    return Form(
        definition=definition,
        root=places[0],
        places=tuple(places),
        nodes=MappingProxyType({place.path: place for place in places[1:]}),
        cells=tuple(cells),
        by_aspect=MappingProxyType(rules.cells),
        rules=_fresh(places, cells, kinds),
        casts=tuple(cast_for(place.question) if place.question else None for place in places),
        kinds=kinds,
        defaults=MappingProxyType(rules.defaults),
        texts=MappingProxyType(rules.texts),
        lists=MappingProxyType(lists),
        name=name,
        remarks=tuple(rules.remarks),
    )


def _fresh(places: list[FormNode], cells: list[Cell], kinds: Sequence[Kind | None]) -> list[tuple[Cell, ...]]:
    found: list[list[Cell]] = [[] for _ in places]
    for cell in cells:
        ruled = cell.code is not None and not cell.triggered
        if ruled or (cell.aspect is Aspect.CHECK and kinds[cell.place.index] is not None):
            found[cell.place.index].append(cell)
    return [tuple(cells) for cells in found]


def _twins(places: list[FormNode]) -> list[Problem]:
    seen: set[str] = set()
    found = []
    for place in places[1:]:
        if place.path in seen:
            found.append(Problem(place.path, "name", "key_twice", {"key": place.key}))
        seen.add(place.path)
    return found


__all__ = ["Form", "FormNode", "compile_form"]
