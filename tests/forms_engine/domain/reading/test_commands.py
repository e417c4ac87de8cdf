import pytest

from forms_engine.domain.definition import QuestionType
from forms_engine.domain.reading import Ambiguous, commands, find_question, read_command

PLAIN = [
    ("it", "Salta", commands.Skip),
    ("it", "salta questa domanda, per favore", commands.Skip),
    ("it", "non lo so", commands.DontKnow),
    ("it", "vorrei tornare indietro", commands.Back),
    ("it", "perché?", commands.Why),
    ("it", "aiuto", commands.Help),
    ("it", "stop", commands.Stop),
    ("it", "annulla", commands.Undo),
    ("it", "no, com'era", commands.Undo),
    ("it", "puoi ripetere?", commands.Repeat),
    ("it", "riepilogo", commands.Summary),
    ("it", "invia", commands.Submit),
    ("it", "vorrei parlare con una persona", commands.Person),
    ("it", "passa al modulo", commands.SwitchToForm),
    ("it", "Buongiorno!", commands.Greeting),
    ("it", "grazie mille", commands.Thanks),
    ("en", "skip", commands.Skip),
    ("en", "please skip this question", commands.Skip),
    ("en", "I don’t know", commands.DontKnow),
    ("en", "go back", commands.Back),
    ("en", "Why do you ask?", commands.Why),
    ("en", "I want to talk to a human", commands.Person),
    ("en", "undo that", commands.Undo),
    ("en", "switch to the form", commands.SwitchToForm),
]


@pytest.mark.parametrize(("language", "text", "expected"), PLAIN)
def test_command_is_recognised(language, text, expected):
    assert read_command(text, language) == expected()


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("it", "cambia la data in ieri", commands.Change("la data", "ieri")),
        ("it", "puoi cambiare il nome: Anna Rossi", commands.Change("il nome", "Anna Rossi")),
        ("it", "correggi l'indirizzo", commands.Change("l'indirizzo")),
        ("it", "no, volevo dire 5", commands.Change("", "5")),
        ("it", "mi sono sbagliato", commands.Change("")),
        ("it", "torna alla targa", commands.GoTo("targa")),
        ("en", "change my name to Ann", commands.Change("my name", "Ann")),
        ("en", "No, I meant 12 March", commands.Change("", "12 March")),
        ("en", "go back to the address", commands.GoTo("the address")),
    ],
)
def test_command_with_target_is_recognised(language, text, expected):
    assert read_command(text, language) == expected


@pytest.mark.parametrize(
    "text",
    [
        "sì",
        "no",
        "5",
        "ieri",
        "ho cambiato la gomma",
        "Perché era rotto",
        "salta fuori che avevo ragione",
        "",
        "?",
    ],
)
def test_answer_is_no_command(text):
    assert read_command(text, "it") is None


@pytest.mark.parametrize("text", ["vorrei tornare indietro", "correggi l'indirizzo", "torna alla targa"])
def test_free_text_only_yields_to_bare_phrases(text):
    assert read_command(text, "it") is not None
    assert read_command(text, "it", question_type=QuestionType.TEXT) is None
    assert read_command("salta", "it", question_type=QuestionType.TEXT) == commands.Skip()


LABELLED = [
    ("person/name", "Nome e cognome"),
    ("person/address", "Indirizzo di residenza"),
    ("accident_date", "Data del sinistro"),
    ("birth_date", "Data di nascita"),
    ("plate", "Targa del veicolo"),
]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("il mio nome", "person/name"),
        ("l'idirizzo", "person/address"),
        ("data di nascita", "birth_date"),
        ("plate", "plate"),
        ("pippo", None),
        ("", None),
    ],
)
def test_question_is_found_by_label_or_key(target, expected):
    assert find_question(target, LABELLED) == expected


def test_question_is_not_guessed_between_two():
    found = find_question("la data", LABELLED)
    assert isinstance(found, Ambiguous)
    assert {candidate.value for candidate in found.candidates} == {"accident_date", "birth_date"}
