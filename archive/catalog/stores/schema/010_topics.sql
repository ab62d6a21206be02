-- 专题: sets of reports that people make. A roster of the same name makes one a 期次. A report that is gone leaves its id
-- here, which then means nothing; one that comes back from the trash is in its topics again.

CREATE TABLE topics (
    number   INTEGER PRIMARY KEY,
    name     TEXT NOT NULL UNIQUE,
    search   TEXT NOT NULL,                -- a search whose reports belong to it, as a page's address has it; '' for none
    token    TEXT NOT NULL,                -- another one after every change
    saved_at TEXT NOT NULL
);

CREATE TABLE topic_reports (
    topic    INTEGER NOT NULL,             -- topics.number
    report   TEXT NOT NULL,                -- the report's id, put in by hand
    added_at TEXT NOT NULL,
    PRIMARY KEY (topic, report)
) WITHOUT ROWID;
