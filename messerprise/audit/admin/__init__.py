"""The audit in the admin."""

from messerprise.audit.admin.audit_event import AuditEventAdmin

__all__ = ["AuditEventAdmin"]
