-- The catalog's first tables. Each file here is one step of the schema; its number is PRAGMA user_version after it.
-- A step that was ever released is never changed: a new one comes after it. What a report is: archive/model.py.
--
-- One row a report, one row a version. A version's passages lie in one TEXT, joined by U+001E: 2,250 reports with
-- 13.8 million characters are read and split in 80 ms; a row a passage would mean 90,000 rows and five times that.
-- TEXT (UTF-8) and not UTF-16 in a BLOB, which is 20 ms faster: any program that knows SQLite can read the truth.
-- `texts` stands before `structure`, so that reading texts alone never walks the pages of the rest.

CREATE TABLE reports (
    number        INTEGER PRIMARY KEY,     -- order of arrival; internal, `id` is what others see
    id            TEXT NOT NULL UNIQUE,
    location      TEXT NOT NULL UNIQUE,    -- a place has one report, live or in the trash
    source        TEXT NOT NULL,
    version       INTEGER NOT NULL,        -- the current one
    sha256        TEXT NOT NULL,           -- of the current version
    -- The change log. A report's row is never deleted, so its latest change is all a reader of the log needs:
    -- the log is always compact, and it cannot disagree with what it logs.
    change        INTEGER NOT NULL UNIQUE,
    added_at      TEXT NOT NULL,
    removed_at    TEXT,                    -- set: in the trash
    given         TEXT NOT NULL,           -- JSON: filled in at import, where the text does not say
    corrections   TEXT NOT NULL,           -- JSON: by people, above all else; null clears a field
    -- The effective masthead: read, filled, corrected. Columns for lists and filters, JSON with the evidence.
    format        TEXT NOT NULL,
    title         TEXT,
    title_derived INTEGER NOT NULL,
    unit          TEXT,
    person        TEXT,
    doc_number    TEXT,
    addressee     TEXT,
    date          TEXT,
    year          INTEGER,
    period        TEXT,
    type          TEXT,
    masthead      TEXT NOT NULL
);
CREATE INDEX reports_by_sha256 ON reports (sha256);

CREATE TABLE versions (
    report    INTEGER NOT NULL REFERENCES reports (number),
    version   INTEGER NOT NULL,            -- from 1
    sha256    TEXT NOT NULL,               -- its original
    source    TEXT NOT NULL,
    added_at  TEXT NOT NULL,
    texts     TEXT NOT NULL,               -- the passages, joined by U+001E (archive/catalog/serialization.py)
    structure TEXT NOT NULL,               -- JSON: masthead as read, kinds, levels, pages, outline, notices
    PRIMARY KEY (report, version)
);

-- Places whose bytes are another report's. Whose, is looked up by the hash among the live reports of today.
CREATE TABLE duplicates (
    location TEXT PRIMARY KEY,
    source   TEXT NOT NULL,
    sha256   TEXT NOT NULL,
    at       TEXT NOT NULL
) WITHOUT ROWID;

-- Files that gave no report. Their originals are kept; a later import that succeeds takes the row away.
CREATE TABLE unread (
    location TEXT PRIMARY KEY,
    source   TEXT NOT NULL,
    sha256   TEXT NOT NULL,
    at       TEXT NOT NULL,
    code     TEXT NOT NULL,
    evidence TEXT NOT NULL                 -- JSON
) WITHOUT ROWID;
