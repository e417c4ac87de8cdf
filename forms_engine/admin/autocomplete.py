"""A list filter that searches instead of listing every row."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.admin import RelatedFieldListFilter, site
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import ForeignKey
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class AutocompleteFilter(RelatedFieldListFilter):
    """Filter by a related row, found by typing."""

    template = "admin/forms_engine/autocomplete_filter.html"

    def __init__(self, field: ForeignKey[Any, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(field, *args, **kwargs)
        self.related = field

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Load none: the widget asks for what is typed."""
        return []

    def has_output(self) -> bool:
        """Always offer the search."""
        return True

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Yield the one widget, with the other parameters that its form must keep."""
        select = AutocompleteSelect(
            self.related, site, attrs={"aria-label": self.title, "data-submits": "yes"}
        )
        rows = self.related.related_model._default_manager.all()  # noqa: SLF001
        widget = forms.ModelChoiceField(rows, required=False, widget=select).widget
        kept = {
            name: values for name, values in changelist.filter_params.items() if name != self.lookup_kwarg
        }
        yield {
            "widget": widget.render(self.lookup_kwarg, self.used_parameters.get(self.lookup_kwarg)),
            "kept": [(name, value) for name, values in kept.items() for value in values],
            "query": changelist.query,
            "all": changelist.get_query_string(remove=[self.lookup_kwarg]),
            "selected": bool(self.used_parameters.get(self.lookup_kwarg)),
            "display": _("All"),
        }


class AutocompleteMedia:
    """Mixed into admin classes that use the filter: brings its scripts along."""

    @property
    def media(self) -> forms.Media:
        """Return the admin's media with those of the widget."""
        own = forms.Media(js=["forms_engine/admin_filter.js"])
        return super().media + AutocompleteSelect(None, site).media + own  # type: ignore[misc, no-any-return]
