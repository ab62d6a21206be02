-- 应交名单: who has to hand in for a collection (期次). Nothing of a report refers to it.

CREATE TABLE rosters (
    name     TEXT PRIMARY KEY,             -- the collection as people call it: 2024年度述职
    year     INTEGER,                      -- its reports are those of this year and period; NULL: of any
    period   TEXT,
    units    TEXT NOT NULL,                -- the names, one a line, in the order of the list
    saved_at TEXT NOT NULL
) WITHOUT ROWID;
