"""Benchmarks: each prints its figures and fails if it misses its targets."""
