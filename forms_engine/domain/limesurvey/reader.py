"""A LimeSurvey export, read into a definition and what it could not carry over."""

import re
from collections.abc import Iterator
from dataclasses import replace

from forms_engine.domain.definition import Definition, Group, Node, Question, QuestionType
from forms_engine.domain.foreign.choices import ChoiceLists
from forms_engine.domain.foreign.keys import Keys, plain
from forms_engine.domain.foreign.mending import mended, titled
from forms_engine.domain.foreign.problems import Findings, ForeignReading, ImportRefused
from forms_engine.domain.limesurvey import arrays, questions
from forms_engine.domain.limesurvey.rules import Rules
from forms_engine.domain.limesurvey.script import Script
from forms_engine.domain.limesurvey.survey import Entry, Section, Survey, read_survey_tables
from forms_engine.domain.limesurvey.tables import Tables, read_tables
from forms_engine.domain.limesurvey.texts import Texts
from forms_engine.domain.limesurvey.variables import name_all
from forms_engine.domain.limesurvey.workshop import Workshop

MAX_QUESTIONS = 5_000
_MAKERS = {**questions.MAKERS, **arrays.MAKERS}
_START = re.compile(rb"<LimeSurveyDocType>|\A\s*(?:\xef\xbb\xbf)?\s*<\?xml|\A\s*(?:\xef\xbb\xbf)?\s*<")
_IGNORED_TABLES = ("quota", "assessments", "survey_url_parameters", "plugin_settings")


def is_survey(content: bytes) -> bool:
    """Tell whether the bytes are XML: of all formats only LimeSurvey's is."""
    return _START.search(content[:2000]) is not None or content[:2] in {b"\xff\xfe", b"\xfe\xff"}


def read_survey(content: bytes, *, name: str) -> ForeignReading:
    """Read a .lss of LimeSurvey 3 to 6; ``name`` is the form's id if the survey has no number."""
    findings = Findings()
    try:
        return _read(read_tables(content), name, findings)
    except ImportRefused as refused:
        return ForeignReading(None, (refused.problem, *findings.all()))


def _read(tables: Tables, name: str, findings: Findings) -> ForeignReading:
    if tables.kind != "Survey":
        raise ImportRefused("no_survey" if tables.kind else "format_unknown", kind=tables.kind.lower())
    survey = read_survey_tables(tables)
    if sum(1 + len(entry.parts) for section in survey.sections for entry in section.entries) > MAX_QUESTIONS:
        raise ImportRefused("too_many", limit=MAX_QUESTIONS)
    builder = _Builder(survey, findings)
    children = tuple(builder.sections(survey))
    if not any(section.entries for section in survey.sections):
        raise ImportRefused("no_questions")
    for table in _IGNORED_TABLES:
        if tables.rows.get(table):
            findings.remark("", "table_ignored", table=table.replace("_", " "))
    shop = builder.shop
    definition = Definition(
        form_id=plain(name) or f"survey_{survey.number}",
        title=titled(next(iter(survey.title.values()), "") or name, findings),
        languages=shop.texts.languages,
        children=children,
        choice_lists=shop.lists.lists,
    )
    places = {path: builder.sources.get(node.key, "") for path, node in definition.walk()}
    return ForeignReading(mended(definition, places, findings), findings.all(), places)


class _Builder:
    def __init__(self, survey: Survey, findings: Findings) -> None:
        self._keys = Keys()
        variables = name_all(survey, self._keys, findings)
        script = Script(variables)
        texts = Texts(survey.languages, script, self._keys, findings)
        self.shop = Workshop(texts, Rules(script, findings), ChoiceLists(), variables, findings)
        self.sources: dict[str, str] = {}

    def sections(self, survey: Survey) -> Iterator[Node]:
        """Yield the words of welcome and the sections."""
        texts = self.shop.texts
        welcome = [texts.read(survey.words[name], name, "welcome") for name in ("description", "welcometext")]
        said = {
            language: "\n\n".join(filter(None, (each.get(language) for each in welcome)))
            for language in texts.languages
        }
        if any(said.values()):
            key = self._keys.make("welcome")
            yield from texts.take_pending()
            yield Question(key=key, type=QuestionType.NOTE, label=said)
        if survey.words["endtext"]:
            end = next(iter(survey.words["endtext"].values()))
            self.shop.findings.remark("", "setting_ignored", setting="endtext", value=end[:100])
        for section in survey.sections:
            yield self._section(section)

    def _section(self, section: Section) -> Group:
        name = next(iter(section.name.values()), "")
        key = self._keys.make(name or section.number, "group")
        shop = self.shop
        if section.row.get("randomization_group"):
            shop.findings.remark(name, "random_groups")
        label = shop.texts.read(section.name, name, key)
        hint = shop.texts.read(section.description, name, key)
        before = shop.texts.take_pending()
        children = [node for entry in section.entries for node in self._entry(entry)]
        relevant = shop.rules.relevant(section.row.get("grelevance", ""), name)
        self.sources[key] = name
        return Group(key=key, label=label, hint=hint, relevant=relevant, children=(*before, *children))

    def _entry(self, entry: Entry) -> list[Node]:
        maker = _MAKERS.get(entry.type)
        if maker is None:
            self.shop.findings.remark(entry.code, "type_ignored", "type", type=entry.type)
            return []
        made = maker(self.shop, entry)
        made = [*self.shop.texts.take_pending(), *made]
        if entry.attributes.take("hidden") == "1":
            made = [_hidden(node) for node in made]
        self.shop.finish(entry)
        for node in made:
            self._remember(node, entry.code)
        return made

    def _remember(self, node: Node, code: str) -> None:
        self.sources[node.key] = code
        for child in node.children if isinstance(node, Group) else ():
            self._remember(child, code)


def _hidden(node: Node) -> Node:
    if isinstance(node, Group):
        return replace(node, children=tuple(_hidden(child) for child in node.children))
    if node.type in {QuestionType.CALCULATE, QuestionType.NOTE}:
        return node if node.type is QuestionType.CALCULATE else replace(node, relevant="false()")
    return replace(
        node, type=QuestionType.HIDDEN, choice_list="", choice_filter="", required="", constraint=""
    )
