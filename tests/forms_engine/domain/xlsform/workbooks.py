"""Workbooks made for a test."""

from io import BytesIO

from openpyxl import Workbook

HEADER = ("type", "name", "label")


def workbook(survey, choices=(), settings=(), header=HEADER, **other):
    """Return an .xlsx with the rows given; choices are (list, name, label), unless they bring a header."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets = {"survey": [header, *survey], **other}
    if choices:
        has_header = "list_name" in choices[0]
        sheets["choices"] = [*([] if has_header else [("list_name", "name", "label")]), *choices]
    if settings:
        sheets["settings"] = [tuple(dict(settings)), tuple(dict(settings).values())]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()
