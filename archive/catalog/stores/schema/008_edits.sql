-- 最近修改: what people changed of reports that were kept, one entry an edit however many reports it touched, with what
-- there was before, so that it can be taken back as one. The truth stays in `reports`; nothing there refers to this.

CREATE TABLE edits (
    number    INTEGER PRIMARY KEY,         -- order of the edits; its address on the page
    kind      TEXT NOT NULL,               -- correct, register, confirm, merge
    way       TEXT NOT NULL,               -- page, command; "" where nobody said
    who       TEXT NOT NULL,               -- as the way knows people; "" where it does not
    at        TEXT NOT NULL,
    reports   INTEGER NOT NULL,            -- how many it changed
    fields    TEXT NOT NULL,               -- JSON: field -> in how many reports
    undone_at TEXT,                        -- set: taken back, by whom, in how many reports
    undone_by TEXT,
    undone    INTEGER
);

CREATE TABLE edit_reports (
    edit       INTEGER NOT NULL REFERENCES edits (number),
    line       INTEGER NOT NULL,           -- from 1, in the order in which they were changed
    report     TEXT NOT NULL,              -- its id
    was        TEXT NOT NULL,              -- JSON: people's corrections of the fields before, those that there were
    became     TEXT NOT NULL,              -- JSON: the same after; of a merge what it was merged into
    shown      TEXT NOT NULL,              -- JSON: field -> what held before, whoever said it
    left_alone TEXT,                       -- JSON: what the undoing did not touch, as it had changed since
    PRIMARY KEY (edit, line)
) WITHOUT ROWID;
CREATE INDEX edit_reports_by_report ON edit_reports (report);
