"""Nodes of the query tree: phrase, boolean, words apart, fields, parts, proximity, scopes: what each finds in a text."""
