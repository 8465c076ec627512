"""Collectors: one module per source, two pure functions each, no I/O (docs/add-a-source.md)."""
