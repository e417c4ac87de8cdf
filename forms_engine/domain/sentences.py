"""Every sentence the engine can say to an author, in English, marked for translation."""


def gettext_noop(text: str) -> str:
    """Mark a text for ``makemessages``; the service layer translates it."""
    return text


SENTENCES = {
    # names
    "key_unknown": gettext_noop("${%(key)s} names no question."),
    "key_misspelt": gettext_noop("${%(key)s} names no question. Did you mean ${%(nearest)s}?"),
    "key_unclear": gettext_noop("${%(key)s} is not clear: %(count)s questions have that name."),
    "key_last_saved": gettext_noop("${%(key)s}: the last saved submission is not supported."),
    "key_twice": gettext_noop("Two questions are named “%(key)s” in one section."),
    "choices_not_one_question": gettext_noop(
        "Choices are those of one list, or the answers to one question."
    ),
    "choices_not_repeated": gettext_noop(
        "“%(key)s” is in no repeat, so that its answers are no choices: name a question of a repeat."
    ),
    "list_unknown": gettext_noop("There is no choice list named “%(list)s” in the workbook."),
    "column_unknown": gettext_noop(
        "The choice list “%(list)s” has no column “%(column)s”, so the rule finds nothing there: "
        "correct the name or add the column."
    ),
    "name_unknown": gettext_noop(
        "There is no “%(name)s” where the path looks for it, so it is read as empty: write ${%(name)s} for a "
        "question, '%(name)s' for a text."
    ),
    "root_unknown": gettext_noop("The path starts with /%(name)s, but the root is /%(root)s."),
    # rules
    "trigger_not_one": gettext_noop("A trigger must be one question, as in ${key}."),
    "depends_on_itself": gettext_noop(
        "${%(key)s} depends on itself. Change the rule so that it does not use its own answer."
    ),
    "circle": gettext_noop(
        "These questions depend on each other in a circle: %(way)s. Change one of the rules."
    ),
    # how expressions are written
    "expression_too_long": gettext_noop("The expression is longer than %(limit)s characters; split it."),
    "expression_too_deep": gettext_noop("The expression is nested deeper than %(limit)s levels; split it."),
    "operators_too_many": gettext_noop("More than %(limit)s operators follow each other; use parentheses."),
    "quote_open": gettext_noop("The text that starts with %(text)s has no closing quote."),
    "character_unknown": gettext_noop("The character %(character)s in “%(text)s” is not understood."),
    "expected_end": gettext_noop(
        "At character %(position)s, an operator or the end is expected but “%(found)s” is found."
    ),
    "expected_sign": gettext_noop(
        "At character %(position)s, “%(sign)s” is expected but “%(found)s” is found."
    ),
    "expected_sign_at_end": gettext_noop(
        "At character %(position)s, “%(sign)s” is expected but the end is found."
    ),
    "expected_name": gettext_noop("At character %(position)s, a name is expected but “%(found)s” is found."),
    "expected_name_at_end": gettext_noop(
        "At character %(position)s, a name is expected but the end is found."
    ),
    "expected_value": gettext_noop(
        "At character %(position)s, a value is expected but “%(found)s” is found."
    ),
    "expected_value_at_end": gettext_noop(
        "At character %(position)s, a value is expected but the end is found."
    ),
    "axis_unsupported": gettext_noop("The axis “%(name)s” is not supported."),
    "attribute": gettext_noop("Attributes (“@”) do not exist in a questionnaire."),
    "slash_after_value": gettext_noop("Only a path or a function that returns nodes can stand before “/”."),
    "bracket_after_value": gettext_noop("Only a path can be followed by “[”."),
    "union_of_values": gettext_noop("Both sides of “|” must be paths."),
    # functions
    "function_unknown": gettext_noop("The function %(function)s() is not supported."),
    "function_misspelt": gettext_noop(
        "The function %(function)s() is not supported. Did you mean %(nearest)s()?"
    ),
    "arguments_none": gettext_noop("%(function)s() takes no arguments, not %(given)s."),
    "arguments_one": gettext_noop("%(function)s() takes one argument, not %(given)s."),
    "arguments_many": gettext_noop("%(function)s() takes %(least)s arguments, not %(given)s."),
    "arguments_between": gettext_noop("%(function)s() takes %(least)s to %(most)s arguments, not %(given)s."),
    "arguments_at_least": gettext_noop("%(function)s() takes %(least)s or more arguments, not %(given)s."),
    "path_needed": gettext_noop("%(function)s() needs a path such as ${key} here, not a value."),
    "position_path": gettext_noop("position() needs a path such as .. or nothing."),
    "randomize_path": gettext_noop("randomize() needs a path."),
    "indexed_repeat_pairs": gettext_noop("indexed-repeat() needs a number after each repeat."),
    "indexed_repeat_order": gettext_noop(
        "indexed-repeat() needs a question, a repeat and a number, in this order."
    ),
    "weighted_pairs": gettext_noop("weighted-checklist() needs a weight after each value."),
    "choice_name_select": gettext_noop(
        "jr:choice-name() needs a select such as '${key}' as its second argument."
    ),
    "instance_name": gettext_noop("instance() needs the name of a choice list in quotes."),
    "pulldata_names": gettext_noop("pulldata() needs the list and its columns in quotes."),
    # patterns
    "pattern_too_long": gettext_noop("A pattern is longer than %(limit)s characters; split it."),
    "pattern_malformed": gettext_noop("The pattern %(pattern)s is not a regular expression: %(error)s."),
    "pattern_irregular": gettext_noop(
        "The pattern %(pattern)s could take endlessly: it repeats a group and also looks around or refers "
        "back. Make it simpler."
    ),
    "pattern_explosive": gettext_noop(
        "The pattern %(pattern)s could take endlessly: it repeats too much inside repetitions. "
        "Make it simpler."
    ),
    # edits
    "label_missing": gettext_noop("This question has no label: write what people are asked."),
    "choices_missing": gettext_noop("There is nothing to choose yet: add choices."),
    "edit_nowhere": gettext_noop("This question or section is no longer there: look at the outline again."),
    "edit_no_section": gettext_noop("Only a section can hold questions: choose one."),
    "edit_malformed": gettext_noop("This change does not fit what it is about: reload the page."),
    "move_inside": gettext_noop("A section cannot stand inside itself: choose another place."),
    "nodes_many": gettext_noop("A questionnaire has at most %(limit)s questions and sections: split it."),
    "key_invalid": gettext_noop(
        "The name “%(key)s” is not allowed: begin with a letter, go on with letters, digits, “_”, “-” or “.”."
    ),
    "key_long": gettext_noop("The name “%(key)s” is longer than %(limit)s characters: shorten it."),
    "key_reserved": gettext_noop("The name “%(key)s” is reserved: choose another."),
    "key_taken": gettext_noop("The name “%(other)s” is taken: choose another than “%(key)s”."),
    "path_long": gettext_noop(
        "“%(key)s” with the names of its sections is longer than %(limit)s characters: shorten one of them."
    ),
    "text_long": gettext_noop("A text is longer than %(limit)s characters: shorten it."),
    "text_unwritable": gettext_noop("A text has a character that cannot be written: type it anew."),
    "title_long": gettext_noop("The title is longer than %(limit)s characters: shorten it."),
    "list_name_invalid": gettext_noop(
        "“%(list)s” cannot be the name of a choice list: begin with a letter, go on with letters and digits."
    ),
    "choice_spaced": gettext_noop("The value “%(value)s” of a choice has a space: write “_” instead."),
    "choice_long": gettext_noop(
        "The value “%(value)s…” of a choice is longer than %(limit)s characters: shorten it."
    ),
    "choice_twice": gettext_noop(
        "Two choices of the list “%(list)s” have the value “%(value)s”: change one."
    ),
    "languages_number": gettext_noop(
        "Name at least one language, and %(limit)s at most, each in a few words."
    ),
    "language_twice": gettext_noop("Two languages have the same name: change one."),
}
