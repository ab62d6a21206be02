"""The description's part about coming in: pages and forms for people, and the token of programs."""

from __future__ import annotations

from web.api import openapi_parts as parts
from web.api.schemas import Json

NEXT = (parts.text("next"),)

PATHS: dict[str, Json] = {
    "/login": {
        "get": parts.page("The form to log in by", NEXT),
        "post": parts.form("Log in: name, password, next"),
    },
    "/login/office": {"get": parts.page("On to the office's OpenID Connect provider", NEXT)},
    "/login/office/back": {"get": parts.page("Back from the provider, which adds what only we and it understand")},
    "/logout": {"post": parts.form("Log out in this browser")},
    "/setup": {
        "get": parts.page("The form for the first administrator, on the archive's own machine"),
        "post": parts.form("Make the first administrator: code, name, password, again"),
    },
    "/first-password": {
        "get": parts.page("The form to set a password by a one-time code", (parts.text("name"),)),
        "post": parts.form("Set a password: name, code, password, again"),
    },
    "/account": {"get": parts.page("One's own account: groups, duties, sessions, tokens")},
    "/account/password": {"post": parts.form("Change the password: old, new, again")},
    "/account/sessions": {"post": parts.form("Log out one session, or all")},
    "/account/tokens": {"post": parts.form("Make a token: name, scope, days; it is shown once")},
    "/account/tokens/revoke": {"post": parts.form("Revoke a token: number")},
}

SECURITY: dict[str, Json] = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "Needed where the archive has accounts: an account's token for search, assistant or feed",
    }
}
