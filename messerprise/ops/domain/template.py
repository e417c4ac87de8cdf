"""Texts with places to fill, for files whose own language says ``${this}`` or ``{this}``."""

import string


class Template(string.Template):
    """A template whose places are %{named}."""

    delimiter = "%"
