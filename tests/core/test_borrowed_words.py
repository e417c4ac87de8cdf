"""Dates in full, as they are written in Italian."""

import datetime as dt

import pytest
from django.utils import translation
from django.utils.formats import date_format

from messerprise.core.borrowed_words import DAYS, MONTHS


@pytest.mark.parametrize("name", MONTHS + DAYS)
def test_names_are_small_in_italian(name):
    with translation.override("it"):
        assert translation.gettext(name).islower()


def test_date_in_full_is_small_in_italian():
    with translation.override("it"):
        assert date_format(dt.date(2026, 3, 15), "l j F Y") == "domenica 15 marzo 2026"
