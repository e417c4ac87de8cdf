"""Pages for machines and operators."""

from messerprise.ops.views.health import health_live, health_ready

__all__ = ["health_live", "health_ready"]
