"""Text as characters: which count as the same (fold), numerals and dates, punctuation. Knows nothing of reports."""
