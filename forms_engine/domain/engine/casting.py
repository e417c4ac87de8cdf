"""Values in XForms text form: what each type of question makes of a text."""

import math
import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal

from forms_engine.domain.definition import Question, QuestionType

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)?)?", re.ASCII)
_OFFSET = r"(?:[+-](?:0\d|1[0-4]):[0-5]\d|Z)?"
_TIME = re.compile(rf"(\d{{2}}:\d{{2}}:\d{{2}})(?:\.\d+)?{_OFFSET}", re.ASCII)
_DATETIME = re.compile(rf"(\d{{4}}-\d{{2}}-\d{{2}}T\d{{2}}:\d{{2}}:\d{{2}})(?:\.\d+)?{_OFFSET}", re.ASCII)
_INT_BOUND = 2**31
_FEWEST_CORNERS, _FEWEST_STOPS = 3, 2
_POINT_PARTS = range(2, 5)

Cast = Callable[[str], str]


def cast_for(question: Question) -> Cast | None:
    """Return what turns a text into a value of the question's type (``""`` if it is none).

    None where every text is a value as it stands.
    """
    if question.type is QuestionType.RANGE:
        return _range(question)
    return _CASTS.get(question.type)


def code_for(question: Question) -> str:
    """Return the code that says what a text should have been, such as ``not_a_number``."""
    return _CODES.get(question.type, "malformed")


def _integer(text: str) -> str:
    if not _NUMBER.fullmatch(text.strip()):
        return ""
    number = float(text)
    if not math.isfinite(number) or not -_INT_BOUND <= math.trunc(number) < _INT_BOUND:
        return ""
    return str(math.trunc(number))


def _decimal(text: str) -> str:
    if not _NUMBER.fullmatch(text.strip()) or not math.isfinite(float(text)):
        return ""
    plain = format(Decimal(repr(float(text))), "f")
    return plain if "." in plain else f"{plain}.0"


def _date(text: str) -> str:
    match = _DATE.fullmatch(text)
    return match[1] if match and _is_iso(date.fromisoformat, match[1]) else ""


def _time(text: str) -> str:
    match = _TIME.fullmatch(text)
    return text if match and _is_iso(time.fromisoformat, match[1]) else ""


def _datetime(text: str) -> str:
    match = _DATETIME.fullmatch(text)
    return text if match and _is_iso(datetime.fromisoformat, match[1]) else ""


def _is_iso(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


def _point(text: str) -> str:
    parts = text.split()
    if len(parts) not in _POINT_PARTS or not all(_NUMBER.fullmatch(part) for part in parts):
        return ""
    latitude, longitude, *_ = (float(part) for part in parts)
    if abs(latitude) > 90 or abs(longitude) > 180 or latitude == longitude == 0:  # noqa: PLR2004 – degrees
        return ""
    return " ".join(_decimal(part) for part in parts)


def _trace(text: str) -> str:
    points = _points(text)
    return ";".join(points) if len(points) >= _FEWEST_STOPS and not _closed(points) else ""


def _shape(text: str) -> str:
    points = _points(text)
    return ";".join(points) if len(points) >= _FEWEST_CORNERS and _closed(points) else ""


def _points(text: str) -> list[str]:
    points = [_point(part) for part in text.strip().removesuffix(";").split(";")]
    return points if all(points) else []


def _closed(points: list[str]) -> bool:
    return points[0].split()[:2] == points[-1].split()[:2]


def _acknowledgement(text: str) -> str:
    return "OK" if text.lower() == "ok" else ""


def _words(text: str) -> str:
    return " ".join(text.split())


def _range(question: Question) -> Cast:
    bounds = [question.parameters.get(name, fallback) for name, fallback in (("start", "1"), ("end", "10"))]
    fractional = any("." in part for part in (*bounds, question.parameters.get("step", "1")))
    cast = _decimal if fractional else _integer
    least, most = (float(bound) if _NUMBER.fullmatch(bound.strip()) else math.nan for bound in bounds)

    def within(text: str) -> str:
        value = cast(text)
        return value if value and least <= float(value) <= most else ""

    return within


_CASTS: dict[QuestionType, Cast] = {
    QuestionType.INTEGER: _integer,
    QuestionType.DECIMAL: _decimal,
    QuestionType.DATE: _date,
    QuestionType.TODAY: _date,
    QuestionType.TIME: _time,
    QuestionType.DATETIME: _datetime,
    QuestionType.START: _datetime,
    QuestionType.END: _datetime,
    QuestionType.GEOPOINT: _point,
    QuestionType.GEOTRACE: _trace,
    QuestionType.GEOSHAPE: _shape,
    QuestionType.ACKNOWLEDGE: _acknowledgement,
    QuestionType.SELECT_MULTIPLE: _words,
    QuestionType.RANK: _words,
}
_CODES: dict[QuestionType, str] = {
    QuestionType.INTEGER: "not_an_integer",
    QuestionType.DECIMAL: "not_a_number",
    QuestionType.RANGE: "out_of_range",
    QuestionType.DATE: "not_a_date",
    QuestionType.TIME: "not_a_time",
    QuestionType.DATETIME: "not_a_moment",
    QuestionType.GEOPOINT: "not_a_place",
    QuestionType.GEOTRACE: "not_a_line",
    QuestionType.GEOSHAPE: "not_an_area",
    QuestionType.ACKNOWLEDGE: "not_ok",
    QuestionType.SELECT_ONE: "not_offered",
    QuestionType.SELECT_MULTIPLE: "not_offered",
    QuestionType.RANK: "not_all_ranked",
}
