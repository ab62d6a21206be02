"""English: one table a subject."""
