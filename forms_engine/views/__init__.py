"""Respondents' pages: thin, one noun a module."""
