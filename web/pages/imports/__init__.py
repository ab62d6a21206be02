"""Pages about bringing files in: upload, the record of each import, reports that may be duplicates."""
