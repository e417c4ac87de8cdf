"""Questions with one answer, or with several of one list."""

from collections.abc import Callable

from forms_engine.domain.definition import Node, Question, QuestionType
from forms_engine.domain.limesurvey.survey import Entry
from forms_engine.domain.limesurvey.words import COMMENT, GENDER, YES_NO, Scale, points
from forms_engine.domain.limesurvey.workshop import Workshop

Made = list[Node]
_SCALES: dict[str, tuple[str, Scale]] = {
    "5": ("points_5", points(5)),
    "Y": ("yes_no", YES_NO),
    "G": ("gender", GENDER),
}
_PICTURES = frozenset({"png", "gif", "jpg", "jpeg", "webp", "heic", "bmp"})
_CLOCK = frozenset("HhMSs")


def written(shop: Workshop, entry: Entry) -> Made:
    """Make a question that is answered by writing."""
    kind = QuestionType.DECIMAL if entry.attributes.take("numbers_only") == "1" else QuestionType.TEXT
    look = "multiline" if entry.type in "TU" and kind is QuestionType.TEXT else ""
    return [_plain(shop, entry, kind, look)]


def number(shop: Workshop, entry: Entry) -> Made:
    """Make a question for a number."""
    whole = entry.attributes.take("num_value_int_only") == "1"
    return [_plain(shop, entry, QuestionType.INTEGER if whole else QuestionType.DECIMAL)]


def moment(shop: Workshop, entry: Entry) -> Made:
    """Make a question for a date, a time or both, as its format says."""
    form = entry.attributes.take("date_format")
    has_clock, has_day = bool(_CLOCK & set(form)), not form or bool(set(form) & set("dDyYm"))
    kind = QuestionType.DATE if not has_clock else QuestionType.DATETIME if has_day else QuestionType.TIME
    return [_plain(shop, entry, kind)]


def upload(shop: Workshop, entry: Entry) -> Made:
    """Make a question for a file."""
    allowed = {each.strip(" .").lower() for each in entry.attributes.take("allowed_filetypes").split(",")}
    kind = QuestionType.IMAGE if allowed <= _PICTURES else QuestionType.FILE
    return [_plain(shop, entry, kind)]


def note(shop: Workshop, entry: Entry) -> Made:
    """Make a text to read."""
    return [Question(type=QuestionType.NOTE, **shop.asked(entry))]


def equation(shop: Workshop, entry: Entry) -> Made:
    """Make a calculation."""
    source = entry.attributes.take("equation") or next(iter(entry.label.values()), "")
    fields = shop.asked(entry) | {"label": {}, "hint": {}}
    return [
        Question(type=QuestionType.CALCULATE, calculation=shop.rules.calculation(entry, source), **fields)
    ]


def choice(shop: Workshop, entry: Entry) -> Made:
    """Make a question with one answer of a list."""
    asked = shop.asked(entry)
    if entry.type in _SCALES:
        name, scale = _SCALES[entry.type]
        listed = shop.offer_scale(scale, name)
    else:
        listed = shop.offer(
            entry, entry.choices(), asked["key"], other=entry.has_other and entry.type in "L!"
        )
    kind = QuestionType.SELECT_ONE
    look = "minimal" if entry.type == "!" else ""
    made: Made = [
        Question(
            type=kind,
            choice_list=listed,
            appearance=look,
            parameters=shop.order(entry),
            default=shop.rules.default(entry, kind=kind).replace("-oth-", "other"),
            **asked,
            **shop.ruled(entry, kind),
        )
    ]
    if entry.type == "O":
        made.append(_comment(shop, entry, "comment", asked["relevant"]))
    return made + _other(shop, entry)


def choices(shop: Workshop, entry: Entry) -> Made:
    """Make a question with several answers of a list."""
    kind, asked = QuestionType.SELECT_MULTIPLE, shop.asked(entry)
    chosen = [part.code for part in entry.rows() if entry.defaults.get((part.number, "0", "")) == "Y"]
    made: Made = [
        Question(
            type=kind,
            choice_list=shop.offer(entry, entry.rows(), asked["key"], other=entry.has_other),
            choice_filter=shop.rules.choice_filter(entry),
            parameters=shop.order(entry),
            default=" ".join(chosen),
            **asked,
            **shop.ruled(entry, kind),
        )
    ]
    for part in entry.rows() if entry.type == "P" else ():
        own = f"selected(${{{asked['key']}}}, '{part.code}')" if "'" not in part.code else ""
        made.append(_comment(shop, entry, part.number, own))
    return made + _other(shop, entry)


def ranking(shop: Workshop, entry: Entry) -> Made:
    """Make a question whose answers are put in order."""
    asked = shop.asked(entry)
    given = entry.choices() or entry.rows()
    return [
        Question(
            type=QuestionType.RANK,
            choice_list=shop.offer(entry, given, asked["key"]),
            parameters=shop.order(entry),
            required=shop.rules.required(entry),
            **asked,
        )
    ]


def _plain(shop: Workshop, entry: Entry, kind: QuestionType, look: str = "") -> Question:
    return Question(
        type=kind,
        appearance=look,
        default=shop.rules.default(entry, kind=kind),
        **shop.asked(entry),
        **shop.ruled(entry, kind),
    )


def _other(shop: Workshop, entry: Entry) -> Made:
    if (entry.number, "other") not in shop.variables.keys:
        return []
    asked = f"selected(${{{shop.key(entry)}}}, 'other')"
    required = "true()" if entry.attributes.take("other_comment_mandatory") == "1" else ""
    kind = QuestionType.DECIMAL if entry.attributes.take("other_numbers_only") == "1" else QuestionType.TEXT
    label = shop.other_label(entry)
    return [Question(key=shop.key(entry, "other"), type=kind, label=label, relevant=asked, required=required)]


def _comment(shop: Workshop, entry: Entry, name: str, relevant: str) -> Question:
    label = shop.texts.told(COMMENT)
    return Question(key=shop.key(entry, name), type=QuestionType.TEXT, label=label, relevant=relevant)


MAKERS: dict[str, Callable[[Workshop, Entry], Made]] = {
    **dict.fromkeys("STU", written),
    **dict.fromkeys("L!O5YG", choice),
    **dict.fromkeys("MP", choices),
    "N": number,
    "D": moment,
    "|": upload,
    "X": note,
    "*": equation,
    "R": ranking,
}
