"""Surveys as LimeSurvey writes them, in the layout of version 3 (one row a language) or of 4 to 6."""

from xml.sax.saxutils import escape

from forms_engine.domain.limesurvey import read_survey


def question(code, kind, text="", **fields):
    """``parts`` are subquestions, ``columns`` those of the other axis, ``answers`` are by code."""
    return {"code": code, "type": kind, "text": text or f"Text of {code}", **fields}


def survey(*questions, languages=("en",), layout=6, title="Survey", tables=None, settings=None, group=None):
    """Return a .lss with one group of questions; texts may be a dictionary by language."""
    built = _Tables(languages, layout)
    built.texts("groups", "group_l10ns", {"gid": "7", "sid": "1", "group_order": "1", **(group or {})},
                group_name="Group", description="")  # fmt: skip
    for order, each in enumerate(questions, start=1):
        built.question(each, str(100 * order), order)
    built.add(
        "surveys", {"sid": "1", "language": languages[0], "additional_languages": " ".join(languages[1:])}
    )
    for language in languages:
        words = {"surveyls_language": language, "surveyls_title": title, **(settings or {})}
        built.add("surveys_languagesettings", words)
    for name, rows in (tables or {}).items():
        for row in rows:
            built.add(name, row)
    return built.document()


class _Tables:
    def __init__(self, languages, layout):
        self.languages, self.layout, self.rows = languages, layout, {}

    def add(self, table, row):
        self.rows.setdefault(table, []).append(row)

    def texts(self, table, translations, row, **words):
        """Add a row with words: repeated for every language, or apart."""
        spoken = [
            {name: text.get(language, "") if isinstance(text, dict) else text for name, text in words.items()}
            | {"language": language}
            for language in self.languages
        ]
        if self.layout < 4:
            for each in spoken:
                self.add(table, {**row, **each})
            return
        self.add(table, row)
        own = {name: row[name] for name in ("gid", "qid", "aid") if name in row}
        for each in spoken:
            self.add(translations, {"id": "1", **dict(list(own.items())[-1:]), **each})

    def question(self, given, number, order):
        row = {"gid": "7", "qid": number, "parent_qid": "0", "type": given["type"], "title": given["code"]}
        row |= {"question_order": str(order), "other": "Y" if given.get("other") else "N"}
        row |= {"mandatory": "Y" if given.get("mandatory") else "N", "relevance": given.get("relevance", "1")}
        self.texts("questions", "question_l10ns", row | {"preg": given.get("preg", "")},
                   question=given["text"], help=given.get("help", ""))  # fmt: skip
        for scale, name in (("0", "parts"), ("1", "columns")):
            for at, (code, text) in enumerate(given.get(name, {}).items(), start=1):
                part = {"gid": "7", "qid": f"{number}{scale}{at}", "parent_qid": number, "title": code}
                part |= {
                    "scale_id": scale,
                    "question_order": str(at),
                    "relevance": given.get("filters", {}).get(code, ""),
                }
                self.texts("subquestions", "question_l10ns", part, question=text)
        for scale, name in (("0", "answers"), ("1", "others")):
            for at, (code, text) in enumerate(given.get(name, {}).items(), start=1):
                answer = {
                    "qid": number,
                    "aid": f"{number}{scale}{at}",
                    "code": code,
                    "sortorder": str(at),
                    "scale_id": scale,
                }
                self.texts("answers", "answer_l10ns", answer, answer=text)
        for name, value in given.get("attributes", {}).items():
            for language, text in value.items() if isinstance(value, dict) else [("", value)]:
                self.add(
                    "question_attributes",
                    {"qid": number, "attribute": name, "value": text, "language": language},
                )
        for part, value in given.get("defaults", {}).items():
            at = list(given.get("parts", {})).index(part) + 1 if part else 0
            own = {"qid": number, "sqid": f"{number}0{at}" if at else "0", "scale_id": "0", "specialtype": ""}
            self.default(own, value)

    def default(self, row, value):
        if self.layout < 4:
            self.add("defaultvalues", {**row, "language": self.languages[0], "defaultvalue": value})
            return
        number = str(len(self.rows.get("defaultvalues", ())))
        self.add("defaultvalues", {**row, "dvid": number})
        words = {"dvid": number, "language": self.languages[0], "defaultvalue": value}
        self.add("defaultvalue_l10ns", words)

    def document(self):
        tables = "".join(
            f"<{name}><fields/><rows>{''.join(map(_row, rows))}</rows></{name}>"
            for name, rows in self.rows.items()
        )
        spoken = "".join(f"<language>{each}</language>" for each in self.languages)
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n<document><LimeSurveyDocType>Survey</LimeSurveyDocType>'
            f"<DBVersion>640</DBVersion><languages>{spoken}</languages>{tables}</document>"
        ).encode()


def _row(row):
    return f"<row>{''.join(f'<{name}>{escape(text)}</{name}>' for name, text in row.items())}</row>"


def read(*questions, **fields):
    return read_survey(survey(*questions, **fields), name="file")


def nodes(*questions, **fields):
    found = dict(read(*questions, **fields).definition.walk())
    return {path.removeprefix("Group/"): node for path, node in found.items()}


def codes(reading):
    return [(problem.place, problem.code) for problem in reading.problems]
