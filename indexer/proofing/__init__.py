"""校对: what of a draft a person should look at once more, each finding at its place; people decide."""
