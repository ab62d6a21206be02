"""How a passage is found: analyzer, query, engines, searcher, commands. Knows the archive, never the page."""
