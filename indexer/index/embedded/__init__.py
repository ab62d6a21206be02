"""The embedded engine: exact search in SQLite FTS5, ranking words in Whoosh, both derived from the catalog."""
