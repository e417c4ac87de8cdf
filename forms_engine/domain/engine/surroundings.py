"""What expressions may name: questions by key, choice lists by name."""

import difflib
from collections.abc import Mapping, Sequence

from forms_engine.domain.engine.lists import ChoiceList, ListElement, ListPlace
from forms_engine.domain.engine.places import FormNode
from forms_engine.domain.xpath.code import Place
from forms_engine.domain.xpath.errors import ExpressionInvalid
from forms_engine.domain.xpath.tree import PARENT, Axis, Call, Path, Step


class Questionnaire:
    """The places and lists of one questionnaire, found by name."""

    def __init__(self, places: Sequence[FormNode], lists: Mapping[str, ChoiceList]) -> None:
        self.root: FormNode = places[0]
        self.lists = lists
        self.labels = {
            item.named("itextId")[0].value: item.named("label")[0].value
            for found in lists.values()
            for item in found.items
        }
        self._by_key: dict[str, list[FormNode]] = {}
        for place in places[1:]:
            self._by_key.setdefault(place.key, []).append(place)

    def locate(self, key: str, origin: Place, *, indexed: bool) -> Path:
        """Return the path that ``${key}`` stands for at ``origin``.

        As XLSForm prescribes: relative where both lie in one occurrence of a repeat, else from the
        root; always from the root when ``indexed``.

        Raises:
            ExpressionInvalid: No question has that key, or several have.
        """
        target = self.find(key)
        if not indexed and isinstance(origin, FormNode):
            shared = _shared_repeat(origin, target)
            if shared is not None:
                return _relative(origin, target)
        names = [place.key for place in (*reversed(list(target.ancestors())), target)]
        return Path(tuple(Step(Axis.CHILD, name) for name in names), absolute=True)

    def known(self, key: str) -> FormNode | None:
        """Return the place named ``key`` if there is exactly one."""
        found = self._by_key.get(key, [])
        return found[0] if len(found) == 1 else None

    def find(self, key: str) -> FormNode:
        """Return the place of the question, group or repeat named ``key``.

        Raises:
            ExpressionInvalid: No question has that key, or several have.
        """
        found = self._by_key.get(key, [])
        if len(found) == 1:
            return found[0]
        if found:
            raise ExpressionInvalid("key_unclear", key=key, count=len(found))
        if key.startswith("last-saved#"):
            raise ExpressionInvalid("key_last_saved", key=key)
        if close := difflib.get_close_matches(key, self._by_key, n=1):
            raise ExpressionInvalid("key_misspelt", key=key, nearest=close[0])
        raise ExpressionInvalid("key_unknown", key=key)

    def choice_list(self, name: str) -> tuple[ListElement, ListPlace]:
        """Return the document of a choice list and its place.

        Raises:
            ExpressionInvalid: There is no such list.
        """
        found = self.lists.get(name)
        if found is None:
            raise ExpressionInvalid("list_unknown", list=name)
        return found.document, found.place


def _shared_repeat(origin: FormNode, target: FormNode) -> FormNode | None:
    around = {id(place) for place in origin.ancestors() if place.is_repeated}
    return next((place for place in target.ancestors() if id(place) in around), None)


def _relative(origin: FormNode, target: FormNode) -> Path:
    above = {id(place): at for at, place in enumerate((origin, *origin.ancestors()))}
    names: list[str] = []
    place: FormNode | None = target
    while place is not None and id(place) not in above:
        names.append(place.key)
        place = place.container
    ups = above[id(place)]
    if not ups and not names:
        return Path((Step(Axis.SELF, ""),), start=Call("current", ()))
    steps = (PARENT,) * ups + tuple(Step(Axis.CHILD, name) for name in reversed(names))
    return Path(steps, start=Call("current", ()))
