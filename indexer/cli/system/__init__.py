"""Verbs that look after the archive: state, check, rebuild, back up, move."""
