"""The metered calls, to look at."""

from django.contrib import admin
from django.http import HttpRequest

from messerprise.llm.models import LlmCall


@admin.register(LlmCall)
class LlmCallAdmin(admin.ModelAdmin):
    """What each call took and gave; written by the meter only."""

    list_display = [
        "created_at",
        "purpose",
        "model_id",
        "outcome",
        "input_tokens",
        "output_tokens",
        "cache_read_tokens",
        "first_token_ms",
        "duration_ms",
    ]
    list_filter = ["outcome", "purpose", "model_id", "created_at"]
    search_fields = ["=attempt", "^model_id"]
    show_full_result_count = False  # the table grows with every turn

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: LlmCall | None = None) -> bool:
        """Nobody changes an account."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: LlmCall | None = None) -> bool:
        """Nobody deletes one."""
        return False
