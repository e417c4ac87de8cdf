"""News for the apps above; sent inside the transaction, so that receivers commit or fail with it."""

from django.dispatch import Signal

submission_started = Signal()
"""``submission_id``, ``actor_id``."""

answers_changed = Signal()
"""``submission_id``, ``revision``, ``changed`` (paths whose state changed), ``actor_id``, ``origin``."""

submission_submitted = Signal()
"""``submission_id``, ``actor_id``."""

submission_migrated = Signal()
"""``submission_id``, ``actor_id``, ``counts`` (as ``Plan.counts``), ``first`` (the path to ask next, or "").

A migration that was undone sends no counts.
"""
