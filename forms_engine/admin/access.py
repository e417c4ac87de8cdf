"""What the admin's pages share: rights, read-only rows, the frame of a page."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest
from django.template.response import TemplateResponse

from messerprise.core.exceptions import PermissionRefused

if TYPE_CHECKING:
    from messerprise.accounts.models import User


class ReadOnly:
    """Mixed into admin classes whose rows change through services only."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nobody adds by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nobody changes by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nobody deletes by hand."""
        return False


def person(request: HttpRequest) -> "User":
    """Return who asks; the admin lets in only who is signed in."""
    return cast("User", request.user)


def require(check: "Callable[[User], None]", request: HttpRequest) -> None:
    """Turn a refused permission into the page that says so.

    Raises:
        PermissionDenied: with the sentence of the check.
    """
    try:
        check(person(request))
    except PermissionRefused as refused:
        raise PermissionDenied(refused.sentence) from None


def page(
    site: AdminSite, request: HttpRequest, model: type[Model], name: str, context: dict[str, Any]
) -> TemplateResponse:
    """Return the page ``admin/forms_engine/<name>.html`` within the admin's frame."""
    frame = site.each_context(request) | {"opts": model._meta}
    return TemplateResponse(request, f"admin/forms_engine/{name}.html", frame | context)
