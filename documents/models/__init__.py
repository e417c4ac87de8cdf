"""Files that people hand in."""

from documents.models.document import Document

__all__ = ["Document"]
