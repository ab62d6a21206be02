-- What an account lets a group see of what it keeps. The things themselves stand in the catalog's notebooks.

CREATE TABLE shares (
    account      INTEGER NOT NULL,         -- accounts.number: whose it is
    kind         TEXT NOT NULL,            -- clipping, search or note
    item         TEXT NOT NULL,            -- what tells it in the account's notebook: numbers there are given again
    group_number INTEGER NOT NULL,         -- groups.number
    shared_at    INTEGER NOT NULL,         -- seconds since 1970
    PRIMARY KEY (account, kind, item, group_number)
) WITHOUT ROWID;

CREATE INDEX shares_by_group ON shares (group_number);
