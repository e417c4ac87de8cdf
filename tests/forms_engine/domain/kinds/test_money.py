import pytest

from forms_engine.domain.definition import Question, QuestionType
from forms_engine.domain.kinds.money import Money

T = QuestionType


def money(appearance="money", kind=T.DECIMAL, **parameters):
    return Money.of(Question(key="q", type=kind, appearance=appearance, parameters=parameters))


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("1250.5", "1250.5"),
        ("1.250,50", "1250.50"),
        ("1,250.50", "1250.50"),
        ("1 250,5", "1250.5"),
        ("1'250.50 EUR", "1250.50"),
        ("€ 12", "12"),
        ("12 euro", "12"),
        ("-3", "-3"),
        ("1.250", "1.250"),  # as the engine writes a number
        ("1e3", "1e3"),
    ],
)
def test_number_keeps_its_amount(written, kept):
    assert money().normalised(written) == kept


@pytest.mark.parametrize("written", ["abc", "12 USD", "", "1,2,3", "12.505"])
def test_amount_that_cannot_be_is_refused(written):
    assert money().fault(money().normalised(written)) is not None


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("12.5 USD", "12.50 USD"),
        ("$ 1,250", "1250.00 USD"),
        ("1.250 franchi", "1250.00 CHF"),
        ("CHF 1'250.50", "1250.50 CHF"),
        ("1.250,75 euro", "1250.75 EUR"),
    ],
)
def test_text_keeps_its_amount_and_its_currency(written, kept):
    several = money("money EUR USD CHF", T.TEXT)
    assert several.normalised(written) == kept
    assert several.normalised(kept) == kept
    assert several.fault(kept) is None


@pytest.mark.parametrize("written", ["1250", "5 GBP", "EUR"])
def test_text_without_one_of_its_currencies_is_refused(written):
    several = money("money EUR USD", T.TEXT)
    assert "EUR, USD" in several.fault(several.normalised(written)).sentence


def test_currency_of_a_number_is_one():
    assert money().currencies == ("EUR",)
    assert money(currency="usd").currencies == ("USD",)
    assert money("money USD CHF").currencies == ("USD",)
    assert money("money", T.TEXT, currencies="EUR+USD").currencies == ("EUR", "USD")


@pytest.mark.parametrize(
    ("typed", "kept"), [("1.250", "1250"), ("1.250,5", "1250.5"), ("12.5", "12.5"), ("x", "x")]
)
def test_typed_thousands_are_thousands(typed, kept):
    assert money().typed(typed) == kept
