"""The tree of items: keys, types and options, before any rule is read."""

from collections.abc import Iterator

from forms_engine.domain.definition import QuestionType
from forms_engine.domain.fhir.extensions import Extensions, Json, codes, objects, text
from forms_engine.domain.fhir.item import Item
from forms_engine.domain.fhir.options import Options
from forms_engine.domain.foreign.keys import Keys
from forms_engine.domain.foreign.problems import Findings, ImportRefused

MAX_ITEMS = 5_000
MAX_DEPTH = 20

_TYPES = {
    "boolean": QuestionType.SELECT_ONE,
    "decimal": QuestionType.DECIMAL,
    "integer": QuestionType.INTEGER,
    "date": QuestionType.DATE,
    "dateTime": QuestionType.DATETIME,
    "time": QuestionType.TIME,
    "string": QuestionType.TEXT,
    "text": QuestionType.TEXT,
    "url": QuestionType.TEXT,
    "quantity": QuestionType.DECIMAL,
    "attachment": QuestionType.FILE,
    "display": QuestionType.NOTE,
}
_CHOSEN = frozenset({"choice", "open-choice", "coding"})
_OPEN = frozenset({"optionsOrType", "optionsOrString"})
_MEDIA = {"image": QuestionType.IMAGE, "audio": QuestionType.AUDIO, "video": QuestionType.VIDEO}


class ItemReader:
    """Reads the items of one questionnaire."""

    def __init__(self, options: Options, keys: Keys, findings: Findings) -> None:
        self._options, self._keys, self._findings = options, keys, findings
        self._count = 0

    def read(self, questionnaire: Json) -> Item:
        """Return the root, which stands for the questionnaire.

        Raises:
            ImportRefused: there are too many items, or they are nested too deep.
        """
        root = Item(questionnaire, "", "", "", "group", frozenset(), Extensions(questionnaire))
        root.children = list(self._children(root, 1))
        self._look_for_twins(root)
        return root

    def _children(self, parent: Item, depth: int) -> Iterator[Item]:
        found = objects(parent.json.get("item"))
        if found and depth > MAX_DEPTH:
            raise ImportRefused("too_deep", parent.place, limit=MAX_DEPTH)
        for number, each in enumerate(found, start=1):
            self._count += 1
            if self._count > MAX_ITEMS:
                raise ImportRefused("too_many", parent.place, limit=MAX_ITEMS)
            item = self._item(each, parent, number)
            item.children = list(self._children(item, depth + 1))
            yield item

    def _item(self, json: Json, parent: Item, number: int) -> Item:
        link = text(json.get("linkId"))
        place = f"{parent.place}/{link or number}".lstrip("/")
        extensions = Extensions(json)
        controls = frozenset[str]().union(
            *(codes(each.get("valueCodeableConcept")) for each in extensions.take("itemControl"))
        )
        controls |= frozenset[str]().union(
            *(codes(each.get("valueCodeableConcept")) for each in extensions.take("displayCategory"))
        )
        item = Item(json, link, place, "", text(json.get("type")) or "group", controls, extensions, parent)
        item.key = self._keys.make(link, "g" if item.kind == "group" else "q")
        item.is_many = json.get("repeats") is True or extensions.value("answerRepeats") is True
        item.is_hidden = extensions.value("hidden") is True or parent.is_hidden
        if not link:
            self._findings.remark(place, "link_missing", key=item.key)
        if item.kind != "group":
            self._settle(item)
        return item

    def _settle(self, item: Item) -> None:
        item.is_open = item.kind == "open-choice" or text(item.json.get("answerConstraint")) in _OPEN
        if item.kind == "boolean":
            item.type = self._truth(item)
        elif item.kind == "attachment":
            item.type = self._file(item)
        elif item.kind in _CHOSEN or item.json.get("answerOption") or item.json.get("answerValueSet"):
            self._options.read(item)
            item.type = self._choice(item)
        else:
            item.type = self._plain(item)

    def _truth(self, item: Item) -> QuestionType:
        if "check-box" in item.controls:
            return QuestionType.ACKNOWLEDGE
        self._options.offer_truths(item)
        return QuestionType.SELECT_ONE

    def _choice(self, item: Item) -> QuestionType:
        if not item.choice_list:
            self._findings.remark(item.place, "type_as", "type", type=item.kind, used="text")
            return QuestionType.TEXT
        return QuestionType.SELECT_MULTIPLE if item.is_many else QuestionType.SELECT_ONE

    def _file(self, item: Item) -> QuestionType:
        kinds = {text(each.get("valueCode")).partition("/")[0] for each in item.extensions.take("mimeType")}
        return _MEDIA.get(kinds.pop(), QuestionType.FILE) if len(kinds) == 1 else QuestionType.FILE

    def _plain(self, item: Item) -> QuestionType:
        found = _TYPES.get(item.kind)
        if found is None:
            self._findings.remark(item.place, "type_as", "type", type=item.kind, used="text")
        return found or QuestionType.TEXT

    def _look_for_twins(self, root: Item) -> None:
        seen: set[str] = set()
        for item in root.walk():
            if item.link and item.link in seen:
                self._findings.remark(item.place, "link_twice", link=item.link, key=item.key)
            seen.add(item.link)
