-- Which account the first one of its name whom the office's own login vouches for may take: an administrator has said so.
-- Of the accounts of before none is marked: which of them waited, and of which a code has only expired, nobody knows.

ALTER TABLE accounts ADD COLUMN awaits INTEGER NOT NULL DEFAULT 0;
