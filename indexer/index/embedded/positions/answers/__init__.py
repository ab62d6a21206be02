"""A whole answer from arrays: its order, its facets, and what is made of it where it is shown."""
