import pytest

from forms_engine.domain.definition import QuestionType
from forms_engine.domain.reading import Understood, read_value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15/3/2026", "2026-03-15"),
        ("15-03-26", "2026-03-15"),
        ("15.3.76", "1976-03-15"),
        ("2020-01-02", "2020-01-02"),
        ("15 marzo", "2026-03-15"),
        ("il 3 giugno scorso", "2025-06-03"),
        ("3 giugno dell'anno scorso", "2025-06-03"),
        ("ieri", "2026-03-14"),
        ("l'altro ieri", "2026-03-13"),
        ("L’altro ieri", "2026-03-13"),
        ("dopodomani", "2026-03-17"),
        ("fra tre giorni", "2026-03-18"),
        ("due settimane fa", "2026-03-01"),
        ("un mese fa", "2026-02-15"),
        ("2 anni, 1 mese e 21 giorni fa", "2024-01-25"),
        ("un anno e mezzo fa", "2024-09-15"),
        ("lunedì prossimo", "2026-03-16"),
        ("venerdì scorso", "2026-03-06"),
        ("venerdì della prossima settimana", "2026-03-20"),
        ("il primo venerdì di luglio 2026", "2026-07-03"),
        ("giovedì 12", "2026-03-12"),
        ("il 20 del mese prossimo", "2026-04-20"),
        ("10 settembre millenovecentouno", "1901-09-10"),
        ("mar 3 feb", "2026-02-03"),
        ("3 mar 2020", "2020-03-03"),
        ("Natale 2025", "2025-12-25"),
        ("20260315", "2026-03-15"),
        ("ieri, anzi l'altro ieri", "2026-03-13"),
        ("31 febbraio 2026", "no_such_date"),
        ("29/2/2025", "no_such_date"),
        ("dopo pranzo", "no_date"),
        ("il 3 marzo o il 4 aprile", {"2026-03-03", "2026-04-04"}),
    ],
)
def test_date_reads_italian(value_of, text, expected):
    assert value_of("date", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("March 3rd", "2026-03-03"),
        ("the 5th of May 2020", "2020-05-05"),
        ("September the twenty-first nineteen seventy eight", "1978-09-21"),
        ("3/4/2020", {"2020-04-03", "2020-03-04"}),
        ("4/4/2020", "2020-04-04"),
        ("12-25-2020", "2020-12-25"),
        ("25/12/2020", "2020-12-25"),
        ("next Tuesday", "2026-03-17"),
        ("last Sunday", "2026-03-08"),
        ("the day before yesterday", "2026-03-13"),
        ("two days before yesterday", "2026-03-12"),
        ("in a fortnight", "2026-03-29"),
        ("a few months ago", "2025-12-15"),
        ("Friday the 13th", "2026-03-13"),
    ],
)
def test_date_reads_english(value_of, text, expected):
    assert value_of("date", text, "en") == expected


def test_date_without_year_is_the_nearest_and_knows_the_other(now):
    read = read_value(QuestionType.DATE, "il 20 dicembre", language="it", now=now)
    assert isinstance(read, Understood)
    assert (read.value, read.quote) == ("2025-12-20", "20 dicembre")
    assert [other.value for other in read.others] == ["2026-12-20"]
    assert read.certainty < 1


def test_date_with_wider_appearance_takes_month_or_year(value_of):
    assert value_of("date", "marzo 2020", appearance="month-year") == "2020-03-01"
    assert value_of("date", "03/2020", appearance="month-year") == "2020-03-01"
    assert value_of("date", "nel 2019", appearance="year no-calendar") == "2019-01-01"
    assert value_of("date", "marzo 2020") == "no_date"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("alle 8 e mezza", "08:30"),
        ("8:30", "08:30"),
        ("8.30", "08:30"),
        ("le tre del pomeriggio", "15:00"),
        ("alle otto e 20 di sera", "20:20"),
        ("mezzogiorno e mezzo", "12:30"),
        ("mezzanotte", "00:00"),
        ("le otto meno un quarto", "07:45"),
        ("mancano 5 minuti alle 4", "03:55"),
        ("l'una e un quarto", "01:15"),
        ("ore 14", "14:00"),
        ("17", "17:00"),
        ("adesso", "10:30"),
        ("due ore fa", "08:30"),
    ],
)
def test_time_reads_italian(value_of, text, expected):
    assert value_of("time", text) == f"{expected}:00.000+01:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("half past eight", "08:30"),
        ("a quarter to nine", "08:45"),
        ("ten past 9 in the evening", "21:10"),
        ("5pm", "17:00"),
        ("1140 a.m.", "11:40"),
        ("noon", "12:00"),
        ("seven thirty five pm", "19:35"),
        ("8 o'clock", "08:00"),
    ],
)
def test_time_reads_english(value_of, text, expected):
    assert value_of("time", text, "en") == f"{expected}:00.000+01:00"


@pytest.mark.parametrize("text", ["25:00", "8:75", "boh", "stamattina"])
def test_time_refuses_what_no_clock_shows(value_of, text):
    assert value_of("time", text) == "no_time"


def test_time_without_half_of_day_knows_the_other(now):
    read = read_value(QuestionType.TIME, "at seven", language="en", now=now)
    assert isinstance(read, Understood)
    assert read.value.startswith("07:00")
    assert [other.value[:5] for other in read.others] == ["19:00"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("domani alle 15", "2026-03-16T15:00:00.000+01:00"),
        ("ieri sera alle 9", "2026-03-14T21:00:00.000+01:00"),
        ("15/3/2026 8:30", "2026-03-15T08:30:00.000+01:00"),
        ("alle 19:00, 2026-12-22", "2026-12-22T19:00:00.000+01:00"),
        ("1 luglio 2026 ore 14", "2026-07-01T14:00:00.000+02:00"),
        ("tra un'ora", "2026-03-15T11:30:00.000+01:00"),
        ("alle 17", "2026-03-15T17:00:00.000+01:00"),
        ("2026-12-16T12:23:59", "2026-12-16T12:23:59.000+01:00"),
        ("oggi", "no_time"),
        ("boh", "no_date"),
    ],
)
def test_moment_needs_day_and_time(value_of, text, expected):
    assert value_of("dateTime", text) == expected
