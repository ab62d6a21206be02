-- 同一报告？: pairs of reports whose texts are nearly the same, what a person said of them, and what was merged.
-- Ids are those of reports; pairs are kept with the smaller id first.

CREATE TABLE near_compared (
    report  TEXT PRIMARY KEY,
    version INTEGER NOT NULL               -- the version that was compared with all others
) WITHOUT ROWID;

CREATE TABLE near_pairs (
    one         TEXT NOT NULL,
    other       TEXT NOT NULL,
    resemblance REAL NOT NULL,             -- shared shingles / all shingles of both
    containment REAL NOT NULL,             -- shared shingles / those of the shorter one
    found_at    TEXT NOT NULL,
    decision    TEXT,                      -- version, apart; NULL: nobody has looked yet
    decided_at  TEXT,
    PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE INDEX near_pairs_by_other ON near_pairs (other);

-- A report that is a version of another one. Its row waits in `reports` as in the trash, so that it can come back.
CREATE TABLE near_merged (
    report   TEXT PRIMARY KEY,
    kept     TEXT NOT NULL,                -- the report whose versions now hold its texts
    versions TEXT NOT NULL,                -- JSON: their numbers there
    at       TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX near_merged_by_kept ON near_merged (kept);
