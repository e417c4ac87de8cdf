"""Use cases of accounts."""

from messerprise.accounts.services.people import (
    activate_user,
    announce_access,
    assign_roles,
    create_user,
    deactivate_user,
    end_sessions,
    set_profile,
)

__all__ = [
    "activate_user",
    "announce_access",
    "assign_roles",
    "create_user",
    "deactivate_user",
    "end_sessions",
    "set_profile",
]
