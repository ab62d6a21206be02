-- Addresses under which a saved search can be followed by a program. Only a hash is kept: whoever reads the catalog or a
-- backup cannot ask for it. Taking the row away revokes the address.

CREATE TABLE feeds (
    token     TEXT PRIMARY KEY,            -- the hash of what stands in the address
    search    INTEGER NOT NULL UNIQUE,     -- saved_searches.number
    opened_at TEXT NOT NULL
) WITHOUT ROWID;
