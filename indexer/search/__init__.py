"""A question answered: interpretation, proposals verified on the text, ranking, passages, citations."""
