"""The nodes of the query tree: phrase, boolean, words apart, fields, parts, proximity, scopes; what each means on a text."""
