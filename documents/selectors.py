"""Reads, always scoped by the user who asks."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from documents.models import Document
from messerprise.accounts.domain.roles import Role

if TYPE_CHECKING:
    from messerprise.accounts.models import User


def documents_visible_to(user: "User") -> QuerySet[Document]:
    """Return the documents that the user may open: their own, or all for reviewers."""
    if user.has_role(Role.REVIEWER):
        return Document.objects.all()
    return Document.objects.filter(owner=user)
