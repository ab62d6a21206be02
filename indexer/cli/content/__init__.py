"""Verbs that change what the archive holds: import, watch, edit, remove."""
