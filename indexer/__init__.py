"""How a passage is found: analyzer, query, engines, searcher, and the command line. Knows the archive, never the page."""
