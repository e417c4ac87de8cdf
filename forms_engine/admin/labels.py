"""The engine's own words as people read them."""

from django.utils.translation import gettext_lazy as _

TYPES = {
    "text": _("text"),
    "note": _("note"),
    "integer": _("whole number"),
    "decimal": _("number"),
    "range": _("number in a range"),
    "select_one": _("one choice"),
    "select_multiple": _("several choices"),
    "rank": _("ranking"),
    "acknowledge": _("confirmation"),
    "date": _("date"),
    "time": _("time"),
    "dateTime": _("date and time"),
    "geopoint": _("place"),
    "geotrace": _("line on a map"),
    "geoshape": _("area on a map"),
    "barcode": _("barcode"),
    "image": _("picture"),
    "audio": _("sound"),
    "video": _("film"),
    "file": _("file"),
    "calculate": _("calculated"),
    "hidden": _("hidden"),
}
"""Types of questions; the others are filled in by the machine."""

KINDS = {
    "codice-fiscale": _("codice fiscale"),
    "partita-iva": _("partita IVA"),
    "iban": _("IBAN"),
    "phone": _("telephone number"),
    "email": _("e-mail address"),
    "money": _("amount of money"),
    "address": _("address"),
    "signature": _("signature"),
    "consent": _("consent"),
}
"""Kinds of answers, by the word that names them."""

SECTIONS = {"group": _("section"), "repeat": _("section that repeats")}

FILLED_IN = _("filled in by itself")

RULES = {
    "relevant": _("Asked if"),
    "required": _("Required if"),
    "constraint": _("Valid if"),
    "calculation": _("Calculated as"),
    "choice_filter": _("Choices offered if"),
    "read_only": _("Read only if"),
    "repeat_count": _("How many"),
}

WORDS = {
    "and": _("and"),
    "or": _("or"),
    "not": _("not"),
    "is": _("is"),
    "is not": _("is not"),
    "is answered": _("is answered"),
    "is empty": _("is empty"),
    "includes": _("includes"),
    "is more than": _("is more than"),
    "is at least": _("is at least"),
    "is less than": _("is less than"),
    "is at most": _("is at most"),
    "this answer": _("this answer"),
    "always": _("always"),
    "never": _("never"),
    "the length of": _("the length of"),
    "the number of choices in": _("the number of choices in"),
    "the number of": _("the number of"),
    "the sum of": _("the sum of"),
    "matches the pattern": _("matches the pattern"),
    "today": _("today"),
    "now": _("now"),
}

FORMATS = {
    "xlsform": _("XLSForm workbook"),
    "limesurvey": _("LimeSurvey survey"),
    "fhir": _("FHIR Questionnaire"),
    "definition": _("definition as JSON"),
}

CHANGES = {
    "added": _("Added"),
    "removed": _("Removed"),
    "renamed": _("Perhaps renamed"),
    "moved": _("Moved"),
    "retyped": _("Type changed"),
    "relabelled": _("Reworded"),
    "logic": _("Logic changed"),
    "choices": _("Choices changed"),
    "appearance": _("Look changed"),
    "settings": _("Settings changed"),
}

COLUMNS = {
    **RULES,
    "default": _("Starts as"),
    "trigger": _("Calculated when this changes"),
    "count": _("How many"),
    "label": _("Question"),
    "hint": _("Hint"),
    "guidance": _("Guidance"),
    "required_message": _("Words if it is missing"),
    "constraint_message": _("Words if it is not valid"),
    "appearance": _("Look"),
    "parameters": _("Parameters"),
    "media": _("Media"),
    "extra": _("Other columns"),
    "library": _("From the library"),
    "type": _("Type"),
    "form_id": _("Form id"),
    "title": _("Title"),
    "languages": _("Languages"),
    "choice_list": _("Choices"),
    "added": _("choice added"),
    "removed": _("choice removed"),
    "relabelled": _("choice changed"),
    "reordered": _("order of the choices"),
}

OPTIONS = {
    "start": _("From"),
    "end": _("To"),
    "step": _("Step"),
    "randomize": _("In any order (true)"),
    "max-pixels": _("Longest side in pixels"),
    "currency": _("Currency"),
}
"""Entries of a question's parameters."""

DOORS = {
    "chat": _("in the chat"),
    "form": _("on a form page"),
}

DETAILS = {
    "model": _("model"),
    "prompt_version": _("prompt"),
    "document": _("document"),
    "page": _("page"),
    "text": _("text accepted"),
    "version": _("version"),
    "language": _("language"),
}
