-- The one-time code by which somebody sets the first password of an account, or another one: an administrator shows it.

CREATE TABLE invitations (
    account INTEGER PRIMARY KEY,           -- accounts.number: one at a time
    code    TEXT NOT NULL,                 -- SHA-256 of the code that was shown
    expires INTEGER NOT NULL,
    failed  INTEGER NOT NULL               -- wrong tries since it was shown
);
