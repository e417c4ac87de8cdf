"""Adapters to what is not ours."""
