"""Rows of the audit app."""

from messerprise.audit.models.audit_event import AuditEvent, Outcome

__all__ = ["AuditEvent", "Outcome"]
