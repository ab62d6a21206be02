"""How often words stand in reports, read from Whoosh's files past Whoosh."""
