"""News of accounts for the apps above."""

from django.dispatch import Signal

access_changed = Signal()
"""Sent on commit with ``user_id`` (a UUID): roles or password changed, the person was (de)activated, or all
their sessions ended."""
