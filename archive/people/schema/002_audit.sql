-- The record of who did what. A line is added and never changed; the oldest go when they are old enough, after what
-- attests it (audit_pruned) was written. The triggers stop mistakes and injections, the chain of hashes finds the rest.

CREATE TABLE audit (
    number  INTEGER PRIMARY KEY,           -- without gaps
    at      TEXT NOT NULL,                 -- UTC, ISO 8601 with milliseconds
    kind    TEXT NOT NULL,
    act     TEXT NOT NULL,                 -- the page's endpoint, or the verb
    who     TEXT NOT NULL,
    way     TEXT NOT NULL,
    address TEXT NOT NULL,
    view    TEXT NOT NULL,
    what    TEXT NOT NULL,                 -- JSON; never a report's text
    outcome TEXT NOT NULL,
    before  TEXT NOT NULL,                 -- hash of the line before
    hash    TEXT NOT NULL
);

CREATE INDEX audit_by_who ON audit (who);
CREATE INDEX audit_by_kind ON audit (kind);
CREATE INDEX audit_by_time ON audit (at);

CREATE TABLE audit_pruned (
    number INTEGER PRIMARY KEY,            -- of the last line that went
    hash   TEXT NOT NULL
);

CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'append only');
END;

CREATE TRIGGER audit_kept BEFORE DELETE ON audit
WHEN old.number > (SELECT coalesce(max(number), 0) FROM audit_pruned)
BEGIN
    SELECT RAISE(ABORT, 'append only');
END;

CREATE TRIGGER audit_appended BEFORE INSERT ON audit
WHEN new.number <= (SELECT coalesce(max(number), 0) FROM audit)
BEGIN
    SELECT RAISE(ABORT, 'append only');
END;

CREATE TRIGGER audit_pruned_appended BEFORE INSERT ON audit_pruned
WHEN new.number <= (SELECT coalesce(max(number), 0) FROM audit_pruned)
BEGIN
    SELECT RAISE(ABORT, 'append only');
END;

CREATE TRIGGER audit_pruned_unchanged BEFORE UPDATE ON audit_pruned
BEGIN
    SELECT RAISE(ABORT, 'append only');
END;

CREATE TRIGGER audit_pruned_kept BEFORE DELETE ON audit_pruned
BEGIN
    SELECT RAISE(ABORT, 'append only');
END;
