"""Words of people and of logging in, in English."""

from __future__ import annotations

MESSAGES = {
    "people.wrong_login": "Name or password is wrong. After five failures wait a quarter of an hour; an administrator can set a new password.",
    "people.busy": "Too many people are logging in at once. Try again in a moment.",
    "people.login_needed": "Log in first.",
    "people.bad_token": "The token is not known, has run out, was revoked, or is for another purpose.",
    "people.forbidden": "Your account may not do that.",
    "people.read_only": "This page is for reading; it changes nothing.",
    "people.bad_name": "“{name}” cannot be a name: 1 to {limit} visible characters.",
    "people.name_taken": "There is an account “{name}” already.",
    "people.no_such_account": "No account “{name}”.",
    "people.group_taken": "There is a group “{name}” already.",
    "people.no_such_group": "No group “{name}”. There are: {known}.",
    "people.bad_role": "No duty “{role}”. There are: {known}.",
    "people.separate_duties": "Duties are separate here: an account has one of them ({known}), and nobody is administrator of everything.",
    "people.last_administrator": "This is the last administrator, who cannot be disabled or lose the duty. Make another one first.",
    "people.already_set_up": "There is an account already. Log in.",
    "people.wrong_code": "The one-time code is wrong or no longer good. Take another from the terminal.",
    "people.password_short": "The password is too short: at least {least} characters.",
    "people.password_long": "The password is too long: at most {limit} characters.",
    "people.password_common": "This password is easily guessed (a common word, a run of keys or numbers, a birthday, a telephone). Take another, for example several words that have nothing to do with each other.",
    "people.password_name": "The password must not be the name with little else.",
    "people.password_same": "The new password is the old one.",
    "people.password_differs": "The new password was not typed the same twice.",
    "people.bad_scope": "No purpose “{scope}”. There are: {known}.",
    "people.bad_days": "A token lasts 1 to {limit} days.",
    "people.tokens_full": "There are {limit} tokens already. Revoke one that is not used.",
    "people.no_such_token": "No token of number {number}.",
    "people.setup_elsewhere": "The first administrator is made on the machine on which the archive runs.",
}
