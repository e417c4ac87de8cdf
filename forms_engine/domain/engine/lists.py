"""Choice lists as documents that paths lead through: ``instance('list')/root/item/label``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forms_engine.domain.definition import Choice, Definition
from forms_engine.domain.languages import default_language, pick


class ListPlace:
    """A static place in a choice list; all rows share one."""

    __slots__ = ("container", "inside", "key")
    index = -1
    is_repeated = False
    repeat = None

    def __init__(self, key: str, container: "ListPlace | None" = None) -> None:
        self.key = key
        self.container = container
        self.inside: tuple[ListPlace, ...] = ()


class ListElement:
    """An element of a choice list: the document, its root, a row, or a column of a row."""

    __slots__ = ("_inside", "name", "parent", "value")

    def __init__(self, name: str, parent: "ListElement | None", value: str = "") -> None:
        self.name = name
        self.parent = parent
        self.value = value
        self._inside: dict[str, list[ListElement]] = {}

    def add(self, name: str, value: str = "") -> "ListElement":
        """Append a child and return it."""
        child = ListElement(name, self, value)
        self._inside.setdefault(name, []).append(child)
        return child

    def named(self, name: str) -> Sequence["ListElement"]:
        """Return the children of that name."""
        return self._inside.get(name, ())

    def every(self) -> Sequence["ListElement"]:
        """Return all children."""
        return [child for children in self._inside.values() for child in children]


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """A choice list: its rows, each with the element that paths find it as."""

    choices: tuple[Choice, ...]
    document: ListElement
    place: ListPlace
    items: tuple[ListElement, ...]
    item_place: ListPlace
    by_value: Mapping[str, Choice]


def choice_lists(definition: Definition) -> dict[str, ChoiceList]:
    """Return every choice list of ``definition`` by name."""
    language = default_language(definition)
    return {name: _choice_list(name, choices, language) for name, choices in definition.choice_lists.items()}


def _choice_list(name: str, choices: tuple[Choice, ...], language: str) -> ChoiceList:
    document = ListElement("", None)
    root = document.add("root")
    items = tuple(_item(root, choice, language, f"{name}-{at}") for at, choice in enumerate(choices))
    place = ListPlace("")
    root_place = ListPlace("root", place)
    item_place = ListPlace("item", root_place)
    place.inside, root_place.inside = (root_place,), (item_place,)
    columns = dict.fromkeys(
        ("itextId", "name", "label", *(column for choice in choices for column in choice.columns))
    )
    item_place.inside = tuple(ListPlace(column, item_place) for column in columns)
    by_value = {choice.value: choice for choice in reversed(choices)}
    return ChoiceList(choices, document, place, items, item_place, by_value)


def _item(root: ListElement, choice: Choice, language: str, text_id: str) -> ListElement:
    item = root.add("item")
    item.add("itextId", text_id)
    item.add("name", choice.value)
    item.add("label", pick(choice.label, language, language))
    for column, value in choice.columns.items():
        item.add(column, value)
    return item
