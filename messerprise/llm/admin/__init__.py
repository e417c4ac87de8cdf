"""Model calls in the admin."""

from messerprise.llm.admin.llm_call import LlmCallAdmin

__all__ = ["LlmCallAdmin"]
