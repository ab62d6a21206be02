"""Files into the archive: the import pipeline, its record, uploads that arrive, folders that are watched."""
