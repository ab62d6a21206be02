"""Reports as they are asked and shown, from the catalog, kept as long as they have not changed."""
