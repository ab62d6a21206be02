"""The index as the release before made it, in SQLite's FTS5: read until its successor takes over, written no more."""

LAYOUT = 4
"""Of the tables, and of the words beside them; what is written now has a later one."""
