"""Verbs that ask: search, read, list, compare."""
