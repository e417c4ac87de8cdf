"""XLSForms for tests, from rows as an author would type them."""

import io

from openpyxl import Workbook

SURVEY = (
    ("type", "name", "label", "required"),
    ("text", "name", "What is your name?", "yes"),
    ("integer", "age", "How old are you?", ""),
    ("select_one colours", "colour", "Which colour?", ""),
)
CHOICES = (("list_name", "name", "label"), ("colours", "red", "Red"), ("colours", "blue", "Blue"))


def make_workbook(*rows, form_id="colours", title="Colours", survey=SURVEY, choices=CHOICES) -> bytes:
    """Return an .xlsx; ``rows`` are added to the survey sheet."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    settings = (("form_id", "form_title"), (form_id, title))
    sheets = {"survey": (*survey, *rows), "choices": choices, "settings": settings}
    for name, lines in sheets.items():
        sheet = workbook.create_sheet(name)
        for line in lines:
            sheet.append(line)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()
