"""What an upload control needs to know."""

from django import template
from django.conf import settings
from django.template.defaultfilters import filesizeformat

from forms_engine.domain.definition import QuestionType
from forms_engine.domain.file_types import extensions_for

register = template.Library()


@register.filter
def accepted(kind: QuestionType) -> str:
    """Return a question's file name endings, as the ``accept`` of a file input."""
    return ",".join(f".{ending}" for ending in extensions_for(kind))


@register.filter
def endings(kind: QuestionType) -> str:
    """Return a question's file name endings, for people."""
    return ", ".join(extensions_for(kind))


@register.simple_tag
def max_bytes() -> int:
    """Return how big a file may be, in bytes."""
    return int(settings.DOCUMENT_MAX_BYTES)


@register.simple_tag
def max_size() -> str:
    """Return how big a file may be, in words."""
    return filesizeformat(settings.DOCUMENT_MAX_BYTES)
