"""Chinese: one table a subject."""
