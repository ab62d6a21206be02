-- 导入记录: what was brought in, when, by whom, and what became of each file. Nothing of a report refers to it.

CREATE TABLE imports (
    number   INTEGER PRIMARY KEY,          -- order of beginning; its address on the page
    way      TEXT NOT NULL,                -- command, page, watch, retry
    source   TEXT NOT NULL,                -- what was named: paths, a folder, the first file
    given    TEXT NOT NULL,                -- JSON: fields filled in for the whole batch
    expected INTEGER,                      -- files announced; NULL: nobody knows
    begun_at TEXT NOT NULL,
    seen_at  TEXT NOT NULL,                -- the last sign of life
    ended_at TEXT,                         -- NULL: running, or broken off (whoever runs it holds a lock on a file)
    code     TEXT,                         -- what stopped it before its end, with its evidence as JSON
    evidence TEXT,
    counts   TEXT NOT NULL                 -- JSON: outcome -> files; stays when rows of old imports are dropped
);

CREATE TABLE import_files (
    import   INTEGER NOT NULL REFERENCES imports (number),
    line     INTEGER NOT NULL,             -- from 1, in the order of the outcomes
    place    INTEGER NOT NULL,             -- which of the files as they were given; those of one zip share it
    name     TEXT NOT NULL,                -- as the person called it; "" where nothing of the file may be kept
    status   TEXT NOT NULL,                -- added, updated, unchanged, duplicate, skipped, no_text, failed
    report   TEXT,                         -- its report's id; a duplicate's: the first one's
    location TEXT NOT NULL,
    code     TEXT,
    evidence TEXT,
    PRIMARY KEY (import, line)
) WITHOUT ROWID;
