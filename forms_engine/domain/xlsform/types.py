"""XLSForm's names of question types: those we know, those we refuse, and how rows spell them."""

from dataclasses import dataclass
from difflib import get_close_matches

from pyxform import aliases
from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_SELECT

from forms_engine.domain.definition import QuestionType

_OF_A_PHONE = frozenset(
    {
        "audit",
        "background-audio",
        "simserial",
        "start-geopoint",
        "subscriberid",
        *(
            f"uri:{each}"
            for each in ("deviceid", "email", "phonenumber", "simserial", "subscriberid", "username")
        ),
    }
)
SPELLINGS: dict[str, QuestionType] = {
    **{each.value: each for each in QuestionType},
    "string": QuestionType.TEXT,
    "int": QuestionType.INTEGER,
    "select one": QuestionType.SELECT_ONE,
    "select all that apply": QuestionType.SELECT_MULTIPLE,
    "photo": QuestionType.IMAGE,
    "trigger": QuestionType.ACKNOWLEDGE,
    "datetime": QuestionType.DATETIME,
    "date time": QuestionType.DATETIME,
    "gps": QuestionType.GEOPOINT,
    "location": QuestionType.GEOPOINT,
    "start time": QuestionType.START,
    "end time": QuestionType.END,
    "device id": QuestionType.DEVICEID,
    "imei": QuestionType.DEVICEID,
    **dict.fromkeys(_OF_A_PHONE, QuestionType.HIDDEN),
}
"""The types of questions, by XLSForm's word and by pyxform's once it has resolved its own aliases."""

_NEVER_FILLED = {QuestionType.DEVICEID, QuestionType.EMAIL, QuestionType.PHONENUMBER}
_REFUSED = {
    "cascading_select",
    "csv-external",
    "include",
    "osm",
    "select_multiple_from_file",
    "select_one_external",
    "select_one_from_file",
    "xml-external",
}
_CONTROLS = {**aliases.control, "lgroup": "repeat"}
_CHOICE_FILES = (".csv", ".xml", ".geojson")


@dataclass(frozen=True, slots=True)
class RowType:
    """The type column of one row, taken apart.

    ``kind`` is ``"question"``, ``"begin"``, ``"end"``, ``"refused"`` or ``"unknown"``.
    """

    kind: str
    word: str
    choice_list: str = ""
    has_other: bool = False


def row_type(cell: str) -> RowType:
    """Take the text of a type cell apart."""
    text = " ".join(cell.split())
    if begin := RE_BEGIN_CONTROL.search(text):
        return RowType("begin", _CONTROLS[begin["type"]], begin["list_name"] or "")
    if end := RE_END_CONTROL.search(text):
        return RowType("end", _CONTROLS[end["type"]])
    if (word := text.partition(" ")[0]) in _REFUSED:
        return RowType("refused", text if word.endswith("_file") else word)
    if select := RE_SELECT.search(text):
        return _select(select["select_command"], select["list_name"], has_other=bool(select["specify_other"]))
    return RowType("question" if text in SPELLINGS else "unknown", text)


def _select(command: str, choice_list: str, *, has_other: bool) -> RowType:
    several = aliases.select[command] != "select one"
    if "file" in command or choice_list.endswith(_CHOICE_FILES) or (several and choice_list.startswith("${")):
        return RowType("refused", f"{command} {choice_list}")
    return RowType("question", aliases.select[command], choice_list, has_other)


def original_type(kind: str) -> dict[str, str]:
    """Return the type column to keep where a question is read as hidden: what only a phone knows."""
    return {"type": kind} if kind in _OF_A_PHONE else {}


def is_set_aside(kind: str) -> bool:
    """Tell whether questions of this type stay empty, as only a phone knows the answer."""
    return kind in _OF_A_PHONE or SPELLINGS.get(kind) in _NEVER_FILLED


def nearest_type(text: str) -> str:
    """Return the type that an author probably meant; ``text`` if none comes near."""
    known = ["begin_group", "end_group", "begin_repeat", "end_repeat", *SPELLINGS]
    return next(iter(get_close_matches(text.lower(), known, n=1)), "text")
