"""What the audit refuses."""


class AppendOnly(Exception):
    """An audit event cannot be changed or deleted."""
