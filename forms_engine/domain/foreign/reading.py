"""A file of any format but XLSForm, recognised by what is in it and read."""

import codecs
import json
from enum import StrEnum
from typing import Any

from forms_engine.domain.codec import DefinitionMalformed, from_json
from forms_engine.domain.fhir import is_questionnaire, read_questionnaire
from forms_engine.domain.foreign.checks import find_faults
from forms_engine.domain.foreign.problems import ForeignReading, ImportRefused
from forms_engine.domain.limesurvey import is_survey, read_survey

MAX_BYTES = 20 * 1024 * 1024
_WORKBOOKS = (b"PK\x03\x04", bytes.fromhex("D0CF11E0A1B11AE1"))
_OWN = frozenset({"form_id", "children", "choice_lists"})


class Format(StrEnum):
    """The formats that questionnaires can be imported from."""

    XLSFORM = "xlsform"
    LIMESURVEY = "limesurvey"
    FHIR = "fhir"
    DEFINITION = "definition"


def recognise(content: bytes) -> Format | None:
    """Return the format of a file by its content, None for what is no questionnaire: names prove nothing."""
    if content.startswith(_WORKBOOKS):
        return Format.XLSFORM
    if is_survey(content):
        return Format.LIMESURVEY
    try:
        payload = load(content)
    except ImportRefused:
        return None
    if is_questionnaire(payload):
        return Format.FHIR
    return Format.DEFINITION if isinstance(payload, dict) and payload.keys() & _OWN else None


def read_foreign(content: bytes, *, name: str) -> ForeignReading:
    """Read a file that is no workbook; ``name`` is the form's id where the file has none."""
    try:
        _check_size(content)
        reading = _read(content, name)
    except ImportRefused as refused:
        return ForeignReading(None, (refused.problem,))
    if reading.definition is None:
        return reading
    return ForeignReading(
        reading.definition, (*find_faults(reading.definition), *reading.problems), reading.places
    )


def load(content: bytes) -> Any:
    """Return JSON.

    Raises:
        ImportRefused: it is none, it is nested too deep, or it holds what is no text.
    """
    try:
        payload = json.loads(content)
        json.dumps(payload, ensure_ascii=False, allow_nan=False).encode()
    except RecursionError:
        raise ImportRefused("json_broken", error="too deep") from None
    except ValueError as error:
        raise ImportRefused("json_broken", error=str(error)[:100]) from None
    return payload


def _check_size(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise ImportRefused("file_too_large", limit=MAX_BYTES // 1024**2)
    if not content.strip():
        raise ImportRefused("file_empty")


def _read(content: bytes, name: str) -> ForeignReading:
    if is_survey(content):
        return read_survey(content, name=name)
    if not content.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{"):
        raise ImportRefused("format_unknown")
    payload = load(content)
    if is_questionnaire(payload):
        return read_questionnaire(payload, name=name)
    if not payload.keys() & _OWN:
        raise ImportRefused("format_unknown")
    try:
        definition = from_json(payload)
    except DefinitionMalformed as malformed:
        raise ImportRefused("definition_malformed", error=str(malformed)) from None
    except RecursionError:
        raise ImportRefused("definition_malformed", error="too deep") from None
    return ForeignReading(definition, (), {path: path for path, _node in definition.walk()})
