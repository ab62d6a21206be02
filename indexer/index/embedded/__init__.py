"""The embedded engine: exact search by positions, ranking words in Whoosh, both derived from the catalog."""
