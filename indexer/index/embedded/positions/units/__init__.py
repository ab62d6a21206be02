"""Questions about units of a segment's texts: which sentences, passages, sections and parts answer, and where."""
