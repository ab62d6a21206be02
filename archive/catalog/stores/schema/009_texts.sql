-- One text in several formats or encodings: what each report's whole text, folded, comes to. Derived from the text; a
-- row of an earlier version or another fold counts as none.

CREATE TABLE near_texts (
    report  TEXT PRIMARY KEY,
    version INTEGER NOT NULL,              -- the version whose text this is
    fold    TEXT NOT NULL,                 -- fingerprint of the fold
    digest  TEXT NOT NULL                  -- SHA-256 of the folded text; '' where nothing is left of it
) WITHOUT ROWID;
CREATE INDEX near_texts_by_digest ON near_texts (digest);
