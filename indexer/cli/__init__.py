"""The command line: `main` finds the verb; the verbs lie in folders by what they are for."""
