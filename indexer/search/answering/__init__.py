"""How an answer comes about: what matches, in which order, what filters keep out, what a page shows of it."""
