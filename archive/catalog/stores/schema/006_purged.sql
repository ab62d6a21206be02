-- 彻底删除: what is gone for good. Nothing of the report is here but that it is gone, so that whoever reads the change
-- log takes it out, too. The same bytes may come again: then the row goes, and `reports` has their change.

CREATE TABLE purged (
    report TEXT PRIMARY KEY,               -- its id
    change INTEGER NOT NULL UNIQUE,        -- a line of the change log: the report is removed
    at     TEXT NOT NULL
) WITHOUT ROWID;
