"""Pages, a folder a task: search, reports, imports, notebook, tables. Each view parses, makes one call, and renders."""
