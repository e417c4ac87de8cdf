"""A FHIR Questionnaire, read into a definition and what it could not carry over."""

from collections.abc import Mapping

from forms_engine.domain.definition import Definition
from forms_engine.domain.fhir.extensions import Json, text
from forms_engine.domain.fhir.items import ItemReader
from forms_engine.domain.fhir.nodes import Nodes
from forms_engine.domain.fhir.options import Options
from forms_engine.domain.fhir.rules import Rules
from forms_engine.domain.fhir.texts import Texts
from forms_engine.domain.foreign.choices import ChoiceLists
from forms_engine.domain.foreign.keys import Keys, plain
from forms_engine.domain.foreign.mending import mended, titled
from forms_engine.domain.foreign.problems import Findings, ForeignReading, ImportRefused

_KEPT = ("version", "url")


def is_questionnaire(payload: object) -> bool:
    """Tell whether JSON is a FHIR Questionnaire."""
    return isinstance(payload, Mapping) and payload.get("resourceType") == "Questionnaire"


def read_questionnaire(payload: Json, *, name: str) -> ForeignReading:
    """Read a Questionnaire of R4 or R5; ``name`` is the form's id where it has none of its own."""
    findings = Findings()
    try:
        return _read(payload, name, findings)
    except ImportRefused as refused:
        return ForeignReading(None, (refused.problem, *findings.all()))


def _read(payload: Json, name: str, findings: Findings) -> ForeignReading:
    texts, lists, keys = Texts(text(payload.get("language"))), ChoiceLists(), Keys()
    title, _left = texts.read(payload, "title")
    options = Options(payload, texts, lists, findings)
    root = ItemReader(options, keys, findings).read(payload)
    if not root.children:
        raise ImportRefused("no_questions")
    rules = Rules(root, texts, findings)
    nodes = Nodes(rules, options, texts, keys, findings)
    children = nodes.children(root)
    for each in root.extensions.left():
        findings.remark("", "extension_ignored", extension=each)
    definition = Definition(
        form_id=_form_id(payload, name),
        title=titled(title.get(texts.default) or text(payload.get("name")) or name, findings),
        languages=texts.languages,
        children=children,
        choice_lists=lists.lists,
        settings={each: found for each in _KEPT if (found := text(payload.get(each)))},
    )
    places = {path: nodes.sources.get(node.key, "") for path, node in definition.walk()}
    return ForeignReading(mended(definition, places, findings), findings.all(), places)


def _form_id(payload: Json, name: str) -> str:
    given = (
        text(payload.get("name")),
        text(payload.get("id")),
        text(payload.get("url")).rpartition("/")[2],
        name,
    )
    return next((key for each in given if (key := plain(each))), "questionnaire")
