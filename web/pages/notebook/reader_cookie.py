"""Whose notebook: the account's, or where nobody logs in that of a name nobody can guess, in a cookie of the browser.

Reading sets no cookie: the name is given when something is kept for the first time.
"""

from __future__ import annotations

import re
import secrets

from flask import Flask, Response, g, request

from archive.catalog.notebooks import Notebook, name_of_account
from archive.people.account import Account
from web.accounts.visitor import visitor
from web.state.app_state import app_state

COOKIE = "baogao_reader"
FIVE_YEARS = 5 * 365 * 24 * 3600
_NAME = re.compile("[0-9A-Za-z_-]{32}")


def notebook() -> Notebook | None:
    """The notebook of whoever asks; None where nothing can have been kept."""
    account = visitor().account
    if account is not None:
        return app_state().catalog.notebooks.of(name_of_account(account.number))
    if not visitor().known:
        return None
    name = g.get("reader_given") or request.cookies.get(COOKIE, "")
    return app_state().catalog.notebooks.of(name) if _NAME.fullmatch(name) else None


def own_notebook() -> Notebook:
    """The same to write in: a new reader is given a name."""
    found = notebook()
    if found is not None:
        return found
    g.reader_given = secrets.token_urlsafe(24)
    return app_state().catalog.notebooks.of(g.reader_given)


def hand_over(account: Account, response: Response) -> None:
    """What was kept in this browser before its reader had an account is the account's from the first login on."""
    name = request.cookies.get(COOKIE, "")
    if _NAME.fullmatch(name):
        app_state().catalog.notebooks.hand_over(name, name_of_account(account.number))
    if name:
        response.delete_cookie(COOKIE, secure=request.is_secure, httponly=True, samesite="Lax")


def clip_count() -> int:
    """How many clippings the reader has; for the head of every page."""
    found = notebook()
    return 0 if found is None else found.clipped()


def give(response: Response) -> Response:
    """The name, where one was given."""
    if "reader_given" in g:
        response.set_cookie(
            COOKIE, g.reader_given, max_age=FIVE_YEARS, samesite="Lax", httponly=True, secure=request.is_secure
        )
    return response


def register(app: Flask) -> None:
    """Let the application know its readers."""
    app.after_request(give)
    app.jinja_env.globals.update(clip_count=clip_count)
