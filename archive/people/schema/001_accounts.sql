-- Who may come in. Times are whole seconds since 1970 UTC. Of tokens, sessions and codes only the SHA-256 is kept: whoever
-- reads this file or a copy of it cannot come in with what stands here.

CREATE TABLE accounts (
    number      INTEGER PRIMARY KEY,
    name        TEXT NOT NULL,             -- as its owner is shown
    folded      TEXT NOT NULL UNIQUE,      -- by which it is found: width and case do not matter
    hash        TEXT NOT NULL,             -- Argon2id in its own notation; '' where no password opens it
    epoch       INTEGER NOT NULL,          -- goes up with every change that ends sessions
    roles       TEXT NOT NULL,             -- apart by a blank, in order; '' for none
    disabled    INTEGER NOT NULL,
    source      TEXT NOT NULL,             -- who vouches for it: '' this place, else an issuer's address
    subject     TEXT NOT NULL,             -- its name there, which no other account of that source has
    added_at    INTEGER NOT NULL,
    password_at INTEGER NOT NULL,
    seen_at     INTEGER NOT NULL,          -- of the last login; 0 for never
    UNIQUE (source, subject)
);

CREATE TABLE groups (
    number INTEGER PRIMARY KEY,
    name   TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE
);

CREATE TABLE members (
    group_number INTEGER NOT NULL,         -- groups.number
    account      INTEGER NOT NULL,         -- accounts.number
    PRIMARY KEY (group_number, account)
) WITHOUT ROWID;

CREATE TABLE sessions (
    token   TEXT PRIMARY KEY,              -- SHA-256 of the cookie's value
    account INTEGER NOT NULL,              -- accounts.number
    epoch   INTEGER NOT NULL,              -- the account's when it began: a later one ends it
    begun   INTEGER NOT NULL,
    seen    INTEGER NOT NULL,
    address TEXT NOT NULL                  -- where it began from
) WITHOUT ROWID;

CREATE INDEX sessions_by_account ON sessions (account);

CREATE TABLE attempts (
    number INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    name   TEXT NOT NULL,                  -- SHA-256 of the folded name that was tried: people type passwords there
    address TEXT NOT NULL
);

CREATE INDEX attempts_by_time ON attempts (at);

CREATE TABLE tokens (
    number  INTEGER PRIMARY KEY,
    token   TEXT NOT NULL UNIQUE,          -- SHA-256
    account INTEGER NOT NULL,              -- accounts.number: its rights are those of the account on the day of use
    name    TEXT NOT NULL,                 -- what its owner calls it
    scope   TEXT NOT NULL,
    made    INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    seen    INTEGER NOT NULL               -- the day of its last use, 0 for never
);

CREATE INDEX tokens_by_account ON tokens (account);

CREATE TABLE setup_codes (
    code    TEXT PRIMARY KEY,              -- SHA-256 of the one-time code that a terminal has shown
    expires INTEGER NOT NULL,
    failed  INTEGER NOT NULL               -- wrong tries since it was shown
) WITHOUT ROWID;
