"""Whether the people behind sockets are still signed in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

if TYPE_CHECKING:
    from messerprise.accounts.models import User


def users_of_sessions(session_keys: Sequence[str]) -> "dict[str, User]":
    """Return who owns each session now, read afresh by two queries.

    Those are left out that ended, whose password changed, or whose owner was deactivated.
    """
    rows = Session.objects.filter(session_key__in=set(session_keys), expire_date__gt=timezone.now())
    store = SessionStore()
    sessions = {row.session_key: store.decode(row.session_data) for row in rows}
    ids = {str(data[SESSION_KEY]) for data in sessions.values() if SESSION_KEY in data}
    users: dict[str, User] = {str(user.pk): user for user in get_user_model().objects.filter(pk__in=ids)}
    found = {}
    for key, data in sessions.items():
        user = users.get(str(data.get(SESSION_KEY)))
        if user and user.is_active and _is_current(user, data.get(HASH_SESSION_KEY, "")):
            found[key] = user
    return found


def _is_current(user: "User", mark: str) -> bool:
    """Tell whether the session was opened with the password that holds."""
    return constant_time_compare(mark, user.get_session_auth_hash())
