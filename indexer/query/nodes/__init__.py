"""Nodes of the query tree: phrase, boolean, words apart, fields, parts, proximity, scopes, and what each finds."""
