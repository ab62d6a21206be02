"""Who may come in: accounts, groups, sessions and tokens, in a database beside the catalog. It knows no report."""
