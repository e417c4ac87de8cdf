"""Use cases of conversations."""
