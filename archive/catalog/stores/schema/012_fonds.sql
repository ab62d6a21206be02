-- 分库 (全宗): each report belongs to exactly one; '' is the archive's own, 全库, and has no row. Which groups of people may
-- do what in one stands in `rights`; who is in a group is known elsewhere. A name alone can tell what a file is about, so
-- files that gave no report, duplicates, imports and rosters belong to one as well.

CREATE TABLE fonds (
    key      TEXT PRIMARY KEY,             -- as addresses and commands call it
    name     TEXT NOT NULL UNIQUE,         -- as people do
    saved_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE rights (
    team  TEXT NOT NULL,                   -- the group's name
    fonds TEXT NOT NULL,                   -- fonds.key, or '' for 全库
    may   TEXT NOT NULL,                   -- read, edit (and read), manage (and edit)
    PRIMARY KEY (team, fonds)
) WITHOUT ROWID;

CREATE TABLE rights_change (
    what   TEXT PRIMARY KEY,               -- one row: 'rights'
    number INTEGER NOT NULL                -- rises with every change of `fonds` and `rights`
) WITHOUT ROWID;

ALTER TABLE reports ADD COLUMN fonds TEXT NOT NULL DEFAULT '';
ALTER TABLE unread ADD COLUMN fonds TEXT NOT NULL DEFAULT '';
ALTER TABLE duplicates ADD COLUMN fonds TEXT NOT NULL DEFAULT '';
ALTER TABLE imports ADD COLUMN fonds TEXT NOT NULL DEFAULT '';
ALTER TABLE rosters ADD COLUMN fonds TEXT NOT NULL DEFAULT '';
CREATE INDEX reports_by_fonds ON reports (fonds);
