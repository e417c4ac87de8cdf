import pytest

from forms_engine.domain.definition import QuestionType
from forms_engine.domain.reading import Understood, read_value

ITALIAN = [
    ("1.234,56", "1234.56"),
    ("1,234.56", "1234.56"),
    ("1 234 567", "1234567"),
    ("1.500", "1500"),
    ("0,08", "0.08"),
    ("8.50", "8.5"),
    ("-12", "-12"),
    ("meno dodici", "-12"),
    ("3k", "3000"),
    ("2 mila", "2000"),
    ("un milione e mezzo", "1500000"),
    ("3 milioni e mezzo", "3500000"),
    ("due e mezzo", "2.5"),
    ("una dozzina", "12"),
    ("mezza dozzina", "6"),
    ("un paio", "2"),
    ("una trentina", "30"),
    ("ventuno", "21"),
    ("ventotto", "28"),
    ("centotré", "103"),
    ("centottanta", "180"),
    ("millenovecentonovanta", "1990"),
    ("duemiladuecentoventicinque", "2225"),
    ("due milioni cinquecentomila", "2500000"),
    ("ventuno miliardi", "21000000000"),
    ("duecento virgola settantuno", "200.71"),
    ("tre quarti", "0.75"),
    ("uno e un quarto", "1.25"),
    ("2 1/4", "2.25"),
    ("½", "0.5"),
    ("il 20%", "20"),
    ("venti per cento", "20"),
    ("€ 1.500", "1500"),
    ("circa 200 euro", "200"),
    ("5 euro e 50", "5.5"),
    ("15 dollari e 15 centesimi", "15.15"),
    ("settant'anni", "70"),
    ("nessuno", "0"),
    ("1 su 4", "0.25"),
    ("5, anzi 6", "6"),
    ("12,5e3", "12500"),
]
ENGLISH = [
    ("1,234.56", "1234.56"),
    ("1.234,56", "1234.56"),
    ("1 234 567.89", "1234567.89"),
    (".08", "0.08"),
    ("a dozen", "12"),
    ("half a million", "500000"),
    ("five and a half million", "5500000"),
    ("two hundred and twenty-one", "221"),
    ("two hundred point zero three", "200.03"),
    ("nineteen thousand and four", "19004"),
    ("twenty-one trillion three hundred", "21000000000300"),
    ("three fifths", "0.6"),
    ("one hundred and three quarters", "100.75"),
    ("minus five percent", "-5"),
    ("10M", "10000000"),
    ("$ 12,345", "12345"),
    ("10,000 swiss francs", "10000"),
    ("I think 4, no wait, 5", "5"),
    ("I paid $300 over 3 years", "300"),
    ("one in four", "0.25"),
]


@pytest.mark.parametrize(("text", "expected"), ITALIAN)
def test_decimal_reads_italian(value_of, text, expected):
    assert value_of("decimal", text) == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_decimal_reads_english(value_of, text, expected):
    assert value_of("decimal", text, "en") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ho 45 anni", "45"),
        ("7 su 10", "7"),
        ("il terzo", "3"),
        ("3°", "3"),
        ("due e mezzo", "not_whole"),
        ("boh", "no_number"),
        ("  ", "empty"),
        ("2 o 3", {"2", "3"}),
        ("20 e 5", {"20", "5"}),
    ],
)
def test_integer_wants_one_whole_number(value_of, text, expected):
    assert value_of("integer", text) == expected
    assert value_of("range", "7 su 10") == "7"


def test_number_keeps_unit_in_quote_and_the_rest_apart(now):
    read = read_value(QuestionType.DECIMAL, "circa € 1.500, perché lo chiedi?", language="it", now=now)
    assert isinstance(read, Understood)
    assert (read.value, read.quote) == ("1500", "€ 1.500")
    assert "perché lo chiedi" in read.rest
    assert read.certainty < 1


def test_number_alone_is_certain(now):
    assert read_value(QuestionType.INTEGER, "12 kg", language="it", now=now) == Understood("12", "12 kg", 1.0)


def test_article_in_a_sentence_is_an_unsure_number(now):
    read = read_value(QuestionType.INTEGER, "apri un ticket", language="it", now=now)
    assert isinstance(read, Understood)
    assert read.certainty < 0.6
