"""News of accounts for the apps above."""

from django.dispatch import Signal

access_changed = Signal()
"""Sent on commit with ``user_id`` (a UUID): roles or password changed, or the person was (de)activated."""
