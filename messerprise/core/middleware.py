"""Tell a person what a service refused, wherever a view did not do it itself."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from messerprise.core.exceptions import MessErpriseError, PermissionRefused

FORBIDDEN, CONFLICT = 403, 409


class RefusalMiddleware:
    """Answer every ``MessErpriseError`` with its sentence: as a page, or as plain text to scripts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn what a person can understand into a response; leave the rest to Django."""
        if not isinstance(error, MessErpriseError):
            return None
        status = FORBIDDEN if isinstance(error, PermissionRefused) else CONFLICT
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(error.sentence, status=status, content_type="text/plain; charset=utf-8")
        return render(request, "refusal.html", {"sentence": error.sentence}, status=status)
