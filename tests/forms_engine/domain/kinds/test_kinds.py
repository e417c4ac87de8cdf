"""Each kind as a table: how people write it, what is kept, what is refused."""

import pytest

from forms_engine.domain.definition import Question, QuestionType
from forms_engine.domain.kinds import KINDS, kind_of

T = QuestionType


def kind(appearance, kind_=T.TEXT, **fields):
    return kind_of(Question(key="q", type=kind_, appearance=appearance, **fields))


VALID = [
    ("codice-fiscale", "RSSMRA85T10A562S", "RSSMRA85T10A562S"),
    ("codice-fiscale", " rss mra 85t10 a562s ", "RSSMRA85T10A562S"),
    ("codice-fiscale", "RSS.MRA.85T10.A562S", "RSSMRA85T10A562S"),
    ("codice-fiscale", "00743110157", "00743110157"),  # a company's
    ("partita-iva", "00743110157", "00743110157"),
    ("partita-iva", "IT00743110157", "00743110157"),
    ("partita-iva", "it 0074 3110 157", "00743110157"),
    ("partita-iva", "IT-00743110157", "00743110157"),
    ("iban", "IT60X0542811101000000123456", "IT60X0542811101000000123456"),
    ("iban", "it60 x054 2811 1010 0000 0123 456", "IT60X0542811101000000123456"),
    ("iban", "IBAN: GB29 NWBK 6016 1331 9268 19", "GB29NWBK60161331926819"),
    ("iban", "DE89-3704-0044-0532-0130-00", "DE89370400440532013000"),
    ("phone", "333 1234567", "+393331234567"),
    ("phone", "+39 333.123.4567", "+393331234567"),
    ("phone", "0039 02 1234567", "+39021234567"),
    ("phone", "02/1234567", "+39021234567"),
    ("phone", "+44 (0)20 7946 0958", "+442079460958"),
    ("email", " Anna.Bianchi@Example.IT ", "Anna.Bianchi@example.it"),
    ("email", "a+b@sub.example.com", "a+b@sub.example.com"),
    ("address", "Via Roma, 12 – 20121 Milano (MI) – Italia", "Via Roma, 12 – 20121 Milano (MI) – Italia"),
    ("address", "via Garibaldi 5/A, 00153 Roma RM", "via Garibaldi, 5/A – 00153 Roma (RM)"),
    ("address", "Corso XX Settembre 3\n10121 Torino", "Corso XX Settembre, 3 – 10121 Torino"),
    ("address", "Piazza Duomo, Milano", "Piazza Duomo – Milano"),
    ("address", "10 Downing Street – SW1A 2AA London – UK", "10 Downing Street – SW1A 2AA London – UK"),
]
INVALID = [
    ("codice-fiscale", "RSSMRA85T10A562X", "does not exist"),
    ("codice-fiscale", "RSSMRA85T10", "16 letters and digits"),
    ("codice-fiscale", "none", "16 letters and digits"),
    ("partita-iva", "00743110158", "does not exist"),
    ("partita-iva", "123", "11 digits"),
    ("partita-iva", "DE743110157", "11 digits"),
    ("iban", "IT61X0542811101000000123456", "does not exist"),
    ("iban", "IT60X05428111010000001234", "27 characters, not 25"),
    ("iban", "Anna Bianchi", "begins with two letters"),
    ("phone", "12", "with its prefix"),
    ("phone", "none", "with its prefix"),
    ("phone", "+39 02 1234567 ext. 5", "with its prefix"),
    ("email", "anna", "write it like"),
    ("email", "anna@example", "write it like"),
    ("email", "anna bianchi@example.it", "write it like"),
    ("address", "Milano", "street, number, postcode and city"),
    ("address", "Via Roma, 12 – 2012 Milano", "five digits"),
]
SHOWN = [
    ("iban", "IT60X0542811101000000123456", "IT60 X054 2811 1010 0000 0123 456"),
    ("phone", "+393331234567", "+39 333 123 4567"),
    ("codice-fiscale", "RSSMRA85T10A562S", "RSSMRA85T10A562S"),
    ("iban", "no iban at all", "no iban at all"),
    ("phone", "none", "none"),
]
IN_MESSAGES = [
    ("codice-fiscale", "il mio codice fiscale è RSSMRA85T10A562S", "RSSMRA85T10A562S"),
    ("codice-fiscale", "it is rss mra 85t10 a562s, thanks", "RSSMRA85T10A562S"),
    ("partita-iva", "La nostra partita IVA è IT 00743110157.", "IT00743110157"),
    ("iban", "IBAN IT60 X054 2811 1010 0000 0123 456 grazie mille", "IT60X0542811101000000123456"),
    ("phone", "chiamatemi al 333 123 4567 dopo le 18", "+393331234567"),
    ("phone", "my number is +44 20 7946 0958", "+442079460958"),
    ("email", "scrivete a anna.bianchi@example.it.", "anna.bianchi@example.it"),
    ("email", "mail: anna at example punto it", "anna@example.it"),
    ("email", "anna punto bianchi chiocciola example punto it", "anna.bianchi@example.it"),
]


