"""People in the admin."""

from messerprise.accounts.admin.group import RoleGroupAdmin
from messerprise.accounts.admin.user import PersonAdmin

__all__ = ["PersonAdmin", "RoleGroupAdmin"]
