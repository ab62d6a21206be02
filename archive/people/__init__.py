"""Who may come in: accounts, groups, sessions, tokens, in `people.db` beside the catalog. What they may read is not here."""
