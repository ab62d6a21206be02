"""The verbs about people: accounts, groups, tokens. Whoever may read the home may do all of it."""
