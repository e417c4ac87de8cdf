"""Every sentence of the checker, in English, marked for translation."""


def gettext_noop(text: str) -> str:
    """Mark a text for ``makemessages``; the service layer translates it."""
    return text


SENTENCES = {
    # proven
    "never_asked": gettext_noop("It is never shown: its rule cannot be true. Correct the rule or remove it."),
    "always_asked": gettext_noop("Its rule is always true: it can be left out."),
    "choice_unknown": gettext_noop(
        "The rule compares ${%(key)s} with “%(value)s”, which is none of its choices: correct the value."
    ),
    "never_answerable": gettext_noop(
        "It is required, but nobody can answer it: it is read only and nothing fills it in."
    ),
    "asked_later": gettext_noop(
        "The rule looks at ${%(key)s}, which is asked later: until then it finds no answer. "
        "Move one of the two if that is not meant."
    ),
    "note_read": gettext_noop("The rule reads ${%(key)s}, a note, which never has an answer."),
    # tried
    "not_reached": gettext_noop(
        "It was not shown in any of %(tries)s tries: check that its rule can become true."
    ),
    "never_occurs": gettext_noop(
        "It did not occur once in %(tries)s tries: check how its number is worked out."
    ),
    "always_shown": gettext_noop(
        "It was shown in every one of %(tries)s tries: check that its rule is not always true."
    ),
    "never_valid": gettext_noop(
        "None of the %(count)s answers that were tried is valid: check that the rule lets one pass."
    ),
    "choices_never_offered": gettext_noop(
        "In %(tries)s tries these choices were never offered: %(values)s. Check the filter."
    ),
}
