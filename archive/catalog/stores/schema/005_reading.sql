-- What readers keep for themselves: 摘录, 常用检索, 批注. `reader` is the hash of what their browser was given; nothing of a
-- report refers to it, and what is kept outlives its report.

CREATE TABLE clippings (
    number   INTEGER PRIMARY KEY,
    reader   TEXT NOT NULL,
    rank     INTEGER NOT NULL,             -- the order by hand, ascending; gaps are allowed
    report   TEXT NOT NULL,                -- its id, version and passage, and code points [begins, ends) of the text
    version  INTEGER NOT NULL,
    passage  INTEGER NOT NULL,
    begins   INTEGER NOT NULL,
    ends     INTEGER NOT NULL,
    words    TEXT NOT NULL,                -- as they were clipped
    source   TEXT NOT NULL,                -- the 出处 of that day, for when the report is gone
    added_at TEXT NOT NULL,
    UNIQUE (reader, report, version, passage, begins, ends)
);

CREATE TABLE saved_searches (
    number   INTEGER PRIMARY KEY,
    reader   TEXT NOT NULL,
    name     TEXT NOT NULL,
    address  TEXT NOT NULL,                -- the search as its page's address has it, without the ?
    seen     TEXT NOT NULL,                -- JSON: report id -> places, at the last visit
    saved_at TEXT NOT NULL,
    seen_at  TEXT NOT NULL,
    UNIQUE (reader, address)
);

CREATE TABLE notes (
    number   INTEGER PRIMARY KEY,
    reader   TEXT NOT NULL,
    report   TEXT NOT NULL,
    version  INTEGER NOT NULL,
    passage  INTEGER NOT NULL,
    words    TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    UNIQUE (reader, report, version, passage)
);
