"""Every sentence an import can say to an author, in English, marked for translation."""

from forms_engine.domain.sentences import gettext_noop

SENTENCES = {
    # the file
    "format_unknown": gettext_noop(
        "This is no questionnaire that can be read: give an XLSForm, a LimeSurvey .lss, a FHIR Questionnaire"
        " in JSON or a definition exported from here."
    ),
    "file_empty": gettext_noop("The file is empty: choose it again."),
    "file_too_large": gettext_noop("The file is larger than %(limit)s MB: split the questionnaire."),
    "json_broken": gettext_noop("The JSON is damaged (%(error)s): export the questionnaire again."),
    "xml_broken": gettext_noop("The XML is damaged (%(error)s): export the survey again."),
    "xml_unsafe": gettext_noop(
        "The XML declares entities of its own, which is not safe to read: export the survey again."
    ),
    "definition_malformed": gettext_noop("This is no valid definition: %(error)s"),
    "too_deep": gettext_noop("Sections are nested deeper than %(limit)s levels: flatten them."),
    "too_many": gettext_noop("There are more than %(limit)s questions: split the questionnaire."),
    "no_questions": gettext_noop("There are no questions in the file: add one, then export it again."),
    "no_survey": gettext_noop("The file holds a LimeSurvey %(kind)s, not a survey: export the whole survey."),
    "more": gettext_noop("There are %(count)s more remarks: deal with these first, then import again."),
    # definitions
    "key_invalid": gettext_noop(
        "The name “%(key)s” is not allowed: begin with a letter, go on with letters, digits, “_”, “-” or “.”."
    ),
    "key_differs_by_case": gettext_noop(
        "“%(key)s” and “%(other)s” differ only by capital letters: choose another name."
    ),
    "key_too_long": gettext_noop(
        "“%(key)s” with the names of its sections exceeds %(limit)s characters: shorten one of them."
    ),
    "title_cut": gettext_noop(
        "The title is longer than %(limit)s characters and was cut: choose a shorter one."
    ),
    "title_missing": gettext_noop("The questionnaire has no title: give it one."),
    "choice_with_space": gettext_noop(
        "The choice “%(value)s” of the list “%(list)s” has a space in it: write “_” instead."
    ),
    "choice_twice": gettext_noop(
        "The list “%(list)s” has the choice “%(value)s” twice: remove or rename one."
    ),
    # rules
    "rule_left_out": gettext_noop(
        "The rule “%(rule)s” does not fit the other questions and was left out: write it anew."
    ),
    "expression_lost": gettext_noop(
        "“%(expression)s” has no counterpart here because of “%(part)s”: write the rule anew."
    ),
    "condition_lost": gettext_noop(
        "The condition on “%(link)s” cannot be met here, so this is always asked: write the condition anew."
    ),
    "behaviour_missing": gettext_noop(
        "It is not said whether all conditions must hold; any of them was taken: change it if all must."
    ),
    "default_lost": gettext_noop("The default “%(default)s” has no counterpart here: enter it anew."),
    # questions
    "type_as": gettext_noop("A question of the type “%(type)s” became “%(used)s”: check that this serves."),
    "type_ignored": gettext_noop("There is no question of the type “%(type)s” here; it was left out."),
    "repeated_as_section": gettext_noop(
        "Several answers to one question became a section that can be added to: check its wording."
    ),
    "initial_many": gettext_noop(
        "Only the first of several initial answers, “%(kept)s”, was kept: check it."
    ),
    "slider_unbounded": gettext_noop(
        "The slider has no smallest or largest value and became a number: give both to have a slider."
    ),
    "link_missing": gettext_noop("This item has no linkId; it is called “%(key)s”: rename it if you wish."),
    "link_twice": gettext_noop(
        "The linkId “%(link)s” is used twice; this one is called “%(key)s”: check the rules that name it."
    ),
    "code_twice": gettext_noop(
        "The code “%(code)s” is used twice; this one is called “%(key)s”: check the rules that name it."
    ),
    "option_empty": gettext_noop("An answer option has no value and was left out: add the choice anew."),
    "value_set_missing": gettext_noop(
        "The value set “%(value_set)s” is not in the file, so there are no choices: enter them here."
    ),
    "value_set_partial": gettext_noop(
        "The value set “%(value_set)s” refers to others; only what it lists itself was taken: add the rest."
    ),
    "extension_ignored": gettext_noop(
        "The extension “%(extension)s” has no counterpart here: see if it is needed."
    ),
    "field_ignored": gettext_noop("“%(field)s” has no counterpart here: see if it is needed."),
    "control_ignored": gettext_noop("The control “%(control)s” has no counterpart here: check how it looks."),
    "setting_ignored": gettext_noop(
        "The setting %(setting)s = “%(value)s” has no counterpart here: see if it is needed."
    ),
    "table_ignored": gettext_noop("The survey's %(table)s have no counterpart here: see if they are needed."),
    "media_lost": gettext_noop(
        "The text shows “%(tags)s”, which was left out: add it as a picture or a link."
    ),
    "subquestions_missing": gettext_noop("The question has no subquestions and was left out: enter it anew."),
    "answers_missing": gettext_noop("The question has no answers to choose from: enter them here."),
    "random_groups": gettext_noop(
        "The random order of sections has no counterpart here: order them as they shall be."
    ),
}
