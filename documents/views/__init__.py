"""Pages of documents: upload and download."""
