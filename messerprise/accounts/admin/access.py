"""Who manages people."""

from django.http import HttpRequest

from messerprise.accounts.domain.roles import Role


class AdministratorsOnly:
    """Mixed into admin classes: closed to everybody but administrators."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the app to administrators."""
        return _administrates(request)

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Let administrators read."""
        return _administrates(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let administrators add."""
        return _administrates(request)

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Let administrators change."""
        return _administrates(request)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nobody deletes: people are deactivated, so that the record keeps its names."""
        return False


def _administrates(request: HttpRequest) -> bool:
    return request.user.is_authenticated and request.user.has_role(Role.ADMINISTRATOR)