@pytest.mark.parametrize(("word", "written", "kept"), VALID)
def test_value_is_kept_in_one_way_however_it_is_written(word, written, kept):
    value = kind(word).normalised(written)
    assert value == kept
    assert kind(word).fault(value) is None
    assert kind(word).normalised(value) == value


@pytest.mark.parametrize(("word", "written", "part"), INVALID)
def test_fault_says_what_to_write(word, written, part):
    value = kind(word).normalised(written)
    fault = kind(word).fault(value)
    assert fault is not None
    assert part in fault.sentence
    assert "%(" not in fault.sentence


@pytest.mark.parametrize(("word", "text"), [("phone", "Anna Bianchi"), ("codice-fiscale", "Anna Bianchi")])
def test_what_is_no_value_stays_as_it_was_written(word, text):
    assert kind(word).normalised(text) == text


@pytest.mark.parametrize(("word", "value", "shown"), SHOWN)
def test_value_is_shown_as_people_write_it(word, value, shown):
    assert kind(word).shown(value) == shown


@pytest.mark.parametrize(("word", "message", "value"), IN_MESSAGES)
def test_value_is_found_in_a_message(word, message, value):
    assert kind(word).found(message).value == value


@pytest.mark.parametrize("word", ["codice-fiscale", "partita-iva", "iban", "phone", "email"])
@pytest.mark.parametrize("message", ["", "non lo so", "I live at home", "12 marzo", "1 2 3"])
def test_nothing_is_found_where_nothing_is(word, message):
    assert kind(word).found(message) is None


@pytest.mark.parametrize("word", [word for word in KINDS if KINDS[word].example])
def test_example_of_a_kind_is_one(word):
    answer = kind(word, min(KINDS[word].types))
    assert answer.fault(answer.normalised(answer.example)) is None


@pytest.mark.parametrize(
    "junk", ["a" * 2000, "a@" * 1000, "IT60 " * 400, "via 12, " * 250, "– ( " * 500, "٣" * 40]
)
@pytest.mark.parametrize("word", list(KINDS))
def test_any_text_is_judged_at_once(word, junk):
    answer = kind(word, min(KINDS[word].types))
    value = answer.normalised(junk)
    answer.shown(value)
    answer.masked(value)
    answer.found(junk)
    assert value  # a text is never lost, only refused


@pytest.mark.parametrize(
    ("appearance", "type_", "word"),
    [
        ("iban", T.TEXT, "iban"),
        ("w2 iban", T.TEXT, "iban"),
        ("signature", T.IMAGE, "signature"),
        ("consent", T.ACKNOWLEDGE, "consent"),
        ("money", T.DECIMAL, "money"),
        ("iban", T.INTEGER, None),
        ("ibans", T.TEXT, None),
        ("multiline", T.TEXT, None),
        ("", T.TEXT, None),
    ],
)
def test_kind_of_a_question_is_the_one_named_if_it_fits_the_type(appearance, type_, word):
    found = kind(appearance, type_)
    assert (found.word if found else None) == word


def test_masked_value_tells_little():
    assert kind("iban").masked("IT60X0542811101000000123456") == "…3456"
    assert kind("email").masked("anna@example.it") == "a…@example.it"
    assert kind("address").masked("Via Roma, 12 – 20121 Milano (MI)") == "… Milano"
