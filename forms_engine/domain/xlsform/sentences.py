"""Every sentence the reader can say to an author, in English, marked for translation."""

from forms_engine.domain.sentences import gettext_noop

SENTENCES = {
    # the file
    "file_empty": gettext_noop("The file is empty: choose the workbook again."),
    "file_too_large": gettext_noop(
        "The file is larger than %(limit)s MB: remove pictures and unused sheets from it."
    ),
    "file_encrypted": gettext_noop("The workbook is protected by a password: save it without one."),
    "file_not_excel": gettext_noop(
        "This is not an Excel workbook: save the questionnaire as .xlsx and upload that."
    ),
    "workbook_broken": gettext_noop(
        "The workbook is damaged: open it in Excel or LibreOffice and save it again as .xlsx."
    ),
    "workbook_bomb": gettext_noop(
        "The workbook unpacks to far more than a questionnaire needs: copy its sheets into a new workbook."
    ),
    # sheets and columns
    "too_many_rows": gettext_noop(
        "The sheet has more than %(limit)s rows: delete the rows that are not needed."
    ),
    "too_many_columns": gettext_noop(
        "The sheet has more than %(limit)s columns: delete those that are not needed."
    ),
    "row_after_gap": gettext_noop(
        "This row comes after %(gap)s empty rows and would not be read: delete the empty rows above it."
    ),
    "formula_without_value": gettext_noop(
        "The formula in cell %(cell)s has no value: save the workbook in Excel again, or type the value."
    ),
    "survey_missing": gettext_noop(
        "There is no sheet “survey” (there is: %(sheets)s): name the sheet of questions so."
    ),
    "survey_empty": gettext_noop(
        "The survey sheet has no questions: write one in each row below the headers."
    ),
    "column_missing": gettext_noop("The survey sheet has no column “%(column)s”: add it to the first row."),
    "column_unsupported": gettext_noop("The column “%(column)s” is not supported: empty this cell."),
    "column_unsupported_on_group": gettext_noop(
        "“%(column)s” is not supported on a %(type)s: move it to the questions inside."
    ),
    "required_on_group": gettext_noop(
        "“required” has no effect on a %(type)s: mark the questions inside instead."
    ),
    # settings
    "setting_unsupported": gettext_noop("The setting “%(setting)s” is not supported: empty this cell."),
    "encryption_set_aside": gettext_noop(
        "“public_key” is set aside: answers are written on this server, where no phone encrypts them."
    ),
    "default_language_unknown": gettext_noop(
        "No column is in the default language “%(language)s”; “%(used)s” is taken: name one that has some."
    ),
    # rows of the survey
    "type_missing": gettext_noop("This row has no type: write one, for example “text”, or empty the row."),
    "type_unknown": gettext_noop("The question type “%(type)s” does not exist: did you mean “%(nearest)s”?"),
    "type_unsupported": gettext_noop(
        "The question type “%(type)s” is not supported: use another type or remove the row."
    ),
    "type_set_aside": gettext_noop("“%(type)s” is set aside and stays empty: only a phone knows it."),
    "kind_misplaced": gettext_noop(
        "“%(kind)s” has no effect on a question of type “%(type)s”: use the type “%(fitting)s”, "
        "or remove the word."
    ),
    "list_unknown": gettext_noop(
        "The choice list “%(list)s” is not on the choices sheet: add it or correct its name."
    ),
    "group_not_opened": gettext_noop(
        "This “end_%(type)s” closes nothing: add “begin_%(type)s” above or remove it."
    ),
    "group_not_closed": gettext_noop("The %(type)s “%(key)s” is never closed: add a row “end_%(type)s”."),
    "key_missing": gettext_noop("This row has no name: write one that no other question has."),
    "key_invalid": gettext_noop(
        "The name “%(key)s” is not allowed: begin with a letter, go on with letters, digits, “_”, “-” or “.”."
    ),
    "key_reserved": gettext_noop("The name “%(key)s” is reserved: choose another."),
    "key_too_long": gettext_noop(
        "“%(key)s” with the names of its groups exceeds %(limit)s characters: shorten one of them."
    ),
    "key_duplicate": gettext_noop("The name “%(key)s” is already in row %(other)s: choose another."),
    "key_differs_by_case": gettext_noop(
        "“%(key)s” and “%(other_key)s” in row %(other)s differ only by capital letters: choose another name."
    ),
    "label_missing": gettext_noop("This question has no label: write what people are asked."),
    "reference_unknown": gettext_noop("No question is called “%(name)s”: did you mean “%(nearest)s”?"),
    # choices
    "choice_without_list": gettext_noop("The choice “%(value)s” belongs to no list: write the list's name."),
    "choice_without_value": gettext_noop("This choice of the list “%(list)s” has no name: write one."),
    "choice_with_space": gettext_noop(
        "The name “%(value)s” has a space, but several choices of this list can be chosen: write “_” instead."
    ),
    # what was mended
    "mended": gettext_noop("“%(was)s” is read as “%(became)s”: write it so."),
    "limit_added": gettext_noop("The constraint “%(became)s” is added: “%(type)s” implies it."),
    "type_of_settings": gettext_noop("“%(type)s” is set aside: write it on the settings sheet."),
    "type_not_here": gettext_noop("“%(type)s” is set aside and stays empty: only an app can fill it."),
    "group_named": gettext_noop("This %(type)s has no name: it is called “%(became)s”."),
    "reference_mended": gettext_noop(
        "No question is called “%(name)s”: “%(other)s” is taken, which is written differently."
    ),
    "reference_empty": gettext_noop(
        "No question is called “%(name)s”: it is read as empty; add it or correct the name."
    ),
    "label_from_name": gettext_noop("This question has no label: its name, “%(became)s”, is shown instead."),
    "expression_mended": gettext_noop("“%(was)s” cannot be read: “%(became)s” is taken."),
    "reference_open": gettext_noop(
        "A “${” without “}” is shown as it is: write ${name} with the name of a question."
    ),
    "choice_twice": gettext_noop(
        "This choice is left out: it is the same as “%(value)s” of “%(list)s” in row %(other)s."
    ),
    "choice_kept": gettext_noop(
        "“%(value)s” of the list “%(list)s” is already in row %(other)s: both are offered."
    ),
    "list_filled": gettext_noop(
        "The choice “%(value)s” names no list: it is put into “%(became)s”, as those around it."
    ),
    "external_joined": gettext_noop(
        "“%(was)s” is read as “%(became)s”: the choices of the sheet external_choices join the others."
    ),
    "from_file": gettext_noop("“%(was)s” is read as “%(became)s”: the rows of the file become its choices."),
    "external_table": gettext_noop("“%(file)s” becomes a choice list: attach the file with the workbook."),
    "header_mended": gettext_noop("The header “%(was)s” is read as “%(became)s”: write it so."),
    "header_duplicate": gettext_noop(
        "Two columns are headed “%(header)s”: add the language, as in “%(header)s::English (en)”."
    ),
    "formula_set_aside": gettext_noop(
        "The formula in cell %(cell)s has no value: it is set aside, as its column has no meaning here."
    ),
    # what a phone or another server does
    "entities_set_aside": gettext_noop("The sheet “entities” is set aside: no entities are made here."),
    "duration_set_aside": gettext_noop("duration() is read as empty: only an app knows it."),
    "flat_set_aside": gettext_noop("“flat” is set aside: groups keep their questions together here."),
    "save_to_set_aside": gettext_noop("“save_to” is set aside: no entities are made here."),
    "last_saved_set_aside": gettext_noop(
        "“last-saved” is read as empty: only a phone remembers the last submission."
    ),
    "dialect_odkx": gettext_noop(
        "This workbook is written for ODK-X, another language than XLSForm: rewrite it with the sheets "
        "survey, choices and settings of https://xlsform.org."
    ),
    # attached files
    "attachment_missing": gettext_noop(
        "“%(file)s” is not attached, so its list is empty: choose it together with the workbook."
    ),
    "attachment_unused": gettext_noop("“%(file)s” is attached, but no question uses it: check its name."),
    "attachment_not_csv": gettext_noop("“%(file)s” is no CSV file: save the table as .csv and attach that."),
    "attachment_too_large": gettext_noop(
        "“%(file)s” is larger than %(limit)s MB: leave out the rows and columns that are not needed."
    ),
    "attachment_broken": gettext_noop("“%(file)s” cannot be read: save it again as CSV in UTF-8."),
    "attachment_columns": gettext_noop(
        "“%(file)s” needs 1 to %(limit)s columns, each with a name of its own: correct its first row."
    ),
    "attachment_column_left_out": gettext_noop(
        "The column “%(header)s” is left out: give it a name of letters, digits and “_”."
    ),
    "file_kind_unsupported": gettext_noop(
        "“%(file)s” cannot be read, so its list is empty: save the table as .csv, attach it and name it here."
    ),
    # whatever else pyxform says, or fails to say
    "pyxform_failed": gettext_noop(
        "The workbook cannot be converted (%(error)s): look for unusual characters in it."
    ),
    "pyxform": gettext_noop("%(message)s"),
}
