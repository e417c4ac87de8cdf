"""Sockets end with the session that opened them."""

from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest

from messerprise.realtime.groups import ring, session_mark, user_group


@receiver(user_logged_out)
def session_ended(request: HttpRequest, user: Any, **_kwargs: Any) -> None:
    """Ring the person's sockets; Django flushes the session right after this signal."""
    if user is None:
        return
    group, mark = user_group(user.pk), session_mark(request.session.session_key)
    transaction.on_commit(lambda: ring(group, mark), robust=True)


@receiver(post_save, sender=settings.AUTH_USER_MODEL)
def person_changed(
    instance: Any, created: bool, update_fields: frozenset[str] | None = None, **_kwargs: Any
) -> None:
    """Have the person's sockets looked at again: a deactivation or another password ends them."""
    if created or update_fields == frozenset({"last_login"}):
        return
    group = user_group(instance.pk)
    transaction.on_commit(lambda: ring(group), robust=True)
